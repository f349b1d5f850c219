"""People's rows of one view: what studies are made of, and what no page, file or document shows."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import populations
from analysis.cells import Cells
from analysis.differencing import given_away, unsafe
from analysis.ledger import DIMENSIONS, Ledger, ledger
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
    _books: dict[str, Ledger] = field(default_factory=dict, init=False)

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

    def given_away(self, name: str, counted: Callable[[Rows], pd.DataFrame]) -> frozenset[str]:
        """Return the groups of a study's own whose counts would, beside another view, single out few.

        Parameters
        ----------
        name
            Of the groups: their counts in the whole are worked out once.
        counted
            What is counted of any view's rows, made by `counted` below.
        """
        if self.whole is None:
            return frozenset()
        books = self.whole._books
        if name not in books:
            each = counted(self.whole).assign(n=1)
            books[name] = ledger(each, {name: lambda rows: pd.Categorical(rows["group"])})
        book = books[name]
        return frozenset(given_away(book, name, book.view(self.cells.filters)))

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


def counted(
    frame: pd.DataFrame, *group: pd.Series | np.ndarray, who: str | None = None
) -> pd.DataFrame:
    """Return rows as `Rows.given_away` counts them: their dimensions, their group, and of whom they are.

    Parameters
    ----------
    frame
        Rows of a view.
    group
        What tells the group of each, shape (rows,); joined by a comma and a space. Rows where any of it is
        empty are in no group.
    who
        Column of whoever is counted, each once; None to count the rows.

    Examples
    --------
    >>> frame = pd.DataFrame({"stage": ["Phone", "Final"], "score": [0.2, 0.9], "by": [7, 7]})
    >>> counted(frame, np.where(frame["score"] < 0.5, "low", ""), frame["stage"], who="by").to_dict("list")
    {'stage': ['Phone'], 'group': ['low, Phone'], 'who': [7]}
    """
    parts = [pd.Series(np.asarray(one, dtype=object), frame.index) for one in group]
    kept = np.all([one != "" for one in parts], axis=0)
    made = frame.loc[kept, [name for name in DIMENSIONS if name in frame]]
    label = parts[0][kept]
    for one in parts[1:]:
        label = label + ", " + one[kept]
    made = made.assign(group=label)
    return made if who is None else made.assign(who=frame.loc[kept, who])
