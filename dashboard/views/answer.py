"""Is it true here? The answer in one sentence, its doubt, and three verdicts."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Heading, Link, Side, Small, Words

CARDS = ("advance", "performance", "retention")

CANNOT_TELL = """
- **Why.** Two things that go together need not depend on each other. Keen candidates may write notes
  *and* do well; a good interview may come before both.
- **What became of those who were not hired.** Performance and retention are known for hires only.
- **What was not seen.** A note to a mailbox that is not covered, a call or a card leaves no trace here.
- **Anything about one person.** These are groups. A note is no reason to choose or to refuse a candidate.
- **Anywhere else.** The answer is for this employer, these jobs and these years.
"""


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Is it true here?", 1)
    yield Words("The claim: *candidates who send a thank-you note are better hires.*")
    shown = [view.findings[key] for key in CARDS]
    if few := parts.too_few(view, shown):
        yield few
        return
    yield from parts.stages_of_hires(view)
    yield Heading(view.answer.answer)
    yield Words(f"**How sure?** {view.answer.doubt}")
    yield Side(tuple(parts.card(finding) for finding in shown))
    yield Small(
        f"In brackets: the {shown[0].level:.0%} interval, the values that the records are compatible with. A "
        "point is one in a hundred. Raw: as counted. Adjusted: compared within like groups only. *Would "
        "matter*: the smallest effect of interest, declared before the data was seen."
    )
    yield Heading("Side by side")
    yield parts.side_by_side(shown, "at_a_glance")
    yield Link("sure", "How sure are we?")
    yield Heading("What this page cannot tell you")
    yield Words(CANNOT_TELL)
    yield parts.verdicts_explained()


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
