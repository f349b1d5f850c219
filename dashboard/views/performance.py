"""Performance: whether hires who had sent a note do better, and stay."""

from __future__ import annotations

import streamlit as st

from analysis.finding import Finding
from dashboard import charts, notices, parts, queries, state, tables, words


def page() -> None:
    """Draw the page."""
    load = queries.load()
    chosen = state.filters(load.options)
    st.title("Performance", anchor=False)
    found = queries.findings(load, chosen)
    performance, retention = found["performance"], found["retention"]
    if not notices.enough([performance, retention], chosen):
        return
    notices.stages_of_hires(chosen)
    st.header("Rated by their managers", anchor=False)
    parts.answer(performance)
    _levels(
        performance,
        "The mean rating of hires with and without a note, in each one's own review group. Zero is the "
        "mean of that group.",
        "mean rating, in SD from the review group's mean",
    )
    _difference(
        performance,
        "The difference between the two. Right of zero, those with a note were rated higher; inside the "
        "grey band it would be too small to matter.",
        "difference in mean rating, in SD",
    )
    st.header("Staying the first year", anchor=False)
    parts.answer(retention)
    _levels(
        retention,
        "The share of hires who did not resign within a year of their first day.",
        "hires who did not resign in their first year",
    )
    _difference(
        retention,
        "The difference between the two. Right of zero, more of those with a note stayed.",
        "difference in percentage points",
    )


def _levels(finding: Finding, sentence: str, axis: str) -> None:
    percent = finding.unit == "points"
    rows = tables.arms(finding, percent=percent)
    parts.chart(
        charts.levels(rows, axis=axis, percent=percent),
        sentence,
        f"{words.DEFINITIONS[finding.key]} Lines are {finding.level:.0%} intervals; n is hires.",
        tables.shown(rows, "Note"),
        key=f"{finding.key}_levels",
    )


def _difference(finding: Finding, sentence: str, axis: str) -> None:
    parts.chart(
        charts.forest(
            tables.raw_beside_adjusted(finding),
            band=finding.smallest_effect,
            axis=axis,
            percent=finding.unit == "points",
        ),
        sentence,
        f"{words.ADJUSTED[finding.key]} n is hires with a note v without.",
        tables.differences([(words.TITLES[finding.key], finding)]),
        key=f"{finding.key}_difference",
    )
    parts.workings(finding)


if __name__ == "__main__":
    page()
