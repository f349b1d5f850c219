"""Slopes within groups: against published figures, statsmodels with dummies, and Mantel-Haenszel."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from statsmodels.api import OLS
from statsmodels.datasets import grunfeld

from analysis.estimators.clustered import Clusters, interval, standard_error
from analysis.estimators.slopes import slopes
from analysis.estimators.stratified import risk_difference, tabulate


def test_grunfeld_as_published() -> None:
    """Baltagi (2013), Econometric Analysis of Panel Data, tables 2.1 and 3.1: ten firms, 1935-1954."""
    panel = grunfeld.load_pandas().data
    panel = panel[panel["firm"] != "American Steel"]
    assert len(panel) == 200
    firm, year = (pd.factorize(panel[name])[0] for name in ("firm", "year"))
    columns = [panel[name].to_numpy() for name in ("value", "capital")]
    one_way = slopes(panel["invest"], columns, [], firm)
    assert [term.value for term in one_way] == pytest.approx([0.1101, 0.3101], abs=5e-5)
    two_way = slopes(panel["invest"], columns, [], firm, year)
    assert [term.value for term in two_way] == pytest.approx([0.1177, 0.3579], abs=5e-5)


def drawn(seed: int, rows: int = 600) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    group, also = rng.integers(0, 80, rows), rng.integers(0, 15, rows)
    level = rng.normal(size=80)[group] + rng.normal(size=15)[also]
    sent = (rng.random(rows) < 0.4 + 0.1 * np.sign(level)).astype(float)
    line = rng.normal(size=rows) + level
    y = 0.3 * sent + 0.5 * line + level + rng.normal(size=rows)
    return pd.DataFrame({"y": y, "sent": sent, "line": line, "group": group, "also": also})


@pytest.mark.parametrize("two_ways", [False, True])
def test_it_is_least_squares_with_a_dummy_for_each_group(two_ways: bool) -> None:
    rows = drawn(1)
    names = ["group", "also"] if two_ways else ["group"]
    dummies = pd.get_dummies(rows[names].astype(str), drop_first=True).astype(float)
    design = pd.concat([rows[["sent", "line"]], dummies.assign(one=1.0)], axis=1)
    cluster = rows["also"] if two_ways else rows["group"]
    fit = OLS(rows["y"], design).fit(cov_type="cluster", cov_kwds={"groups": cluster})
    group, also = rows["group"].to_numpy(), rows["also"].to_numpy()
    (term,) = slopes(rows["y"], [rows["sent"]], [rows["line"]], group, also if two_ways else None)
    assert term.value == pytest.approx(fit.params["sent"], abs=1e-8)
    # Ours counts no degrees of freedom for the groups, which the clusters hold.
    scale = np.sqrt((len(rows) - 2) / (len(rows) - design.shape[1]))
    assert term.share is not None
    assert term.share.sum() == pytest.approx(1)
    error = standard_error(term.influence, Clusters.of(cluster)) * scale
    assert error == pytest.approx(fit.bse["sent"], rel=1e-6)


def test_without_covariates_it_is_mantel_and_haenszel() -> None:
    rng = np.random.default_rng(2)
    stratum, sent = rng.integers(0, 40, 800), rng.random(800) < 0.4
    went = rng.random(800) < 0.3 + 0.1 * sent
    (term,) = slopes(went, [sent], [], stratum)
    strata = tabulate([pd.Series(stratum)], sent, went, np.ones(800))
    assert term.value == pytest.approx(risk_difference(strata, 0.95).value, abs=1e-12)


def test_outcomes_of_which_each_row_has_one_have_slopes_that_add_up_to_nothing() -> None:
    rows = drawn(3)
    ended = np.digitize(rows["y"], [-1, 1])
    found = [
        slopes(ended == end, [rows["sent"]], [rows["line"]], rows["group"].to_numpy())[0].value
        for end in range(3)
    ]
    assert sum(value or 0 for value in found) == pytest.approx(0, abs=1e-12)


@given(st.integers(0, 1000))
def test_order_and_names_of_rows_and_groups_change_nothing(seed: int) -> None:
    rows = drawn(4, 200)
    expected = slopes(rows["y"], [rows["sent"]], [rows["line"]], rows["group"].to_numpy())[0]
    rng = np.random.default_rng(seed)
    order, names = rng.permutation(200), rng.permutation(80)
    other = rows.iloc[order]
    found = slopes(other["y"], [other["sent"]], [other["line"]], names[other["group"].to_numpy()])[
        0
    ]
    assert found.value == pytest.approx(expected.value, abs=1e-9)
    assert found.influence == pytest.approx(expected.influence[order], abs=1e-9)


GROUP = np.repeat(np.arange(20), 5)
FLIPS = np.arange(100) % 3 == 0


@pytest.mark.parametrize(
    ("outcome", "exposure", "covariates", "why"),
    [
        (np.ones(100), FLIPS, [], "the outcome does not vary within groups"),
        (GROUP * 0.1, FLIPS, [], "the outcome does not vary within groups"),
        (np.arange(100.0), GROUP % 2, [], "it goes with the covariates exactly"),
        (np.arange(100.0), FLIPS, [FLIPS], "it goes with the covariates exactly"),
        (np.zeros(0), np.zeros(0), [], "the outcome does not vary within groups"),
    ],
)
def test_refusals_in_words(
    outcome: np.ndarray, exposure: np.ndarray, covariates: list[np.ndarray], why: str
) -> None:
    (term,) = slopes(outcome, [exposure], covariates, GROUP[: len(outcome)])
    assert term.value is None
    assert why in term.method
    assert interval(term, Clusters.of(np.arange(len(outcome))), 0.95).value is None


def test_an_exposure_that_cannot_be_told_apart_leaves_the_others() -> None:
    rows = drawn(5)
    both = slopes(rows["y"], [rows["sent"], rows["sent"]], [], rows["group"].to_numpy())
    alone = slopes(rows["y"], [rows["sent"]], [], rows["group"].to_numpy())[0]
    assert both[0].value == pytest.approx(alone.value)
    assert both[1].value is None
