"""Hazard ratios of two arms: published figures, statsmodels, and simulation."""

from __future__ import annotations

import os
import time
from dataclasses import replace

import numpy as np
import pytest
from scipy.stats import chi2
from scipy.stats import t as student
from statsmodels.duration.hazard_regression import PHReg
from statsmodels.duration.survfunc import survdiff

from analysis.estimators.followed import Followed
from analysis.estimators.hazards import hazard_ratio, log_rank, proportional
from analysis.finding import Estimate
from tests.analysis.estimators.leavers import departments, freireich

# Read now: a fixture clears the environment for each test.
RUNS, CLOSE = (4000, 0.012) if os.environ.get("GOODEGGS_SLOW") == "1" else (600, 0.03)
Z = 1.959963984540054


def logs(found: Estimate) -> tuple[float, float]:
    """Return the logarithm of a ratio, and its standard error in normal quantiles."""
    assert found.value is not None
    assert found.low is not None
    assert found.high is not None
    return float(np.log(found.value)), float(np.log(found.high / found.low)) / 2 / Z


def covers(found: Estimate, truth: float) -> bool:
    """Return whether an interval holds the truth; where there is none it does not."""
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def chosen(people: Followed, keep: np.ndarray) -> Followed:
    """Return the people that `keep` marks."""
    parts = (people.end, people.reason, people.exposed, people.stratum, people.start)
    return Followed(*(None if part is None else part[keep] for part in parts))


def phreg(people: Followed, efron: bool, groups: np.ndarray | None = None) -> tuple[float, float]:
    """Return the same from statsmodels, whose people are at risk from their start on, not after it."""
    start = None if people.start is None else np.nextafter(people.start, np.inf)
    model = PHReg(
        people.end,
        people.exposed[:, None].astype(float),
        status=people.reason == 1,
        strata=people.stratum,
        entry=start,
        ties="efron" if efron else "breslow",
    )
    fitted = model.fit(groups=groups)
    return fitted.params[0], fitted.bse[0]


def test_freireich_as_published() -> None:
    """Log-rank 16.79; Cox's coefficient 1.509 by Breslow and 1.572 by Efron, as printed everywhere."""
    people = freireich()
    assert log_rank(people, 1) == pytest.approx(chi2.sf(16.79, 1), rel=6e-3)
    assert logs(hazard_ratio(people, 1, 0.95, efron=False))[0] == pytest.approx(1.509, abs=1e-3)
    assert logs(hazard_ratio(people, 1, 0.95))[0] == pytest.approx(1.572, abs=1e-3)


@pytest.mark.parametrize("efron", [True, False])
@pytest.mark.parametrize("late", [True, False])
@pytest.mark.parametrize("coarse", [1, 50])
def test_hazard_ratio_is_that_of_statsmodels(efron: bool, late: bool, coarse: int) -> None:
    rng = np.random.default_rng(11)
    people = departments(rng, 500)
    start = rng.integers(0, 3, 500).astype(float) if late else None
    people = replace(people, end=np.ceil(people.end / coarse) + 3, start=start)
    assert logs(hazard_ratio(people, 1, 0.95, efron=efron)) == pytest.approx(
        phreg(people, efron), rel=1e-4, abs=1e-6
    )


@pytest.mark.parametrize("late", [True, False])
def test_clusters_widen_the_interval_as_in_statsmodels(late: bool) -> None:
    """Without ties: statsmodels' residuals are Breslow's whatever is asked for."""
    rng = np.random.default_rng(12)
    people = departments(rng, 400)
    end = people.end + np.argsort(rng.random(400)) / 1000
    people = replace(people, end=end, start=rng.uniform(0, 20, 400) if late else None)
    people = replace(people, end=people.end + 20)
    # of who is gone before anybody left statsmodels says "not a number", where it is nothing
    first = np.array(
        [people.end[(people.stratum == k) & (people.reason == 1)].min() for k in range(5)]
    )
    people = chosen(people, people.end >= first[people.stratum])
    job = rng.integers(0, 30, len(people.end))
    log_ratio, error = logs(hazard_ratio(people, 1, 0.95, clusters=job))
    theirs = phreg(people, True, groups=job)
    assert log_ratio == pytest.approx(theirs[0], abs=1e-5)
    widened = student.ppf(0.975, 29) / Z * np.sqrt(30 / 29)
    assert error == pytest.approx(theirs[1] * widened, rel=1e-4)


def test_of_tied_leavings_each_has_its_part_in_the_residuals() -> None:
    """One cluster to a person: the interval of many ties is near that of the model, as it should be."""
    people = departments(np.random.default_rng(13), 6000)
    people = replace(people, end=np.ceil(people.end / 90))
    model = logs(hazard_ratio(people, 1, 0.95))
    robust = logs(hazard_ratio(people, 1, 0.95, clusters=np.arange(6000)))
    assert robust == pytest.approx(model, rel=0.02)
    at_once = hazard_ratio(people, 1, 0.95, clusters=np.arange(6000), efron=False)
    assert logs(at_once)[1] != pytest.approx(robust[1], rel=1e-3)


def test_log_rank_is_that_of_statsmodels() -> None:
    people = departments(np.random.default_rng(14), 600)
    expected = survdiff(people.end, people.reason == 1, people.exposed, strata=people.stratum)
    assert log_rank(people, 1) == pytest.approx(expected[1], rel=1e-9)


def _of(end: list, reason: list, exposed: list) -> Followed:
    arms = np.array(exposed, dtype=bool)
    return Followed(np.array(end), np.array(reason), arms, np.zeros(len(end), dtype=int))


# people | a word of why there is no ratio
REFUSED = [
    (_of(list(range(1, 41)), [0] * 40, [0, 1] * 20), "fewer than 10"),
    (_of(list(range(1, 41)), [1] * 9 + [0] * 31, [0, 1] * 20), "fewer than 10"),
    (_of(list(range(1, 41)), [1] * 40, [1] * 40), "fewer than 10"),
    # the exposed leave while the others are there, and never the other way round
    (_of(list(range(1, 41)), [1] * 40, [1] * 20 + [0] * 20), "one arm leaves only"),
    (_of(list(range(1, 41)), [1, 0] * 20, [1, 0] * 20), "one arm leaves only"),
    (_of([], [], []), "fewer than 10"),
]


@pytest.mark.parametrize(("people", "why"), REFUSED)
def test_no_ratio_and_why(people: Followed, why: str) -> None:
    found = hazard_ratio(people, 1, 0.95)
    assert (found.value, found.low, found.high) == (None, None, None)
    assert why in found.method
    assert proportional(people, 1) is None


def test_one_cluster_gives_no_ratio() -> None:
    found = hazard_ratio(freireich(), 1, 0.95, clusters=np.zeros(42, dtype=int))
    assert found.value is None
    assert "clusters" in found.method


def test_no_test_where_nobody_leaves() -> None:
    people = _of([1, 2, 3, 4], [0, 0, 0, 0], [0, 1, 0, 1])
    assert log_rank(people, 1) is None


def test_order_labels_and_arms() -> None:
    """Row order and stratum numbers change nothing; with the arms swapped the ratio is turned over."""
    rng = np.random.default_rng(15)
    people = departments(rng, 800)
    order = rng.permutation(800)
    relabelled = Followed(
        people.end[order], people.reason[order], people.exposed[order], 4 - people.stratum[order]
    )
    job = rng.integers(0, 40, 800)
    one = hazard_ratio(people, 1, 0.95, clusters=job)
    assert logs(hazard_ratio(relabelled, 1, 0.95, clusters=job[order])) == pytest.approx(logs(one))
    assert proportional(relabelled, 1) == pytest.approx(proportional(people, 1))
    swapped = replace(people, exposed=~people.exposed)
    log_ratio, error = logs(one)
    assert logs(hazard_ratio(swapped, 1, 0.95, clusters=job)) == pytest.approx(
        (-log_ratio, error), abs=1e-9
    )


def test_proportionality_against_a_model_with_time() -> None:
    """The score test is near Wald's of exposure x time, fitted by statsmodels on episodes."""
    rng = np.random.default_rng(16)
    exposed = rng.random(250) < 0.5
    end = rng.weibull(np.where(exposed, 1.25, 1.0)) * 500
    people = Followed(end, np.ones(250, dtype=int), exposed, np.zeros(250, dtype=int))
    stops = np.sort(end)
    rows = [
        (before, at, one <= at, x, x * rank)
        for one, x in zip(end, exposed, strict=True)
        for rank, (before, at) in enumerate(zip(np.append(0, stops[:-1]), stops, strict=True))
        if one >= at
    ]
    start, stop, left, x, with_time = (np.array(part, float) for part in zip(*rows, strict=True))
    exog = np.column_stack([x, with_time])
    model = PHReg(stop, exog, status=left, entry=np.nextafter(start, np.inf)).fit()
    wald = (model.params[1] / model.bse[1]) ** 2
    p = proportional(people, 1)
    assert p is not None
    assert chi2.isf(p, 1) == pytest.approx(wald, rel=0.1)


def test_proportionality_is_found_missing_as_often_as_it_should() -> None:
    """Where the ratio holds 1 in 20 tests says not; where senders leave late nearly all do."""
    rng = np.random.default_rng(17)
    holds, breaks = [], []
    for _ in range(RUNS):
        holds.append(proportional(departments(rng, 400), 1) or 1.0)
        exposed = rng.random(400) < 0.5
        end = rng.weibull(np.where(exposed, 2.0, 1.0)) * 300
        late = Followed(end, np.ones(400, dtype=int), exposed, np.zeros(400, dtype=int))
        breaks.append(proportional(late, 1) or 1.0)
    assert np.mean(np.array(holds) < 0.05) == pytest.approx(0.05, abs=CLOSE)
    assert np.mean(np.array(breaks) < 0.05) > 0.95


def test_intervals_cover_and_the_log_rank_test_keeps_its_level() -> None:
    rng = np.random.default_rng(18)
    held, rejected = [], []
    for _ in range(RUNS):
        held.append(covers(hazard_ratio(departments(rng, 500), 1, 0.95), 0.7))
        rejected.append((log_rank(departments(rng, 500, ratio=1.0), 1) or 1.0) < 0.05)
    assert np.mean(held) == pytest.approx(0.95, abs=CLOSE)
    assert np.mean(rejected) == pytest.approx(0.05, abs=CLOSE)


def test_clusters_that_share_their_fate_need_the_wider_interval() -> None:
    """Jobs differ in who leaves, and notes are a job's custom: without clusters it is too narrow."""
    rng = np.random.default_rng(19)
    alone, together = [], []
    for _ in range(RUNS):
        job = np.repeat(np.arange(60), 15)
        exposed = rng.random(900) < np.where(rng.random(60) < 0.5, 0.85, 0.15)[job]
        frailty = rng.gamma(2, 1 / 2, 60)[job]
        end = np.minimum(rng.exponential(500, 900) / frailty, 400)
        people = Followed(end, (end < 400).astype(int), exposed, np.zeros(900, dtype=int))
        alone.append(covers(hazard_ratio(people, 1, 0.95), 1.0))
        together.append(covers(hazard_ratio(people, 1, 0.95, clusters=job), 1.0))
    assert np.mean(alone) < 0.85
    assert np.mean(together) > 0.90


def test_fifty_thousand_hires_take_a_moment() -> None:
    people = departments(np.random.default_rng(20), 50_000)
    job = np.arange(50_000) // 20
    begun = time.perf_counter()
    hazard_ratio(people, 1, 0.95, clusters=job)
    proportional(people, 1)
    assert time.perf_counter() - begun < 1.0
