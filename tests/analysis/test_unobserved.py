"""What the unseen would change: against every way in which they could have written."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers, unobserved
from analysis.disclosure import GRID
from analysis.filters import Filters
from analysis.finding import Verdict
from analysis.populations import UNSEEN, excluded, interviews
from analysis.rates import sending
from analysis.unobserved import Range
from etl.claim import Claim
from etl.store.tables.out import INTERVIEW_EXCLUSIONS
from tests.analysis.frames import cells, interview

STEP = GRID["bounds"]

CLAIM = Claim()
FUZZ = 1e-9
KINDS = list(product(("sent", "not_sent", "unseen"), (True, False)))


def _bounds(strata: list[list[int]]) -> tuple[Range, Range] | None:
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
    )


def _slowly(strata: list[list[int]], wrote: dict[bool, bool]) -> float:
    """Return the Mantel-Haenszel difference, cell by cell; `wrote` tells what the unseen did.

    The unseen count as their rounded totals say.
    """
    totals = {went: sum(counts[5 - went] for counts in strata) for went in (True, False)}
    above = below = 0.0
    for counts in strata:
        sides: dict[bool, dict[bool, float]] = {
            side: {True: 0.0, False: 0.0} for side in (True, False)
        }
        for (status, went), n in zip(KINDS, counts, strict=True):
            if status == "unseen":
                sides[wrote[went]][went] += n * round(totals[went] / 5) * 5 / totals[went]
            else:
                sides[status == "sent"][went] += n
        n1, n0 = (sum(sides[side].values()) for side in (True, False))
        weight = n1 * n0 / (n1 + n0)
        above += weight * (sides[True][True] / n1 - sides[False][True] / n0)
        below += weight
    return above / below


_CELL = st.integers(1, 12)


@given(
    st.lists(
        st.tuples(*[_CELL] * 4, st.integers(0, 3), st.integers(0, 3)).map(list),
        min_size=8,
        max_size=14,
    )
)
def test_they_hold_the_difference_of_the_people_themselves(strata: list[list[int]]) -> None:
    found = _bounds(strata)
    unseen = [sum(counts[number] for counts in strata) for number in (4, 5)]
    assert (found is None) == (min(unseen) <= 7 or len(strata) < 10)
    pairs = (((True, True), (False, False)), ((True, False), (False, True)))
    for (low, high), ways in zip(found or (), pairs, strict=False):
        exact = [_slowly(strata, {True: went, False: stayed}) for went, stayed in ways]
        assert low - FUZZ <= min(exact) < low + STEP + FUZZ
        assert high - STEP - FUZZ < max(exact) <= high + FUZZ
        assert [round(end / STEP, 6) % 1 for end in (low, high)] == [0, 0]


def test_nothing_lies_beyond_the_last_two_in_a_stratum() -> None:
    """All ways in which 9 and 8 unseen could have written, beside the formula by hand."""
    s1, f1, s0, f0, u1, u0 = counts = (14, 10, 9, 16, 9, 8)
    found = _bounds([list(counts)] * 10)
    assert found is not None
    every = [
        (s1 + a) / (s1 + f1 + a + b) - (s0 + u1 - a) / (s0 + f0 + u1 - a + u0 - b)
        for a in range(u1 + 1)
        for b in range(u0 + 1)
    ]
    by_hand = (
        s1 / (s1 + f1 + u0) - (s0 + u1) / (s0 + f0 + u1),
        (s1 + u1) / (s1 + f1 + u1) - s0 / (s0 + f0 + u0),
    )
    assert (min(every), max(every)) == pytest.approx(by_hand)
    least, most = found[1]
    assert least <= by_hand[0] < least + STEP
    assert most - STEP < by_hand[1] <= most


# True odds ratio 1.5; mailboxes seen of so many in 10 who advanced, and who did not (methods.md, 3).
@pytest.mark.parametrize(("advanced", "rejected"), [(9, 6), (6, 9), (8, 8)])
def test_the_truth_lies_between_them(advanced: int, rejected: int) -> None:
    parts = [50 * advanced, 40 * rejected, 50 * advanced, 60 * rejected]
    sent_went, sent_not, went, not_went = parts
    unseen = [1000 - 100 * advanced, 1000 - 100 * rejected]
    found = _bounds([[sent_went, sent_not, went, not_went, *unseen]] * 10)
    assert found is not None
    (low, high), (least, most) = found
    assert least < low <= high < most
    assert least < 500 / 900 - 500 / 1100 < most


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


def test_they_stand_in_a_caution_and_nowhere_else() -> None:
    found = offers.influence(cells(_employer()), CLAIM)
    # 5 unseen of a job advanced; 10, 5 and 2 did not, 204 of all, which are taken as 205.
    all_, none = 35 / 72 - 0.5, 30 / 50 - 55 / 122
    most, least = 35 / 55 - 50 / 117, 30 / 67 - 55 / 105
    rounded = [
        np.floor(all_ * 100),
        np.ceil(none * 100),
        np.floor(least * 100),
        np.ceil(most * 100),
    ]
    assert rounded == [-2, 15, -8, 21]
    assert found.cautions[-1] == (
        "If all of the unseen had sent a note, or none, the difference would lie between 2 fewer and 15 "
        "more out of 100. At the very extremes, if just those of them who went on had, or just the "
        "others, it would lie between 8 fewer and 21 more."
    )
    assert not [one for one in found.checks if "unseen" in one.method]
    # What is exploratory has none.
    other = offers.offered(cells(_employer()), CLAIM)
    assert not [text for text in other.cautions if "of the unseen" in text]


def test_few_strata_have_none() -> None:
    found = offers.influence(cells(_employer(jobs=9, part=90, unknown=45)), CLAIM)
    assert not [text for text in found.cautions if "of the unseen" in text]


def test_few_unseen_are_not_told_of() -> None:
    found = offers.influence(cells(_employer(part=0, unknown=0)), CLAIM)
    assert not [text for text in found.cautions if "of the unseen" in text]


def test_nor_those_whom_another_view_would_give_away() -> None:
    near = _employer().assign(department="A")
    far = _employer(jobs=3, part=3, unknown=0).assign(department="B")
    whole = cells(pd.concat([near, far], ignore_index=True))
    view = Filters(department=("A",)).apply(whole)
    assert ("interviews", "part_covered") in view.withheld
    told = offers.influence(view, CLAIM).cautions
    assert not [text for text in told if "of the unseen" in text]


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
