"""Offers: whether a note goes with advancing, given the same interview."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from analysis.view import View
from dashboard import charts, parts, tables, words
from dashboard.blocks import Block, Chart, Heading, Words

N_NOTE = "n is interviews followed by a note v without one."
MARKS = "Filled circle: adjusted. Hollow diamond: raw. Grey band: too small to matter."
CLOSER = {
    "At an equal interview score": ("advance_adjusted", "offer_adjusted", "advance_by_stage"),
    "After a bad interview": ("after_a_bad_interview",),
    "How soon the note came": ("advance_by_hours",),
    "Does the note sway the score?": ("halo",),
    "How interviews ended": ("outcomes", "outcomes_adjusted"),
}
"""What the run made of people's rows: title and studies of each section."""
STUDIES = (
    *(key for keys in CLOSER.values() for key in keys),
    "advance_by_format",
    "advance_by_round",
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
    yield Heading("Read the room")
    yield Words(
        "A note may be in place after one kind of interview and out of place after another. Compare the groups:"
    )
    yield parts.by_dimension(
        view,
        "group_by",
        "stage",
        lambda chosen: _by(view, chosen),
        also={"format": "Interview format", "round": "Round"},
    )
    if none := parts.no_studies(view):
        yield Heading("A closer look")
        yield none
        return
    for title, keys in CLOSER.items():
        if found := list(parts.studies(view, *keys)):
            yield Heading(title)
            yield from found


def _difference(view: View) -> Iterator[Block]:
    finding, offer = view.findings["advance"], view.findings["offer"]
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
    named = [
        ("Going on after the interview", finding),
        ("An offer in the end (exploratory)", offer),
    ]
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


def _by(view: View, dimension: str) -> Iterator[Block]:
    """Return the difference in each group; a format and a round are told by the run's studies."""
    if dimension in ("format", "round"):
        yield from parts.studies(view, f"advance_by_{dimension}")
        if none := parts.no_studies(view):
            yield none
        return
    named = view.offers_by(dimension)
    rows = tables.by_group(named)
    drawn, others = tables.room(rows, "value", "n", "largest")
    yield Chart(
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
