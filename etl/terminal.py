"""Findings as a table on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.console import Console
from rich.table import Table


def print_findings(findings: Sequence[Any]) -> None:
    """Print findings: the numbers in a table, then the sentences and their doubts.

    Parameters
    ----------
    findings
        `analysis.finding.Finding`s.
    """
    console = Console(highlight=False)
    table = Table(title="Is it true here?", title_justify="left")
    for heading in ("Finding", "Verdict", "Adjusted", "Raw", "n with / without a note"):
        table.add_column(heading)
    for one in findings:
        counts = " / ".join("≤7" if arm.n is None else f"{arm.n:,}" for arm in one.arms)
        table.add_row(
            one.key,
            str(one.verdict),
            _number(one.estimate, one.unit),
            _number(one.raw, one.unit),
            counts,
        )
    console.print(table)
    for one in findings:
        console.print(f"\n{one.sentence}\n  {one.doubt}")


def _number(estimate: Any, unit: str) -> str:
    if estimate.value is None or estimate.low is None or estimate.high is None:
        return "not shown"
    scale, suffix = (100, " points") if unit == "points" else (1, " SD")
    digits = 1 if unit == "points" else 2
    value, low, high = (
        round(scale * number, digits) for number in (estimate.value, estimate.low, estimate.high)
    )
    return f"{value:+g}{suffix} ({low:+g} to {high:+g})"
