"""How often the note tag is wrong, measured on what people reviewed.

The unsure messages are all drawn and the clear ones by chance, so that the reviewed are no mirror
of the others: within each stratum they are a random sample, and stand for what the stratum holds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from etl.notes.classify import THRESHOLD
from etl.notes.error_rates import ErrorRates
from etl.review.agreement import agreement
from etl.review.settle import settled, shares

FEWEST = 30
"""Reviewed messages below which nothing is measured."""
FEWEST_OF_STRATUM = 5
"""The same of each stratum that holds more than were reviewed."""
_DRAWS = 4000
_SEED = 20_261_123


@dataclass(frozen=True)
class Cell:
    """Messages of one stratum that the classifier takes for the same.

    Attributes
    ----------
    is_note
        What the classifier takes them for.
    drawn, spread
        How many messages the drawn ones stand for, and the variance of that number.
    reviewed
        How many were reviewed.
    notes
        How many of these are notes; a message that reviewers are split over counts in part.
    missed, false
        How many of the reviewed notes are not tagged all the same, and how many others are tagged:
        only where reviewers were split.
    """

    is_note: bool
    drawn: float
    spread: float
    reviewed: int
    notes: float
    missed: float
    false: float

    @property
    def others(self) -> float:
        """How many messages nobody reviewed."""
        return max(self.drawn - self.reviewed, 0.0)


def cells(items: pd.DataFrame, notes: pd.DataFrame, labels: pd.DataFrame) -> list[Cell]:
    """Return the cells that a measurement is made of: strata by what the classifier says today.

    Parameters
    ----------
    items
        `review__item`: note_id, stratum, weight.
    notes
        `out__note` of the messages that count: note_id, probability (0-1).
    labels
        `review__label`: note_id, label.
    """
    rows = items.merge(notes[["note_id", "probability"]], on="note_id", suffixes=("_drawn", ""))
    rows["is_note"] = rows["probability"] >= THRESHOLD
    share = rows["note_id"].map(shares(labels)).astype("float64")
    tag = rows["note_id"].map(settled(labels)).astype("boolean").fillna(rows["is_note"])
    rows["share"], rows["missed"], rows["false"] = share, share * ~tag, (1 - share) * tag
    return [
        Cell(
            is_note=bool(is_note),
            drawn=float(cell["weight"].sum()),
            # The variance of an estimated total under Poisson sampling.
            spread=float((cell["weight"] * (cell["weight"] - 1)).sum()),
            reviewed=int(cell["share"].notna().sum()),
            notes=float(cell["share"].sum()),
            missed=float(cell["missed"].sum()),
            false=float(cell["false"].sum()),
        )
        for (_, is_note), cell in rows.groupby(["stratum", "is_note"], sort=True)
    ]


def measured(
    items: pd.DataFrame, notes: pd.DataFrame, labels: pd.DataFrame, interviews: int
) -> ErrorRates | None:
    """Return how often the tag, as it stands after review, is wrong.

    A message that people settled is right from then on, so that only those nobody reviewed can be
    wrong: as often as the reviewed ones of their cell were before. The estimates are post-stratified
    (Särndal, Swensson and Wretman 1992, section 7.6). Their doubt comes from draws of what each cell
    may hold - the share of notes from a Beta (Jeffreys' prior), its size from a Gamma with the
    variance of Poisson sampling - and is told as the number of interviews that would leave as much.

    Messages stand for interviews: two notes after one interview are rare.

    Parameters
    ----------
    items
        `review__item`: note_id, stratum, weight.
    notes
        `out__note` of the messages that could be the exposure of a covered interview.
    labels
        `review__label`: note_id, reviewer, label, labelled_at.
    interviews
        The covered interviews that these messages follow, or no message does.

    Returns
    -------
    ErrorRates or None
        None below `FEWEST` reviewed messages, below `FEWEST_OF_STRATUM` of any stratum that holds
        more, or if there is no note or nothing but notes.
    """
    found = cells(items, notes, labels)
    inside = items[items["note_id"].isin(notes["note_id"])]
    told = inside["note_id"].isin(shares(labels).index)
    of_stratum = told.groupby(inside["stratum"]).agg(["sum", "size"])
    few = (of_stratum["sum"] < FEWEST_OF_STRATUM) & (of_stratum["sum"] < of_stratum["size"])
    if told.sum() < FEWEST or few.any():
        return None
    true, missed, false = (sum(parts) for parts in zip(*map(_expected, found), strict=True))
    if not 0 < true < interviews:
        return None
    sensitivity, specificity = _rates(true, missed, false, interviews)
    draws = np.sum(
        [_drawn(cell, np.random.default_rng([_SEED, n])) for n, cell in enumerate(found)], 0
    )
    possible = draws[:, (draws[0] > 0) & (draws[0] < interviews)]
    drawn_sensitivity, drawn_specificity = _rates(possible[0], possible[1], possible[2], interviews)
    return ErrorRates(
        basis="reviewed",
        sensitivity=_effective(sensitivity, drawn_sensitivity),
        specificity=_effective(specificity, drawn_specificity),
        agreement=agreement(labels[labels["note_id"].isin(inside["note_id"])]),
        reviewed=int(told.sum()),
    )


def _expected(cell: Cell) -> tuple[float, float, float]:
    """Return the notes of a cell, those missed, and the others that are tagged."""
    share = cell.notes / cell.reviewed if cell.reviewed else 0.5
    return _outcome(cell, cell.others * share, cell.others)


def _outcome(cell: Cell, notes: Any, others: Any) -> tuple[Any, Any, Any]:
    """Return the same where `notes` of the `others` that nobody reviewed are notes; arrays, too."""
    return (
        cell.notes + notes,
        cell.missed + (0.0 if cell.is_note else notes),
        cell.false + (others - notes if cell.is_note else 0.0),
    )


def _drawn(cell: Cell, chance: np.random.Generator) -> np.ndarray:
    """Return draws of `_expected`, 3 × `_DRAWS`."""
    share = chance.beta(cell.notes + 0.5, cell.reviewed - cell.notes + 0.5, _DRAWS)
    others = np.full(_DRAWS, cell.others)
    if cell.spread > 0 and cell.others > 0:
        others = chance.gamma(cell.others**2 / cell.spread, cell.spread / cell.others, _DRAWS)
    notes = chance.binomial(np.round(others).astype(int), share)
    return np.array(np.broadcast_arrays(*_outcome(cell, notes, np.round(others))))


def _rates(true: Any, missed: Any, false: Any, interviews: int) -> tuple[Any, Any]:
    """Return sensitivity and specificity, of numbers or of arrays of draws."""
    return 1 - missed / true, np.maximum(1 - false / (interviews - true), 0)


def _effective(rate: float, draws: np.ndarray) -> tuple[float, float]:
    """Return a rate as so many right of so many: the sample that leaves as much doubt as the draws."""
    mean = float(np.clip(draws.mean(), 1e-6, 1 - 1e-6))
    of = mean * (1 - mean) / max(float(draws.var()), 1e-12)
    of = max(of, 1.0)
    return float(np.clip(rate, 0, 1)) * of, of
