"""How estimators fare: bias, coverage, how often they find a difference; and how far failures fall short."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from zlib import crc32

import numpy as np

from analysis.finding import Estimate
from calibration.estimators import NULLS, Estimator
from calibration.failures import Failure
from calibration.scenarios import Scenario

SEED = 20261123
COVERAGE = (0.935, 0.965)
TYPE_I = (0.04, 0.06)
BEYOND_CHANCE = 3
"""A bar that is missed by so many Monte-Carlo errors is not missed by chance."""


@dataclass(frozen=True)
class Share:
    """A share of runs."""

    of: int
    value: float

    @property
    def error(self) -> float:
        """Monte-Carlo error: the standard error of the share."""
        return float(np.sqrt(self.value * (1 - self.value) / self.of)) if self.of else float("nan")

    def within(self, bars: tuple[float, float], slack: float = 0.0) -> bool:
        """Return whether the share lies within bars, give or take so many of a bar's own errors."""
        low, high = (Share(self.of, bar) for bar in bars)
        return low.value - slack * low.error <= self.value <= high.value + slack * high.error


@dataclass(frozen=True)
class Result:
    """An estimator in a scenario.

    Attributes
    ----------
    given
        Share of employers that got an interval; what follows is of these.
    bias, bias_error
        Mean of value less truth, with its Monte-Carlo error; of ratios, of their logarithms.
    coverage
        Share of intervals that hold the truth.
    found
        Share of intervals without the null value: type I error in a null, power elsewhere. None for
        what compares no two arms.
    """

    estimator: Estimator
    scenario: Scenario
    given: Share
    bias: float
    bias_error: float
    coverage: Share
    found: Share | None

    def meets(self, slack: float = 0.0) -> bool:
        """Return whether the bars are met; an interval meant to be wide need only not be narrow."""
        wide = bool(self.estimator.wide)
        covers = self.coverage.within((COVERAGE[0], 1.0 if wide else COVERAGE[1]), slack)
        if not self.scenario.null or self.found is None:
            return covers
        return covers and self.found.within((0.0 if wide else TYPE_I[0], TYPE_I[1]), slack)


@dataclass(frozen=True)
class Outcome:
    """What one comparison found over all runs.

    Attributes
    ----------
    mean, error
        Mean of the estimates and its Monte-Carlo error; of odds ratios, by way of their logarithms.
    coverage
        Share of intervals that hold the truth.
    """

    mean: float
    error: float
    coverage: Share


@dataclass(frozen=True)
class Shortfall:
    """A comparison that fails by design, and what is done instead."""

    failure: Failure
    wrong: Outcome
    instead: Outcome


def rng_of(name: str) -> np.random.Generator:
    """Return the chance of a scenario: its own, so that another line in a table changes none."""
    return np.random.default_rng([SEED, crc32(name.encode())])


def numbers(estimate: Estimate) -> list[float]:
    """Return value, low and high, NaN where there is none."""
    found = (estimate.value, estimate.low, estimate.high)
    return [float("nan") if one is None else one for one in found]


def measure(scenario: Scenario, estimators: Iterable[Estimator], runs: int) -> list[Result]:
    """Return how the estimators of the scenario's families fare in so many runs, more or fewer."""
    own = [one for one in estimators if one.family in scenario.families]
    rng = rng_of(scenario.name)
    found = []
    for _ in range(scenario.runs(runs)):
        employer = scenario.draw(rng)
        found.append([[*numbers(one.of(employer)), employer.truth(one.measure)] for one in own])
    return [
        _result(one, scenario, values)
        for one, values in zip(own, np.array(found).swapaxes(0, 1), strict=True)
    ]


def fall_short(failure: Failure, runs: int) -> Shortfall:
    """Return what a comparison finds in so many employers, and what is found instead."""
    rng = rng_of(failure.name)
    wrong, instead = zip(*(failure.draw(rng) for _ in range(runs)), strict=True)
    return Shortfall(failure, _outcome(failure, wrong), _outcome(failure, instead))


def _outcome(failure: Failure, estimates: Iterable[Estimate]) -> Outcome:
    value, low, high = np.array([numbers(one) for one in estimates]).T
    ratio = failure.measure == "odds ratio"
    scaled = np.log(value) if ratio else value
    mean, error = float(scaled.mean()), float(scaled.std() / np.sqrt(len(scaled)))
    covered = share((low <= failure.truth) & (failure.truth <= high))
    if not ratio:
        return Outcome(mean, error, covered)
    return Outcome(float(np.exp(mean)), float(np.exp(mean)) * error, covered)


def _result(estimator: Estimator, scenario: Scenario, found: np.ndarray) -> Result:
    value, low, high, truth = found.T
    given = np.isfinite(low) & np.isfinite(high)
    null = NULLS.get(estimator.measure)
    with np.errstate(divide="ignore"):
        off = np.log(value / truth) if "ratio" in estimator.measure else value - truth
    off = off[np.isfinite(off)]
    return Result(
        estimator,
        scenario,
        share(given),
        float(off.mean()) if len(off) else float("nan"),
        float(off.std() / np.sqrt(len(off))) if len(off) else float("nan"),
        share(((low <= truth) & (truth <= high))[given]),
        None if null is None else share(((low > null) | (high < null))[given]),
    )


def share(flags: np.ndarray) -> Share:
    """Return the share of runs that are flagged."""
    return Share(len(flags), float(flags.mean()) if len(flags) else float("nan"))
