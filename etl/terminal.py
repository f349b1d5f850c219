"""Findings and exhibits as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table

_UNITS = {
    "points": (100, " points"),
    "share": (100, " of 100"),
    "sd": (1, " SD"),
    "days": (1, " days"),
    "ratio": (1, ""),
    "correlation": (1, ""),
}
"""Factor and suffix of each unit."""


def print_findings(findings: Sequence[Any], title: str) -> None:
    """Print findings: the numbers in a table, then the sentences and their doubts.

    Parameters
    ----------
    findings
        `analysis.finding.Finding`s.
    title
        The table's.
    """
    console = Console(highlight=False)
    table = Table(title=title, title_justify="left")
    for heading in ("Finding", "Verdict", "Adjusted", "Raw", "n with / without"):
        table.add_column(heading)
    for one in findings:
        counts = " / ".join("≤7" if arm.n is None else f"{arm.n:,}" for arm in one.arms)
        table.add_row(
            f"{one.key}*" if one.exploratory else one.key,
            str(one.verdict),
            _number(one.estimate, one.unit),
            _number(one.raw, one.unit),
            counts,
        )
    console.print(table)
    if any(one.exploratory for one in findings):
        console.print("* exploratory: not declared beforehand")
    for one in findings:
        console.print(f"\n{one.sentence}\n  {one.doubt}")


def print_exhibits(exhibits: Sequence[Any]) -> None:
    """Print exhibits: each a sentence and its numbers.

    Parameters
    ----------
    exhibits
        `analysis.finding.Exhibit`s.
    """
    console = Console(highlight=False)
    for one in exhibits:
        table = Table(title=f"\n{one.title}", title_justify="left", show_header=False)
        for point in one.points:
            counted = "" if point.n is None else f"n {point.n:,}"
            table.add_row(point.label, _number(point.estimate, one.unit), counted)
        console.print(table)
        console.print(one.sentence)


def _number(estimate: Any, unit: str) -> str:
    if estimate.value is None:
        return "not shown"
    scale, suffix = _UNITS[unit]
    digits = 1 if scale == 100 or unit == "days" else 2
    sign = "+" if unit in ("points", "sd", "days", "correlation") else ""
    value, low, high = (
        "" if number is None else f"{round(scale * number, digits):{sign}g}"
        for number in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value}{suffix} ({low} to {high})" if low and high else f"{value}{suffix}"
