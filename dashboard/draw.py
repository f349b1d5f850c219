"""Blocks → screen: the only module that draws a page's content with Streamlit."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import singledispatch
from typing import Literal

import streamlit as st

from analysis.finding import Verdict
from analysis.view import View
from dashboard import queries, state, takeaway
from dashboard.blocks import (
    Badge,
    Block,
    Box,
    Chart,
    Choice,
    Fold,
    Heading,
    Link,
    Notice,
    Side,
    Small,
    Table,
    Words,
)

Colour = Literal["blue", "orange", "violet", "gray"]

# Each verdict has a sign of its own, so that it reads without colour.
SIGNS: dict[Verdict, tuple[str, Colour]] = {
    Verdict.SUPPORTED: (":material/trending_up:", "blue"),
    Verdict.TOO_SMALL_OR_NOT: (":material/trending_flat:", "violet"),
    Verdict.NO_MEANINGFUL_DIFFERENCE: (":material/drag_handle:", "gray"),
    Verdict.CONTRADICTED: (":material/trending_down:", "orange"),
    Verdict.CANNOT_TELL: (":material/question_mark:", "gray"),
}


def page(content: Callable[[View], Iterable[Block]]) -> None:
    """Draw a page of the newest load under this session's filters."""
    load = queries.load()
    view = queries.of(load, state.filters(load.options))
    # Blocks are made before the first is drawn: a page stands whole or not at all.
    with st.spinner("Working it out ..."):
        blocks = queries.blocks(view, content)
    with takeaway.page(view, blocks):
        draw(blocks)


def draw(blocks: Iterable[Block]) -> None:
    """Draw blocks one under the other."""
    for block in blocks:
        _draw(block)


@singledispatch
def _draw(block: Block) -> None:
    raise TypeError(f"no way to draw a {type(block).__name__}")


@_draw.register
def _(block: Heading) -> None:
    {1: st.title, 2: st.header, 3: st.subheader}[block.level](block.text, anchor=False)


@_draw.register
def _(block: Words) -> None:
    st.markdown(block.text)


@_draw.register
def _(block: Small) -> None:
    st.caption(block.text)


@_draw.register
def _(block: Badge) -> None:
    sign, colour = SIGNS[block.verdict]
    name = str(block.verdict).capitalize()
    with st.popover(f":{colour}-badge[{sign} {name}]", type="tertiary"):
        st.markdown(block.why)


@_draw.register
def _(block: Chart) -> None:
    st.markdown(block.sentence)
    if block.figure.data:
        st.plotly_chart(
            block.figure, key=block.key, config={"displayModeBar": False}, alt=block.sentence
        )
    else:
        st.info("Every group is too small to show.", icon=":material/hourglass_empty:")
    st.caption(block.definition)
    with st.expander("Show as a table, or take away"):
        _draw(Table(block.table))
        takeaway.chart(block)


@_draw.register
def _(block: Table) -> None:
    st.table(block.frame, hide_index=True, hide_header=not block.header, border="horizontal")


@_draw.register
def _(block: Notice) -> None:
    st.info(block.text, icon=block.icon)
    if block.clears:
        st.button(
            "Clear all filters", on_click=state.clear, key="clear_from_notice", type="primary"
        )


@_draw.register
def _(block: Fold) -> None:
    with st.expander(block.title):
        draw(block.blocks)


@_draw.register
def _(block: Box) -> None:
    with st.container(border=True, height="stretch", key=block.key):
        draw(block.blocks)


@_draw.register
def _(block: Side) -> None:
    for column, box in zip(st.columns(len(block.boxes)), block.boxes, strict=True):
        with column:
            _draw(box)


@_draw.register
def _(block: Choice) -> None:
    names = list(block.options)
    chosen = st.selectbox(
        block.label,
        names,
        index=names.index(block.default),
        format_func=block.options.__getitem__,
        key=block.key,
        width=260,
        bind="query-params",
    )
    with st.spinner("Working it out ..."):
        following = list(block.then(chosen))
    draw(following)


@_draw.register
def _(block: Link) -> None:
    st.page_link(f"views/{block.view}.py", label=block.text, icon=":material/arrow_forward:")
