"""What may be shown of a group: counts, rates, parts of a total, estimates."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import disclosure, rates
from analysis.disclosure import coarse, count, counts, outward, rate, rate_arm, secondary
from analysis.finding import Estimate
from analysis.findings import all_findings
from etl.claim import Claim
from tests.analysis.frames import cells, drawn, hire, interview

COUNTS = [(0, None), (1, None), (7, None), (8, 10), (12, 10), (13, 15), (1002, 1000)]


@pytest.mark.parametrize(("n", "shown"), COUNTS)
def test_counts(n: int, shown: int | None) -> None:
    assert count(n) == shown


def test_counts_of_a_column() -> None:
    assert counts([n for n, _ in COUNTS]).to_numpy(object, na_value=None).tolist() == [
        shown for _, shown in COUNTS
    ]


# successes | n | shown successes | shown n
RATES = [
    (40, 118, (40, 120)),
    (8, 16, (10, 15)),
    (7, 100, None),
    (0, 100, None),
    (93, 100, None),
    (100, 100, None),
    (3, 7, None),
    (0, 0, None),
]


@pytest.mark.parametrize(("successes", "n", "shown"), RATES)
def test_rates(successes: int, n: int, shown: tuple[int, int] | None) -> None:
    assert rate(successes, n) == shown


@given(st.integers(0, 60), st.integers(0, 60))
def test_no_small_count_leaves_and_every_count_is_a_multiple_of_5(a: int, b: int) -> None:
    arm = rate_arm("sent", a, a + b, 0.95)
    for shown in (arm.n, *(rate(a, a + b) or ())):
        assert shown is None or (shown > 7 and shown % 5 == 0)
    if arm.value is not None:
        assert min(a, b) > 7
        assert arm.low is not None
        assert arm.high is not None
        assert 0 <= arm.low < arm.value < arm.high <= 1


@given(st.integers(0, 60), st.integers(0, 60), st.integers(-2, 2))
def test_a_rate_tells_no_more_than_its_rounded_counts(a: int, b: int, other: int) -> None:
    """Two groups with the same rounded counts show the same rate and interval."""
    if rate(a, a + b) is not None and rate(a, a + b) == rate(a + other, a + b):
        assert rate_arm("sent", a, a + b, 0.95) == rate_arm("sent", a + other, a + b, 0.95)


# parts of a shown total | hidden before | hidden then
PARTS = [
    ([90, 30, 3], [0, 0, 1], [0, 1, 1]),
    ([90, 30, 0], [0, 0, 1], [0, 0, 1]),
    ([90, 30, 5, 3], [0, 0, 1, 1], [0, 0, 1, 1]),
    ([90, 30, 2, 3], [0, 0, 1, 1], [0, 1, 1, 1]),
    ([90, 30, 20], [0, 0, 1], [0, 0, 1]),
    ([90, 0, 3], [0, 0, 1], [1, 0, 1]),
    ([3], [1], [1]),
    ([], [], []),
]


@pytest.mark.parametrize(("parts", "before", "then"), PARTS)
def test_a_total_gives_no_part_away(parts: list[int], before: list[int], then: list[int]) -> None:
    found = secondary(np.array(parts, dtype=float), np.array(before, dtype=bool))
    assert found.astype(int).tolist() == then


@given(st.lists(st.integers(0, 40), max_size=8))
def test_what_is_hidden_beside_a_total_is_nobody_or_more_than_7(parts: list[int]) -> None:
    n = np.array(parts, dtype=float)
    hidden = secondary(n, n <= 7)
    assert hidden[n <= 7].all()
    assert n[hidden].sum() == 0 or n[hidden].sum() > 7 or hidden[n > 0].all()


# value, low, high | unit | shown
ESTIMATES = [
    ((0.0412, 0.0161, 0.0663), "points", (0.04, 0.015, 0.07)),
    ((-0.0412, -0.0663, -0.0161), "points", (-0.04, -0.07, -0.015)),
    ((0.05, 0.05, 0.05), "points", (0.05, 0.05, 0.05)),
    ((0.003, -0.001, 0.0049), "points", (0.005, -0.005, 0.005)),
    ((0.123, 0.111, 0.139), "sd", (0.12, 0.11, 0.14)),
    ((1.23, 0.99, 1.51), "ratio", (1.25, 0.95, 1.55)),
    ((0.04, None, None), "points", (0.04, None, None)),
    ((float("nan"), float("-inf"), float("inf")), "points", (None, None, None)),
]


# value, low, high | unit | people | most of each | shown
NEXT_TO_COUNTS = [
    # 1000 people and more: the usual step
    ((0.0412, 0.0161, 0.0663), "points", 1200, 1, (0.04, 0.01, 0.07)),
    # 5 of 200 are 2.5 points, of 90 they are 5.56, which are 12 steps of the grid
    ((0.0412, 0.0161, 0.0663), "points", 202, 1, (0.05, 0.0, 0.1)),
    ((0.0412, 0.0161, 0.0663), "points", 91, 1, (0.06, 0.0, 0.12)),
    ((0.96, 0.92, 0.99), "share", 100, 1, (0.95, 0.85, 1.0)),
    ((12.0, -3.0, 27.0), "days", 365, 365, (10.0, -10.0, 30.0)),
    ((0.04, None, None), "points", 1200, 1, (0.04, None, None)),
    ((float("nan"), float("-inf"), float("inf")), "points", 90, 1, (None, None, None)),
]


@pytest.mark.parametrize(("number", "unit", "people", "most", "shown"), NEXT_TO_COUNTS)
def test_estimates_next_to_exact_counts_are_as_rough_as_these(
    number: tuple, unit: str, people: int, most: float, shown: tuple
) -> None:
    found = coarse(Estimate(*number, ""), unit, people, most)
    assert (found.value, found.low, found.high) == shown


@given(st.floats(-0.9, 0.9), st.floats(0, 0.05), st.floats(0, 0.05), st.integers(8, 2000))
def test_a_rough_estimate_holds_its_interval(
    value: float, below: float, above: float, people: int
) -> None:
    found = coarse(Estimate(value, value - below, value + above, ""), "points", people)
    assert found.value is not None and found.low is not None and found.high is not None
    assert found.low <= value - below + 1e-6
    assert value + above <= found.high + 1e-6
    # Counts that 5 people set apart are never told apart by less than a step.
    assert abs(found.value - value) <= max(0.005, 5 / (people - 2) + 0.005) / 2 + 1e-6


@pytest.mark.parametrize(("number", "unit", "shown"), ESTIMATES)
def test_estimates_lie_on_a_grid(number: tuple, unit: str, shown: tuple) -> None:
    found = outward(Estimate(*number, "method"), unit)
    assert (found.value, found.low, found.high) == shown


@given(st.floats(-1, 1), st.floats(0, 0.5), st.sampled_from(["points", "sd"]))
def test_an_interval_is_never_made_narrower(value: float, reach: float, unit: str) -> None:
    low, high = value - reach, value + reach
    found = outward(Estimate(value, low, high, ""), unit)
    grid = disclosure.GRID[unit]
    assert found.low is not None
    assert found.high is not None
    assert low - grid - 1e-9 <= found.low <= low + 1e-9
    assert high - 1e-9 <= found.high <= high + grid + 1e-9
    assert abs(found.low / grid - round(found.low / grid)) < 1e-6


def _counts(found: object) -> list[int]:
    """Return every count in a finding's plain values, however deep."""
    if isinstance(found, dict):
        counted = {"n", "n_would_tell", *(k for k in found if k not in NOT_COUNTS)}
        return [n for name in counted if name in found for n in _counts(found[name])]
    if isinstance(found, list | tuple):
        return [n for one in found for n in _counts(one)]
    return [found] if isinstance(found, int) and not isinstance(found, bool) else []


NOT_COUNTS = {"value", "low", "high", "level", "smallest_effect", "months_would_tell"}


@pytest.mark.parametrize("people", [0, 1, 9, 40, 200, 1500])
def test_no_count_in_any_finding_is_small_or_odd(people: int) -> None:
    for seed in range(3):
        drawn_cells = drawn(people, seed) if people else cells()
        for one in all_findings(drawn_cells, Claim()):
            shown = _counts(one.to_dict())
            assert not [n for n in shown if n <= 7 or n % 5]
            assert people < 200 or shown


@given(st.lists(st.tuples(st.integers(0, 20), st.integers(0, 20)), min_size=1, max_size=5))
def test_sending_by_group_gives_no_group_away(groups: list[tuple[int, int]]) -> None:
    """Beside the total over all groups, what is hidden is nobody or more than 7."""
    frame = interview(
        department=[f"D{i}" for i in range(len(groups)) for _ in range(2)],
        note_status=["sent", "not_sent"] * len(groups),
        n=[n for group in groups for n in group],
    )
    shown = rates.sending(cells(frame), "department").set_index("group")
    numbers = [n for column in ("n", "sent") for n in shown[column].dropna()]
    assert not [n for n in numbers if n <= 7 or n % 5]
    seen = {name for name in shown.index if not pd.isna(shown.loc[name, "n"])}
    unseen = [sum(group) for i, group in enumerate(groups) if f"D{i}" not in seen]
    assert not seen or sum(unseen) == 0 or sum(unseen) > 7


def test_means_of_few_are_not_shown() -> None:
    frame = hire(
        note_status=["sent", "not_sent"], n=[7, 70], total=[9.0, 1.0], squares=[30.0, 70.0]
    )
    few = {arm.name: arm for arm in all_findings(cells(hires=frame), Claim())[2].arms}["sent"]
    assert (few.n, few.value, few.low, few.high) == (None, None, None, None)
