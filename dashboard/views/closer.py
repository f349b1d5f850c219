"""A closer look: what needs people's rows, as it was made at the end of the run."""

from __future__ import annotations

import streamlit as st

from analysis.finding import Finding
from dashboard import charts, parts, queries, state, tables, words


def page() -> None:
    """Draw the page."""
    load = queries.load()
    chosen = state.filters(load.options)
    st.title("A closer look", anchor=False)
    st.markdown(
        "Could the answer be something else in disguise? These are made once, when the exports are loaded, "
        "for the whole and for each single value of a filter. Most were not declared beforehand: they are "
        "exploratory, and among many looks some differ by chance."
    )
    found = queries.closer(load, chosen)
    if found is None:
        st.info(
            "**Choose one value of one filter, or none.** These are not made for combinations of filters.",
            icon=":material/filter_alt:",
        )
        st.button(
            "Clear all filters", on_click=state.clear, key="clear_from_closer", type="primary"
        )
        return
    if not found:
        st.info(
            "**Too few here for a closer look.** The whole has more; the Offers and Performance pages "
            "answer what these records can.",
            icon=":material/hourglass_empty:",
        )
        return
    questions = [one for one in found if isinstance(one, Finding)]
    if questions:
        parts.chart(
            charts.forest(
                tables.at_a_glance(questions),
                band=1.0,
                axis="multiples of the smallest effect that matters",
            ),
            "Within the grey band a difference is too small to matter. A line that reaches both inside and "
            "outside the band leaves it open.",
            "Filled circle: adjusted. Hollow diamond: raw. Lines are intervals; n is with a note v "
            "without. Each difference is divided by its own smallest effect, so that all share one scale.",
            tables.differences([(words.TITLES[one.key], one) for one in questions]),
            key="closer_at_a_glance",
        )
    for one in found:
        parts.study(one)


if __name__ == "__main__":
    page()
