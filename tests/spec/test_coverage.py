"""Coverage: whose mail we can see, checked against the mail itself, and what of a panel is unseen."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.extract.mail_months import mail_months
from etl.notes.coverage import covered_stretches
from etl.people.pseudonyms import Key, pseudonymise
from etl.store import bulk
from etl.store.engine import adbc
from etl.store.migrate import migrate
from tests.histories import History
from tests.spec.test_exposure import derived

SILENCE = """
declared               | months with mail        | covered                                        | why
2026-01-01..2026-04-01 | 2026-01 2026-02 2026-03 | 2026-01-01..2026-04-01                         | mail in every month
2026-01-01..2026-04-01 | 2026-01 2026-03         | 2026-01-01..2026-02-01 2026-03-01..2026-04-01  | a silent month is not covered
2026-01-01..2026-05-01 | 2026-01 2026-04         | 2026-01-01..2026-01-31 2026-04-01..2026-05-01  | nor are two, from the last message to the first
2026-01-10..2026-03-01 | 2026-02                 | 2026-02-01..2026-03-01                         | nor the first, of which 22 days are declared
2026-01-20..2026-03-01 | 2026-02                 | 2026-01-20..2026-03-01                         | 12 days without mail may happen
2026-01-18..2026-03-01 | 2026-02                 | 2026-02-01..2026-03-01                         | 14 days may not
2026-01-01..2026-02-14 | 2026-01                 | 2026-01-01..2026-02-14                         | at the end as at the beginning: 13 days
2026-01-01..2026-02-15 | 2026-01                 | 2026-01-01..2026-02-01                         | and 14 days
2026-01-05..2026-01-15 |                         | 2026-01-05..2026-01-15                         | too short a time to tell
2026-01-01..2026-04-01 |                         | 2026-01-01..2026-04-01                         | never counted (version 0.1.0): as declared
2026-01-01..2026-04-01 | 2025-02 2027-01         |                                                | mail of other years tells nothing of these months
"""


GAPS = """
declared               | days with mail                               | covered                                        | why
2026-01-05..2026-04-20 | 2026-01-05 2026-02-01 2026-03-31 2026-04-20  | 2026-01-05..2026-02-01 2026-03-31..2026-04-20  | 58 days between two months' mail
2026-01-05..2026-03-20 | 2026-01-05 2026-02-05 2026-03-07 2026-03-20  | 2026-01-05..2026-03-20                         | 31 days may happen
2026-01-05..2026-03-20 | 2026-01-05 2026-02-06 2026-03-07 2026-03-20  | 2026-02-06..2026-03-20                         | 32 may not
2026-01-01..2026-02-01 | 2026-01-01 2026-01-31                        | 2026-01-01..2026-02-01                         | between a month's first and last nobody knows
2026-01-01..2026-04-01 | 2026-01-31 2026-02-01 2026-02-28 2026-03-01  | 2026-01-01..2026-04-01                         | nor of the declared ends
2026-01-01..2026-04-01 | 2026-01-10 2026-03-20                        | 2026-01-01..2026-01-10 2026-03-20..2026-04-01  | a silent month, and what lies around it
2026-01-05..2026-03-05 | 2026-01-05                                   |                                                | nor the short month at the end of a gap
2026-02-20..2026-03-01 | 2026-01-31 2026-03-10                        | 2026-02-20..2026-03-01                         | only declared days can be a gap
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(cell.strip() for cell in line.split("|")) for line in table.split("\n")[2:-1]]


def _coverage(spans: list[tuple[str, str]]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "coverage_id": range(len(spans)),
            "covers_from": pd.to_datetime([begin for begin, _ in spans], utc=True),
            "covers_to": pd.to_datetime([end for _, end in spans], utc=True),
        }
    )


def _months(rows: list[tuple[int, str]]) -> pd.DataFrame:
    """Return months with mail from their first instant to their last."""
    frame = pd.DataFrame(rows, columns=["coverage_id", "month"]).astype(
        {"coverage_id": "int64", "month": "str"}
    )
    month = pd.DatetimeIndex(frame["month"]).to_period("M")
    begin, end = (month.to_timestamp(how=how).tz_localize("UTC") for how in ("start", "end"))
    return frame.assign(first_at=begin.as_unit("us"), last_at=end.as_unit("us"))


def _heard(days: list[tuple[int, str]]) -> pd.DataFrame:
    """Return the months of mail on so many days of mailboxes."""
    frame = pd.DataFrame(days, columns=["coverage_id", "sent_at"])
    sent = pd.to_datetime(frame["sent_at"], utc=True)
    parts = [mail_months("", sent).iloc[:0].assign(coverage_id=0)]
    for number in frame["coverage_id"].unique():
        of = mail_months("", sent[frame["coverage_id"] == number])
        parts.append(of.assign(coverage_id=number))
    return pd.concat(parts, ignore_index=True)


def _spans(stretches: pd.DataFrame) -> list[str]:
    days = (stretches[name].dt.strftime("%Y-%m-%d") for name in ("covers_from", "covers_to"))
    return [f"{begin}..{end}" for begin, end in zip(*days, strict=True)]


@pytest.mark.parametrize(("declared", "heard", "covered", "why"), _rows(SILENCE))
def test_a_silent_month_is_not_covered(declared: str, heard: str, covered: str, why: str) -> None:
    begin, end = declared.split("..")
    # Another mailbox's mail tells nothing of this one's.
    coverage = _coverage([(begin, end), ("2024-01-01", "2024-01-31")])
    months = _months([*((0, month) for month in heard.split()), *((1, m) for m in ("2026-02",))])
    found = covered_stretches(coverage, months)
    assert _spans(found[found["coverage_id"] == 0]) == covered.split(), why


@pytest.mark.parametrize(("declared", "days", "covered", "why"), _rows(GAPS))
def test_a_long_gap_between_months_is_not_covered(
    declared: str, days: str, covered: str, why: str
) -> None:
    begin, end = declared.split("..")
    coverage = _coverage([(begin, end), ("2024-01-01", "2024-01-31")])
    # Another mailbox's mail bridges no gap of this one's.
    heard = _heard([*((0, day) for day in days.split()), (1, "2026-02-25")])
    found = covered_stretches(coverage, heard)
    assert _spans(found[found["coverage_id"] == 0]) == covered.split(), why


_DAY = st.dates(pd.Timestamp("2025-01-01").date(), pd.Timestamp("2026-12-31").date())
_HEARD = st.sets(
    st.tuples(
        st.integers(0, 2),
        st.dates(pd.Timestamp("2024-11-01").date(), pd.Timestamp("2027-02-28").date()).map(str),
    ),
    max_size=40,
)
_SPANS = st.lists(st.tuples(_DAY, _DAY).map(sorted), max_size=3)


@given(_SPANS, _HEARD, _HEARD)
def test_more_mail_never_makes_coverage_less(
    spans: list[list[object]], heard: set[tuple[int, str]], more: set[tuple[int, str]]
) -> None:
    # One without any mail was never counted: its first mail is not more, but the first that is known.
    more = {one for one in more if one[0] in {number for number, _ in heard}}
    coverage = _coverage([(str(begin), str(end)) for begin, end in spans])
    less = covered_stretches(coverage, _heard(sorted(heard)))
    whole = covered_stretches(coverage, _heard(sorted(heard | more)))
    both = less.merge(whole, on="coverage_id", suffixes=("", "_whole"))
    inside = both[
        (both["covers_from_whole"] <= both["covers_from"])
        & (both["covers_to_whole"] >= both["covers_to"])
    ]
    assert len(inside[["coverage_id", "covers_from"]].drop_duplicates()) == len(less)


@given(_SPANS, _HEARD)
def test_it_is_what_going_day_by_day_finds(
    spans: list[list[object]], heard: set[tuple[int, str]]
) -> None:
    coverage = _coverage([(str(begin), str(end)) for begin, end in spans])
    found = covered_stretches(coverage, _heard(sorted(heard)))
    for number, (begin, end) in enumerate(spans):
        days = pd.date_range(str(begin), str(end), inclusive="left", tz="UTC")
        month = days.strftime("%Y-%m")
        length = pd.Series(1, index=month).groupby(level=0).sum()
        mail = sorted(day for one, day in heard if one == number)
        months = {day[:7] for day in mail}

        edges = [str(begin), *(day for day in mail if str(begin) <= day <= str(end)), str(end)]
        gaps = [
            (pd.Timestamp(one, tz="UTC"), pd.Timestamp(two, tz="UTC"))
            for one, two in itertools.pairwise(edges)
        ]
        silent = [(one, two) for one, two in gaps if two - one > pd.Timedelta(days=31)]
        covered = {
            day
            for day, of in zip(days, month, strict=True)
            if not mail
            or (
                (of in months or length[of] < 14)
                and not any(one <= day < two for one, two in silent)
            )
        }
        own = found[found["coverage_id"] == number]
        told = {
            day
            for row in own.itertuples()
            for day in pd.date_range(row.covers_from, row.covers_to, inclusive="left")
        }
        assert told == covered


# Three exports of one mailbox: the second goes on for longer, the third lacks what was deleted since.
EXPORTS = (
    ["2026-01-05", "2026-03-02"],
    ["2026-01-05", "2026-03-02", "2026-03-20"],
    ["2026-03-20", "2026-03-25", "2026-05-01"],
)


@pytest.mark.parametrize("order", list(itertools.permutations(range(3))))
def test_months_add_up_whatever_came_first(store_url: str, order: tuple[int, ...]) -> None:
    migrate(store_url)
    for number in order:
        sent = pd.Series(pd.to_datetime(EXPORTS[number], utc=True))
        rows = pseudonymise(mail_months("pat@example.com", sent), Key(b"key"), "mail")
        with adbc(store_url) as store:
            bulk.upsert(store, "core__mail_month", rows.assign(source="mail", digest=number))
    with adbc(store_url) as store:
        stored = bulk.read(store, "core__mail_month").sort_values("month")
    assert stored[["month", "messages"]].to_numpy().tolist() == [
        ["2026-01", 1],
        ["2026-03", 2],
        ["2026-05", 1],
    ]
    for name, days in (
        ("first_at", ["01-05", "03-20", "05-01"]),
        ("last_at", ["01-05", "03-25", "05-01"]),
    ):
        assert stored[name].dt.strftime("%m-%d").tolist() == days


# Each interview of one round: panel, and of whom the mailbox is covered (0 = the whole ATS feed).
PANELS = [
    ("one interviewer, covered", [((50,), (50,))], True, "", [1]),
    ("one interviewer, not covered", [((50,), ())], True, "uncovered", [0]),
    ("a panel of two, both covered", [((50, 51), (50, 51))], True, "", [2]),
    ("a panel of two, one covered", [((50, 51), (50,))], True, "part_covered", [1]),
    ("a panel of two, neither covered", [((50, 51), ())], True, "uncovered", [0]),
    ("a panel that nobody names", [((), (50,))], True, "uncovered", [0]),
    ("a feed of everybody's mail", [((50, 51), (0,))], True, "", [2]),
    ("a feed, and one's own mailbox too", [((50, 51), (0, 50))], True, "", [2]),
    ("an address that nobody knows", [((50,), (50,))], False, "unrecognised", [1]),
    ("unknown and half covered: the first reason", [((50, 51), (50,))], False, "part_covered", [1]),
    ("unknown and not covered: the first reason", [((50,), ())], False, "uncovered", [0]),
    ("a round, both covered", [((50,), (50,)), ((51,), (51,))], True, "", [1, 1]),
    ("a round, one covered", [((50,), (50,)), ((51,), ())], True, "part_covered", [1, 0]),
    ("a round, neither covered", [((50,), ()), ((51,), ())], True, "uncovered", [0, 0]),
]


@pytest.mark.parametrize(("why", "interviews", "known", "reason", "covered"), PANELS)
def test_of_whom_we_see_the_mail(
    why: str,
    interviews: list[tuple[tuple[int, ...], tuple[int, ...]]],
    known: bool,
    reason: str,
    covered: list[int],
) -> None:
    history = History()
    if known:
        history.candidate(1)
    else:
        history.add("core__candidate", candidate_id=1, name_key=1)
    history.application(10, 1, closed=72)
    for number, (panel, mailboxes) in enumerate(interviews):
        history.interview(100 + number, 10, "Onsite", number, panel=panel)
        for address in mailboxes:
            history.covers(address or None, -1, 200)
    rows = derived(history)
    assert rows["interviewers_covered"].tolist() == covered, why
    assert rows["interviewers"].tolist() == [len(panel) for panel, _ in interviews]
    last = rows.iloc[-1]
    assert last["exclusion"] == reason, why
    assert set(rows["note_status"]) == {"not_sent" if reason == "" else "unobserved"}
    assert set(rows["exclusion"][:-1]) <= {"earlier_in_round"}


def test_what_is_left_out_for_another_reason_keeps_it() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=2)
    history.interview(100, 10, "Phone", 0)
    assert derived(history).loc[100, "exclusion"] == "decided_before_landmark"


def test_a_note_to_half_a_panel_is_seen_and_compared_with_nobody() -> None:
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0, panel=(50, 51))
    history.covers(50, -1, 200)
    history.note(1, 2)
    assert derived(history).loc[100, ["note_status", "exclusion"]].tolist() == [
        "sent",
        "part_covered",
    ]


@pytest.mark.parametrize(
    ("heard", "status"),
    [
        (("2026-02", "2026-03"), "not_sent"),
        (("2026-02",), "unobserved"),
        (("2025-01",), "unobserved"),
        # Loaded by version 0.1.0, which counted no months.
        ((), "not_sent"),
    ],
)
@pytest.mark.parametrize("mailbox", [50, None])
def test_an_interview_in_a_silent_month_is_unobserved(
    heard: tuple[str, ...], status: str, mailbox: int | None
) -> None:
    """The interview is on 2 March, and the mailbox or feed is declared from February to April."""
    history = History()
    history.candidate(1)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0)
    history.covers(mailbox, -24 * 29, 24 * 40, heard=heard)
    assert derived(history).loc[100, "note_status"] == status


def test_candidates_who_share_an_address_are_not_recognised() -> None:
    history = History()
    history.candidate(1, address=9)
    history.candidate(2, address=9)
    history.application(10, 1, closed=72)
    history.interview(100, 10, "Phone", 0)
    history.covers(50, -1, 200)
    history.note(9, 2)
    assert derived(history).loc[100, ["note_status", "exclusion"]].tolist() == [
        "unobserved",
        "unrecognised",
    ]
