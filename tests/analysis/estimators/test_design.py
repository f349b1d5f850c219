"""Designs of regressions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.design import dummies, independent, levels, numbered


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 0.5, np.nan]))))
def test_rows_have_one_number_if_they_are_alike(rows: list[tuple[str, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["word", "number"])
    found = numbered([frame["word"], frame["number"]])
    expected = frame.groupby(["word", "number"], dropna=False, sort=False).ngroup()
    assert found.tolist() == expected.tolist()


@given(st.permutations(range(60)))
def test_levels_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    code, outcome = np.repeat(np.arange(4), [25, 20, 12, 3]), np.arange(60) % 2 == 0
    found = levels(code, outcome, 5)
    assert (levels(code[order], outcome[order], 5) == found[order]).all()
    assert len(set(found)) == 3


def test_rare_levels_stand_together_where_they_are_enough_and_else_with_the_most_common() -> None:
    outcome = np.tile([True, False], 30)
    enough = levels(np.repeat(np.arange(4), [40, 8, 6, 6]), outcome, 5)
    assert len(set(enough[40:])) == 1
    assert enough[0] != enough[40]
    assert set(levels(np.repeat([0, 1], [56, 4]), outcome, 5)) == {0}


def test_a_level_that_tells_the_outcome_is_rare_however_many_it_has() -> None:
    code = np.repeat([0, 1, 2], [100, 100, 80])
    outcome = np.concatenate([np.tile([True, False], 100), np.zeros(80, dtype=bool)])
    assert levels(code, outcome, 10)[-1] == 0


def test_no_dummy_for_a_column_of_one_level() -> None:
    assert dummies(np.full(5, 3)) == []


def test_what_is_left_of_a_column_counts_beside_what_it_was() -> None:
    """Rounding leaves 1e-16 of a column that groups hold, and that is nothing."""
    rest = np.array([[1e-8, -1e-8, 1e-8, -1e-8], [1.0, -1.0, -1.0, 1.0]])
    assert independent(rest @ rest.T, np.array([4.0, 4.0])).tolist() == [1]
    assert independent(rest @ rest.T, (rest**2).sum(axis=1)).tolist() == [0, 1]
