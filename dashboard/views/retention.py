"""Retention: whether those who sent a note accept the offer, and stay."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Heading

STUDIES = (
    "withdrawing",
    "acceptance",
    "offer_answers",
    "resigning",
    "staying",
    "leaving",
    "survivors",
)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Retention", 1)
    finding = view.findings["retention"]
    if few := parts.too_few(view, [finding]):
        yield few
        return
    yield from parts.stages_of_hires(view)
    yield from parts.answer(finding)
    yield parts.levels_of_hires(
        finding,
        "The share of hires who did not resign within a year of their first day.",
        "hires who did not resign in their first year",
    )
    yield parts.difference_of_hires(
        finding,
        "The difference between the two. Right of zero, more of those with a note stayed.",
        "difference in percentage points",
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
