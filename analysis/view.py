"""One load of the store under one set of filters: all that a page, a report or a notebook asks of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis import findings, funnel, headline, offers, rates, read
from analysis import reasons as why
from analysis.filters import DIMENSIONS, Filters, options
from analysis.finding import Exhibit, Finding
from etl.claim import Claim
from etl.errors import NothingLoaded


@dataclass(frozen=True, eq=False)
class Load:
    """One finished run: where it is, what it did, and its cells."""

    url: str
    run_id: str
    run: dict[str, Any]
    claim: Claim
    options: dict[str, list[str]]
    cells: read.Cells = field(repr=False)


def load(url: str) -> Load:
    """Return the newest load of a store.

    Parameters
    ----------
    url
        SQLAlchemy URL of the published tables.

    Raises
    ------
    NothingLoaded
        If no run has finished.
    StoreUnreachable
        If the store cannot be opened.
    """
    cells = read.cells(url)
    if cells.run is None:
        raise NothingLoaded("no run has finished", fix="Load the exports with `goodeggs run`")
    return Load(url, str(cells.run["run_id"]), cells.run, cells.claim, options(cells), cells)


class View:
    """What may be shown of a load under some filters; each answer is worked out once.

    Several viewers may share one view: whoever comes second waits for the first's answer.

    Attributes
    ----------
    load
        The load.
    filters
        What is kept of it.
    """

    def __init__(self, load: Load, filters: Filters | None = None) -> None:
        self.load, self.filters = load, filters or Filters()
        self._known: dict[Hashable, Any] = {}
        self._lock = threading.RLock()

    @property
    def claim(self) -> Claim:
        """The claim as it was declared for the run."""
        return self.load.claim

    @property
    def cells(self) -> read.Cells:
        """The cells that pass the filters, with what may not be shown of them."""
        return self._once("cells", lambda: self.filters.apply(self.load.cells))

    @property
    def findings(self) -> dict[str, Finding]:
        """The findings made of cells, by key: advance, offer, performance, retention."""
        return self._once(
            "findings",
            lambda: {one.key: one for one in findings.all_findings(self.cells, self.claim)},
        )

    @property
    def answer(self) -> headline.Headline:
        """The answer to the claim in one sentence, and its doubt."""
        return headline.headline(self.findings.values())

    @property
    def whole(self) -> bool:
        """Whether nothing is filtered out."""
        return self.filters == Filters()

    def offers_by(self, dimension: str) -> list[tuple[str, Finding]]:
        """Return the influence finding within each value of a dimension; exploratory."""
        return self._once(
            ("offers", dimension), lambda: offers.by(self.cells, self.claim, dimension)
        )

    def sending(self, dimension: str) -> pd.DataFrame:
        """Return the share of interviews followed by a note in each group; disclosed."""
        return self._once(("sending", dimension), lambda: rates.sending(self.cells, dimension))

    @property
    def stages(self) -> pd.DataFrame:
        """The funnel of decided applications; disclosed."""
        return self._once("stages", lambda: funnel.stages(self.cells))

    @property
    def studies(self) -> dict[str, Finding | Exhibit] | None:
        """What the run made of people's rows, by key, in the order in which it is told.

        None where the filters keep neither everything nor one value of one dimension: there are no
        studies of combinations. Empty where too few are kept.
        """
        chosen = [(name, value) for name in DIMENSIONS for value in getattr(self.filters, name)]
        if len(chosen) > 1:
            return None
        return self._once(
            "studies",
            lambda: {
                one.key: one for one in read.studies(self.load.url, *(chosen[0] if chosen else ()))
            },
        )

    @property
    def reasons(self) -> pd.DataFrame:
        """How often each reason was found among notes and among other messages; disclosed."""
        return self._once("reasons", lambda: why.reasons(read.reasons(self.load.url)))

    @property
    def files(self) -> pd.DataFrame:
        """The files that were read: rows of `ops__source_file`."""
        return self._once("files", lambda: read.files(self.load.url))

    @property
    def rejects(self) -> pd.DataFrame:
        """The refused rows by source, field and reason, with where the first one stands."""
        return self._once("rejects", lambda: _by_reason(read.rejects(self.load.url)))

    def _once(self, key: Hashable, make: Callable[[], Any]) -> Any:
        with self._lock:
            if key not in self._known:
                self._known[key] = make()
            return self._known[key]


def _by_reason(rejects: pd.DataFrame) -> pd.DataFrame:
    ordered = rejects.sort_values(["source", "file", "line"])
    return (
        ordered.groupby(["source", "field", "reason"], as_index=False)
        .agg(rows=("line", "size"), file=("file", "first"), line=("line", "first"))
        .sort_values("rows", ascending=False, ignore_index=True)
    )
