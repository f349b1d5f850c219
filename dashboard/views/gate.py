"""If it were a gate: what a rule about notes would have cost. This page argues against gates."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Heading, Words

STUDIES = ("gate_hires", "gate_good_lost", "gate_youden", "gate_offers")


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("If it were a gate", 1)
    yield Words(
        "Suppose that nobody without a note had been let through. **This page exists to argue against "
        "that**: it shows whom such a rule would have turned away."
    )
    yield from parts.studies(view, *STUDIES)


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
