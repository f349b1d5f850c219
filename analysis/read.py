"""From the store to frames: the only module of the analysis that touches it."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd

from analysis.cells import Cells
from analysis.claims import history
from analysis.finding import Exhibit, Finding

__all__ = [
    "Cells",
    "cells",
    "files",
    "headlines",
    "impact",
    "in_progress",
    "reasons",
    "rejects",
    "runs",
    "studies",
]


def cells(url: str) -> Cells:
    """Return the cells of the last run.

    Parameters
    ----------
    url
        SQLAlchemy URL of the published tables.

    Raises
    ------
    NothingLoaded
        If no run has finished yet.
    StoreUnreachable
        If the database cannot be opened.
    """
    while True:
        finished = runs(url)
        run = _last(finished)
        found = Cells(
            _numbered(_read(url, "out__cell_interview")),
            _numbered(_read(url, "out__cell_hire")),
            _numbered(_read(url, "out__cell_stage")),
            _numbered(_read(url, "out__cell_application")),
            run,
            history(finished),
        )
        # A new load may come between the tables: then all are read again.
        if run == _last(runs(url)):
            return found


def _numbered(cells: pd.DataFrame) -> pd.DataFrame:
    """Return cells with each text as a number into its few values: views ask for them again and again."""
    text = cells.select_dtypes(include=["str", "object"]).columns
    return cells.astype(dict.fromkeys(text, "category"))


def _last(finished: pd.DataFrame) -> dict[str, Any] | None:
    rows = finished.to_dict("records")
    return {str(name): value for name, value in rows[-1].items()} if rows else None


def runs(url: str) -> pd.DataFrame:
    """Return the finished runs, oldest first: rows of `ops__run`."""
    return _read(url, "ops__run").sort_values("run_id", ignore_index=True)


def studies(url: str, dimension: str = "", value: str = "") -> tuple[Finding | Exhibit, ...]:
    """Return what the last run made of people's rows, in the order in which it is told.

    Parameters
    ----------
    dimension, value
        The view: one value of a filter, or the whole.

    Returns
    -------
    Nothing for a view that has too few for studies of its own.
    """
    found = _read(url, "out__study")
    view = found[(found["dimension"] == dimension) & (found["value"] == value)]
    documents = [json.loads(one) for one in view.sort_values("position")["document"]]
    return tuple(
        Finding.from_dict(one) if "verdict" in one else Exhibit.from_dict(one) for one in documents
    )


def impact(url: str) -> tuple[Exhibit, ...]:
    """Return whom a gate would shut out, by what candidates said of themselves, of the whole employer.

    Parameters
    ----------
    url
        SQLAlchemy URL of the store itself: these exhibits lie with people's rows, for who may open them.

    Returns
    -------
    Nothing where no such answers are loaded, and of a claim that is not about notes.

    Raises
    ------
    NothingLoaded
        If no run has finished yet.
    RightMissing
        If this user, or the database's role, may not read them.
    StoreUnreachable
        If the database cannot be opened.
    """
    found = _read(url, "out__impact").sort_values("position")
    return tuple(Exhibit.from_dict(json.loads(one)) for one in found["document"])


def reasons(url: str) -> pd.DataFrame:
    """Return how often each reason was found in messages after interviews: rows of `out__cell_reason`."""
    return _read(url, "out__cell_reason")


def headlines(url: str) -> pd.DataFrame:
    """Return what each run concluded of the whole: rows of `ops__headline`."""
    return _read(url, "ops__headline")


def files(url: str) -> pd.DataFrame:
    """Return the files that were read: rows of `ops__source_file`."""
    return _read(url, "ops__source_file")


def rejects(url: str) -> pd.DataFrame:
    """Return the rows that were refused: rows of `ops__reject`, never with the value."""
    return _read(url, "ops__reject")


def in_progress(url: str) -> bool:
    """Return whether a run is at work on the store.

    Raises
    ------
    StoreUnreachable
        If the database cannot be reached.
    """
    from etl.store import lock

    return lock.is_held(url)


def _read(url: str, table: str) -> pd.DataFrame:
    # The store's drivers take a second to import, and findings over frames need none of them.
    from etl.store import published

    return published.read(url, table)
