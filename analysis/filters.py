"""Filters: which cells a view keeps, and which of its counts another view would give away."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import ledger
from analysis.cells import Cells
from analysis.differencing import unsafe
from analysis.disclosure import SUPPRESS, secondary
from analysis.ledger import DIMENSIONS

__all__ = ["DIMENSIONS", "Filters", "options", "split"]

# Of interviews, the population and group of which counts stand side by side; of stays, all do.
_SIDE_BY_SIDE = (
    ("interviews", "sent"),
    ("interviews", "not_sent"),
    ("covered", "covered"),
    ("scored", "scored"),
    ("scored", "unscored"),
)


@dataclass(frozen=True)
class Filters:
    """Values to keep of each dimension; none = all.

    Hires and applications have no stage: a filter on stage leaves them as they are.

    Examples
    --------
    >>> Filters(department=("Sales",)).department
    ('Sales',)
    """

    department: tuple[str, ...] = ()
    job: tuple[str, ...] = ()
    stage: tuple[str, ...] = ()
    source_channel: tuple[str, ...] = ()
    location: tuple[str, ...] = ()
    recruiter_group: tuple[str, ...] = ()
    quarter: tuple[str, ...] = ()

    def apply(self, cells: Cells) -> Cells:
        """Return the cells that pass, with what may not be shown of them.

        Filters add up: applied to filtered cells, they keep what passes both.
        """
        wanted = {name: getattr(self, name) for name in DIMENSIONS if getattr(self, name)}
        return _narrowed(cells, wanted, tuple(ledger.POPULATIONS)) if wanted else cells


def options(cells: Cells) -> dict[str, list[str]]:
    """Return the values to choose from, by dimension; none where there is no choice.

    Values that no more than 7 interviews, hires and applications have are left out: choosing them
    would show nothing.

    Examples
    --------
    >>> frame = pd.DataFrame({"job": ["Chef", "Cook", "Clerk"], "department": "Kitchen", "n": [40, 2, 8]})
    >>> found = options(Cells(frame, frame.iloc[:0], frame.iloc[:0], frame.iloc[:0]))
    >>> found["job"], found["department"]
    (['Chef', 'Clerk'], [])
    """
    found = {name: _shown(cells, name, ledger.POPULATIONS) for name in DIMENSIONS}
    return {name: values if len(values) > 1 else [] for name, values in found.items()}


def _shown(cells: Cells, name: str, of: Iterable[str]) -> list[str]:
    """Return the values of a dimension that enough of some of these have, in their order."""
    most = pd.Series(dtype=float)
    for frame in (getattr(cells, one) for one in of):
        if name in frame:
            most = most.combine(frame.groupby(name)["n"].sum(), max, fill_value=0)
    found = sorted(str(value) for value in most.index[most > SUPPRESS])
    return _in_order(cells, found) if name == "stage" else found


def _in_order(cells: Cells, stages: list[str]) -> list[str]:
    """Return stages in their order in the pipeline, not in the alphabet's."""
    if "position" not in cells.stage:
        return stages
    order = cells.stage.groupby("stage")["position"].min()
    return sorted(stages, key=lambda value: (order.get(value, np.inf), value))


def split(cells: Cells, dimension: str, of: str = "interview") -> list[tuple[str, Cells]]:
    """Return a view for each value of a dimension, fit to be shown side by side.

    Beside the total over all values, a value that is hidden alone would be given away: the next
    smallest is then hidden too.

    Parameters
    ----------
    dimension
        One of `DIMENSIONS`.
    of
        What the views hold, and all that they hold: "interview" or "stage".

    Raises
    ------
    ValueError
        If there is no such dimension.
    """
    if dimension not in DIMENSIONS:
        raise ValueError(f"no dimension of this name; there are {', '.join(DIMENSIONS)}")
    views = {
        value: _narrowed(cells, {dimension: (value,)}, (of,))
        for value in _shown(cells, dimension, (of,))
    }
    if getattr(cells, of).empty:
        return []
    book = (cells.whole or cells).ledgers[of]
    inside = book.view(cells.filters)
    for name, (_, names) in book.groups.items():
        for group, rows in zip(names, book.members[name], strict=True):
            if group and (of != "interview" or (name, group) in _SIDE_BY_SIDE):
                kept = rows[inside[rows]]
                parts = np.bincount(
                    book.codes[dimension][kept], book.n[kept], len(book.values[dimension])
                )
                _hide(views, (name, group), dict(zip(book.values[dimension], parts, strict=True)))
    return list(views.items())


def _hide(views: dict[str, Cells], told: tuple[str, str], parts: Mapping[str, float]) -> None:
    """Withhold a population's group in the further views in which it would give a hidden part away."""
    values = np.array(sorted(parts), dtype=object)
    n = np.array([parts[value] for value in values], dtype=float)
    shown = [value in views and told not in views[value].withheld for value in values]
    hidden = ~np.array(shown, dtype=bool) | (n <= SUPPRESS)
    for value in values[secondary(n, hidden) & ~hidden]:
        view = views[value]
        views[value] = replace(view, withheld=view.withheld | {told})


def _narrowed(
    cells: Cells, wanted: Mapping[str, Collection[str]], frames: tuple[str, ...]
) -> Cells:
    """Return the cells that also have the wanted values, in the named frames; the others empty."""
    chosen = dict(cells.filters)
    for name, values in wanted.items():
        before = chosen.get(name)
        chosen[name] = tuple(value for value in values if before is None or value in before)
    whole = cells.whole or cells
    kept, withheld = {}, set()
    for name in ledger.POPULATIONS:
        frame = getattr(whole, name)
        if name not in frames:
            kept[name] = frame.iloc[:0]
            continue
        book = whole.ledgers[name]
        view = book.view(chosen)
        kept[name] = frame[view[book.line]]
        filtered = [dimension for dimension in chosen if dimension in book.codes]
        if filtered:
            for population in book.groups:
                groups = unsafe(book, population, view, filtered)
                withheld |= {(population, group) for group in groups}
    return replace(cells, **kept, filters=chosen, whole=whole, withheld=frozenset(withheld))
