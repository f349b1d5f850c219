"""What stands on everything that is taken away: when, of which load, under which filters."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from analysis.view import View
from dashboard import words


@dataclass(frozen=True)
class Stamp:
    """Where a sheet comes from.

    Attributes
    ----------
    taken
        The day on which it was taken away.
    run_id, loaded, until
        The load's id, when it finished, and the last instant of its records (not a time if unknown).
    filters
        The filters in words; empty where nothing is filtered out.
    claim
        The digest of the claim that the load was made with.
    """

    taken: date
    run_id: str
    loaded: datetime
    until: datetime
    filters: str
    claim: str

    @classmethod
    def of(cls, view: View, taken: date) -> Stamp:
        """Return the stamp of a view."""
        loaded, until = (
            pd.Timestamp(view.load.run[name]) for name in ("finished_at", "data_until")
        )
        filtered = words.filters(view.filters)
        return cls(taken, view.load.run_id, loaded, until, filtered, view.claim.digest)

    def lines(self) -> dict[str, str]:
        """Return the stamp in words, by name.

        Examples
        --------
        >>> day = datetime(2026, 11, 28)
        >>> Stamp(date(2026, 11, 29), "run-1", day, day, "", "ab12").lines()["Filters"]
        'none: the whole load'
        """
        return {
            "Taken away on": words.day(self.taken),
            "Load": self.run_id,
            "Loaded on": words.moment(self.loaded),
            "Records until": words.moment(self.until),
            "Filters": self.filters or "none: the whole load",
            "Claim": self.claim,
        }

    def line(self) -> str:
        """Return the stamp on one line, for the foot of a sheet.

        Examples
        --------
        >>> day = datetime(2026, 11, 28)
        >>> Stamp(date(2026, 11, 29), "run-1", day, day, "Job: Chef", "ab12").line()
        'Good Eggs · taken away on 29 November 2026 · load run-1 · filters: Job: Chef'
        """
        said = self.lines()
        return (
            f"Good Eggs · taken away on {said['Taken away on']} · load {self.run_id} · "
            f"filters: {said['Filters']}"
        )
