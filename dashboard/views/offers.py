"""Offers: whether a note goes with advancing, given the same interview."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.filters import Filters
from dashboard import charts, notices, parts, queries, state, tables, words
from dashboard.queries import Load

N_NOTE = "n is interviews followed by a note v without one."
MARKS = "Filled circle: adjusted. Hollow diamond: raw. Grey band: too small to matter."


def page() -> None:
    """Draw the page."""
    load = queries.load()
    chosen = state.filters(load.options)
    st.title("Offers", anchor=False)
    found = queries.findings(load, chosen)
    if not notices.enough([found["advance"]], chosen):
        return
    parts.answer(found["advance"])
    _difference(load, chosen)
    _by_group(load, chosen)
    _sending(load, chosen)
    _funnel(load, chosen)


def _difference(load: Load, chosen: Filters) -> None:
    found = queries.findings(load, chosen)
    finding, offer = found["advance"], found["offer"]
    named = [
        ("Going on after the interview", finding),
        ("An offer in the end (exploratory)", offer),
    ]
    st.subheader("With a note, and without", anchor=False)
    rows = tables.arms(finding, percent=True)
    parts.chart(
        charts.levels(rows, axis="interviews after which the candidate went on", percent=True),
        "How often candidates went on after an interview, as counted, before any adjustment.",
        f"{words.DEFINITIONS['advance']} Lines are {finding.level:.0%} intervals.",
        tables.shown(rows, "Note"),
        key="arms",
    )
    st.subheader("The difference, raw and adjusted", anchor=False)
    parts.chart(
        _forest(tables.by_group(named), finding.smallest_effect),
        "If the adjusted line lies nearer to zero than the raw one, part of the raw difference is a "
        "matter of which jobs and stages people were in.",
        f"{MARKS} {words.ADJUSTED['advance']} {N_NOTE}",
        tables.differences(named),
        key="difference",
    )
    parts.workings(finding)


def _by_group(load: Load, chosen: Filters) -> None:
    st.subheader("Group by group", anchor=False)
    dimension = _dimension("group_by", "stage")
    named = queries.offers_by(load, chosen, dimension)
    rows, others = tables.room(tables.by_group(named), "value", "n", "largest")
    band = queries.findings(load, chosen)["advance"].smallest_effect
    parts.chart(
        _forest(rows, band),
        "**Exploratory:** not declared beforehand. Among many groups some lie far out by chance alone; "
        "look for a pattern, not for the largest.",
        f"{MARKS} {N_NOTE}{others}",
        tables.differences(named),
        key="by_group",
    )


def _sending(load: Load, chosen: Filters) -> None:
    st.subheader("Who sends notes", anchor=False)
    dimension = _dimension("sending_by", "department")
    rows = tables.sending(queries.sending(load, chosen, dimension))
    drawn, others = tables.room(rows, "value", "n", "largest")
    parts.chart(
        charts.levels(drawn, axis="interviews followed by a note", percent=True),
        "How often an interview was followed by a note, where messages can be seen. Customs differ, so "
        "a rule about notes would weigh more on some groups than on others.",
        "Share of interviews with a note before the landmark, among those whose interviewers' mailboxes "
        f"are covered.{others}",
        tables.shown(rows, words.DIMENSIONS[dimension]),
        key="sending",
    )


def _funnel(load: Load, chosen: Filters) -> None:
    stages = queries.stages(load, chosen)
    if stages.empty:
        return
    st.subheader("The pipeline", anchor=False)
    rows = tables.funnel(stages)
    parts.chart(
        charts.bars(rows, axis="of those who entered the first stage"),
        "How many applications entered each stage, and how many of those went on.",
        "Decided applications only. Grey: entered the stage; blue: went on from it. The percentage is of "
        "those who entered that stage, with its interval.",
        tables.shown(rows, "Stage"),
        key="funnel",
    )


def _forest(rows: pd.DataFrame, band: float) -> go.Figure:
    return charts.forest(rows, band=band, axis="difference in percentage points", percent=True)


def _dimension(key: str, default: str) -> str:
    names = list(words.DIMENSIONS)
    return st.selectbox(
        "By",
        names,
        index=names.index(default),
        format_func=words.DIMENSIONS.__getitem__,
        key=key,
        width=260,
    )


if __name__ == "__main__":
    page()
