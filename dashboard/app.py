"""The frame around every page: title, freshness, shared filters, navigation."""

from __future__ import annotations

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from dashboard import access, notices, queries, state, tour, words
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
    _name("Good Eggs")
    try:
        _draw()
    except NothingLoaded as error:
        _name(notices.no_store(error))
    except StoreUnreachable:
        _name(notices.unreachable())


def _name(title: str) -> None:
    """Give the browser's tab its title, which a screen reader says first."""
    st.set_page_config(page_title=title, page_icon="🥚", layout="wide", menu_items={"About": ABOUT})


def _draw() -> None:
    load = queries.load()
    # No sections: in the list of pages they would stand where only its items may, for a screen reader.
    pages = [
        st.Page(f"views/{view}.py", title=title, icon=icon, url_path=view, default=view == "answer")
        for view, title, icon in (*PAGES, *([REVIEW] if access.desk() else []))
    ]
    page = st.navigation(pages)
    _name(f"{page.title} · Good Eggs")
    if page.title == REVIEW[1]:
        # One message at a time is about no load: filters wait, and are not forgotten.
        state.keep(load.options)
        page.run()
        return
    with st.sidebar:
        st.markdown("**Filters**")
        chosen = state.draw(load.options)
        st.caption("Filters stay as you turn the pages, and stand in the address.")
        tour.button()
    tour.banner(offered=access.fictional() and page.url_path == "")
    notices.stamp(load, fictional=access.fictional())
    notices.watch(load)
    if chosen_words := words.filters(chosen):
        st.caption(f":material/filter_alt: {chosen_words}")
    page.run()
    _onward(page, pages[: len(PAGES)])


def _onward(page: StreamlitPage, told: list[StreamlitPage]) -> None:
    """End a page with the way to the next one in the order in which they are told; no page is a dead end."""
    following = told[(told.index(page) + 1) % len(told)]
    st.divider()
    st.page_link(following, label=f"Next: {following.title}", icon=":material/arrow_forward:")


if __name__ == "__main__":
    main()
