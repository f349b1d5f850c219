"""Pipeline: how many applications enter each stage, and what becomes of them."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import charts, parts, tables
from dashboard.blocks import Block, Chart, Heading, Notice


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Pipeline", 1)
    if view.stages["rate"].isna().all():
        yield parts.too_few(view, ()) or Notice("", "")
        return
    rows = tables.funnel(view.stages)
    yield Chart(
        "funnel",
        charts.bars(rows, axis="of those who entered the first stage"),
        "How many applications entered each stage, and how many of those went on.",
        "Decided applications only. Grey: entered the stage; blue: went on from it. The percentage is of "
        "those who entered that stage, with its interval.",
        tables.shown(rows, "Stage"),
        rows,
    )


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
