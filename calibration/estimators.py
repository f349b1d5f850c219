"""The estimators that findings rest on, a line each, and the family of employers that is each one's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import unobserved
from analysis.estimators import (
    correlation,
    increment,
    means,
    mistagging,
    ordinal,
    proportions,
    survival,
)
from analysis.estimators.clustered import interval
from analysis.estimators.hazards import hazard_ratio
from analysis.estimators.impact import ratio_within
from analysis.estimators.mistagging import Tagged
from analysis.estimators.stratified import odds_ratio, risk_difference
from analysis.finding import Estimate
from calibration.employers import ALL_SEEN, OF_ALL, Employer, tables
from calibration.frames import rows
from calibration.hires import Hires, sums
from calibration.leavers import RESIGNED, YEAR, Leavers
from etl.derive.scorecards import score_bands

LEVEL = 0.95
NULLS = {
    "difference": 0.0,
    OF_ALL: 0.0,
    "ratio": 1.0,
    "odds ratio": 1.0,
    "hazard ratio": 1.0,
    "correlation": 0.0,
}
"""What measures of two arms are where notes go with nothing."""


@dataclass(frozen=True)
class Estimator:
    """One estimator.

    Attributes
    ----------
    family
        The scenarios in which its assumptions hold.
    measure
        What it estimates: what is drawn knows the truth of it.
    of
        From an employer, its hires or its leavers to a number with its interval.
    wide
        Why its interval is meant to be wider than its level asks for; empty if it is not.
    """

    name: str
    family: str
    measure: str
    of: Callable[..., Estimate]
    wide: str = ""


def _arms(interval: Callable[..., tuple[float, float]], ratio: bool) -> Callable[..., Estimate]:
    def of(employer: Employer) -> Estimate:
        s1, n1, s0, n0 = employer.strata.pooled()
        # An arm without a success has no ratio; the product asks for none below 8.
        if ratio and not (s1 and s0):
            return Estimate(None, None, None, "")
        p1, p0 = s1 / n1, s0 / n0
        return Estimate(p1 / p0 if ratio else p1 - p0, *interval(s1, n1, s0, n0, LEVEL), "")

    return of


def _wilson(employer: Employer) -> Estimate:
    s1, n1, *_ = employer.strata.pooled()
    low, high = proportions.wilson(s1, n1, LEVEL)
    return Estimate(s1 / n1, float(low), float(high), "")


def _difference(employer: Employer) -> Estimate:
    return risk_difference(employer.strata, LEVEL)


def _within_bands(employer: Employer) -> Estimate:
    band = pd.factorize(score_bands(pd.Series(employer.scores)))[0]
    counts = [employer.tagged[:, band == one].sum(axis=1) for one in range(band.max() + 1)]
    return risk_difference(tables(np.concatenate(counts)[:, None]), LEVEL)


def _ratio(employer: Employer) -> Estimate:
    return ratio_within(employer.strata, LEVEL)


def _odds_ratio(employer: Employer) -> Estimate:
    return odds_ratio(employer.strata, LEVEL)


def _logistic(employer: Employer) -> Estimate:
    interviews = rows(employer)
    found = interviews.contrasts(interviews.advanced).differences[0]
    return interval(found, interviews.clusters, LEVEL, 1.0)


def _within_jobs(employer: Employer) -> Estimate:
    interviews = rows(employer)
    found = interviews.difference(interviews.advanced)
    return interval(found, interviews.clusters, LEVEL, 1.0)


def _of_rounds(employer: Employer) -> Estimate:
    return risk_difference(employer.strata, LEVEL, employer.round)


def _corrected(employer: Employer) -> Estimate:
    assert employer.error_rates is not None
    strata = employer.strata
    tagged = Tagged.of(strata.n1, strata.n0)
    return mistagging.corrected(
        risk_difference(strata, LEVEL), tagged, employer.error_rates, LEVEL, 1.0
    )


def _means(hires: Hires) -> Estimate:
    return means.difference(*sums(hires), LEVEL)


def _mean(hires: Hires) -> Estimate:
    return means.mean(sums(hires)[0], LEVEL)


def _corrected_means(hires: Hires) -> Estimate:
    assert hires.error_rates is not None
    sent, others = sums(hires)
    observed = means.difference(sent, others, LEVEL)
    return mistagging.corrected(observed, Tagged.of(sent.n, others.n), hires.error_rates, LEVEL)


def _extremes(employer: Employer) -> Estimate:
    # Cells of the seen, then of the unseen: by stratum, note and outcome.
    counts = np.stack([employer.tagged.sum(axis=1), employer.unseen.sum(axis=1)])
    unseen, stratum, note, success = (index.ravel() for index in np.indices(counts.shape))
    found = unobserved.bounds(
        [pd.Series(stratum)], note == 1, unseen == 1, success == 1, counts.ravel()
    )
    low, high = found[1] if found else (None, None)
    return Estimate(None, low, high, "")


def _correlation(hires: Hires) -> Estimate:
    return correlation.within(hires.tagged.astype(float), hires.rating, hires.group, LEVEL)


def _slope(reliability: float) -> Callable[[Hires], Estimate]:
    def of(hires: Hires) -> Estimate:
        columns = np.column_stack([hires.tagged, hires.score])
        return increment.slope(hires.rating, columns, hires.group, LEVEL, [1.0, reliability])

    return of


def _ordered(hires: Hires) -> Estimate:
    levels = np.searchsorted([-1.5, -0.5, 0.5, 1.5], hires.rating - np.median(hires.rating))
    return ordinal.difference(levels, hires.tagged, LEVEL)[0]


def _staying(leavers: Leavers) -> Estimate:
    return survival.staying(leavers.people.risk_sets, 1, YEAR, LEVEL)


def _leaving(leavers: Leavers) -> Estimate:
    return survival.leaving(leavers.people.risk_sets, RESIGNED, 1, YEAR, LEVEL)


def _left(leavers: Leavers) -> Estimate:
    return survival.difference(leavers.people.risk_sets, RESIGNED, YEAR, LEVEL)


def _raw_left(leavers: Leavers) -> Estimate:
    return survival.raw_difference(leavers.people.risk_sets, RESIGNED, YEAR, LEVEL)


def _hazard_ratio(leavers: Leavers) -> Estimate:
    return hazard_ratio(leavers.people, RESIGNED, LEVEL)


_DEPENDENT = (
    "made for the worst dependence between rounds; where fewer reach the next, it is too wide"
)
_FEW_JOBS = "of few jobs the wider of two errors is taken, by person and by job"
_NO_INTERVAL = "bounds hold whatever the unseen were, and are no 95 % interval"

ESTIMATORS = (
    Estimator("Wilson", "two arms", "rate", _wilson),
    Estimator("Newcombe", "two arms", "difference", _arms(proportions.newcombe, False)),
    Estimator("Miettinen-Nurminen", "two arms", "difference", _arms(proportions.score_difference, False)),
    Estimator("Koopman", "two arms", "ratio", _arms(proportions.score_ratio, True)),
    Estimator("Mantel-Haenszel difference", "one difference", "difference", _difference),
    Estimator("Mantel-Haenszel ratio", "one ratio", "ratio", _ratio),
    Estimator("Mantel-Haenszel odds ratio", "one odds ratio", "odds ratio", _odds_ratio),
    Estimator("Logistic regression, as a difference", "a score, one odds ratio", OF_ALL, _logistic),
    Estimator("Logistic regression, fewer than 40 jobs", "a score, few jobs", OF_ALL, _logistic, _FEW_JOBS),
    Estimator("Mantel-Haenszel difference within bands of a score", "a score, one difference", "difference", _within_bands),
    Estimator("Least squares within jobs", "a score, one difference", "difference", _within_jobs),
    Estimator("Mantel-Haenszel difference over rounds", "rounds", "difference", _of_rounds, _DEPENDENT),
    Estimator("Corrected for mis-tagging, rates", "mis-tagged", "difference", _corrected),
    Estimator("Bounds, at the extremes", "unseen", ALL_SEEN, _extremes, _NO_INTERVAL),
    Estimator("Mean", "ratings", "mean", _mean),
    Estimator("Difference of means", "ratings", "difference", _means),
    Estimator("Kaplan-Meier", "followed", "staying", _staying),
    Estimator("Aalen-Johansen", "followed", "leaving", _leaving),
    Estimator("Raw difference of incidences", "one department", "difference", _raw_left),
    Estimator("Difference of incidences", "followed", "difference", _left),
    Estimator("Hazard ratio", "followed", "hazard ratio", _hazard_ratio),
    Estimator("Correlation within groups", "even ratings", "correlation", _correlation),
    Estimator("Difference beside the score", "ratings with a score", "difference", _slope(1.0)),
    Estimator("Difference beside a score with errors", "ratings with errors in the score", "difference", _slope(0.7)),
    Estimator("Proportional odds, in spreads", "ordered ratings", "difference", _ordered),
    Estimator("Corrected for mis-tagging, ratings", "mis-tagged ratings", "difference", _corrected_means),
)  # fmt: skip
