"""What is said beside a finding of unseen things and of small differences, from shown numbers alone."""

from __future__ import annotations

import pytest

from analysis import offers, otherwise
from analysis.estimators.e_value import EValue, of_ratio
from analysis.finding import Arm, Estimate
from analysis.findings import all_findings
from etl.claim import Claim
from tests.analysis.frames import cells, drawn, tables

CLAIM = Claim()
ARMS = (Arm("sent", 200, 0.4), Arm("not_sent", 400, 0.3))


def test_a_difference_of_rates_is_taken_on_top_of_the_rate_of_the_others() -> None:
    found = otherwise.unseen(Estimate(-0.09, -0.15, -0.03, ""), "points", ARMS)
    # Down to the grid of 0.05: "at least" may not say too much.
    assert of_ratio(0.7) == pytest.approx(2.211, abs=1e-3)
    assert of_ratio(0.9) == pytest.approx(1.463, abs=1e-3)
    assert found == EValue(2.2, 1.45)


# interval | unit | arms | E-values
EDGES = [
    ((0.01, -0.02, 0.04), "points", ARMS, 1.0),
    ((0.2, 0.1, 0.3), "sd", (), of_ratio(2.718281828**0.091)),
    ((0.2, None, None), "points", ARMS, None),
    ((0.2, 0.1, 0.3), "points", (ARMS[0], Arm("not_sent", 400, None)), None),
    ((0.2, 0.1, 0.3), "points", (ARMS[0], Arm("not_sent", 400, 0.0)), None),
    ((-0.35, -0.5, -0.2), "points", ARMS, None),
]


@pytest.mark.parametrize(("numbers", "unit", "arms", "end"), EDGES)
def test_edges(numbers: tuple, unit: str, arms: tuple, end: float | None) -> None:
    found = otherwise.unseen(Estimate(*numbers, ""), unit, arms)
    if end is None:
        assert found is None
    else:
        assert found is not None
        assert found.end == pytest.approx(end, abs=0.05)
        assert found.end <= end


def test_each_finding_with_an_interval_says_both() -> None:
    for seed, people in ((3, 20_000), (4, 1500), (5, 40)):
        for one in all_findings(drawn(people, seed), CLAIM):
            has = one.estimate.low is not None
            said = [
                any(text.startswith(word) for text in one.cautions)
                for word in ("E-value", "Records like")
            ]
            assert said == [has, has]
            assert (one.detectable is not None) == has


def test_what_could_be_told_follows_from_the_width_alone() -> None:
    wide = offers.influence(cells(tables(*[(12, 12, 12, 12)] * 12)), CLAIM)
    narrow = offers.influence(cells(tables(*[(300, 300, 300, 300)] * 12)), CLAIM)
    assert wide.detectable is not None
    assert narrow.detectable is not None
    # 25 times as many: a fifth, but for the grid.
    assert wide.detectable / 5 == pytest.approx(narrow.detectable, abs=0.006)
    assert f"a true difference of {100 * wide.detectable:g} out of 100" in wide.cautions[-1]


def test_shown_numbers_alone_are_used() -> None:
    """Two employers whose findings show the same say the same."""
    one = offers.influence(cells(tables(*[(20, 20, 20, 20)] * 12)), CLAIM)
    two = offers.influence(cells(tables(*[(20, 20, 20, 20)] * 11, (20, 20, 20, 21))), CLAIM)
    assert (one.arms, one.estimate) == (two.arms, two.estimate)
    assert one.cautions == two.cautions
