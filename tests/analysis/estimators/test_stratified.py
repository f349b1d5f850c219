"""Mantel-Haenszel, against published figures, against slow obvious code, and in simulation."""

from __future__ import annotations

import os
import time
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.special import ndtri
from statsmodels.stats.contingency_tables import StratifiedTable

from analysis.estimators.stratified import (
    Strata,
    number,
    odds_ratio,
    risk_difference,
    risk_ratio,
    same_difference,
    same_ratio,
    tabulate,
)
from analysis.finding import Estimate

# Read now: a fixture clears the environment for each test.
RUNS = 4000 if os.environ.get("GOODEGGS_SLOW") == "1" else 300


def strata(*tables: tuple[tuple[int, int], tuple[int, int]]) -> Strata:
    """Return strata from tables ((exposed yes, no), (others yes, no))."""
    counts = np.array(tables, dtype=float).reshape(-1, 2, 2)
    return Strata(
        counts[:, 0].sum(axis=1), counts[:, 0, 0], counts[:, 1].sum(axis=1), counts[:, 1, 0]
    )


# Bickel, Hammel and O'Connell (1975), Science 187:398-404: admissions by sex in six departments.
BERKELEY = strata(
    ((512, 313), (89, 19)),
    ((353, 207), (17, 8)),
    ((120, 205), (202, 391)),
    ((138, 279), (131, 244)),
    ((53, 138), (94, 299)),
    ((22, 351), (24, 317)),
)
# Breslow and Day (1980), Statistical Methods in Cancer Research 1, chapter 4: oesophageal cancer in
# Ille-et-Vilaine by age; rows are cases and controls, columns alcohol of 80 g a day and more, and less.
ILLE_ET_VILAINE = strata(
    ((1, 0), (9, 106)),
    ((4, 5), (26, 164)),
    ((25, 21), (29, 138)),
    ((42, 34), (27, 139)),
    ((19, 36), (18, 88)),
    ((5, 8), (0, 31)),
)
# Rothman, Greenland and Lash (2008), Modern Epidemiology, Table 15-1: deaths on tolbutamide and placebo.
TOLBUTAMIDE = strata(((8, 98), (5, 115)), ((22, 76), (16, 69)))


def test_odds_ratio_of_berkeley() -> None:
    """Figures of R's mantelhaen.test(UCBAdmissions)."""
    found = odds_ratio(BERKELEY, 0.95)
    assert found.value == pytest.approx(0.90469683, abs=1e-6)
    assert (found.low, found.high) == pytest.approx((0.77190736, 1.06032976), abs=2e-4)
    without_a = odds_ratio(BERKELEY.where(np.arange(6) > 0), 0.95)
    assert without_a.value == pytest.approx(1.03103, abs=1e-4)


def test_crude_and_adjusted_of_berkeley_point_opposite_ways() -> None:
    """44.5 % of men and 30.4 % of women were admitted."""
    s1, n1, s0, n0 = BERKELEY.pooled()
    assert (s1 / n1, s0 / n0) == pytest.approx((0.44519, 0.30354), abs=1e-4)
    adjusted = risk_difference(BERKELEY, 0.95).value
    assert adjusted is not None
    assert adjusted < 0


def test_homogeneity_as_published() -> None:
    """Breslow-Day: 18.8255 on 5 degrees of freedom for Berkeley; p = 0.097 for Ille-et-Vilaine."""
    from scipy.stats import chi2

    assert same_ratio(BERKELEY) == pytest.approx(chi2.sf(18.8255, 5), rel=1e-3)
    assert odds_ratio(ILLE_ET_VILAINE, 0.95).value == pytest.approx(5.158, abs=2e-3)
    assert same_ratio(ILLE_ET_VILAINE) == pytest.approx(0.097, abs=1e-3)
    assert same_ratio(TOLBUTAMIDE) == pytest.approx(0.555, abs=1e-3)


def test_breslow_day_where_the_pooled_ratio_is_1() -> None:
    """The expected counts are then those of independence; strata (30, 10; 20, 20) and its mirror."""
    mirrored = strata(((30, 10), (20, 20)), ((20, 20), (30, 10)))
    # by hand: expected 25, variance 1 / (1/25 + 1/25 + 1/15 + 1/15), statistic 2 * 5**2 / variance
    from scipy.stats import chi2

    assert same_ratio(mirrored) == pytest.approx(chi2.sf(50 * (2 / 25 + 2 / 15), 1))


# exposed yes, no, others yes, no by stratum | level | difference, ends by Sato's error alone | tolerance
RISK_DIFFERENCES = [
    # Modern Epidemiology, chapter 15; interval as R's metafor::rma.mh prints it.
    (TOLBUTAMIDE, 0.90, (0.0349, -0.0176, 0.0874), 5e-5),
    # metafor::rma.mh(measure="RD", ai=c(21,14,11), bi=c(20,17,12), ci=c(2,12,9), di=c(10,22,7)).
    (
        strata(((21, 20), (2, 10)), ((14, 17), (12, 22)), ((11, 12), (9, 7))),
        0.95,
        (0.114863, -0.047325, 0.277052),
        1e-6,
    ),
]
# Colditz et al. (1994), JAMA 271:698-702, BCG trials: tuberculosis and not, vaccinated and not.
BCG = strata(
    ((4, 119), (11, 128)),
    ((6, 300), (29, 274)),
    ((3, 228), (11, 209)),
    ((62, 13536), (248, 12619)),
    ((33, 5036), (47, 5761)),
    ((180, 1361), (372, 1079)),
    ((8, 2537), (10, 619)),
    ((505, 87886), (499, 87892)),
    ((29, 7470), (45, 7232)),
    ((17, 1699), (65, 1600)),
    ((186, 50448), (141, 27197)),
    ((5, 2493), (3, 2338)),
    ((27, 16886), (29, 17825)),
)


@pytest.mark.parametrize(("of", "level", "expected", "tolerance"), RISK_DIFFERENCES)
def test_risk_difference_as_published(
    of: Strata, level: float, expected: tuple, tolerance: float
) -> None:
    value, reach = _sato(risk_difference(of, level), level)
    assert (value, value - reach, value + reach) == pytest.approx(expected, abs=tolerance)


def _sato(found: Estimate, level: float) -> tuple[float, float]:
    """Return the difference, and how far it reaches by Sato's error, from Klingenberg's interval."""
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    shift, reach = (found.low + found.high) / 2 - found.value, (found.high - found.low) / 2
    return found.value, (reach**2 - shift**2) ** 0.5


def test_risk_difference_of_the_bcg_trials() -> None:
    """metafor::rma.mh(measure="RD", data=dat.bcg): -0.0032882, Sato's standard error 0.00028666."""
    value, reach = _sato(risk_difference(BCG, 0.95), 0.95)
    assert value == pytest.approx(-0.003288181832613, abs=1e-12)
    assert reach / 1.959963984540054 == pytest.approx(2.866567485273736e-4, rel=1e-9)


def test_difference_that_is_the_same_in_all_strata() -> None:
    """Gart and Nam's test against Cochran's Q, which metafor prints as 0.0017 (p = 0.967)."""
    assert same_difference(TOLBUTAMIDE, 0.0349) == pytest.approx(0.967, abs=2e-3)
    far = strata(((80, 20), (20, 80)), ((20, 80), (80, 20)))
    assert same_difference(far, 0.0) == pytest.approx(0, abs=1e-12)
    assert same_difference(strata(((8, 98), (5, 115))), 0.03) is None


TABLE = st.tuples(*[st.integers(0, 12)] * 4)
TABLES = st.lists(TABLE, min_size=1, max_size=12)


@given(TABLES, st.sampled_from([0.8, 0.95, 0.99]))
def test_risk_difference_against_slow_fractions(
    tables: list[tuple[int, int, int, int]], level: float
) -> None:
    """One stratum after another, in exact fractions, straight from Sato's paper.

    Klingenberg's ends are where the test with Sato's variance at that very difference turns.
    """
    top = weight = p = q = Fraction(0)
    informative = False
    for a, b, c, d in tables:
        n1, n0 = a + b, c + d
        if n1 == 0 or n0 == 0:
            continue
        n = n1 + n0
        top += Fraction(a * n0 - c * n1, n)
        weight += Fraction(n1 * n0, n)
        p += (Fraction(n1**2 * c - n0**2 * a) + Fraction(n1 * n0 * (n0 - n1), 2)) / n**2
        q += Fraction(a * (n0 - c) + c * (n1 - a), 2 * n)
        informative |= 0 < a + c < n
    found = risk_difference(strata(*(((a, b), (c, d)) for a, b, c, d in tables)), level)
    if weight == 0:
        assert found.value is None
        return
    value = top / weight
    assert found.value == pytest.approx(float(value), abs=1e-12)
    variance = (value * p + q) / weight**2
    if not informative or variance < Fraction(1, 10**18):
        assert found.low is None
        return
    assert found.low is not None
    assert found.high is not None
    assert -1 <= found.low <= found.value <= found.high <= 1
    for end in (found.low, found.high):
        statistic = (float(value) - end) ** 2
        refused = float(ndtri(0.5 + level / 2)) ** 2 * (end * float(p) + float(q)) / weight**2
        # What no difference can exceed is cut off.
        assert statistic == pytest.approx(refused, abs=1e-9) or abs(end) == 1


@given(TABLES)
def test_ratios_against_statsmodels(tables: list[tuple[int, int, int, int]]) -> None:
    from statsmodels.stats.contingency_tables import StratifiedTable

    of = strata(*(((a, b), (c, d)) for a, b, c, d in tables))
    found = odds_ratio(of, 0.95)
    one, other = (sum(x * y / (sum(t) or 1) for *_, x, y, t in rows) for rows in _crossed(tables))
    if found.value is None:
        assert one == 0 or other == 0
        return
    assert found.value == pytest.approx(one / other)
    kept = of.where(of.informative)
    p = same_ratio(kept)
    if len(kept.n1) > 1 and abs(found.value - 1) > 1e-6:
        arrays = [[kept.s1, kept.n1 - kept.s1], [kept.s0, kept.n0 - kept.s0]]
        assert p == pytest.approx(
            StratifiedTable(np.array(arrays)).test_equal_odds().pvalue, abs=1e-7
        )


def _crossed(tables: list[tuple[int, int, int, int]]) -> tuple[list, list]:
    return [(a, d, (a, b, c, d)) for a, b, c, d in tables], [
        (b, c, (a, b, c, d)) for a, b, c, d in tables
    ]


CELL = st.tuples(
    st.sampled_from("xyz"), st.integers(1, 2), st.booleans(), st.booleans(), st.integers(0, 9)
)


@given(st.lists(CELL, max_size=30), st.randoms())
def test_tabulate_against_a_loop_in_any_order(rows: list[tuple], random: object) -> None:
    expected: dict[tuple, list[int]] = {}
    for job, round_, exposed, success, n in rows:
        table = expected.setdefault((job, round_), [0, 0, 0, 0])
        table[0 if exposed else 2] += n
        table[1 if exposed else 3] += n * success
    shuffled = list(rows)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    frame = pd.DataFrame(shuffled, columns=["job", "round", "exposed", "success", "n"])
    found = tabulate(
        [frame["job"], frame["round"]],
        frame["exposed"].to_numpy(dtype=bool),
        frame["success"].to_numpy(dtype=bool),
        frame["n"].to_numpy(dtype=float),
    )
    tables = zip(found.n1, found.s1, found.n0, found.s0, strict=True)
    assert [list(table) for table in tables] == [expected[key] for key in sorted(expected)]


def _draw(rng: np.random.Generator, p0: np.ndarray, effect: np.ndarray, size: int) -> Strata:
    """Return strata of `size` people, each of whom sends a note with a stratum's own custom."""
    n1 = rng.binomial(size, np.linspace(0.15, 0.6, len(p0)))
    s1, s0 = rng.binomial(n1, p0 + effect), rng.binomial(size - n1, p0)
    return Strata(*(np.asarray(x, dtype=float) for x in (n1, s1, size - n1, s0)))


# strata | people in each | how far the difference varies between strata
DESIGNS = [(12, 4, 0.0), (400, 4, 0.0), (12, 80, 0.0), (60, 15, 0.0), (60, 15, 0.1)]


@pytest.mark.parametrize(("count", "size", "spread"), DESIGNS)
def test_interval_covers_the_truth(count: int, size: int, spread: float) -> None:
    """Many tiny strata and few large ones alike; jobs differ in custom and in leniency together."""
    rng = np.random.default_rng(20261122)
    p0 = np.linspace(0.2, 0.6, count)
    effect = 0.08 + spread * np.resize([-1.0, 1.0], count)
    custom = np.linspace(0.15, 0.6, count)
    # What the weights estimate where the difference varies: its mean over n1 n0 / n.
    expected = custom * (1 - custom)
    truth = float((expected * effect).sum() / expected.sum())
    inside = crude = 0
    for _ in range(RUNS):
        drawn = _draw(rng, p0, effect, size)
        found = risk_difference(drawn, 0.95)
        assert found.low is not None
        assert found.high is not None
        inside += found.low <= truth <= found.high
        s1, n1, s0, n0 = drawn.pooled()
        crude += s1 / n1 - s0 / n0 > truth
    # Three standard errors of the simulation below and above 95 %.
    slack = 3 * (0.95 * 0.05 / RUNS) ** 0.5
    assert 0.95 - slack - 0.01 <= inside / RUNS <= 0.95 + slack + 0.01
    # The naive comparison is too high nearly always, where it should be half the time.
    assert crude / RUNS > 0.9 or count * size < 100


def test_dependence_is_paid_for() -> None:
    """The same people in two rounds with the same outcomes: twice the rows tell no more than once."""
    rng = np.random.default_rng(3)
    once = _draw(rng, np.linspace(0.2, 0.6, 40), np.full(40, 0.1), 12)
    twice = Strata(*(np.concatenate([x, x]) for x in (once.n1, once.s1, once.n0, once.s0)))
    one, naive = risk_difference(once, 0.95), risk_difference(twice, 0.95)
    honest = risk_difference(twice, 0.95, np.repeat([1, 2], 40))
    assert (honest.low, honest.high) == pytest.approx((one.low, one.high))
    assert naive.low is not None
    assert one.low is not None
    assert naive.low > one.low + 0.01


def test_thousands_of_strata_take_milliseconds() -> None:
    rng = np.random.default_rng(4)
    n = 60_000
    job = pd.Series(rng.integers(0, 3000, n))
    stage = pd.Series(rng.choice(["Phone", "Onsite", "Final"], n))
    exposed, success = rng.random((2, n)) < 0.4
    began = time.perf_counter()
    found = risk_difference(tabulate([job, stage], exposed, success, np.ones(n)), 0.95)
    assert time.perf_counter() - began < 1
    assert found.value == pytest.approx(0, abs=0.02)


def test_nothing_and_next_to_nothing() -> None:
    empty = tabulate([], [], [], [])
    assert risk_difference(empty, 0.95).value is None
    assert odds_ratio(empty, 0.95).value is None
    assert same_ratio(empty) is None
    assert not empty.informative.any()
    assert number([], 0).tolist() == []
    one_arm = strata(((3, 4), (0, 0)))
    assert risk_difference(one_arm, 0.95).value is None
    all_alike = risk_difference(strata(((5, 0), (6, 0)), ((0, 5), (0, 6))), 0.95)
    assert (all_alike.value, all_alike.low) == (0.0, None)


def test_risk_ratio_of_tolbutamide() -> None:
    """Rothman, Greenland and Lash (2008), chapter 15: 1.33; statsmodels' pooled ratio elsewhere."""
    assert risk_ratio(TOLBUTAMIDE, 0.90).value == pytest.approx(1.33, abs=0.005)
    for tables in (BERKELEY, ILLE_ET_VILAINE):
        rows = np.array([[tables.s1, tables.n1 - tables.s1], [tables.s0, tables.n0 - tables.s0]])
        pooled = StratifiedTable(rows).riskratio_pooled
        assert risk_ratio(tables, 0.95).value == pytest.approx(pooled)


def test_risk_ratio_turns_with_the_arms_and_of_one_table_is_katz() -> None:
    one = strata(((20, 30), (10, 40)))
    found, turned = risk_ratio(one, 0.95), risk_ratio(strata(((10, 40), (20, 30))), 0.95)
    assert found.low is not None
    assert turned.high == pytest.approx(1 / found.low)
    reach = 1.959964 * np.sqrt(1 / 20 - 1 / 50 + 1 / 10 - 1 / 50)
    assert found.low == pytest.approx(2 * np.exp(-reach), rel=1e-6)


@pytest.mark.parametrize("table", [((0, 9), (5, 5)), ((5, 5), (0, 9)), ((0, 0), (5, 5))])
def test_risk_ratio_without_successes_on_one_side_is_none(table: tuple) -> None:
    assert risk_ratio(strata(table), 0.95).value is None


def test_risk_ratio_covers_the_truth_in_many_small_strata() -> None:
    rng = np.random.default_rng(21)
    held = 0
    for _ in range(RUNS):
        base = rng.uniform(0.1, 0.4, 60)
        n1, n0 = (rng.integers(2, 12, 60).astype(float) for _ in range(2))
        s1, s0 = rng.binomial(n1.astype(int), 1.5 * base), rng.binomial(n0.astype(int), base)
        found = risk_ratio(Strata(n1, s1.astype(float), n0, s0.astype(float)), 0.95)
        assert found.low is not None
        assert found.high is not None
        held += found.low <= 1.5 <= found.high
    assert held / RUNS == pytest.approx(0.95, abs=3 * np.sqrt(0.95 * 0.05 / RUNS))
