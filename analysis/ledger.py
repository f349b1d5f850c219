"""A frame as numbers: who counts where, worked out once and asked for by every view."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis import populations

DIMENSIONS = ("department", "job", "stage", "source_channel", "location", "quarter")
"""What views filter on, and what is broken down by. Hires have no stage."""

POPULATIONS: dict[str, dict[str, Callable[[pd.DataFrame], np.ndarray]]] = {
    "interview": {"interviews": populations.interviews, "covered": populations.covered},
    "hire": {"performance": populations.performance, "retention": populations.retention},
    "stage": {"stages": populations.stages},
}
"""Frame of the cells → the populations that findings make of it."""


@dataclass(frozen=True)
class Ledger:
    """One frame.

    Attributes
    ----------
    n
        Count of each cell, shape (cells,).
    codes
        By dimension, the number of each cell's value, shape (cells,).
    values
        By dimension, the values by number.
    groups
        By population, the number of each cell's group (arm, reason or stage), shape (cells,), and
        the groups' names by number.
    who
        Number of whoever each cell is counted of, shape (cells,): then they are counted, each once; None
        where `n` is.
    """

    n: np.ndarray
    codes: Mapping[str, np.ndarray]
    values: Mapping[str, pd.Index]
    groups: Mapping[str, tuple[np.ndarray, list[str]]]
    who: np.ndarray | None = None

    def size(self, kept: np.ndarray) -> float:
        """Return how many the cells that `kept`, shape (cells,), marks hold."""
        if self.who is None:
            return float(self.n[kept].sum())
        return len(np.unique(self.who[kept]))

    def view(self, chosen: Mapping[str, Collection[str]]) -> np.ndarray:
        """Return which cells have one of the chosen values in each dimension, shape (cells,)."""
        kept = np.ones(len(self.n), dtype=bool)
        for name in self.codes.keys() & chosen.keys():
            kept &= np.isin(self.values[name], list(chosen[name]))[self.codes[name]]
        return kept


def ledger(
    frame: pd.DataFrame, labels: Mapping[str, Callable[[pd.DataFrame], np.ndarray]]
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
    >>> made = ledger(frame, POPULATIONS["stage"])
    >>> made.view({"stage": ["Final"]}).tolist()
    [False, True]
    """
    numbered = {
        dimension: _numbers(frame[dimension]) for dimension in DIMENSIONS if dimension in frame
    }
    groups = {}
    for population, label in labels.items():
        codes, names = _numbers(pd.Series(label(frame), dtype=object))
        groups[population] = (codes, [str(one) for one in names])
    return Ledger(
        frame["n"].to_numpy(dtype=float),
        {dimension: codes for dimension, (codes, _) in numbered.items()},
        {dimension: values for dimension, (_, values) in numbered.items()},
        groups,
        _numbers(frame["who"])[0] if "who" in frame else None,
    )


def _numbers(values: pd.Series) -> tuple[np.ndarray, pd.Index]:
    codes, found = pd.factorize(values.astype(object), use_na_sentinel=False)
    return codes, pd.Index(found, dtype=object)
