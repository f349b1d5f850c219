"""People followed over time: who is still there, and who leaves, counted at every time.

Curves, their differences and hazard ratios are all sums over these counts.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np


@dataclass(frozen=True)
class RiskSets:
    """Counts by stratum, arm and time; the arms are the others (0) and the exposed (1).

    Attributes
    ----------
    times
        When somebody's follow-up ended, ascending, shape (times,).
    n
        People, shape (strata, 2).
    at_risk
        Of these, who could be seen to leave at each time, shape (strata, 2, times).
    events
        Who did, by reason from 1, shape (reasons, strata, 2, times).
    """

    times: np.ndarray
    n: np.ndarray
    at_risk: np.ndarray
    events: np.ndarray

    @classmethod
    def counted(cls, times: np.ndarray, left: np.ndarray, open_: np.ndarray) -> RiskSets:
        """Return one stratum, all in arm 0, from counts at each time.

        Parameters
        ----------
        times
            Ascending, shape (times,).
        left, open_
            Who left at each time, and whose follow-up ended there; who is open at a time is at risk
            at it, shape (times,).

        Examples
        --------
        >>> RiskSets.counted(np.array([2, 5]), np.array([1, 2]), np.array([4, 0])).at_risk[0, 0].tolist()
        [7, 2]
        """
        gone = left + open_
        at_risk = gone[::-1].cumsum()[::-1]
        nobody = np.zeros_like(gone)
        return cls(
            times,
            np.array([[gone.sum(), 0]]),
            np.stack([at_risk, nobody])[None],
            np.stack([left, nobody])[None, None],
        )

    def pooled(self) -> RiskSets:
        """Return all strata as one."""
        return RiskSets(
            self.times,
            self.n.sum(axis=0, keepdims=True),
            self.at_risk.sum(axis=0, keepdims=True),
            self.events.sum(axis=1, keepdims=True),
        )

    def where(self, keep: np.ndarray) -> RiskSets:
        """Return the strata that `keep` marks, shape (strata,)."""
        return RiskSets(self.times, self.n[keep], self.at_risk[keep], self.events[:, keep])

    def followed_to(self, time: float) -> np.ndarray:
        """Return how many are still followed at a time, shape (strata, 2)."""
        column = np.searchsorted(self.times, time)
        if column == len(self.times):
            return np.zeros_like(self.n)
        return self.at_risk[..., column]

    def left_for(self, reason: int) -> np.ndarray:
        """Return how many were seen to leave for a reason at each time, shape (strata, 2, times)."""
        if reason > len(self.events):
            return np.zeros_like(self.at_risk)
        return self.events[reason - 1]

    def left_by(self, time: float, reason: int) -> np.ndarray:
        """Return how many were seen to leave for a reason by a time, shape (strata, 2)."""
        return self.left_for(reason)[..., self.times <= time].sum(axis=-1)


@dataclass(frozen=True, eq=False)
class Followed:
    """People in two arms, each seen from a start to an end; arrays of shape (people,).

    Attributes
    ----------
    end
        Time at which follow-up ended, above 0 and above `start`.
    reason
        Why it ended: 0 if only the records end there, else the reason of leaving, 1, 2, ...
    exposed
        Flag of the arm.
    stratum
        Number of the stratum, from 0.
    start
        Time from which a leaving would have been seen: later than 0 where the records begin late
        (left truncation) or the arm changed. A person is at risk after `start`, up to `end`.

    Examples
    --------
    >>> end, reason = np.array([2, 3, 3, 5]), np.array([1, 1, 0, 2])
    >>> seen = Followed(end, reason, np.array([True, True, False, False]), np.zeros(4, int))
    >>> seen.risk_sets.at_risk[0].tolist()
    [[2, 2, 1], [2, 1, 0]]
    """

    end: np.ndarray
    reason: np.ndarray
    exposed: np.ndarray
    stratum: np.ndarray
    start: np.ndarray | None = None

    @cached_property
    def columns(self) -> tuple[np.ndarray, np.ndarray]:
        """Number of the first time at risk and of the last, of `risk_sets.times`, shape (people,)."""
        times = np.unique(self.end)
        last = np.searchsorted(times, self.end)
        if self.start is None:
            return np.zeros_like(last), last
        return np.searchsorted(times, self.start, side="right"), last

    @cached_property
    def risk_sets(self) -> RiskSets:
        """Whom there was to leave, and who did, at every time."""
        times = np.unique(self.end)
        first, last = self.columns
        strata = int(self.stratum.max(initial=-1)) + 1
        reasons = max(int(self.reason.max(initial=0)), 1)
        group = 2 * self.stratum + self.exposed
        shape = (strata, 2, len(times))

        def counted(column: np.ndarray, of: np.ndarray) -> np.ndarray:
            cells = np.bincount(group[of] * len(times) + column[of], minlength=np.prod(shape))
            return cells.reshape(shape)

        everybody = np.ones(len(self.end), dtype=bool)
        came, went = counted(first, everybody), counted(last, everybody)
        return RiskSets(
            times,
            came.sum(axis=-1),
            came.cumsum(axis=-1) - went.cumsum(axis=-1) + went,
            np.stack([counted(last, self.reason == one) for one in range(1, reasons + 1)]),
        )
