"""People's rows of one view: what studies are made of, and what no page, file or document shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis import populations
from analysis.cells import Cells
from analysis.differencing import unsafe
from analysis.ledger import Ledger, ledger
from analysis.populations import ARMS


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a view, and its cells.

    Attributes
    ----------
    interview, scorecard, offer, hire
        Rows of `out__interview`, `out__scorecard`, `out__offer` and `out__hire`.
    cells
        The cells of the same view: its run, and which of its arms may not be shown.
    whole
        The rows before filtering, or None if these are they.
    """

    interview: pd.DataFrame
    scorecard: pd.DataFrame
    offer: pd.DataFrame
    hire: pd.DataFrame
    cells: Cells
    whole: Rows | None = None

    @cached_property
    def compared(self) -> pd.DataFrame:
        """The interviews in either arm of the influence finding, numbered from 0."""
        counted = self.interview["exclusion"] == ""
        return self.interview[counted & self.interview["note_status"].isin(ARMS)].reset_index(
            drop=True
        )

    def of(self, dimension: str, value: str, cells: Cells) -> Rows:
        """Return the rows with one value of a dimension; hires and offers have no stage.

        Parameters
        ----------
        dimension
            One of `analysis.filters.DIMENSIONS`.
        cells
            The cells of that view.
        """
        kept = {
            name: frame[frame[dimension] == value].reset_index(drop=True)
            for name in ("interview", "scorecard", "offer", "hire")
            if dimension in (frame := getattr(self, name))
        }
        return replace(self, **kept, cells=cells, whole=self)

    def withheld_of(self, population: str) -> frozenset[str]:
        """Return the arms and reasons whose counts would, beside another view, single out few people.

        Parameters
        ----------
        population
            "followed", "performance" or "retention" (hires), "offers" or "answered" (of these).
        """
        known = self.cells.withheld_of(population)
        if self.whole is None:
            return known
        book = self.whole.ledgers[population]
        view = book.view(self.cells.filters)
        filtered = [dimension for dimension in self.cells.filters if dimension in book.codes]
        return known | unsafe(book, population, view, filtered)

    @cached_property
    def ledgers(self) -> dict[str, Ledger]:
        """The hires and the offers as numbers, one a row, by population."""
        made = {"offers": populations.interviews, "answered": populations.answered}
        offers = ledger(self.offer.assign(n=1), made)
        hired = {
            "followed": populations.followed,
            "performance": populations.performance,
            "retention": populations.retention,
        }
        hires = ledger(self.hire.assign(n=1), hired)
        return {**dict.fromkeys(hired, hires), **dict.fromkeys(made, offers)}
