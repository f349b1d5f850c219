"""A frame as numbers: who counts where, worked out once and asked for by every view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analysis import populations

DIMENSIONS = (
    "department",
    "job",
    "stage",
    "source_channel",
    "location",
    "recruiter_group",
    "quarter",
)
"""What views filter on, and what is broken down by. Hires and applications have no stage."""

POPULATIONS: dict[str, dict[str, Callable[[pd.DataFrame], pd.Categorical]]] = {
    "interview": {
        "interviews": populations.interviews,
        "covered": populations.covered,
        "scored": populations.scored,
    },
    "hire": {"performance": populations.performance, "retention": populations.retention},
    "stage": {
        "stages": populations.stages,
        "stays": populations.stays,
        "apart": populations.apart,
    },
    "application": {
        "everybody": populations.everybody,
        "applications": populations.applications,
    },
}
"""Frame of the cells → the populations that findings make of it."""


@dataclass(frozen=True)
class Ledger:
    """One frame, a line for all cells that no view and no population tells apart.

    Attributes
    ----------
    line
        The number of each cell's line, shape (cells,).
    n
        Count of each line, shape (lines,).
    codes
        By dimension, the number of each line's value, shape (lines,).
    values
        By dimension, the values by number.
    groups
        By population, the number of each line's group (arm, reason or stage), shape (lines,), and
        the groups' names by number; the one without a name is never told.
    who
        Number of whoever each line is of, shape (lines,): then they are counted, each once; None where
        `n` is.
    """

    line: np.ndarray
    n: np.ndarray
    codes: Mapping[str, np.ndarray]
    values: Mapping[str, pd.Index]
    groups: Mapping[str, tuple[np.ndarray, list[str]]]
    who: np.ndarray | None = None

    def size(self, kept: np.ndarray) -> float:
        """Return how many the lines that `kept` marks or numbers hold."""
        if self.who is None:
            return float(self.n[kept].sum())
        return len(np.unique(self.who[kept]))

    @cached_property
    def apart(self) -> list[np.ndarray]:
        """The codes of the dimensions that tell lines apart: one of a single value narrows no view."""
        return [codes for codes in self.codes.values() if _differ(codes)]

    @cached_property
    def members(self) -> dict[str, list[np.ndarray]]:
        """By population, the lines of each group, by the group's number."""
        found = {}
        for population, (of, names) in self.groups.items():
            order, sizes = np.argsort(of, kind="stable"), np.bincount(of, minlength=len(names))
            ends = sizes.cumsum()
            found[population] = [order[end - n : end] for n, end in zip(sizes, ends, strict=True)]
        return found

    def view(self, chosen: Mapping[str, Collection[str]]) -> np.ndarray:
        """Return which lines have one of the chosen values in each dimension, shape (lines,)."""
        kept = np.ones(len(self.n), dtype=bool)
        for name in self.codes.keys() & chosen.keys():
            kept &= np.isin(self.values[name], list(chosen[name]))[self.codes[name]]
        return kept


def ledger(
    frame: pd.DataFrame, labels: Mapping[str, Callable[[pd.DataFrame], pd.Categorical]]
) -> Ledger:
    """Return the ledger of a frame.

    Parameters
    ----------
    frame
        Cells, with the count of each as `n`.
    labels
        What tells each cell's group, by population: of `POPULATIONS`, or the like for rows.

    Returns
    -------
    Those are counted whom a column `who` of the frame names, if it has one.

    Examples
    --------
    >>> frame = pd.DataFrame({"stage": ["Phone", "Final"], "n": [9, 4]})
    >>> made = ledger(frame, {"everybody": populations.everybody})
    >>> made.view({"stage": ["Final"]}).tolist()
    [False, True]
    """
    numbered = {
        dimension: _numbers(frame[dimension]) for dimension in DIMENSIONS if dimension in frame
    }
    groups = {}
    for population, label in labels.items():
        codes, names = _numbers(pd.Series(label(frame)))
        groups[population] = (codes, [str(one) for one in names])
    who = _numbers(frame["who"])[0] if "who" in frame else None
    told_apart = [codes for codes, _ in (*numbered.values(), *groups.values()) if _differ(codes)]
    told_apart += [] if who is None else [who]
    line, first = _lines(told_apart, len(frame))
    return Ledger(
        line,
        np.bincount(line, weights=frame["n"].to_numpy(dtype=float), minlength=len(first)),
        {dimension: codes[first] for dimension, (codes, _) in numbered.items()},
        {dimension: values for dimension, (_, values) in numbered.items()},
        {population: (codes[first], names) for population, (codes, names) in groups.items()},
        None if who is None else who[first],
    )


def _lines(told_apart: Sequence[np.ndarray], cells: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the number of each cell's combination of codes, and the first cell of each combination."""
    line = np.zeros(cells, dtype=np.int64)
    for codes in told_apart:
        line = pd.factorize(line * (int(codes.max(initial=0)) + 1) + codes)[0]
    return line, np.unique(line, return_index=True)[1]


def _differ(codes: np.ndarray) -> bool:
    return bool((codes != codes[:1]).any())


def _numbers(values: pd.Series) -> tuple[np.ndarray, pd.Index]:
    if isinstance(values.dtype, pd.CategoricalDtype):
        return values.cat.codes.to_numpy(), pd.Index(values.cat.categories, dtype=object)
    codes, found = pd.factorize(values.astype(object), use_na_sentinel=False)
    return codes, pd.Index(found, dtype=object)
