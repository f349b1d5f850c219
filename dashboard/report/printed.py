"""From a view to a report: which pages, in which form, as bytes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from analysis.view import View
from dashboard.pages import TITLES, content
from dashboard.report import html, pdf
from dashboard.report.stamp import Stamp

FORMS = {"html": "text/html", "pdf": "application/pdf"}
"""Media type of each form of a report."""


def report(
    view: View,
    form: str,
    taken: date,
    *,
    pages: Sequence[str] = tuple(TITLES),
    choices: Mapping[str, str] | None = None,
) -> bytes:
    """Return a report of what the pages show of a view.

    Parameters
    ----------
    view
        A load under some filters.
    form
        A key of `FORMS`.
    taken
        The day that stands on it; the same day gives the same bytes.
    pages
        Keys of `TITLES`; all of them unless given.
    choices
        Values of the pages' choices by key, where they are not at their default.
    """
    stamp = Stamp.of(view, taken)
    made = [html.Page(name, tuple(content(name)(view))) for name in pages]
    text = html.document(made, stamp, choices)
    return pdf.pdf(text, taken) if form == "pdf" else text.encode()
