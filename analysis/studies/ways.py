"""The interviews of every way in which influence could be asked, and the tables of each way."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd

from analysis import words
from analysis.estimators.stratified import Strata, number
from etl.derive.scorecards import score_bands

HOURS = (12.0, 24.0, 48.0, 72.0)
"""Landmarks and windows that are tried beside the declared one."""
ADJUSTED = {
    "raw": "as counted",
    "strata": "within job, stage and round",
    "score": "within job, stage, round and earlier interview score",
}
PARTS = ("landmark", "window", "adjustment", "withdrawals", "panels")
"""What the parts of a way's words tell, in their order; each way has them all."""
SEPARATOR = "; "
"""Between the parts; in none of them."""
DECLARED = "As declared: "
"""Before the parts of the declared way alone."""


@dataclass(frozen=True)
class Way:
    """One way to make the comparison.

    Attributes
    ----------
    landmark, window
        Undecided after so many hours; a note within so many counts. Places in `Records.hours`.
    adjustment
        A key of `ADJUSTED`.
    stayed
        Whether withdrawals are left out; else they did not advance.
    part
        Whether panels of which only some mailboxes are covered count too.
    """

    landmark: int
    window: int
    adjustment: str
    stayed: bool
    part: bool


@dataclass(frozen=True)
class Records:
    """The interviews of any way, in an order in which those that notes are shuffled among stand together.

    Attributes
    ----------
    hours
        Landmarks and windows, ascending.
    note
        Place in `hours` of the first by which a note had come, shape (interviews,); `len(hours)` for none.
    undecided
        At how many of `hours` the interview was undecided.
    advanced, withdrew, part
        Flags.
    strata
        Stratum by adjustment.
    group
        Numbers of those among whom notes are shuffled, ascending: same job, stage, round, band of the
        earlier score, coverage, and decided between the same two of `hours`, as a note can only come before the decision.
    """

    hours: tuple[float, ...]
    note: np.ndarray
    undecided: np.ndarray
    advanced: np.ndarray
    withdrew: np.ndarray
    part: np.ndarray
    strata: dict[str, np.ndarray]
    group: np.ndarray

    @classmethod
    def of(cls, interview: pd.DataFrame, landmark: float, window_days: float) -> Records:
        """Return the records of `out__interview`; later than the window no note is attached."""
        tried = {hours for hours in HOURS if hours <= 24 * window_days}
        hours = tuple(sorted({*tried, landmark}))
        part = interview["exclusion"] == "part_covered"
        known = interview["exclusion"].isin(["", "decided_before_landmark"]) & interview["covered"]
        since = (interview["decided_at"] - interview["ended_at"]).dt.total_seconds() / 3600
        frame = interview.assign(part=part, undecided=np.searchsorted(hours, since))
        frame = frame[(known | part) & (frame["undecided"] > 0)].reset_index(drop=True)
        keys = [frame[name] for name in ("job_id", "stage", "round")]
        scored = [*keys, score_bands(frame["prior_score"])]
        group = number([*scored, frame["part"], frame["undecided"]], len(frame))
        order = np.argsort(group, kind="stable")
        strata = {
            "raw": np.zeros(len(frame), dtype=np.int64),
            "strata": number(keys, len(frame)),
            "score": number(scored, len(frame)),
        }
        # A missing number of hours is sorted behind all of them: no note.
        note = np.searchsorted(hours, frame["hours_to_note"].astype("float64"))
        outcome = frame["outcome"].to_numpy(dtype=object)
        return cls(
            hours,
            note[order],
            frame["undecided"].to_numpy()[order],
            (outcome == "advanced")[order],
            (outcome == "withdrew")[order],
            frame["part"].to_numpy(dtype=bool)[order],
            {name: code[order] for name, code in strata.items()},
            group[order],
        )

    def told(self, way: Way) -> str:
        """Return a way in words, as `PARTS` names them."""
        parts = (
            f"undecided at {words.hours(self.hours[way.landmark])}",
            f"note within {words.hours(self.hours[way.window])}",
            ADJUSTED[way.adjustment],
            f"withdrawals {'left out' if way.stayed else 'not advanced'}",
            f"partly covered panels {'counted' if way.part else 'left out'}",
        )
        return SEPARATOR.join(parts)

    def ways(self) -> list[Way]:
        """Return all ways; a note later than the landmark counts in none."""
        places = range(len(self.hours))
        return [
            Way(landmark, window, adjustment, stayed, part)
            for landmark, window, adjustment, stayed, part in product(
                places, places, ADJUSTED, (False, True), (False, True)
            )
            if window <= landmark
        ]

    def kept(self, way: Way) -> np.ndarray:
        """Return which interviews a way compares, shape (interviews,)."""
        kept = self.undecided > way.landmark
        if way.stayed:
            kept &= ~self.withdrew
        return kept if way.part else kept & ~self.part

    def tables(self, way: Way) -> Strata:
        """Return a way's 2 x 2 tables; an exposed interview is one with a note."""
        kept = self.kept(way)
        code, sent = self.strata[way.adjustment][kept], self.note[kept] <= way.window
        went = self.advanced[kept]
        size = int(self.strata[way.adjustment].max(initial=-1)) + 1
        n, s = (np.bincount(one, minlength=size) for one in (code, code[went]))
        n1, s1 = (np.bincount(code[one], minlength=size) for one in (sent, sent & went))
        return Strata(*(one.astype(float) for one in (n1, s1, n - n1, s - s1)))
