"""Estimators keep their word, and one that does not is caught."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import binom, norm

from analysis.estimators.proportions import newcombe
from analysis.finding import Estimate
from calibration import employers
from calibration.employers import Design
from calibration.estimators import ESTIMATORS, Estimator
from calibration.measure import Share, measure
from calibration.scenarios import Scenario, scenarios

GRID = {one.name: one for one in scenarios()}
# One scenario of each family, and tiny strata.
SOME = [
    "500, common, null",
    "500, common, many tiny strata, null",
    "5,000, rare, few big strata, +8 points",
    "5,000, common, few big strata, odds x 2",
    "500, common, a score, 125 jobs, null",
    "500, common, a score, 25 jobs, null",
    "500, common, 3 rounds, few big strata, null",
    "500, common, mis-tagged, few big strata, +15 points",
    "500, common, unseen by outcome, +15 points",
    "500, five steps, many small groups, null",
    "500, mis-tagged, few big groups, null",
    "500, a score, few big groups, null",
    "500, a score with errors, few big groups, null",
    "500, logistic, one group, null",
    "500, 8 departments, null",
    "500, 1 department, hazard x 0.6",
]


def test_every_estimator_has_a_scenario_and_every_scenario_an_estimator() -> None:
    families = {family for one in GRID.values() for family in one.families}
    assert {one.family for one in ESTIMATORS} == families
    assert len(GRID) == len(scenarios())
    assert len({one.name for one in ESTIMATORS}) == len(ESTIMATORS)


@pytest.mark.parametrize("name", SOME)
def test_what_is_declared_holds(name: str) -> None:
    for result in measure(GRID[name], ESTIMATORS, 100):
        assert result.given.value > 0.95
        assert result.meets(slack=3)
        assert not abs(result.bias) > 5 * result.bias_error + 0.02


def test_some_are_of_every_family() -> None:
    named = {family for name in SOME for family in GRID[name].families}
    assert named == {one.family for one in ESTIMATORS}


def _scaled(of: Estimator, by: float) -> Estimator:
    """Return an estimator whose interval is so many times as wide."""

    def scaled(employer: object) -> Estimate:
        found = of.of(employer)
        assert found.value is not None and found.low is not None and found.high is not None
        ends = [found.value + by * (end - found.value) for end in (found.low, found.high)]
        return replace(found, low=ends[0], high=ends[1])

    return replace(of, of=scaled)


@pytest.mark.parametrize("by", [0.7, 1.5])
def test_an_interval_that_is_too_narrow_or_too_wide_is_caught(by: float) -> None:
    """Of a normal estimate an interval 0.7 times as wide covers 83 in 100, one 1.5 times 99.7."""
    mantel_haenszel = next(one for one in ESTIMATORS if one.family == "one difference")
    scenario = GRID["5,000, common, few big strata, null"]
    (result,) = measure(scenario, [_scaled(mantel_haenszel, by)], 300)
    expected = 2 * norm.cdf(by * norm.ppf(0.975)) - 1
    assert result.coverage.value == pytest.approx(expected, abs=4 * result.coverage.error + 0.005)
    assert result.found is not None
    assert result.found.value == pytest.approx(1 - expected, abs=4 * result.found.error + 0.005)
    assert not result.meets(slack=2)
    meant = replace(result, estimator=replace(result.estimator, wide="on purpose"))
    assert meant.meets() == (by > 1)


def test_coverage_is_that_of_exact_enumeration() -> None:
    """Newcombe's interval for 12 and 18 at rates of 0.4 and 0.2: every table, by its chance."""
    n1, n0, p1, p0 = 12, 18, 0.4, 0.2
    exact = sum(
        binom.pmf(s1, n1, p1) * binom.pmf(s0, n0, p0)
        for s1 in range(n1 + 1)
        for s0 in range(n0 + 1)
        if newcombe(s1, n1, s0, n0, 0.95)[0] <= p1 - p0 <= newcombe(s1, n1, s0, n0, 0.95)[1]
    )

    def drawn(rng: np.random.Generator) -> employers.Employer:
        one = employers.draw(Design(30), rng)
        went = np.array([rng.binomial(n0, p0), rng.binomial(n1, p1)])
        counts = np.stack([[n0, n1] - went, went], axis=-1)[None, None]
        return replace(one, chance=np.array([[[p0, p1]]]), tagged=counts)

    scenario = Scenario(("two arms",), "enumerated", 30, False, True, drawn)
    hybrid = [one for one in ESTIMATORS if one.name == "Newcombe"]
    (result,) = measure(scenario, hybrid, 2000)
    assert result.coverage.value == pytest.approx(exact, abs=4 * result.coverage.error)
    assert abs(result.bias) < 4 * result.bias_error


def test_a_scenario_has_a_chance_of_its_own() -> None:
    """Another estimator, or another scenario before it, changes no number."""
    scenario = GRID["50, common, many tiny strata, null"]
    both = measure(scenario, ESTIMATORS, 20)
    measure(GRID["50, common, null"], ESTIMATORS, 5)
    (alone,) = measure(scenario, [both[0].estimator], 20)
    assert alone == both[0]
    other = measure(replace(scenario, name="another"), ESTIMATORS, 20)
    assert other[0].bias != both[0].bias


# successes out of 1000 | bars | slack | within
SHARES = [
    (950, (0.935, 0.965), 0, True),
    (930, (0.935, 0.965), 0, False),
    (930, (0.935, 0.965), 1, True),
    (1000, (0.935, 1.0), 0, True),
    (1000, (0.935, 0.965), 3, False),
]


@pytest.mark.parametrize(("successes", "bars", "slack", "within"), SHARES)
def test_bars(successes: int, bars: tuple[float, float], slack: float, within: bool) -> None:
    assert Share(1000, successes / 1000).within(bars, slack) is within


def test_draws_are_of_the_kind_that_was_asked_for() -> None:
    rng = np.random.default_rng(5)
    design = Design(400_000, strata=40, effect=0.1, seen=(0.7, 0.9), tagger=(0.9, 0.95))
    one = employers.draw(design, rng)
    assert (one.unseen <= one.sent).all()
    assert one.sent.sum() == 400_000
    seen = one.sent - one.unseen
    assert (one.tagged.sum(axis=2) == seen.sum(axis=2)).all()
    by_note = one.sent.sum(axis=(0, 1))
    assert seen.sum(axis=(0, 1, 2)) / by_note.sum(axis=0) == pytest.approx([0.7, 0.9], abs=0.005)
    notes, others = seen[:, :, 1].sum(), seen[:, :, 0].sum()
    expected = 0.9 * notes + 0.05 * others
    assert one.tagged[:, :, 1].sum() == pytest.approx(expected, rel=0.01)
    went = one.sent[..., 1].sum(axis=1) / one.sent.sum(axis=(1, 3))
    assert went == pytest.approx(one.chance[:, 0], abs=0.05)
    assert one.truth("difference") == pytest.approx(0.1)
    raw = by_note[1, 1] / by_note[1].sum() - by_note[0, 1] / by_note[0].sum()
    assert raw > 0.1 + 0.02


def test_scores_are_means_of_scorecards_and_some_are_filed_too_late() -> None:
    design = Design(400_000, strata=4, by_score=0.4, panel=2, filed=(0.9, 0.5))
    one = employers.draw(design, np.random.default_rng(8))
    by_note = [counts.sum(axis=(0, 1, 3)) for counts in (one.unscored, one.tagged)]
    assert 1 - by_note[0] / by_note[1] == pytest.approx([0.9, 0.5], abs=0.005)
    shares = one.sent.sum(axis=(0, 2, 3)) / 400_000
    assert one.scores == pytest.approx(np.arange(7) / 6)
    assert one.scores @ shares == pytest.approx(1.7 / 3, abs=0.005)
    odds = one.chance[..., 0] / (1 - one.chance[..., 0])
    # A card's standard deviation is 0.3, that of a mean of two smaller by a root of two.
    expected = np.exp(0.4 * 2**0.5 / 0.3)
    assert odds[:, -1] / odds[:, 0] == pytest.approx(np.full(4, expected))
    unscored = employers.draw(Design(500), np.random.default_rng(9))
    assert (unscored.unscored == unscored.tagged).all()


def test_rounds_hold_fewer_and_fewer_of_the_same_people() -> None:
    one = employers.draw(Design(3_000, strata=5, rounds=3), np.random.default_rng(6))
    first, second, third = (one.sent[one.round == number] for number in (1, 2, 3))
    assert first.sum() == 3_000
    assert (second <= first).all() and (third <= second).all()
    assert third.sum() < second.sum() < first.sum()


def test_an_effect_is_the_same_in_all_strata_and_bands() -> None:
    rng = np.random.default_rng(7)
    one = employers.draw(Design(100, strata=9, odds=2.0, by_score=0.5, filed=(1, 1)), rng)
    odds = one.chance / (1 - one.chance)
    assert odds[..., 1] / odds[..., 0] == pytest.approx(np.full((9, 4), 2.0))
    assert odds[:, 1:, 0] / odds[:, :-1, 0] == pytest.approx(np.full((9, 3), np.exp(0.5 / 3 / 0.3)))
    assert one.truth("odds ratio") == pytest.approx(2.0)
    one = employers.draw(Design(100, strata=9, ratio=0.7), rng)
    assert one.chance[..., 1] / one.chance[..., 0] == pytest.approx(np.full((9, 1), 0.7))
    assert one.truth("ratio") == pytest.approx(0.7)


def test_too_few_are_not_judged() -> None:
    small, large = (Design(n) for n in (50, 500))
    assert small.fewest == pytest.approx(50 * 0.375 * 0.4)
    assert not GRID["50, common, null"].enough
    assert GRID["500, common, null"].enough
    assert large.fewest == 10 * small.fewest
    assert Design(500, ratio=0.7).fewest == pytest.approx(0.7 * large.fewest)
