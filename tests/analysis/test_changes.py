"""What changed between two loads: verdicts then and now, and an n that singles nobody out."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import disclosure
from analysis.changes import STEP, Change, changes, kept, step
from analysis.finding import Arm, Estimate, Finding, Verdict

NOTHING = pd.DataFrame(
    {"run_id": [], "key": [], "verdict": [], "n": pd.array([], dtype="Int64")}
).astype({"run_id": "str", "key": "str", "verdict": "str"})
TELL, ALIKE = Verdict.CANNOT_TELL, Verdict.NO_MEANINGFUL_DIFFERENCE


def finding(key: str, verdict: Verdict, *people: int | None) -> Finding:
    none = Estimate(None, None, None, "")
    names = ("sent", "not_sent")
    arms = tuple(Arm(name, n, None) for name, n in zip(names, people, strict=False))
    return Finding(key, "?", none, none, "points", 0.05, 0.95, arms, verdict, "", "", "")


def loads(*verdicts_and_people: tuple[Verdict, int | None, int | None]) -> pd.DataFrame:
    """Return the headlines of one run after the other, each with one finding on performance."""
    told = NOTHING
    for number, (verdict, *people) in enumerate(verdicts_and_people, start=1):
        told = kept([finding("performance", verdict, *people)], told, f"{number:02}")
    return told


def runs(*claims: str) -> pd.DataFrame:
    """Return a run a day with these claims, its other rules the same."""
    first = pd.Timestamp("2026-03-01T04:00Z")
    same = {"classifier": "1", "error_rates": "", "labels": "", "goodeggs": "1"}
    return pd.DataFrame(
        [
            {"run_id": f"{n:02}", "finished_at": first + pd.Timedelta(days=n), "claim": claim}
            | same
            for n, claim in enumerate(claims, start=1)
        ]
    )


def test_a_verdict_that_moved_is_told_with_n_then_and_now() -> None:
    found = changes(loads((TELL, 400, 840), (ALIKE, 480, 1000)), runs("a", "a"), "02")
    assert found is not None
    assert found.since == pd.Timestamp("2026-03-02T04:00Z")
    assert found.findings == (Change("performance", TELL, ALIKE, 1240, 1480),)
    assert found.rules == ()


def test_rules_that_changed_too_are_told() -> None:
    found = changes(loads((TELL, 400, 840), (TELL, 400, 840)), runs("a", "b"), "02")
    assert found is not None and found.rules == ("the claim",)


@pytest.mark.parametrize(
    ("headlines", "run_id"),
    [(NOTHING, "01"), (loads((TELL, 400, 840)), "01"), (loads((TELL, 400, 840)), "02")],
)
def test_without_an_earlier_load_there_is_nothing_to_tell(
    headlines: pd.DataFrame, run_id: str
) -> None:
    assert changes(headlines, runs("a", "a"), run_id) is None


def test_a_load_is_compared_with_the_one_before_it_and_no_other() -> None:
    told = loads((TELL, 400, 840), (ALIKE, 480, 1000), (ALIKE, 600, 1200))
    found = changes(told, runs("a", "a", "a"), "02")
    assert found is not None and found.findings[0].n_now == 1480


def test_an_n_that_moved_little_stands_as_it_was_told_until_many_have_come() -> None:
    told = loads((TELL, 400, 840), (TELL, 405, 840), (TELL, 410, 845), (TELL, 415, 845))
    assert told["n"].tolist() == [1240, 1240, 1240, 1260]


def test_only_followed_findings_are_kept_and_a_suppressed_arm_has_no_n() -> None:
    many = [finding("offer", TELL, 40, 40), finding("retention", TELL, None, 40)]
    (only,) = kept(many, NOTHING, "01").to_dict("records")
    assert only["key"] == "retention" and pd.isna(only["n"])


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), min_size=2, max_size=30))
def test_two_kept_n_that_differ_have_more_people_between_them_than_may_be_hidden(
    people: list[tuple[int, int]],
) -> None:
    last, stood = None, 0
    for arms in people:
        shown = [disclosure.count(n) for n in arms]
        n = None if None in shown else sum(one for one in shown if one is not None)
        fresh = step(last, n)
        if fresh is not None and last is not None and fresh != last:
            assert abs(fresh - last) >= STEP
            assert abs(sum(arms) - stood) > disclosure.SUPPRESS
        if fresh != last:
            last, stood = fresh, sum(arms)
