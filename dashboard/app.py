"""The frame around every page: title, freshness, shared filters, navigation."""

from __future__ import annotations

import streamlit as st

from dashboard import access, notices, queries, state, words
from dashboard.pages import PAGES
from etl.errors import NothingLoaded, StoreUnreachable

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
    if chosen_words := words.filters(chosen):
        st.caption(f":material/filter_alt: {chosen_words}")
    page.run()


if __name__ == "__main__":
    main()
