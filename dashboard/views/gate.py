"""If it were a gate: what a rule about notes would have cost. This page argues against gates."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import parts
from dashboard.blocks import Block, Choice, Heading, Link, Notice, Words

PLACES = {
    "last": "after the last round",
    "any": "after at least one round",
    "every": "after every round",
}
"""Where the gate would stand, as on screen."""
COSTS = ("gate_hires", "gate_good_lost", "gate_youden", "gate_offers")
STUDIES = tuple(f"{cost}{place}" for place in ("", "_any", "_every") for cost in COSTS)
AGAINST = """
**This page exists to argue against gates.** Suppose that nobody had been let through without a note. It shows
whom such a rule would have turned away, among people who were good enough to be hired.

- It is no help in setting up a rule: once people know of one, everybody writes, and a note tells nothing.
- It counts hires and offers alone. Whom interviewers turned down, with a note or without, is not here.
- It says nothing of any candidate who is now in the pipeline, and cannot.
"""


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("If it were a gate", 1)
    yield Words(AGAINST)
    if none := parts.no_studies(view):
        yield none
        return
    yield Heading("Where would the gate stand?")
    yield Choice("gate", "A note would be asked for", PLACES, "last", lambda at: _costs(view, at))
    yield from _impact(view)
    yield Link("senders", "Who sends notes, and who does not")


def _costs(view: View, place: str) -> Iterator[Block]:
    suffix = "" if place == "last" else f"_{place}"
    found = list(parts.studies(view, *(f"{cost}{suffix}" for cost in COSTS)))
    yield from found
    if not found:
        yield Notice(
            "**Of this place only the whole is told.** Nothing would keep a filter from singling out few "
            "people. Clear the filters, or let the gate stand after the last round.",
            ":material/filter_alt_off:",
            clears=True,
        )


def _impact(view: View) -> Iterator[Block]:
    """Return whom a gate would shut out, for those with the right to know."""
    yield Heading("Adverse impact: whom would it shut out?")
    found = view.impact
    if found is None:
        yield Words(
            "Not shown here. What candidates said of themselves serves this question alone, behind a right of "
            "its own: who may read it starts the pages with `goodeggs dashboard --impact`, once "
            "`[self_identification]` is loaded."
        )
        return
    if not found:
        yield Notice(
            "**Told of the whole alone, and not of any filter.** Groups get small fast.",
            ":material/filter_alt_off:",
            clears=not view.whole,
        )
        return
    yield Words(
        "Here the gate stands after the first interview, which everybody meets. A ratio below four fifths calls "
        "for a look; in small groups chance alone can put it there."
    )
    yield from (parts.study(one) for one in found)


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
