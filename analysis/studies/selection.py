"""What being hired hides: a correlation among hires, corrected for who was hired, and bounded."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis import words
from analysis.disclosure import count, outward, rate
from analysis.estimators import bounds, correlation, increment, range_restriction
from analysis.estimators.range_restriction import Selection
from analysis.estimators.stratified import number
from analysis.estimators.within import centred, taken
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.performance import SELECTION
from analysis.plan import FEWEST_STRATA
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies.hires import SCORE, finalists, scores_told, too_few
from etl.claim import Claim

_SEEN = "Among hires, as seen"
_RULES = {
    "Corrected, if hiring went by the interview score alone": (
        range_restriction.by_z,
        "Thorndike's case III",
    ),
    "Corrected, if hiring went by score and note": (
        range_restriction.by_either,
        "Lawley's correction",
    ),
    "Corrected, if hiring went by the note alone": (
        range_restriction.by_x,
        "Thorndike's case II",
    ),
}
_BOUNDS = (
    "Lowest, if notes go with being hired one way for everybody",
    "Highest, if notes go with being hired one way for everybody",
    "Lowest, whatever the others would have done",
    "Highest, whatever the others would have done",
)
_LABELS = (_SEEN, *_RULES, *_BOUNDS)
_NO_HECKMAN = (
    "There is no correction of Heckman's kind: it needs a record of something that moved who was hired "
    "and not how they did, such as a hiring freeze, and there is none."
)


def selection(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the correlation of note and performance among hires, corrected and bounded (key "selection").

    Everybody is whoever reached a last round that somebody was hired from, and was undecided at the
    landmark: the same stage, so that the spread of scores among them can be set against the hires'.
    """
    everybody = finalists(rows)
    people = everybody[everybody["score"].notna()].reset_index(drop=True)
    hires = people[people["hired"]]
    withheld: Collection[str] = rows.withheld_of("performance") | rows.cells.withheld_of(
        "interviews"
    )
    if rows.given_away("finalists", _counted):
        withheld = ARMS
    why = too_few(hires["sent"], withheld) or _one_sided(people)
    cautions: tuple[str, ...] = ()
    if why:
        points = tuple(Point(label, None, Estimate(None, None, None, why)) for label in _LABELS)
    else:
        numbers = (*_correlations(people, claim.level), *_bounds(people, claim.level))
        n = (count(len(hires)), *[count(len(people))] * (len(numbers) - 1))
        points = tuple(
            Point(label, n, outward(one, "correlation"))
            for label, n, one in zip(_LABELS, n, numbers, strict=True)
        )
        scored = scores_told(len(people), len(everybody), "people who reached the last round")
        cautions = (scored, *_halo(people, claim.level))
    return [
        Exhibit(
            key="selection",
            title="What being hired hides",
            sentence=_sentence(points),
            unit="correlation",
            level=claim.level,
            points=points,
            method="Correlations of note and performance within department, performance in standard "
            "deviations of the review group; intervals of the whole chain, clustered by job.",
            assumptions=(
                SCORE,
                "What interviewers filed later, and hiring went by, is not in the score: as far as it tells of "
                "performance beyond the score, it stays uncorrected.",
                "Corrected: performance goes with score and note in a straight line, as much among those "
                "not hired, and nothing else that goes with it decided who was hired.",
                "In one direction for everybody (Lee): of those hired some are there for their note only, "
                "at worst the best or the worst of them.",
                "Whatever (Manski): being rated at the review group's average or above; nothing is assumed "
                "of those who were not hired and rated.",
                "How they would have done is meant for those who reached the last round, not for all who "
                "applied.",
            ),
            cautions=(words.EXPLORATORY, *cautions, SELECTION, _NO_HECKMAN),
        )
    ]


def _counted(rows: Rows) -> pd.DataFrame:
    people = finalists(rows)
    sides = [np.where(people[name], name, "not") for name in ("hired", "sent")]
    return counted(people, np.where(people["score"].notna(), "scored", "unscored"), *sides)


def _one_sided(people: pd.DataFrame) -> str | None:
    """Return why the bounds would tell of few people, if so."""
    good = people["performance"] >= 0
    for sent in (True, False):
        side = people["sent"] == sent
        hired = people["hired"] & side
        if rate(hired.sum(), side.sum()) is None or rate((hired & good).sum(), hired.sum()) is None:
            return "not shown: too few were hired, or rated high or low, on one side"
    if people["job_id"].nunique() < FEWEST_STRATA:
        return f"not shown: fewer than {FEWEST_STRATA} jobs"
    return None


def _correlations(people: pd.DataFrame, level: float) -> tuple[Estimate, ...]:
    """Return the correlation among hires, and corrected by each of `_RULES`.

    Notes and scores are compared within department, among hires and among everybody, and spread out
    again by the degrees of freedom that the departments' means took. Performance is in standard
    deviations of the review group already.
    """
    hired = people["hired"].to_numpy()
    department, job = (number([people[name]], len(people)) for name in ("department", "job_id"))
    x_z_y = people[["sent", "score", "performance"]].to_numpy(dtype=float)
    among = np.zeros_like(x_z_y)
    among[hired] = _spread(x_z_y[hired], department[hired])
    chosen = Selection(hired, _spread(x_z_y[:, :2], department), among, job)
    x, _, y = x_z_y[hired].T
    return (
        correlation.within(x, y, department[hired], level),
        *(
            range_restriction.corrected(rule, chosen, level, method)
            for rule, method in _RULES.values()
        ),
    )


def _spread(values: np.ndarray, groups: np.ndarray) -> np.ndarray:
    freedom = len(values) - taken(groups)
    return centred(values, groups) * np.sqrt(len(values) / max(freedom, 1))


def _bounds(people: pd.DataFrame, level: float) -> tuple[Estimate, ...]:
    sent, hired = people["sent"].to_numpy(), people["hired"].to_numpy()
    y, job = people["performance"].to_numpy(), number([people["job_id"]], len(people))
    share = float(sent[hired].mean())
    one_way = tuple(
        _as_correlation(one, share) for one in bounds.monotone(sent, hired, y, job, level)
    )
    return (*one_way, *bounds.whatever(sent, hired, y >= 0, job, level))


def _as_correlation(difference: Estimate, share: float) -> Estimate:
    value, low, high = (
        None if one is None else correlation.from_difference(one, share)
        for one in (difference.value, difference.low, difference.high)
    )
    return Estimate(value, low, high, difference.method)


def _halo(people: pd.DataFrame, level: float) -> tuple[str, ...]:
    """Return the caution that notes go with being hired at the same score, if they do."""
    columns = people[["sent", "score"]].to_numpy(dtype=float)
    department = number([people["department"]], len(people))
    found = increment.slope(people["hired"].to_numpy(dtype=float), columns, department, level)
    shown = outward(found, "points")
    if (
        shown.value is None
        or shown.low is None
        or shown.high is None
        or shown.low <= 0 <= shown.high
    ):
        return ()
    return (
        f"Of 100 with a note {words.more(shown.value)} were hired than of those without at the same "
        "interview score. The correction by the score alone is then wrong; that by score and note allows "
        "for it.",
    )


def _sentence(points: tuple[Point, ...]) -> str:
    seen, by_score, by_both, *_, lowest, highest = (point.estimate for point in points)
    if seen.value is None or seen.low is None or lowest.value is None or highest.value is None:
        return "Too few hires to show."
    told = [
        f"On a scale from -1 to 1, the correlation of note and performance among hires is {seen.value:.2f}; "
        f"it could be as low as {seen.low:.2f} or as high as {seen.high:.2f}."
    ]
    if by_score.value is not None and by_both.value is not None:
        told.append(
            f"Corrected for who was hired it is {by_score.value:.2f} if hiring went by the interview score "
            f"alone, and {by_both.value:.2f} if it went by score and note."
        )
    told.append(
        "Whatever those not hired would have done, it lies between "
        f"{lowest.value:.2f} and {highest.value:.2f}."
    )
    return " ".join(told)
