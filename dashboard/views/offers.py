"""Offers: whether a note goes with advancing, given the same interview."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from analysis.view import View
from dashboard import charts, parts, tables, words
from dashboard.blocks import Block, Chart, Heading

N_NOTE = "n is interviews followed by a note v without one."
MARKS = "Filled circle: adjusted. Hollow diamond: raw. Grey band: too small to matter."
STUDIES = (
    "advance_adjusted",
    "offer_adjusted",
    "outcomes",
    "outcomes_adjusted",
    "advance_by_stage",
    "advance_by_format",
    "advance_by_round",
    "after_a_bad_interview",
    "advance_by_hours",
    "halo",
)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Offers", 1)
    finding = view.findings["advance"]
    if few := parts.too_few(view, [finding]):
        yield few
        return
    yield from parts.answer(finding)
    yield from _difference(view)
    yield Heading("Group by group")
    yield parts.by_dimension("group_by", "stage", lambda dimension: [_by(view, dimension)])
    yield Heading("A closer look")
    yield from parts.studies(view, *STUDIES)


def _difference(view: View) -> Iterator[Block]:
    finding, offer = view.findings["advance"], view.findings["offer"]
    named = [
        ("Going on after the interview", finding),
        ("An offer in the end (exploratory)", offer),
    ]
    yield Heading("With a note, and without")
    rows = tables.arms(finding, percent=True)
    yield Chart(
        "arms",
        charts.levels(rows, axis="interviews after which the candidate went on", percent=True),
        "How often candidates went on after an interview, as counted, before any adjustment.",
        f"{words.DEFINITIONS['advance']} Lines are {finding.level:.0%} intervals.",
        tables.shown(rows, "Note"),
        rows,
    )
    yield Heading("The difference, raw and adjusted")
    rows = tables.by_group(named)
    yield Chart(
        "difference",
        _forest(rows, finding.smallest_effect),
        "If the adjusted line lies nearer to zero than the raw one, part of the raw difference is a "
        "matter of which jobs and stages people were in.",
        f"{MARKS} {words.ADJUSTED['advance']} {N_NOTE}",
        tables.differences(named),
        rows,
    )
    yield parts.workings(finding)


def _by(view: View, dimension: str) -> Chart:
    named = view.offers_by(dimension)
    rows = tables.by_group(named)
    drawn, others = tables.room(rows, "value", "n", "largest")
    return Chart(
        "by_group",
        _forest(drawn, view.findings["advance"].smallest_effect),
        "**Exploratory:** not declared beforehand. Among many groups some lie far out by chance alone; "
        "look for a pattern, not for the largest.",
        f"{MARKS} {N_NOTE}{others}",
        tables.differences(named),
        rows,
    )


def _forest(rows: pd.DataFrame, band: float) -> go.Figure:
    return charts.forest(rows, band=band, axis="difference in percentage points", percent=True)


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
