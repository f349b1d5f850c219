"""Findings and exhibits as tables on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


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
    """Print what exhibits say; their numbers are on the dashboard's page and in the JSON.

    Parameters
    ----------
    exhibits
        `analysis.finding.Exhibit`s.
    """
    console = Console(highlight=False)
    for one in exhibits:
        console.print(f"\n{one.title}: {one.sentence}")


def _number(estimate: Any, unit: str) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "not shown"
    scale, suffix = (100, " points") if unit == "points" else (1, " SD")
    digits = 1 if unit == "points" else 2
    value, low, high = (
        round(scale * number, digits) for number in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value:+g}{suffix} ({low:+g} to {high:+g})"
