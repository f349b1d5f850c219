"""People's rows of one view: what studies are made of, and what no page, file or document shows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from analysis.cells import Cells
from analysis.populations import ARMS


@dataclass(frozen=True, eq=False)
class Rows:
    """The rows of a view, and its cells.

    Attributes
    ----------
    interview, scorecard, offer, hire
        Rows of `out__interview`, `out__scorecard`, `out__offer` and `out__hire`.
    self_identification
        Rows of `core__self_identification`; None or empty unless the settings ask for them.
    cells
        The cells of the same view: its run, and which of its arms may not be shown.
    """

    interview: pd.DataFrame
    scorecard: pd.DataFrame
    offer: pd.DataFrame
    hire: pd.DataFrame
    cells: Cells
    self_identification: pd.DataFrame | None = None

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
        return replace(self, **kept, cells=cells)
