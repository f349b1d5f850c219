"""The same link of notes and performance, by each estimator side by side."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import exp, pi, sqrt

import numpy as np
import pandas as pd
from scipy.special import stdtrit

from analysis import words
from analysis.disclosure import count, outward
from analysis.estimators import correlation, crossed, increment, means, ordinal
from analysis.estimators.stratified import number
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.performance import SELECTION
from analysis.plan import FEWEST_STRATA
from analysis.rows import Rows
from analysis.studies.hires import given_away, rated, too_few
from etl.claim import Claim

Way = Callable[[pd.DataFrame, float], Estimate]
_UNLIKELY = 0.05
_MIXED = "mixed model of the rating, in standard deviations of what cycles and raters leave"
_NO_MIXED = (
    f"no number: fewer than {FEWEST_STRATA} calibration groups, or the model did not converge"
)
_UNEVEN = (
    "The odds of a higher place are not the same at every height: notes go with the spread of ratings, or "
    "with one end of them, and the ordinal model's one number is an average."
)


def performance_models(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the difference in performance by each estimator (key "performance_models").

    All are in standard deviations, over the hires that the performance finding compares.
    """
    _, hires = rated(rows)
    why = too_few(hires["sent"], rows.withheld_of("performance") | given_away(rows))
    points = tuple(
        Point(label, None, Estimate(None, None, None, why))
        if why
        else _point(label, way, hires[hires[needs].notna()], claim.level)
        for label, (way, needs) in _WAYS.items()
    )
    return [
        Exhibit(
            key="performance_models",
            title="Notes and performance, by each way of comparing",
            sentence=_sentence(points),
            unit="sd",
            level=claim.level,
            points=points,
            method="Each within review cycle and calibration group, over the same hires.",
            assumptions=(
                "A correlation and an odds ratio are turned into standard deviations as for a normal and "
                "a logistic curve.",
                "Ordinal: places within the group, cut into ten, with the same odds at every height.",
            ),
            cautions=(words.EXPLORATORY, *(() if why else _uneven(hires)), SELECTION),
        )
    ]


def _point(label: str, way: Way, hires: pd.DataFrame, level: float) -> Point:
    return Point(label, count(len(hires)), outward(way(hires, level), "sd"))


def _mean(hires: pd.DataFrame, level: float) -> Estimate:
    y = hires["performance"]
    cells = pd.DataFrame({"n": 1, "total": y, "squares": y**2})
    return means.difference(*means.tabulate([hires["group"]], hires["sent"], cells), level)


def _at_equal_score(hires: pd.DataFrame, level: float) -> Estimate:
    return _slope(hires, hires[["sent", "score_before"]], level)


def _of_rounds(hires: pd.DataFrame, level: float) -> Estimate:
    return _slope(hires, hires[["rounds_share"]], level)


_ALL_BUT_ONE = 1 - 1e-9
"""A correlation beyond this says no more than that there are too few to vary."""


def _slope(hires: pd.DataFrame, columns: pd.DataFrame, level: float) -> Estimate:
    y = hires["performance"].to_numpy(dtype=float)
    return increment.slope(y, columns.to_numpy(dtype=float), hires["group"].to_numpy(), level)


def _correlation(hires: pd.DataFrame, level: float) -> Estimate:
    """Return the correlation, turned into the difference of means that says the same."""
    sent = hires["sent"].to_numpy(dtype=float)
    y, group = hires["performance"].to_numpy(dtype=float), hires["group"].to_numpy()
    found = correlation.within(sent, y, group, level)
    ends = (found.value, found.low, found.high)
    if any(r is None or abs(r) > _ALL_BUT_ONE for r in ends):
        return Estimate(None, None, None, "not given: within groups next to nothing varies")
    value, low, high = (
        None if r is None else correlation.to_difference(r, float(sent.mean())) for r in ends
    )
    shown = outward(found, "correlation").value
    told = "" if shown is None else f": {shown:.2f}"
    return Estimate(value, low, high, f"{found.method}{told}")


def _mixed(hires: pd.DataFrame, level: float) -> Estimate:
    rater, cycle = (number([hires[name]], len(hires)) for name in ("calibration_group", "cycle"))
    design = np.column_stack([np.ones(len(hires)), hires["sent"]]).astype(float)
    found = None
    if rater.max() + 1 >= FEWEST_STRATA:
        found = crossed.fit(hires["rating"].to_numpy(dtype=float), design, rater, cycle)
    if found is None:
        return Estimate(None, None, None, _NO_MIXED)
    value = float(found.slopes[1]) / found.residual
    error = sqrt(float(found.covariance[1, 1])) / found.residual
    reach = float(stdtrit(found.freedom, 0.5 + level / 2)) * error
    return Estimate(value, value - reach, value + reach, _MIXED)


def _placed(hires: pd.DataFrame, level: float) -> Estimate:
    """Return the ordinal model's difference; its method tells the odds ratio."""
    found, _ = _ordinal(hires, level)
    if found.value is None:
        return found
    ratio = Estimate(exp(found.value * pi / sqrt(3)), None, None, found.method)
    shown = outward(ratio, "ratio").value
    return replace(found, method=f"{found.method}: odds ratio {shown:.2f}")


def _uneven(hires: pd.DataFrame) -> tuple[str, ...]:
    same = _ordinal(hires, 0.95)[1]
    return (_UNEVEN,) if same is not None and same < _UNLIKELY else ()


def _ordinal(hires: pd.DataFrame, level: float) -> tuple[Estimate, float | None]:
    places = ordinal.tenths(hires["performance"].to_numpy(dtype=float))
    return ordinal.difference(places, hires["sent"].to_numpy(), level)


_WAYS: dict[str, tuple[Way, str]] = {
    "Difference of means within review groups": (_mean, "performance"),
    "The same at an equal interview score": (_at_equal_score, "score_before"),
    "Correlation within review groups": (_correlation, "performance"),
    "Odds of a higher place in the review group": (_placed, "performance"),
    "Lenient raters and cycles drawn at random": (_mixed, "performance"),
    "A note in every round seen, against in none": (_of_rounds, "rounds_share"),
}
"""How each is got, and the column that a hire must have for it."""


def _sentence(points: tuple[Point, ...]) -> str:
    # The last compares every round with none, which is further apart than a note with none.
    told = [one.estimate for one in points[:-1] if one.estimate.value is not None]
    if not told:
        return "Too few hires to show."
    values = [one.value or 0.0 for one in told]
    apart = sum((one.low or 0.0) > 0 or (one.high or 0.0) < 0 for one in told)
    return (
        f"Compared in {len(told)} ways, the hire with a note is rated higher in {words.pairs(min(values))} to "
        f"{words.pairs(max(values))} of 100 pairs, where 50 is no difference. No difference at all lies "
        f"within the interval of {len(told) - apart} of them."
    )
