"""Designs of regressions."""

from __future__ import annotations

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators.design import dummies, levels, patterns


@given(st.lists(st.tuples(st.sampled_from("abc"), st.sampled_from([0.0, 0.5, np.nan]))))
def test_rows_of_a_pattern_are_alike_and_patterns_are_not(rows: list[tuple[str, float]]) -> None:
    frame = pd.DataFrame(rows, columns=["word", "number"])
    number, first = patterns([frame["word"], frame["number"]])
    pd.testing.assert_frame_equal(frame.iloc[first[number]].reset_index(drop=True), frame)
    assert len(first) == len(frame.drop_duplicates())
    assert (first[number] <= np.arange(len(frame))).all()


@given(st.permutations(range(60)))
def test_levels_do_not_depend_on_the_order_of_rows(order: list[int]) -> None:
    label, outcome = np.repeat(list("abcd"), [25, 20, 12, 3]), np.arange(60) % 2 == 0
    found = levels(label, outcome, 5)
    assert (levels(label[order], outcome[order], 5) == found[order]).all()
    assert len(set(found)) == 3


def test_rare_levels_stand_together_where_they_are_enough_and_else_with_the_most_common() -> None:
    outcome = np.tile([True, False], 30)
    enough = levels(np.repeat(list("abcd"), [40, 8, 6, 6]), outcome, 5)
    assert len(set(enough[40:])) == 1 != enough[0]
    alone = levels(np.repeat(list("ab"), [56, 4]), outcome, 5)
    assert set(alone) == {0}


def test_a_level_that_tells_the_outcome_is_rare_however_many_it_has() -> None:
    label = np.repeat([1, 2, 3], [100, 100, 80])
    outcome = np.concatenate([np.tile([True, False], 100), np.zeros(80, dtype=bool)])
    assert levels(label, outcome, 10)[-1] == 0


def test_no_dummy_for_a_column_of_one_level() -> None:
    assert dummies(np.zeros(5, dtype=np.int64)).shape == (5, 0)
