"""Who sends notes: how often, by group; customs differ, and a rule about notes would weigh on some."""

from __future__ import annotations

from collections.abc import Iterator

from analysis.view import View
from dashboard import charts, parts, tables, words
from dashboard.blocks import Block, Chart, Heading

STUDIES = (
    "who_sends_location",
    "who_sends_location_difference",
    "who_sends_source_channel",
    "who_sends_source_channel_difference",
    "who_sends_department",
    "who_sends_department_difference",
)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Who sends notes", 1)
    if few := parts.too_few(view, [view.findings["advance"]]):
        yield few
        return
    yield parts.by_dimension(
        "sending_by", "department", lambda dimension: [_sending(view, dimension)]
    )
    yield Heading("A closer look")
    yield from parts.studies(view, *STUDIES)


def _sending(view: View, dimension: str) -> Chart:
    rows = tables.sending(view.sending(dimension))
    drawn, others = tables.room(rows, "value", "n", "largest")
    return Chart(
        "sending",
        charts.levels(drawn, axis="interviews followed by a note", percent=True),
        "How often an interview was followed by a note, where messages can be seen. Customs differ, so "
        "a rule about notes would weigh more on some groups than on others.",
        "Share of interviews with a note before the landmark, among those whose interviewers' mailboxes "
        f"are covered.{others}",
        tables.shown(rows, words.DIMENSIONS[dimension]),
        rows,
    )


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
