"""How well a decision does: precision, recall, F1, false positives, calibration; with intervals."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd
from scipy.stats import binomtest

LEVEL = 0.95


@dataclass(frozen=True)
class Rate:
    """A share of n, 0 to 1, with its interval; nothing where n is 0."""

    value: float | None
    low: float | None
    high: float | None
    n: int


def rate(part: int, n: int) -> Rate:
    """Return part/n with Wilson's interval at `LEVEL`.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22:209-212.

    Examples
    --------
    >>> found = rate(81, 263)
    >>> f"{found.value:.4f} {found.low:.4f} {found.high:.4f}"
    '0.3080 0.2553 0.3662'
    """
    if n == 0:
        return Rate(None, None, None, 0)
    interval = binomtest(part, n).proportion_ci(LEVEL, method="wilson")
    return Rate(part / n, float(interval.low), float(interval.high), n)


@dataclass(frozen=True)
class Scores:
    """What became of some messages: how many notes were found, how many others mistaken.

    Attributes
    ----------
    found, missed
        Notes that are told as notes, and those that are not.
    mistaken, left
        Other messages that are told as notes, and those that are not.
    """

    found: int
    missed: int
    mistaken: int
    left: int

    @property
    def notes(self) -> int:
        """How many are labelled as notes."""
        return self.found + self.missed

    @property
    def others(self) -> int:
        """How many are labelled as something else."""
        return self.mistaken + self.left

    @property
    def precision(self) -> Rate:
        """Of those told as notes, the share that are notes."""
        return rate(self.found, self.found + self.mistaken)

    @property
    def recall(self) -> Rate:
        """Of the notes, the share that are found: the sensitivity."""
        return rate(self.found, self.notes)

    @property
    def false_positives(self) -> Rate:
        """Of the other messages, the share that are told as notes: 1 - specificity."""
        return rate(self.mistaken, self.others)

    @property
    def f1(self) -> Rate:
        """The harmonic mean of precision and recall; n leaves out other messages told as such.

        It is 2J/(1+J), where J is the share of the found among the found, missed and mistaken; so J's
        interval is its interval.

        Examples
        --------
        >>> round(Scores(found=9, missed=1, mistaken=2, left=50).f1.value, 3)
        0.857
        """
        share = rate(self.found, self.found + self.missed + self.mistaken)
        value, low, high = (
            None if one is None else 2 * one / (1 + one)
            for one in (share.value, share.low, share.high)
        )
        return Rate(value, low, high, share.n)

    @classmethod
    def of(cls, note: np.ndarray, told: np.ndarray) -> Scores:
        """Return the scores of decisions; both True for a note, shape (messages,)."""
        pairs = ((note & told), (note & ~told), (~note & told), (~note & ~told))
        return cls(*(int(one.sum()) for one in pairs))

    def to_dict(self) -> dict[str, Any]:
        """Return counts and rates as plain values."""
        names = ("precision", "recall", "f1", "false_positives")
        return asdict(self) | {name: asdict(getattr(self, name)) for name in names}


def calibration(note: np.ndarray, probability: np.ndarray, bins: int = 5) -> pd.DataFrame:
    """Return, for equal ranges of the probability: n, the mean probability, the share of notes.

    Examples
    --------
    >>> told = calibration(np.array([True, False, True]), np.array([0.9, 0.85, 0.1]))
    >>> told.round(3).to_numpy().tolist()
    [[1.0, 0.1, 1.0], [2.0, 0.875, 0.5]]
    """
    told = pd.DataFrame({"probability": probability, "note": note.astype(float)})
    ranges = pd.cut(told["probability"], list(np.linspace(0, 1, bins + 1)), include_lowest=True)
    return told.groupby(ranges, observed=True).agg(
        n=("note", "size"), probability=("probability", "mean"), notes=("note", "mean")
    )
