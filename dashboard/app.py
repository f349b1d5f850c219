"""The frame around every page: title, freshness, shared filters, navigation."""

from __future__ import annotations

import streamlit as st

from dashboard import access, notices, queries, state
from etl.errors import NothingLoaded, StoreUnreachable

PAGES: dict[str, tuple[tuple[str, str, str], ...]] = {
    "The claim": (
        ("answer", "Is it true here?", ":material/help:"),
        ("pipeline", "Pipeline", ":material/filter_list:"),
        ("offers", "Offers", ":material/handshake:"),
        ("performance", "Performance", ":material/work:"),
        ("retention", "Retention", ":material/event_available:"),
    ),
    "If it were a rule": (
        ("senders", "Who sends notes", ":material/mail:"),
        ("gate", "If it were a gate", ":material/block:"),
    ),
    "How far to trust it": (
        ("sure", "How sure are we?", ":material/balance:"),
        ("health", "Data health", ":material/database:"),
        ("methods", "Methods and words", ":material/menu_book:"),
    ),
}
"""File in views/, title and icon of each page, by section."""
REVIEW = ("review", "Review", ":material/rate_review:")
"""Only where the server was given a review store."""
ABOUT = (
    "Good Eggs compares groups, never people. It tests whether thank-you notes go with better "
    "hires here; it is no ground for using a note to choose between candidates."
)


def main() -> None:
    """Draw the frame, then the page that was chosen."""
    st.set_page_config(
        page_title="Good Eggs",
        page_icon="🥚",
        layout="wide",
        menu_items={"About": ABOUT},
    )
    try:
        _draw()
    except NothingLoaded as error:
        notices.no_store(error)
    except StoreUnreachable:
        notices.unreachable()


def _draw() -> None:
    load = queries.load()
    page = st.navigation(
        {
            section: [
                st.Page(
                    f"views/{view}.py",
                    title=title,
                    icon=icon,
                    url_path=view,
                    default=view == "answer",
                )
                for view, title, icon in pages
            ]
            for section, pages in {**PAGES, **({"": (REVIEW,)} if access.desk() else {})}.items()
        }
    )
    if page.title == REVIEW[1]:
        # One message at a time is about no load: filters wait, and are not forgotten.
        state.keep(load.options)
        page.run()
        return
    with st.sidebar:
        st.subheader("Filters", anchor=False)
        chosen = state.draw(load.options)
        st.caption("Filters stay as you turn the pages.")
    notices.stamp(load)
    if chosen_words := state.in_words(chosen):
        st.caption(f":material/filter_alt: {chosen_words}")
    page.run()


if __name__ == "__main__":
    main()
