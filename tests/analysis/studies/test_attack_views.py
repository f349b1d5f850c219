"""An attack: who subtracts what is told of one value of a filter from what is told around it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from itertools import permutations

import numpy as np
import pandas as pd
import pytest

from analysis.filters import DIMENSIONS, split
from analysis.finding import Exhibit, Finding
from analysis.rows import Rows
from analysis.studies import Study
from analysis.studies.bad_interview import after_a_bad_interview
from analysis.studies.halo import halo
from analysis.studies.influence import adjusted
from analysis.studies.interest import acceptance
from analysis.studies.outcomes import endings
from analysis.studies.performance import increment
from analysis.studies.room import by_format_and_round
from analysis.studies.survivors import survivors
from analysis.studies.timing import by_hours
from etl.claim import Claim
from etl.derive.cells import hire_cells
from tests.analysis import frames
from tests.analysis.studies import hiring, people
from tests.analysis.studies.employers import employer, of_frames

CLAIM = Claim()
FEW = 7


def _interviewed() -> Rows:
    """Return an employer some of whose jobs, offices, channels and teams are all but the whole around them."""
    rows = employer(7000, 8)
    made = []
    for frame in (rows.interview, rows.scorecard):
        job, turn = frame["job_id"] // 16, frame["application_id"] % 40
        frame = frame.assign(
            department=np.char.add("Department ", (job // 2).astype(str)),
            job=np.char.add("Job ", job.astype(str)),
            source_channel=np.where(turn == 0, "Fair", "Referral"),
            location=np.where(frame["application_id"] % 500 == 0, "Oslo", "Paris"),
            recruiter_group=np.where(frame["application_id"] % 600 == 1, "other", "Tech"),
        )
        made.append(frame[(job % 2 == 0) | (turn < 2)].reset_index(drop=True))
    return of_frames(*made)


def _hired() -> Rows:
    """Return the same of hires and of their offers; of those in Oslo few were scored in time, or stayed."""
    drawn = hiring.employer(6000, 3)
    interview, hire = (
        frame.assign(location=np.where(frame["application_id"] % 60 == 0, "Oslo", "Paris"))
        for frame in (drawn.interview, drawn.hire)
    )
    unscored, left = (
        (frame["location"] == "Oslo") & (frame["application_id"] % 420 != 0)
        for frame in (interview, hire)
    )
    hire = hire.assign(first_year=hire["first_year"].mask(left, "left_voluntarily"))
    rng = np.random.default_rng(1)
    answer = rng.choice(["accepted", "declined", "withdrawn"], len(hire), p=[0.6, 0.3, 0.1])
    # Filters are offered for what interviews have.
    some = frames.interview(location=["Paris", "Oslo"], note_status="not_sent", n=[900, 90])
    return Rows(
        interview.assign(prior_score=interview["prior_score"].mask(unscored)),
        drawn.scorecard,
        people.offer(answer=answer, **hire[["location", "note_status"]].to_dict("list")),
        hire,
        frames.cells(some, hire_cells(hire.assign(job="Cook"))),
    )


# The groups of which a study tells, as the columns label, id, and of whom: counted here anew.
Told = Callable[[Rows], pd.DataFrame]


def _frame(rows: pd.DataFrame, label: pd.Series | np.ndarray, *who: str) -> pd.DataFrame:
    found = rows[list(who)].assign(label=label, id=rows.index)
    return found[found["label"] != ""]


def _interview(label: Callable[[pd.DataFrame], pd.Series]) -> Told:
    return lambda rows: _frame(_compared(rows), label(_compared(rows)))


def _compared(rows: Rows) -> pd.DataFrame:
    kept = (rows.interview["exclusion"] == "") & (rows.interview["note_status"] != "unobserved")
    return rows.interview[kept].set_index(["application_id", "round"], drop=False)


def _low(frame: pd.DataFrame) -> pd.Series:
    return frame["note_status"].where(frame["prior_score"] <= 0.34, "")


def _cards(rows: Rows) -> pd.DataFrame:
    noted = rows.scorecard[
        (rows.scorecard["exclusion"] == "") & rows.scorecard["filed_after_note"].notna()
    ]
    keys = noted.set_index(["application_id", "round", "interviewer_id", "hours_filed"], drop=False)
    side = keys["filed_after_note"].map({True: "after_note", False: "before_note"})
    return _frame(keys, side.astype(object), "person_id", "interviewer_id")


def _in_time(frame: pd.DataFrame) -> pd.Series:
    """Return the band of a note that came before its end and the decision."""
    decided = (frame["decided_at"] - frame["ended_at"]).dt.total_seconds() / 3600
    ends = [2, 12, 24, 48, 168]
    named = pd.cut(frame["hours_to_note"], [-1, *ends], labels=False)
    told = ["within 2 hours", "after 2 to 12 hours", "after 12 to 24 hours", "after 24 to 48 hours"]
    told.append("after 48 to 168 hours")
    band = named.map(dict(enumerate(told))).astype(object)
    return band.where(decided > named.map(dict(enumerate(ends))), "").fillna("")


def _bands(rows: Rows) -> pd.DataFrame:
    frame = rows.interview.set_index(["application_id", "round"], drop=False)
    return _frame(frame, _in_time(frame))


def _scored(rows: Rows) -> pd.DataFrame:
    prior = rows.interview.groupby("application_id")["prior_score"].count()
    hire = rows.hire[rows.hire["exclusion"] == ""].set_index("application_id", drop=False)
    return _frame(hire, hire["note_status"].where(hire["application_id"].map(prior) > 0, ""))


def _stayed(rows: Rows) -> pd.DataFrame:
    hire = rows.hire.set_index("application_id", drop=False)
    known = (hire["exclusion"] == "") | (hire["first_year"] != "stayed")
    stayed = (hire["first_year"] == "stayed") & known
    label = "Of those who stayed: rated at the review group's average or above"
    return _frame(hire, np.where(stayed, label, ""))


def _answers(rows: Rows) -> pd.DataFrame:
    offer = rows.offer.set_index("application_id", drop=False)
    answer = offer["answer"].replace("withdrawn", "withdrawn by the employer")
    return _frame(offer, answer + ", " + offer["note_status"])


ENDED = {"advanced": "advanced", "rejected": "were rejected", "withdrew": "withdrew"}
# the employer | study | key | of whom it tells
ATTACKED: list[tuple[Callable[[], Rows], Study, str, Told]] = [
    (_interviewed, halo, "halo", _cards),
    (_interviewed, after_a_bad_interview, "after_a_bad_interview", _interview(_low)),
    (
        _interviewed,
        endings,
        "outcomes",
        _interview(lambda one: one["outcome"].map(ENDED) + ", " + one["note_status"]),
    ),
    (_interviewed, by_format_and_round, "advance_by_format", _interview(lambda one: one["format"])),
    (
        _interviewed,
        by_format_and_round,
        "advance_by_round",
        _interview(lambda one: "round " + one["round"].astype(str)),
    ),
    (_interviewed, adjusted, "advance_by_stage", _interview(lambda one: one["stage"])),
    (_interviewed, by_hours, "advance_by_hours", _bands),
    (_hired, increment, "increment", _scored),
    (_hired, survivors, "survivors", _stayed),
    (_hired, acceptance, "offer_answers", _answers),
]


def _shown(document: Finding | Exhibit) -> set[str]:
    """Return the labels of which a document tells how many there are."""
    if isinstance(document, Finding):
        return {arm.name for arm in document.arms if arm.n is not None}
    return {
        f"{point.label}, {point.arm}" if point.arm else point.label
        for point in document.points
        if point.n is not None and point.estimate.value is not None
    }


@cache
def _views_of(made: Callable[[], Rows]) -> list[Rows]:
    whole = made()
    values = ((name, *one) for name in DIMENSIONS for one in split(whole.cells, name))
    return [whole, *(whole.of(name, value, cells) for name, value, cells in values)]


def _grouped(told: pd.DataFrame) -> dict[str, tuple[set[object], pd.DataFrame]]:
    """Return by label which rows it holds, and whom these are of."""
    return {str(label): (set(rows["id"]), rows) for label, rows in told.groupby("label")}


def _between(views: list[pd.DataFrame]) -> Iterator[tuple[int, int, str, list[int]]]:
    """Yield two views and a label of which one holds all that the other does, and how many it leaves.

    Counted are rows, and whoever else the table names.
    """
    grouped = [_grouped(view) for view in views]
    for (outer, around), (inner, inside) in permutations(enumerate(grouped), 2):
        for label in around.keys() & inside.keys():
            (whole, rows), (part, _) = around[label], inside[label]
            if part <= whole:
                rest = rows[rows["id"].isin(whole - part)]
                yield outer, inner, label, [rest[who].nunique() for who in rest if who != "label"]


@pytest.mark.parametrize(
    ("made", "study", "key", "told"), ATTACKED, ids=[one[2] for one in ATTACKED]
)
def test_no_two_documents_leave_few_between_them(
    made: Callable[[], Rows], study: Study, key: str, told: Told
) -> None:
    views = _views_of(made)
    found = [{one.key: one for one in study(view, CLAIM)} for view in views]
    shown = [_shown(one[key]) if key in one else set() for one in found]
    beside = hidden = 0
    for outer, inner, label, left in _between([told(view) for view in views]):
        both = label in shown[outer] and label in shown[inner]
        few = any(0 < n <= FEW for n in left)
        assert not (both and few), (label, left)
        beside += both
        hidden += few
    # Else the attack would find nothing of anything.
    assert beside and hidden
