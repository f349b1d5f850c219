"""Risk sets against a slow loop over people and times."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.followed import Followed

# end, reason, exposed, stratum, time before the end at which being followed starts
PERSON = st.tuples(
    st.integers(1, 6), st.integers(0, 2), st.booleans(), st.integers(0, 2), st.integers(1, 6)
)
PEOPLE = st.lists(PERSON, min_size=1, max_size=25)


def people(rows: list[tuple], *, late: bool) -> Followed:
    """Return people from tuples as drawn by `PERSON`."""
    end, reason, exposed, stratum, before = (np.array(one) for one in zip(*rows, strict=True))
    start = np.maximum(end - before, 0) if late else None
    return Followed(end, reason, exposed, stratum, start)


@given(PEOPLE, st.booleans())
def test_risk_sets_are_what_a_loop_counts(rows: list[tuple], late: bool) -> None:
    drawn = people(rows, late=late)
    sets = drawn.risk_sets
    start = np.zeros(len(rows)) if drawn.start is None else drawn.start
    assert sets.times.tolist() == sorted({row[0] for row in rows})
    for stratum in range(len(sets.n)):
        for arm in (0, 1):
            of = (drawn.stratum == stratum) & (drawn.exposed == bool(arm))
            assert sets.n[stratum, arm] == of.sum()
            for column, time in enumerate(sets.times):
                there = of & (start < time) & (time <= drawn.end)
                assert sets.at_risk[stratum, arm, column] == there.sum()
                for reason in (1, 2):
                    left = of & (drawn.end == time) & (drawn.reason == reason)
                    assert sets.left_for(reason)[stratum, arm, column] == left.sum()


@given(PEOPLE, st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(rows: list[tuple], late: bool, random) -> None:
    one = people(rows, late=late).risk_sets
    shuffled = list(rows)
    random.shuffle(shuffled)
    other = people(shuffled, late=late).risk_sets
    assert np.array_equal(one.at_risk, other.at_risk)
    assert np.array_equal(one.events, other.events)


@given(PEOPLE)
def test_pooled_is_one_stratum(rows: list[tuple]) -> None:
    together = people([(*row[:3], 0, row[4]) for row in rows], late=True).risk_sets
    pooled = people(rows, late=True).risk_sets.pooled()
    for name in ("n", "at_risk", "events"):
        assert np.array_equal(getattr(pooled, name), getattr(together, name))


@pytest.mark.parametrize(("time", "followed", "left"), [(0, 3, 0), (3, 2, 2), (5, 1, 3), (6, 0, 3)])
def test_counts_at_a_time(time: float, followed: int, left: int) -> None:
    """Three of one arm leave after 1, 3 and 5; who leaves at a time is there at it."""
    end, reason = np.array([1, 3, 5]), np.array([1, 1, 1])
    sets = Followed(end, reason, np.zeros(3, dtype=bool), np.zeros(3, dtype=int)).risk_sets
    assert sets.followed_to(time).tolist() == [[followed, 0]]
    assert sets.left_by(time, 1).tolist() == [[left, 0]]
    assert sets.left_by(time, 2).tolist() == [[0, 0]]
