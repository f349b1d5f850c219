"""Performance: whether hires who had sent a note are rated higher."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Heading

STUDIES = ("increment", "performance_models", "selection")


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Performance", 1)
    finding = view.findings["performance"]
    if few := parts.too_few(view, [finding]):
        yield few
        return
    yield from parts.stages_of_hires(view)
    yield from parts.answer(finding)
    yield parts.levels_of_hires(
        finding,
        "The mean rating of hires with and without a note, in each one's own review group. Zero is the "
        "mean of that group.",
        "mean rating, in SD from the review group's mean",
    )
    yield parts.difference_of_hires(
        finding,
        "The difference between the two. Right of zero, those with a note were rated higher; inside the "
        "grey band it would be too small to matter.",
        "difference in mean rating, in SD",
    )
    yield parts.workings(finding)
    yield Heading("A closer look")
    if none := parts.no_studies(view):
        yield none
        return
    yield from parts.studies(view, *STUDIES)


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
