"""From exhibits and the checks of findings to the tidy rows of a chart, and to the table beside it."""

from __future__ import annotations

import pandas as pd

from analysis.finding import Estimate, Exhibit, Finding
from dashboard import tables, words

COLUMNS = ["label", "kind", "value", "low", "high", "n", "unit", "text"]
DECLARED = "As declared: "
"""Begins the label of the declared way on a specification curve."""


def table(one: Exhibit) -> pd.DataFrame:
    """Return the table of an exhibit: each number with its interval and n."""
    return pd.DataFrame(
        {
            "What": words.plain(point.label)
            + (f", {words.arm_name(point.arm)}" if point.arm else ""),
            "Number": words.estimate(point.estimate, one.unit),
            "n ≈": tables.n_in_words(point.n),
        }
        for point in one.points
    )


def points(one: Exhibit) -> pd.DataFrame:
    """Return a row for each of an exhibit's numbers that can be drawn beside the others."""
    return pd.DataFrame(
        [
            {
                "label": point.label,
                "kind": point.arm,
                **tables.value_and_ends(point.estimate),
                "n": float("nan") if point.n is None else float(point.n),
                "unit": one.unit,
                "text": f"{_marked(point.arm)}{words.estimate(point.estimate, one.unit)} · n ≈ {tables.n_in_words(point.n)}",
            }
            for point in one.points
        ],
        columns=COLUMNS,
    )


def checks(finding: Finding) -> pd.DataFrame:
    """Return a row for the estimate and for each check that is a number of the same unit.

    Examples
    --------
    >>> from analysis.finding import Verdict
    >>> one, other = (Estimate(x, 0.0, 0.2, name) for x, name in ((0.1, "by job"), (0.2, "odds ratio")))
    >>> found = Finding(
    ...     "advance", "?", one, one, "points", 0.05, 0.95, (), Verdict.CANNOT_TELL, "", "", "", checks=(other,)
    ... )
    >>> checks(found)["label"].tolist()
    ['by job']
    """
    same = [
        one
        for one in (finding.estimate, finding.raw, *finding.checks)
        if one.value is not None and not ("ratio" in one.method or "days" in one.method)
    ]
    rows = [
        {
            "label": one.method,
            "kind": "",
            **tables.value_and_ends(one),
            "n": float("nan"),
            "unit": finding.unit,
            "text": words.estimate(one, finding.unit),
        }
        for one in same
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.drop_duplicates("label", ignore_index=True)


def choices(curve: Exhibit) -> pd.DataFrame:
    """Return a row for each choice in a specification curve: the middle of the ways that share it.

    A point's label lists its choices, parted by semicolons. Low and high are the lowest and the highest
    estimate of these ways.

    Examples
    --------
    >>> from analysis.finding import Point
    >>> points = [
    ...     Point("within job; raw", 90, Estimate(0.1, 0.0, 0.2, "")),
    ...     Point("within job", 90, Estimate(0.2, 0.1, 0.3, "")),
    ... ]
    >>> curve = Exhibit("specifications", "", "", "points", 0.95, tuple(points), "")
    >>> choices(curve)["text"].tolist()
    ['2 ways: +15.0 points (+10.0 to +20.0)', '1 way: +10.0 points (+10.0 to +10.0)']
    """
    made = [
        (place, choice, point.estimate.value)
        for point in curve.points
        for place, choice in enumerate(point.label.removeprefix(DECLARED).split("; "))
        if point.estimate.value is not None
    ]
    frame = pd.DataFrame(made, columns=["place", "choice", "value"])
    rows = []
    for choice, part in frame.groupby("choice", sort=False):
        low, middle, high = part["value"].quantile([0.0, 0.5, 1.0])
        text = words.estimate(Estimate(middle, low, high, ""), curve.unit)
        ways = "1 way" if len(part) == 1 else f"{len(part)} ways"
        numbers = {"value": middle, "low": low, "high": high, "n": len(part), "unit": curve.unit}
        row = {"label": choice, "kind": "", **numbers, "text": f"{ways}: {text}"}
        rows.append((part["place"].min(), choice, row))
    ordered = [row for *_, row in sorted(rows, key=lambda one: one[:2])]
    return pd.DataFrame(ordered, columns=COLUMNS)


def _marked(arm: str) -> str:
    """Return the arm of a number behind its mark on the chart, or nothing."""
    return {"sent": "● with a note ", "not_sent": "◇ without ", "": ""}[arm]
