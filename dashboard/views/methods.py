"""Methods and words: what each word means here, and how each number is made."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Heading, Words

A_NOTE = (
    "A message from a candidate is a **thank-you note** when it thanks, in whatever words, for an "
    "interview that took place. A reply about a time, a withdrawal, an answer to a decision or to an "
    "offer, thanks for a chat or a favour are none, however warm they are."
)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Methods and words", 1)
    yield Heading("A note")
    yield Words(A_NOTE)
    yield Heading("Verdicts")
    yield parts.verdicts_explained()


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
