"""Who sends notes: how often, by group; customs differ, and a rule about notes would weigh on some."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import charts, parts, tables, words
from dashboard.blocks import Block, Chart, Heading, Link, Words

STUDIES = (
    "who_sends_location",
    "who_sends_location_difference",
    "who_sends_source_channel",
    "who_sends_source_channel_difference",
    "who_sends_department",
    "who_sends_department_difference",
    "who_is_seen_location",
    "who_is_seen_source_channel",
    "who_is_seen_department",
)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Who sends notes", 1)
    if few := parts.too_few(view, [view.findings["advance"]]):
        yield few
        return
    yield Words(
        "Customs differ between countries, callings and ways of applying. Where some groups write more often "
        "than others, a rule about notes would weigh on the others, whatever they are like at work."
    )
    yield Heading("Group by group")
    yield parts.by_dimension(
        view, "sending_by", "location", lambda dimension: _told(view, dimension)
    )
    if none := parts.no_studies(view):
        yield none
    yield Link("gate", "What a rule about notes would have cost")


def _told(view: View, dimension: str) -> Iterator[Block]:
    yield _sending(view, dimension)
    yield from parts.studies(
        view,
        f"who_sends_{dimension}_difference",
        f"who_sends_{dimension}",
        f"who_is_seen_{dimension}",
    )


def _sending(view: View, dimension: str) -> Chart:
    rows = tables.sending(view.sending(dimension))
    drawn, others = tables.room(rows, "value", "n", "largest")
    return Chart(
        "sending",
        charts.levels(drawn, axis="interviews followed by a note", percent=True),
        "How often an interview was followed by a note, where messages can be seen.",
        "Share of interviews with a note before the landmark, among those whose interviewers' mailboxes "
        f"are covered.{others}",
        tables.shown(rows, words.DIMENSIONS[dimension]),
        rows,
    )


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
