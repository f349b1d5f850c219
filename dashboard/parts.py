"""Pieces that several pages draw: the verdict, the card of a finding, a chart with its words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from analysis.finding import Exhibit, Finding, Verdict
from dashboard import tables, words

Colour = Literal["blue", "orange", "violet", "gray"]

_MOST_ROWS = 12
# Each verdict has a sign of its own, so that it reads without colour.
SIGNS: dict[Verdict, tuple[str, Colour]] = {
    Verdict.SUPPORTED: (":material/trending_up:", "blue"),
    Verdict.TOO_SMALL_OR_NOT: (":material/trending_flat:", "violet"),
    Verdict.NO_MEANINGFUL_DIFFERENCE: (":material/drag_handle:", "gray"),
    Verdict.CONTRADICTED: (":material/trending_down:", "orange"),
    Verdict.CANNOT_TELL: (":material/question_mark:", "gray"),
}


def verdict(finding: Finding) -> None:
    """Draw the verdict; what it means unfolds beside it."""
    sign, colour = SIGNS[finding.verdict]
    meaning = words.VERDICTS[finding.verdict]
    st.badge(str(finding.verdict).capitalize(), icon=sign, color=colour, help=meaning)


def card(finding: Finding) -> None:
    """Draw one finding: verdict, sentence, doubt, adjusted beside raw, n, definition."""
    with st.container(border=True, height="stretch", key=f"card_{finding.key}"):
        st.subheader(words.TITLES[finding.key], anchor=False)
        verdict(finding)
        st.markdown(finding.sentence)
        numbers(finding)
        doubt(finding)


def answer(finding: Finding) -> None:
    """Draw the verdict, the sentence and its doubt."""
    verdict(finding)
    st.markdown(finding.sentence)
    doubt(finding)


def doubt(finding: Finding) -> None:
    """Draw what makes a finding doubtful; a change of direction stands out, the rest unfolds."""
    st.markdown(f"**How sure?** {finding.doubt}")
    cautions = list(finding.cautions)
    if _turns(finding):
        st.markdown(f":material/swap_horiz: **{cautions.pop(0)}**")
    if cautions:
        with st.expander("Keep in mind"):
            st.markdown(_list(cautions))


def _turns(finding: Finding) -> bool:
    """Return whether raw and adjusted point opposite ways, which the first caution then announces."""
    return (finding.raw.value or 0) * (finding.estimate.value or 0) < 0


def numbers(finding: Finding) -> None:
    """Draw both differences with intervals, n of each arm, the smallest effect, and what it is."""
    smallest = words.effect(finding.smallest_effect, finding.unit).lstrip("+")
    st.markdown(
        f"**Adjusted** {words.estimate(finding.estimate, finding.unit)}  \n"
        f"**Raw** {words.estimate(finding.raw, finding.unit)}  \n"
        f"**{words.PEOPLE[finding.key].capitalize()}** {words.arms(finding.arms)}  \n"
        f"**Would matter** from {smallest}"
    )
    st.caption(words.DEFINITIONS[finding.key])


def chart(
    figure: go.Figure, sentence: str, definition: str, table: pd.DataFrame, *, key: str
) -> None:
    """Draw what a chart says, the chart, what its numbers are, and the same as a table."""
    st.markdown(sentence)
    if figure.layout.annotations:
        st.plotly_chart(figure, key=key, config={"displayModeBar": False}, alt=sentence)
    else:
        st.info("Every group is too small to show.", icon=":material/hourglass_empty:")
    st.caption(definition)
    with st.expander("Show as a table"):
        st.table(table, hide_index=True, border="horizontal")


def workings(finding: Finding) -> None:
    """Draw how a finding was worked out: method, other methods, assumptions, what was left out."""
    with st.expander("How this was worked out"):
        st.markdown(finding.method)
        if finding.checks:
            same = [words.check(check, finding.unit) for check in finding.checks]
            st.markdown("**By other methods; none of it decides**\n\n" + _list(same))
        if finding.assumptions:
            st.markdown("**It assumes that**\n\n" + _list(finding.assumptions))
        if finding.exclusions:
            st.markdown("**Left out, and why**\n\n" + _list(words.reasons(finding.exclusions)))


def study(one: Finding | Exhibit) -> None:
    """Draw a study as it was made at the end of the run: a question that got a verdict, or numbers."""
    with st.container(border=True, key=f"study_{one.key}"):
        if isinstance(one, Finding):
            st.subheader(one.question, anchor=False)
            verdict(one)
            st.markdown(one.sentence)
            st.table(
                tables.differences([("Difference", one)]), hide_index=True, border="horizontal"
            )
            doubt(one)
            workings(one)
            return
        st.subheader(one.title, anchor=False)
        st.markdown(one.sentence)
        rows = tables.exhibit(one)
        if len(rows) > _MOST_ROWS:
            with st.expander(f"Show all {len(rows)} numbers"):
                st.table(rows, hide_index=True, border="horizontal")
        else:
            st.table(rows, hide_index=True, border="horizontal")
        with st.expander("How this was worked out"):
            st.markdown(_list([one.method, *one.assumptions, *one.cautions]))


def verdicts_explained() -> None:
    """Draw what the five verdicts mean."""
    with st.expander("What the verdicts mean"):
        st.markdown(
            "The interval holds the values that the records are compatible with. A verdict compares "
            "it with the smallest effect that would matter, which was declared beforehand.\n\n"
            + _list(
                f"**{str(name).capitalize()}**: {meaning}"
                for name, meaning in words.VERDICTS.items()
            )
        )


def _list(lines: Iterable[str]) -> str:
    return "\n".join(f"- {line}" for line in lines)
