"""Where a gate could stand: after the last round, after any one round, or after every round."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.rows import Rows


@dataclass(frozen=True)
class Place:
    """Where a gate stands among the rounds before an offer.

    `suffix` marks the keys of its exhibits; `rule` says who is let in.
    """

    suffix: str
    rule: str

    def passed(self, frame: pd.DataFrame) -> np.ndarray:
        """Return whether each hire or offer would have been let in, shape (rows,).

        Parameters
        ----------
        frame
            note_status (of the last round), rounds, rounds_with_note.

        Examples
        --------
        >>> frame = pd.DataFrame({"note_status": ["not_sent"], "rounds": [3], "rounds_with_note": [1]})
        >>> [place.passed(frame).item() for place in (LAST, ANY, EVERY)]
        [False, True, False]
        """
        if self is LAST:
            return (frame["note_status"] == "sent").to_numpy()
        least = 1 if self is ANY else frame["rounds"]
        return (frame["rounds_with_note"] >= least).to_numpy()

    def seen(self, frame: pd.DataFrame) -> np.ndarray:
        """Return of which rows it is known, shape (rows,): of some places every round must be covered."""
        if self is LAST:
            return np.ones(len(frame), dtype=bool)
        return (frame["rounds_observed"] == frame["rounds"]).to_numpy()


LAST = Place("", "a note after the last round before the offer")
ANY = Place("_any", "a note after at least one round before the offer")
EVERY = Place("_every", "a note after every round before the offer")


def places(rows: Rows) -> tuple[Place, ...]:
    """Return the places that may be told of: of a view the last round alone.

    Nothing says which counts of the others another view would give away.
    """
    return (LAST, ANY, EVERY) if rows.whole is None else (LAST,)
