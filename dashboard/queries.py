"""The only door to the store: cached reads and findings of one load, under one set of filters.

Caches are shared by all viewers and keyed by the load's run id, so that a new load shows at once
and a quiet weekend costs nothing.
"""

from __future__ import annotations

import functools
import os
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pandas as pd
import streamlit as st

from analysis import findings as every
from analysis import funnel, headline, offers, rates, read
from analysis import reasons as why
from analysis.filters import DIMENSIONS, Filters, options
from analysis.finding import Exhibit, Finding
from dashboard.serve import URL_VARIABLE
from etl.claim import Claim
from etl.errors import NothingLoaded


@dataclass(frozen=True, eq=False)
class Load:
    """One finished run: what a page needs to know about it, and its cells."""

    url: str
    run_id: str
    run: dict[str, Any]
    claim: Claim
    options: dict[str, list[str]]
    cells: read.Cells = field(repr=False)


def _identity(load: Load) -> tuple[str, str]:
    return load.url, load.run_id


# 256 filter settings of a few kilobytes each; the time is only a backstop to the run id.
_cached = functools.partial(
    st.cache_data,
    max_entries=256,
    ttl=timedelta(hours=12),
    show_spinner="Working it out ...",
    hash_funcs={Load: _identity},
)


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
    return _load(url, _newest(url))


@st.cache_data(ttl=timedelta(seconds=15), max_entries=4, show_spinner=False)
def _newest(url: str) -> str:
    """Return the newest run's id; asked again every few seconds, so that a new load is seen."""
    runs = read.runs(url)
    if runs.empty:
        raise NothingLoaded("no run has finished", fix="Load the exports with `goodeggs run`")
    return str(runs["run_id"].max())


# A resource, not data: cells are large, never changed, and need no copy for each viewer.
@st.cache_resource(max_entries=2, ttl=timedelta(hours=12), show_spinner="Opening the load ...")
def _load(url: str, run_id: str) -> Load:
    cells = read.cells(url)
    if cells.run is None:
        raise NothingLoaded("no run has finished", fix="Load the exports with `goodeggs run`")
    return Load(url, str(cells.run["run_id"]), cells.run, cells.claim, options(cells), cells)


@_cached()
def findings(load: Load, filters: Filters) -> dict[str, Finding]:
    """Return the findings by key: advance, offer, performance, retention."""
    cells = filters.apply(load.cells)
    found = every.all_findings(cells, load.claim, _studies(load, filters) or ())
    return {finding.key: finding for finding in found}


def answer(load: Load, filters: Filters) -> headline.Headline:
    """Return the answer in one sentence, and its doubt."""
    return headline.headline(tuple(findings(load, filters).values()))


@_cached()
def offers_by(load: Load, filters: Filters, dimension: str) -> list[tuple[str, Finding]]:
    """Return the influence finding within each group of a dimension; exploratory."""
    return offers.by(filters.apply(load.cells), load.claim, dimension)


@_cached()
def sending(load: Load, filters: Filters, dimension: str) -> pd.DataFrame:
    """Return the share of interviews followed by a note in each group; disclosed."""
    return rates.sending(filters.apply(load.cells), dimension)


@_cached()
def stages(load: Load, filters: Filters) -> pd.DataFrame:
    """Return the funnel of decided applications; disclosed."""
    return funnel.stages(filters.apply(load.cells))


@_cached()
def reasons(load: Load) -> pd.DataFrame:
    """Return how often each reason was found among notes and among other messages; disclosed."""
    return why.reasons(read.reasons(load.url))


@_cached()
def closer(load: Load, filters: Filters) -> tuple[Finding | Exhibit, ...] | None:
    """Return the studies of a view; None where it is neither the whole nor one value of one filter."""
    studies = _studies(load, filters)
    if studies is None:
        return None
    beside = tuple(findings(load, filters).values())
    return every.as_declared(studies, beside, load.cells, load.claim)


def _studies(load: Load, filters: Filters) -> tuple[Finding | Exhibit, ...] | None:
    """Return the studies of a view as they were stored, each as if nothing else were declared."""
    chosen = [(name, value) for name in DIMENSIONS for value in getattr(filters, name)]
    if len(chosen) > 1:
        return None
    return read.studies(load.url, *(chosen[0] if chosen else ()))


@_cached()
def files(load: Load) -> pd.DataFrame:
    """Return the files that were read."""
    return read.files(load.url)


@_cached()
def rejects(load: Load) -> pd.DataFrame:
    """Return the refused rows by source, field and reason, with where the first one stands."""
    refused = read.rejects(load.url).sort_values(["source", "file", "line"])
    return (
        refused.groupby(["source", "field", "reason"], as_index=False)
        .agg(rows=("line", "size"), file=("file", "first"), line=("line", "first"))
        .sort_values("rows", ascending=False, ignore_index=True)
    )
