"""The pages in their order, and what each is made of: for the frame, and for a report of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from importlib import import_module

from analysis.view import View
from dashboard.blocks import Block

Content = Callable[[View], Iterable[Block]]

PAGES: tuple[tuple[str, str, str], ...] = (
    ("answer", "Is it true here?", ":material/help:"),
    ("pipeline", "Pipeline", ":material/filter_list:"),
    ("offers", "Offers", ":material/handshake:"),
    ("performance", "Performance", ":material/work:"),
    ("retention", "Retention", ":material/event_available:"),
    ("senders", "Who sends notes", ":material/mail:"),
    ("gate", "If it were a gate", ":material/block:"),
    ("sure", "How sure are we?", ":material/balance:"),
    ("health", "Data health", ":material/database:"),
    ("methods", "Methods and words", ":material/menu_book:"),
)
"""File in views/, title and icon of each page, in the order in which they are told."""

TITLES = {view: title for view, title, _ in PAGES}
"""Title of each page by its file."""


def content(view: str) -> Content:
    """Return what makes a page's blocks.

    Parameters
    ----------
    view
        A key of `TITLES`.

    Examples
    --------
    >>> content("offers").__module__
    'dashboard.views.offers'
    """
    made: Content = import_module(f"dashboard.views.{view}").content
    return made
