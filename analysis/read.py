"""From the store to frames: the only module of the analysis that touches it."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analysis.cells import Cells

__all__ = ["Cells", "cells", "files", "reasons", "rejects", "runs"]


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
        run = _last(url)
        found = Cells(
            _read(url, "out__cell_interview"),
            _read(url, "out__cell_hire"),
            _read(url, "out__cell_stage"),
            run,
        )
        # A new load may come between the tables: then all are read again.
        if run == _last(url):
            return found


def _last(url: str) -> dict[str, Any] | None:
    finished = runs(url).to_dict("records")
    return {str(name): value for name, value in finished[-1].items()} if finished else None


def runs(url: str) -> pd.DataFrame:
    """Return the finished runs, oldest first: rows of `ops__run`."""
    return _read(url, "ops__run").sort_values("run_id", ignore_index=True)


def reasons(url: str) -> pd.DataFrame:
    """Return how often each reason was found in messages after interviews: rows of `out__cell_reason`."""
    return _read(url, "out__cell_reason")


def files(url: str) -> pd.DataFrame:
    """Return the files that were read: rows of `ops__source_file`."""
    return _read(url, "ops__source_file")


def rejects(url: str) -> pd.DataFrame:
    """Return the rows that were refused: rows of `ops__reject`, never with the value."""
    return _read(url, "ops__reject")


def _read(url: str, table: str) -> pd.DataFrame:
    # The store's drivers take a second to import, and findings over frames need none of them.
    from etl.store import published

    return published.read(url, table)
