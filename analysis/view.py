"""One load of the store under one set of filters: all that a page, a report or a notebook asks of it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any

import pandas as pd

from analysis import findings, headline, offers, pipeline, rates, read, vendors
from analysis import reasons as why
from analysis.changes import Changes, changes
from analysis.filters import DIMENSIONS, Filters, options
from analysis.finding import Estimate, Exhibit, Finding
from etl.claim import Claim
from etl.errors import NothingLoaded


@dataclass(frozen=True, eq=False)
class Load:
    """One finished run: where it is, what it did, and its cells.

    `impact_store` is the URL of the store that holds adverse impact, for who was given the right to it.
    """

    url: str
    run_id: str
    run: dict[str, Any]
    claim: Claim
    options: dict[str, list[str]]
    cells: read.Cells = field(repr=False)
    impact_store: str | None = None


def load(url: str, impact_store: str | None = None) -> Load:
    """Return the newest load of a store.

    Parameters
    ----------
    url
        SQLAlchemy URL of the published tables.
    impact_store
        SQLAlchemy URL of the store itself, for who has the right to adverse impact.

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
    run_id = str(cells.run["run_id"])
    return Load(url, run_id, cells.run, cells.claim, options(cells), cells, impact_store)


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
            lambda: {
                one.key: one
                for one in findings.all_findings(self.cells, self.claim, self._stored or ())
            },
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
        """Who entered each stage, and what became of them, open applications among them; disclosed."""
        return self._once("stages", lambda: pipeline.stages(self.cells))

    @property
    def stage_times(self) -> pd.DataFrame:
        """After how many days half have left each stage; disclosed."""
        return self._once("stage_times", lambda: pipeline.times(self.cells))

    @property
    def applications(self) -> pd.Series:
        """How many applications there are, and how they ended; disclosed."""
        return self._once("applications", lambda: pipeline.applications(self.cells))

    @property
    def time_to_hire(self) -> tuple[int | None, Estimate]:
        """Hires, and after how many days half of them had accepted; disclosed."""
        return self._once("time_to_hire", lambda: pipeline.time_to_hire(self.cells))

    def stage_by(self, dimension: str, stage: str) -> pd.DataFrame:
        """Return one stage in each group of a dimension: counts and time; disclosed."""
        return self._once(
            ("stage", dimension, stage), lambda: pipeline.by(self.cells, dimension, stage)
        )

    def counted_as(self, vendor: str) -> vendors.Counted:
        """Return the pipeline as a vendor counts it; disclosed."""
        return self._once(("counted", vendor), lambda: vendors.counted(self.cells, vendor))

    @property
    def studies(self) -> dict[str, Finding | Exhibit] | None:
        """What the run made of people's rows, by key, in the order in which it is told.

        None where the filters keep neither everything nor one value of one dimension: there are no
        studies of combinations. Empty where too few are kept.
        """
        stored = self._stored
        if stored is None:
            return None
        beside = tuple(self.findings.values())
        return self._once(
            "studies",
            lambda: {
                one.key: one
                for one in findings.as_declared(stored, beside, self.load.cells, self.claim)
            },
        )

    @property
    def _stored(self) -> tuple[Finding | Exhibit, ...] | None:
        """The studies as they were stored, each as if nothing else were declared."""
        chosen = [(name, value) for name in DIMENSIONS for value in getattr(self.filters, name)]
        if len(chosen) > 1:
            return None
        return self._once(
            "stored", lambda: read.studies(self.load.url, *(chosen[0] if chosen else ()))
        )

    @property
    def impact(self) -> tuple[Exhibit, ...] | None:
        """Whom a gate would shut out, of the whole alone; None where the load came without that right."""
        store = self.load.impact_store
        if store is None:
            return None
        return self._once("impact", lambda: read.impact(store) if self.whole else ())

    @property
    def changes(self) -> Changes | None:
        """What changed since the load before this one; of all records, whatever the filters."""
        return self._once(
            "changes",
            lambda: changes(
                read.headlines(self.load.url), read.runs(self.load.url), self.load.run_id
            ),
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
