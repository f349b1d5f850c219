"""Shuffling within groups: against slow code, every arrangement as often as any other, uniform p."""

from __future__ import annotations

import os
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.estimators import shuffled
from analysis.estimators.shuffled import share_as_far, sums

RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 300


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(0, 4)), min_size=1, max_size=30),
    st.integers(0, 99),
)
def test_labels_stay_in_their_group(rows: list[tuple[int, int]], seed: int) -> None:
    """With values that tell the group, no shuffle changes a sum; the first are the labels as they are."""
    group, label = (np.array(x) for x in zip(*sorted(rows), strict=True))
    values = np.column_stack([group == one for one in range(4)] + [np.arange(len(group))])
    found = sums(group, label, values.astype(np.float32), 4, 5, seed)
    for one in range(4):
        assert found[0, one].tolist() == values[label == one].sum(axis=0).tolist()
        assert (found[:, one, :4] == found[0, one, :4]).all()


def test_every_arrangement_comes_up_as_often() -> None:
    group, label = np.array([0] * 4 + [1] * 2), np.array([0, 0, 1, 2, 0, 1])
    places = (1 << np.arange(6)).astype(np.float32)[:, None]
    found = sums(group, label, places, 2, 24_000, seed=3)[1:, :, 0]
    counts = Counter(map(tuple, found.tolist()))
    # 4! / 2! arrangements of the first group, 2 of the second.
    assert len(counts) == 24
    assert min(counts.values()) > 850
    assert max(counts.values()) < 1150


def test_blocks_hold_whole_groups(monkeypatch: pytest.MonkeyPatch) -> None:
    """However long the blocks are: a group longer than a block is a block of its own."""
    rng = np.random.default_rng(1)
    group = np.sort(rng.integers(0, 40, 3000))
    group[500:1500] = group[500]
    group = np.sort(group)
    label, values = rng.integers(0, 3, 3000), rng.normal(size=(3000, 2)).astype(np.float32)
    monkeypatch.setattr(shuffled, "_BLOCK", 100)
    ends = shuffled._blocks(group)
    assert ends[0] == 0
    assert ends[-1] == 3000
    assert all(group[end - 1] != group[end] for end in ends[1:-1])
    found = sums(group, label, values, 3, 4, seed=2)
    assert found.sum(axis=1) == pytest.approx(
        np.tile(values.sum(axis=0, dtype=float), (5, 1)), abs=1e-2
    )


def test_nobody() -> None:
    none = np.zeros(0, dtype=np.int64)
    assert sums(none, none, np.zeros((0, 2), dtype=np.float32), 3, 2, seed=1).tolist() == (
        np.zeros((3, 3, 2)).tolist()
    )


def test_p_is_uniform_where_labels_can_be_exchanged() -> None:
    """Groups differ in both, and within them nothing goes with anything."""
    rng = np.random.default_rng(123)
    group = np.repeat(np.arange(12), 15)
    custom, level = rng.uniform(0.2, 0.8, 12)[group], rng.normal(0, 2, 12)[group]
    found = []
    for seed in range(RUNS):
        label = (rng.random(180) > custom).astype(np.int64)
        values = (level + rng.normal(size=180)).astype(np.float32)[:, None]
        found.append(share_as_far(sums(group, label, values, 1, 39, seed)[:, 0, 0]))
    for level_ in (0.1, 0.3, 0.5, 0.8):
        error = np.sqrt(level_ * (1 - level_) / RUNS)
        assert np.mean(np.array(found) <= level_ + 1e-9) == pytest.approx(level_, abs=4 * error)


def test_values_that_are_all_alike_are_all_as_far() -> None:
    assert share_as_far(np.full(50, 0.3)) == 1.0
