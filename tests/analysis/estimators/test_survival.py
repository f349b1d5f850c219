"""Staying and leaving over time: published figures, statsmodels, slow code, and simulation."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels
from hypothesis import assume, given
from hypothesis import strategies as st
from statsmodels.duration.survfunc import CumIncidenceRight, SurvfuncRight

from analysis.estimators import stratified
from analysis.estimators.followed import Followed, RiskSets
from analysis.estimators.survival import (
    difference,
    leaving,
    median,
    raw_difference,
    restricted_difference,
    staying,
)
from analysis.finding import Estimate
from tests.analysis.estimators.leavers import HAZARDS, departments, freireich, resigned

# Read now: a fixture clears the environment for each test.
RUNS, CLOSE = (4000, 0.012) if os.environ.get("GOODEGGS_SLOW") == "1" else (600, 0.03)
Z = 1.959963984540054


def one_arm(end: np.ndarray, reason: np.ndarray) -> Followed:
    """Return people who are all in the arm of the others."""
    return Followed(end, reason, np.zeros(len(end), dtype=bool), np.zeros(len(end), dtype=int))


def covers(found: Estimate, truth: float) -> bool:
    """Return whether an interval holds the truth; where there is none it does not."""
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def test_remission_on_6mp_as_published() -> None:
    """Kaplan-Meier estimates of Freireich et al., as in every textbook since."""
    sets = freireich().risk_sets
    weeks, shares = (6, 7, 10, 13, 16, 22, 23), (0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448)
    found = [staying(sets, 0, week, 0.95).value for week in weeks]
    assert found == pytest.approx(shares, abs=6e-4)


def test_marrow_transplants_as_sas_prints_them() -> None:
    """Klein and Moeschberger's acute leukaemias: LIFETEST's estimates, which statsmodels ships."""
    results = Path(statsmodels.__file__).parent / "duration" / "tests" / "results"
    patients = pd.read_csv(results / "bmt.csv").query("Group == 'ALL'")
    sets = one_arm(patients["T"].to_numpy(), patients["Status"].to_numpy()).risk_sets
    for t, s, se in pd.read_csv(results / "bmt_results.csv")[["t", "s", "se"]].to_numpy():
        found = staying(sets, 0, t, 0.95)
        assert found.value == pytest.approx(s, abs=1e-5)
        assert found.low is not None
        # the interval is symmetric in log(-log)
        error = (np.log(-np.log(found.low)) - np.log(-np.log(s))) / Z * -s * np.log(s)
        assert error == pytest.approx(se, abs=1e-5)


LIVES = st.lists(st.tuples(st.integers(1, 9), st.integers(0, 2)), min_size=4, max_size=30)


@given(LIVES, st.integers(1, 9))
def test_curves_are_those_of_statsmodels(lives: list[tuple[int, int]], time: int) -> None:
    end, reason = (np.array(one) for one in zip(*lives, strict=True))
    sets = one_arm(end, reason).risk_sets
    shown = staying(sets, 0, time, 0.95)
    assume(shown.value is not None)
    assume((end > time).any())  # statsmodels divides by zero where everybody has left
    km = SurvfuncRight(end, reason > 0)
    before = np.flatnonzero(km.surv_times <= time)
    assert shown.value == pytest.approx(km.surv_prob[before[-1]] if len(before) else 1.0)
    gone = np.where(end > time, 0, reason)
    cut = CumIncidenceRight(np.minimum(end, time), gone) if gone.max() else None
    for one in (1, 2):
        found = leaving(sets, one, 0, time, 0.95)
        known = cut is not None and len(cut.cinc) >= one
        assert found.value == pytest.approx(cut.cinc[one - 1][-1] if known else 0.0)
        if known and found.low is not None:
            p, error = found.value, cut.cinc_se[one - 1][-1]
            assert np.log(-np.log(found.low)) == pytest.approx(
                np.log(-np.log(p)) - Z * error / (p * np.log(p)), abs=1e-6
            )


@given(LIVES, st.integers(1, 9))
def test_who_stays_and_who_left_are_everybody(lives: list[tuple[int, int]], time: int) -> None:
    end, reason = (np.array(one) for one in zip(*lives, strict=True))
    sets = one_arm(end, reason).risk_sets
    parts = [staying(sets, 0, time, 0.95).value]
    parts += [leaving(sets, one, 0, time, 0.95).value for one in (1, 2)]
    assume(None not in parts)
    assert sum(parts) == pytest.approx(1)


def test_without_censoring_it_is_the_mantel_haenszel_difference() -> None:
    """All followed for a year: the same number as from the 2 x 2 tables, nearly the same interval."""
    rng = np.random.default_rng(1)
    drawn = departments(rng, 3000)
    keep = drawn.end > 60
    end = np.where(drawn.reason == 0, 900, drawn.end)[keep]
    drawn = Followed(end, drawn.reason[keep], drawn.exposed[keep], drawn.stratum[keep])
    found = difference(drawn.risk_sets, 1, 365, 0.95)
    stayed = ~((drawn.reason == 1) & (drawn.end <= 365))
    tables = stratified.tabulate(
        [pd.Series(drawn.stratum)], drawn.exposed, stayed, np.ones(len(stayed))
    )
    expected = stratified.risk_difference(tables, 0.95)
    assert found.value == pytest.approx(expected.value, abs=1e-12)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high), abs=2e-3)


def test_restricted_mean_against_a_sum_over_days() -> None:
    drawn = departments(np.random.default_rng(2), 400)
    sets = drawn.risk_sets.pooled()
    means = [
        sum(staying(sets, arm, day, 0.95).value or 0 for day in np.arange(0, 365)) for arm in (0, 1)
    ]
    found = restricted_difference(sets, 365, 0.95)
    assert found.value == pytest.approx(means[1] - means[0], abs=1e-9)


def _is_empty(found: Estimate) -> bool:
    return (found.value, found.low, found.high) == (None, None, None)


# end, reason and arm of the people | a word of the reason for no number
REFUSED = [
    ([100, 400, 400, 400], [1, 0, 0, 0], [1, 1, 0, 0], "nobody left so"),
    ([400, 400, 400, 400], [0, 0, 0, 0], [1, 1, 0, 0], "nobody left so"),
    ([100, 400, 100, 400], [1, 0, 1, 0], [0, 0, 0, 0], "followed"),
    ([100, 200, 100, 400], [1, 0, 1, 0], [1, 1, 0, 0], "followed"),
]


@pytest.mark.parametrize(("end", "reason", "exposed", "why"), REFUSED)
def test_no_number_and_why(end: list, reason: list, exposed: list, why: str) -> None:
    arms = np.array(exposed, dtype=bool)
    people = Followed(np.array(end), np.array(reason), arms, np.zeros(4, dtype=int))
    for found in (
        difference(people.risk_sets, 1, 365, 0.95),
        raw_difference(people.risk_sets, 1, 365, 0.95),
        restricted_difference(people.risk_sets, 365, 0.95),
    ):
        assert _is_empty(found)
        assert f" {why}" in found.method


def test_nobody_at_all() -> None:
    none = np.zeros(0, dtype=int)
    sets = Followed(none, none, none.astype(bool), none).risk_sets
    assert _is_empty(difference(sets, 1, 365, 0.95))


def test_strata_with_one_arm_are_left_out() -> None:
    drawn = departments(np.random.default_rng(3), 2000)
    more = Followed(
        np.append(drawn.end, [500.0] * 50),
        np.append(drawn.reason, [0] * 50),
        np.append(drawn.exposed, [True] * 50),
        np.append(drawn.stratum, [5] * 50),
    )
    assert difference(more.risk_sets, 1, 365, 0.95) == difference(drawn.risk_sets, 1, 365, 0.95)


def test_late_starts_are_no_immortal_time() -> None:
    """Who joined the records after 200 days cannot have left before: the truth comes back."""
    rng = np.random.default_rng(4)
    left = rng.exponential(400, 40_000)
    start = np.where(rng.random(40_000) < 0.6, 200.0, 0.0)
    seen = left > start
    people = Followed(
        left[seen],
        np.ones(seen.sum(), dtype=int),
        np.zeros(seen.sum(), dtype=bool),
        np.zeros(seen.sum(), dtype=int),
        start[seen],
    )
    truth = np.exp(-365 / 400)
    found = staying(people.risk_sets, 0, 365, 0.95)
    assert covers(found, truth)
    naive = staying(one_arm(left[seen], people.reason).risk_sets, 0, 365, 0.95)
    assert naive.low is not None
    assert naive.low > truth + 0.08


@pytest.mark.parametrize("people", [300, 1500])
def test_intervals_of_differences_cover(people: int) -> None:
    """Censored at 60 to 900 days, in five departments: 95 % of the intervals hold the truth."""
    rng = np.random.default_rng(people)
    held = []
    for _ in range(RUNS):
        sets = departments(rng, people).risk_sets
        gaps = resigned(HAZARDS, 365) - resigned(0.7 * HAZARDS, 365)
        weight = sets.n.prod(axis=1) / sets.n.sum(axis=1)
        truth = (weight * gaps).sum() / weight.sum()
        held.append(covers(difference(sets, 1, 365, 0.95), truth))
    assert np.mean(held) == pytest.approx(0.95, abs=CLOSE)


def test_intervals_of_one_stratum_cover() -> None:
    rng = np.random.default_rng(6)
    held = []
    days = np.arange(365)
    for _ in range(RUNS):
        exposed = rng.random(300) < 0.4
        hazard = np.where(exposed, 0.0008, 0.0011)
        left, seen = rng.exponential(1 / hazard), rng.uniform(60, 900, 300)
        end, reason = np.ceil(np.minimum(left, seen)), (left <= seen).astype(int)
        sets = Followed(end, reason, exposed, np.zeros(300, dtype=int)).risk_sets
        stay = [np.exp(-rate * 365) for rate in (0.0011, 0.0008)]
        longer = np.exp(-0.0008 * days).sum() - np.exp(-0.0011 * days).sum()
        held.append(
            (
                covers(staying(sets, 1, 365, 0.95), stay[1]),
                covers(raw_difference(sets, 1, 365, 0.95), stay[1] - stay[0]),
                covers(restricted_difference(sets, 365, 0.95), longer),
            )
        )
    assert np.mean(held, axis=0) == pytest.approx([0.95] * 3, abs=CLOSE)


def test_departments_are_confounded_and_strata_mend_it() -> None:
    """Where more send notes more resign: the raw difference says the opposite of the truth."""
    drawn = departments(np.random.default_rng(7), 40_000, ratio=0.95)
    raw = raw_difference(drawn.risk_sets, 1, 365, 0.95)
    within = difference(drawn.risk_sets, 1, 365, 0.95)
    assert raw.high is not None
    assert raw.high < 0
    assert within.value is not None
    assert within.value > 0


def test_median_remission_as_published() -> None:
    """Freireich et al.: 23 weeks on 6-MP, with no upper end, and 8 on a placebo (R's log-log: 4 to 11)."""
    found = [median(freireich().risk_sets, arm, 0.95) for arm in (0, 1)]
    ends = {(one.value, one.low, one.high) for one in found}
    assert ends == {(23.0, 13.0, None), (8.0, 4.0, 11.0)}


@given(st.integers(0, 10_000), st.integers(8, 120), st.floats(0.3, 1.0))
def test_median_as_statsmodels_has_it(seed: int, n: int, seen: float) -> None:
    rng = np.random.default_rng(seed)
    end, left = 1 + rng.exponential(10, n).round(), (rng.random(n) < seen).astype(int)
    oracle = SurvfuncRight(end, left)
    # Where half have left exactly it waits for the next to leave; near an end it rounds otherwise.
    assume(left.any() and not (np.abs(oracle.surv_prob - 0.5) < 1e-9).any())
    found = median(one_arm(end, left).risk_sets, 0, 0.95)
    assert (np.nan if found.value is None else found.value) == pytest.approx(
        oracle.quantile(0.5), nan_ok=True
    )
    with np.errstate(all="ignore"):  # its own curve begins at one and ends at nothing
        low, high = oracle.quantile_ci(0.5)
    assume(not np.isnan(low))
    assert (found.low, found.high) == (low, None if np.isinf(high) else high)


def test_counted_at_each_time_is_the_same_as_one_by_one() -> None:
    end, left = np.array([3, 3, 5, 8, 8]), np.array([1, 0, 1, 1, 0])
    times = np.array([3, 5, 8])
    counted = RiskSets.counted(times, np.array([1, 1, 1]), np.array([1, 0, 1]))
    single = one_arm(end, left).risk_sets
    np.testing.assert_array_equal(counted.at_risk[0, 0], single.at_risk[0, 0])
    np.testing.assert_array_equal(counted.events[0, 0, 0], single.events[0, 0, 0])
