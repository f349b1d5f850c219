"""The only door to the store: the newest load, one view of it for each set of filters, and its pages.

Views are shared by all viewers and keyed by the load's run id and the server's right to adverse impact,
so that a new load shows at once and a quiet weekend costs nothing. A view remembers what it was asked.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from datetime import timedelta
from types import FunctionType

import streamlit as st

from analysis import read, view
from analysis.filters import Filters
from analysis.view import Load, View
from dashboard import access
from dashboard.blocks import Block
from dashboard.serve import URL_VARIABLE
from etl.errors import NothingLoaded

_BACKSTOP = timedelta(hours=12)
_OFTEN = timedelta(seconds=10)
"""How old an answer about the newest run may be; many viewers share it."""


def load() -> Load:
    """Return the newest load of the store that the environment names.

    Raises
    ------
    NothingLoaded
        If no store is named, or no run has finished.
    StoreUnreachable
        If the store cannot be opened.
    """
    url = os.environ.get(URL_VARIABLE, "")
    if not url:
        raise NothingLoaded("no store is named", fix="Start the pages with `goodeggs dashboard`")
    return _load(url, _newest(url), access.impact_store())


def is_old(load: Load) -> bool:
    """Return whether a newer load than this one has landed."""
    return _newest(load.url) != load.run_id


def in_progress() -> bool:
    """Return whether a load is being made at this moment."""
    url = os.environ.get(URL_VARIABLE, "")
    return bool(url) and _in_progress(url)


@st.cache_data(ttl=_OFTEN, max_entries=4, show_spinner=False)
def _in_progress(url: str) -> bool:
    return read.in_progress(url)


@st.cache_data(ttl=_OFTEN, max_entries=4, show_spinner=False)
def _newest(url: str) -> str:
    """Return the newest run's id; asked again every few seconds, so that a new load is seen."""
    runs = read.runs(url)
    if runs.empty:
        raise NothingLoaded("no run has finished", fix="Load the exports with `goodeggs run`")
    return str(runs["run_id"].max())


@st.cache_resource(max_entries=2, ttl=_BACKSTOP, show_spinner="Opening the load ...")
def _load(url: str, run_id: str, impact_store: str | None) -> Load:
    return view.load(url, impact_store)


def _identity(load: Load) -> tuple[str, str, str | None]:
    return load.url, load.run_id, load.impact_store


@st.cache_resource(max_entries=64, ttl=_BACKSTOP, show_spinner=False, hash_funcs={Load: _identity})
def of(load: Load, filters: Filters) -> View:
    """Return the view of a load under some filters, the same object for every viewer."""
    return View(load, filters)


def _asked(view: View) -> tuple[str, str, str | None, Filters]:
    return *_identity(view.load), view.filters


@st.cache_resource(
    max_entries=64,
    ttl=_BACKSTOP,
    show_spinner=False,
    hash_funcs={View: _asked, FunctionType: lambda content: content.__code__.co_filename},
)
def blocks(view: View, content: Callable[[View], Iterable[Block]]) -> list[Block]:
    """Return what a page is made of under a view, the same for every viewer: they only draw it.

    Parameters
    ----------
    content
        The page's, known by the file that it stands in.
    """
    return list(content(view))
