"""On screen: files of a chart, of the page, of everything. Each is made when it is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial

import streamlit as st

from analysis.view import View
from dashboard import queries, state
from dashboard.blocks import Block, Chart, Heading
from dashboard.pages import TITLES
from dashboard.report import html, pdf, sheet
from dashboard.report.printed import FORMS, report
from dashboard.report.stamp import Stamp
from dashboard.report.svg import svg

CSV = "text/csv"
_PAGE = "page_shown"


@contextmanager
def page(view: View, blocks: Sequence[Block]) -> Iterator[None]:
    """Draw, below the blocks of a page, what can be taken away of it."""
    title = next(block.text for block in blocks if isinstance(block, Heading))
    name = next(name for name, said in TITLES.items() if said == title)
    st.session_state[_PAGE] = name
    yield
    choices = {str(k): v for k, v in st.session_state.items() if isinstance(v, str)}
    with st.popover("Take away", icon=":material/download:"):
        st.caption("This page, as it is shown")
        with st.container(horizontal=True):
            _button("CSV", f"{name}.csv", CSV, partial(_csv, view, blocks, title, choices))
            for form, media in FORMS.items():
                make = partial(_report, view, form, [name], choices)
                _button(form.upper(), f"{name}.{form}", media, make)
        st.caption("All pages, under the same filters; this takes a moment")
        with st.container(horizontal=True):
            for form, media in FORMS.items():
                make = partial(_report, view, form, list(TITLES), choices)
                _button(f"All as {form.upper()}", f"all-pages.{form}", media, make)


def chart(block: Chart) -> None:
    """Draw what can be taken away of a chart: its numbers, and its picture where it has one."""
    load = queries.load()
    view = queries.of(load, state.filters(load.options))
    title, name = TITLES[st.session_state[_PAGE]], block.key.replace("_", "-")
    with st.container(horizontal=True):
        _button("CSV", f"{name}.csv", CSV, lambda: sheet.of_chart(block, title, _stamp(view)))
        if block.figure.data:
            _button("PNG", f"{name}.png", "image/png", lambda: _png(block, view))
            _button("SVG", f"{name}.svg", "image/svg+xml", lambda: _svg(block, view))


def _button(label: str, file: str, media: str, make: Callable[[], bytes]) -> None:
    """Draw a button whose file is made once it is pressed; the page stays as it is."""
    st.download_button(
        label,
        make,
        f"good-eggs-{file}",
        media,
        key=f"take_{file}",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
    )


def _stamp(view: View) -> Stamp:
    return Stamp.of(view, date.today())


def _csv(view: View, blocks: Sequence[Block], title: str, choices: dict[str, str]) -> bytes:
    return sheet.of_page(blocks, title, _stamp(view), choices)


def _report(view: View, form: str, names: Sequence[str], choices: dict[str, str]) -> bytes:
    return report(view, form, date.today(), pages=names, choices=choices)


def _png(block: Chart, view: View) -> bytes:
    above, below = html.plain(block.sentence), html.plain(block.definition)
    return pdf.png(svg(block.figure, says=above), above, below, _stamp(view).line())


def _svg(block: Chart, view: View) -> bytes:
    made = svg(block.figure, says=html.plain(block.sentence), foot=_stamp(view).line())
    # Alone, a picture has no text around it whose colour it could take.
    return made.replace("<svg ", '<svg style="color:#0b1520;background:#fff" ', 1).encode()
