"""How sure are we? Whether the answer holds when the question is put in other ways."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts, words
from dashboard.blocks import Block, Heading, Words

STUDIES = ("specifications", "e_values", "hidden_bias", "hidden_bias_of_hires", "after_decision")


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("How sure are we?", 1)
    if view.load.cells.declared:
        yield Heading("What was declared, and when")
        yield Words(parts.listed(words.plain(one.told) for one in view.load.cells.declared))
    yield Heading("Could it be something else?")
    yield from parts.studies(view, *STUDIES)


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
