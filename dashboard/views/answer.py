"""Is it true here? The answer in one sentence, its doubt, three verdicts, and what changed."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.changes import Change
from analysis.view import View
from dashboard import parts, words
from dashboard.blocks import Block, Heading, Link, Side, Small, Words

CARDS = {"advance": "offers", "performance": "performance", "retention": "retention"}
"""The findings that answer the claim, and the page of each."""

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
    yield Side(
        tuple(parts.card(one, page) for one, page in zip(shown, CARDS.values(), strict=True))
    )
    yield Small(
        f"Click a verdict to see why it is this one. In brackets: the {shown[0].level:.0%} interval, the "
        "values that the records are compatible with. A point is one in a hundred. Raw: as counted. "
        "Adjusted: compared within like groups only."
    )
    yield Heading("What changed since the last load")
    yield Words(_changed(view))
    yield Heading("Side by side")
    yield parts.side_by_side(shown, "at_a_glance")
    yield Link("sure", "How sure are we?")
    yield Heading("What this page cannot tell you")
    yield Words(CANNOT_TELL)
    yield parts.verdicts_explained()


def _changed(view: View) -> str:
    found = view.changes
    if found is None:
        return "No earlier load is there to compare with. From the next one on, this says which verdicts moved."
    whose = "" if view.whole else ", of all records whatever the filters"
    said = f"Since the load of {words.day(found.since)}{whose}:"
    if found.rules:
        said += (
            f" between the two, {' and '.join(found.rules)} changed as well, so that a verdict can move "
            "without a single new record."
        )
    return f"{said}\n\n{parts.listed(_moved(one) for one in found.findings)}"


def _moved(one: Change) -> str:
    topic, people = words.TITLES[one.key], words.PEOPLE[one.key]
    if one.n_before is None or one.n_now is None:
        compared = ""
    elif one.n_before == one.n_now:
        compared = f", with about as many {people} compared (n ≈ {one.n_now:,})"
    else:
        compared = f": n ≈ {one.n_before:,} {people} compared then, {one.n_now:,} now"
    if one.before is one.now:
        return f"**{topic}** stays *{one.now}*{compared}."
    return f"**{topic}** moved from *{one.before}* to *{one.now}*{compared}."


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
