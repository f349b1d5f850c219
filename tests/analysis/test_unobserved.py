"""What the unseen would change: against every way in which they could have written."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers, unobserved
from analysis.filters import Filters
from analysis.finding import Estimate, Finding, Verdict
from analysis.populations import UNSEEN, excluded, interviews
from analysis.rates import sending
from etl.config import Claim
from etl.store.tables.out import INTERVIEW_EXCLUSIONS
from tests.analysis.frames import cells, interview

CLAIM = Claim()
GRID = 0.0025 + 1e-9
"""Half a step of what is shown."""
KINDS = list(product(("sent", "not_sent", "unseen"), (True, False)))


def _people(strata: list[list[int]]) -> list[tuple[int, str, bool]]:
    """Return (stratum, status, advanced) of each, from counts by `KINDS` of each stratum."""
    return [
        (number, status, went)
        for number, counts in enumerate(strata)
        for (status, went), n in zip(KINDS, counts, strict=True)
        for _ in range(n)
    ]


def _bounds(strata: list[list[int]]) -> tuple[Estimate, ...]:
    rows = [
        (number, status, went, n)
        for number, counts in enumerate(strata)
        for (status, went), n in zip(KINDS, counts, strict=True)
    ]
    frame = pd.DataFrame(rows, columns=["job", "status", "went", "n"])
    return unobserved.bounds(
        [frame["job"]],
        (frame["status"] == "sent").to_numpy(),
        (frame["status"] == "unseen").to_numpy(),
        frame["went"].to_numpy(),
        frame["n"].to_numpy(dtype=float),
        0.95,
    )


def _slowly(people: list[tuple[int, str, bool]], wrote: dict[bool, bool]) -> float | None:
    """Return the Mantel-Haenszel difference, one at a time; `wrote` tells what the unseen did."""
    above = below = 0.0
    for stratum in {number for number, _, _ in people}:
        sides: dict[bool, list[bool]] = {True: [], False: []}
        for number, status, went in people:
            if number == stratum:
                sides[wrote[went] if status == "unseen" else status == "sent"].append(went)
        n1, n0 = len(sides[True]), len(sides[False])
        if n1 and n0:
            weight = n1 * n0 / (n1 + n0)
            above += weight * (sum(sides[True]) / n1 - sum(sides[False]) / n0)
            below += weight
    return above / below if below else None


@given(st.lists(st.lists(st.integers(0, 12), min_size=6, max_size=6), min_size=1, max_size=4))
def test_each_is_the_difference_of_the_people_themselves(strata: list[list[int]]) -> None:
    found = _bounds(strata)
    unseen = [sum(counts[number] for counts in strata) for number in (4, 5)]
    assert (found == ()) == (min(unseen) <= 7)
    ways = ((True, True), (False, False), (True, False), (False, True))
    for one, (went, stayed) in zip(found, ways, strict=False):
        exact = _slowly(_people(strata), {True: went, False: stayed})
        assert (one.value is None) == (exact is None)
        if one.value is not None and exact is not None:
            assert one.value == pytest.approx(exact, abs=GRID)


def test_nothing_lies_beyond_the_last_two_in_a_stratum() -> None:
    """All ways in which 9 and 8 unseen could have written, beside the formula by hand."""
    s1, f1, s0, f0, u1, u0 = counts = (14, 10, 9, 16, 9, 8)
    _, _, most, least = _bounds([list(counts)])
    every = [
        (s1 + a) / (s1 + f1 + a + b) - (s0 + u1 - a) / (s0 + f0 + u1 - a + u0 - b)
        for a in range(u1 + 1)
        for b in range(u0 + 1)
    ]
    by_hand = (
        (s1 + u1) / (s1 + f1 + u1) - s0 / (s0 + f0 + u0),
        s1 / (s1 + f1 + u0) - (s0 + u1) / (s0 + f0 + u1),
    )
    assert (max(every), min(every)) == pytest.approx(by_hand)
    assert most.value == pytest.approx(by_hand[0], abs=GRID)
    assert least.value == pytest.approx(by_hand[1], abs=GRID)


# True odds ratio 1.5; mailboxes seen of so many in 10 who advanced, and who did not (methods.md, 3).
@pytest.mark.parametrize(("advanced", "rejected"), [(9, 6), (6, 9), (8, 8)])
def test_the_truth_lies_between_them(advanced: int, rejected: int) -> None:
    parts = [50 * advanced, 40 * rejected, 50 * advanced, 60 * rejected]
    sent_went, sent_not, went, not_went = parts
    unseen = [1000 - 100 * advanced, 1000 - 100 * rejected]
    found = _bounds([[sent_went, sent_not, went, not_went, *unseen]] * 3)
    true = 500 / 900 - 500 / 1100
    all_, none, most, least = (one.value for one in found)
    assert None not in (all_, none, most, least)
    assert least < min(all_, none) <= max(all_, none) < most  # type: ignore[type-var, operator]
    assert least < true < most  # type: ignore[operator]


def _employer(part: int = 60, unknown: int = 30, *, jobs: int = 12, few: int = 0) -> pd.DataFrame:
    """Return interviews of so many jobs; unseen: uncovered, part_covered and unrecognised."""
    rows = [
        {"job_id": job, "note_status": status, "exclusion": why, "outcome": outcome, "n": n}
        for job in range(jobs)
        for status, why, outcome, n in (
            ("sent", "", "advanced", 30),
            ("sent", "", "rejected", 20),
            ("not_sent", "", "advanced", 50),
            ("not_sent", "", "rejected", 50),
            ("unobserved", "uncovered", "rejected", 10),
            ("unobserved", "part_covered", "advanced", part // jobs),
            # A note seen by luck is no sign of the others.
            ("sent", "part_covered", "rejected", part // jobs),
            ("unobserved", "unrecognised", "withdrew", unknown // jobs),
            ("not_sent", "unrecognised", "rejected", few if job == 0 else 0),
        )
        if n
    ]
    return interview(**pd.DataFrame(rows).to_dict("list"))


def _of(found: Finding, words: str) -> Estimate:
    (one,) = [check for check in found.checks if words in check.method]
    return one


def test_they_stand_among_the_checks_and_in_a_caution() -> None:
    found = offers.influence(cells(_employer()), CLAIM)
    all_, none = _of(found, "followed all of the unseen"), _of(found, "followed none")
    most, least = _of(found, "at the most"), _of(found, "at the least")
    # 5 unseen of a job advanced; 10, 5 and 2 did not.
    assert all_.value == pytest.approx(35 / 72 - 0.5, abs=GRID)
    assert none.value == pytest.approx(30 / 50 - 55 / 122, abs=GRID)
    assert most.value == pytest.approx(35 / 55 - 50 / 117, abs=GRID)
    assert least.value == pytest.approx(30 / 67 - 55 / 105, abs=GRID)
    assert all(one.low is not None and one.high is not None for one in (all_, none, most, least))
    assert found.cautions[-1] == (
        "If all of the unseen had sent a note, the difference would be 1.5 fewer out of 100; if none "
        "had, 15 more. At the very extremes, it would be 21 more if just those of them who went on had, "
        "and 7.5 fewer if just the others had."
    )
    # What is exploratory has none.
    assert not [
        one for one in offers.offered(cells(_employer()), CLAIM).checks if "unseen" in one.method
    ]


def test_few_unseen_are_not_told_of() -> None:
    found = offers.influence(cells(_employer(part=0, unknown=0)), CLAIM)
    assert not [one for one in found.checks if "unseen" in one.method]
    assert not [text for text in found.cautions if "of the unseen" in text]


def test_nor_those_whom_another_view_would_give_away() -> None:
    near = _employer().assign(department="A")
    far = _employer(jobs=3, part=3, unknown=0).assign(department="B")
    whole = cells(pd.concat([near, far], ignore_index=True))
    view = Filters(department=("A",)).apply(whole)
    assert ("interviews", "part_covered") in view.withheld
    assert not [one for one in offers.influence(view, CLAIM).checks if "unseen" in one.method]


def test_channels_that_nobody_sees_are_said() -> None:
    found = offers.influence(cells(_employer()), CLAIM)
    for told in (found.assumptions, found.cautions):
        assert [text for text in told if "LinkedIn" in text and "paper" in text]


def test_all_three_reasons_count_as_unseen_and_each_is_listed() -> None:
    found = offers.influence(cells(_employer()), CLAIM)
    assert {reason: found.exclusions[INTERVIEW_EXCLUSIONS[reason]] for reason in UNSEEN} == {
        "uncovered": 120,
        "part_covered": 120,
        "unrecognised": 25,
    }
    assert any("About 12.8 of 100 interviews are left out" in text for text in found.cautions)
    (row,) = sending(cells(_employer()), "job").to_dict("records")
    assert row["unobserved_share"] == pytest.approx(265 / (265 + 1800))


@pytest.mark.parametrize(
    ("unknown", "verdict"), [(528, Verdict.TOO_SMALL_OR_NOT), (540, Verdict.CANNOT_TELL)]
)
def test_together_they_may_forbid_a_verdict(unknown: int, verdict: Verdict) -> None:
    """768 of 2,568 are below 30 in 100, and 780 of 2,580 above."""
    assert offers.influence(cells(_employer(unknown=unknown)), CLAIM).verdict is verdict


def test_a_hidden_reason_is_not_given_away_by_the_total() -> None:
    frame = _employer(unknown=0, few=3)
    population, n = interviews(frame), frame["n"].to_numpy(dtype=float)
    told = excluded(population, n, INTERVIEW_EXCLUSIONS, ())
    shown = [told[INTERVIEW_EXCLUSIONS[reason]] for reason in UNSEEN]
    # The smallest other one, here the first of two alike, is hidden with it.
    assert shown == [None, 120, None]
    assert np.sum(n[population == "unrecognised"]) == 3
