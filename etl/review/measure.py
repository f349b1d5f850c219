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
from etl.notes.moment import FLOOR
from etl.review.agreement import agreement
from etl.review.draw import ALL, strata
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
    share, seen
        The share of notes among the reviewed, each by its weight, and how many equally weighted ones
        would say as much (Kish 1965, section 11.7); of the whole stratum where the cell has none.
    """

    is_note: bool
    drawn: float
    spread: float
    reviewed: int
    notes: float
    missed: float
    false: float
    share: float
    seen: float

    @property
    def others(self) -> float:
        """How many messages nobody reviewed."""
        return max(self.drawn - self.reviewed, 0.0)


def cells(rows: pd.DataFrame) -> list[Cell]:
    """Return the cells that a measurement is made of: strata by what the classifier says today.

    Parameters
    ----------
    rows
        As `weighted` returns them.
    """
    by_stratum = {str(name): _share(stratum) for name, stratum in rows.groupby("stratum")}
    found = []
    by = ["stratum", "counted", "is_note"]
    for (name, _, is_note), cell in rows.groupby(by, sort=True):
        told, seen = _share(cell)
        if seen == 0:
            told, seen = by_stratum[str(name)]
        size = cell["size"]
        found.append(
            Cell(
                is_note=bool(is_note),
                drawn=float(size.sum()),
                # The variance of an estimated total under Poisson sampling; none of a count.
                spread=float((size * (size - 1)).clip(lower=0).sum()),
                reviewed=int(cell["share"].notna().sum()),
                notes=float(cell["share"].sum()),
                missed=float(cell["missed"].sum()),
                false=float(cell["false"].sum()),
                share=told,
                seen=seen,
            )
        )
    return found


def weighted(
    items: pd.DataFrame, notes: pd.DataFrame, labels: pd.DataFrame, share: float
) -> pd.DataFrame:
    """Return the messages that count, each with how many it stands for and what was said of it.

    Of texts above `FLOOR`, `out__note` holds all, drawn or not, and they are counted. Of the others it
    holds the drawn ones, whose number is scaled up by their chance, and once more where unsure
    messages are missing from the review store (whose files were gone when review began).

    Parameters
    ----------
    items
        `review__item`: note_id, weight, order_key.
    notes
        `out__note` of the messages that count: note_id, probability and text_probability (0-1).
    labels
        `review__label`: note_id, label.
    share
        `Draw.share`.

    Returns
    -------
    DataFrame
        stratum, counted, is_note, size (how many it stands for), share (of its reviewers, who took it
        for a note; missing where none could tell), missed, false.
    """
    columns = ["note_id", "probability", "text_probability"]
    rows = notes[columns].merge(items[["note_id", "weight", "order_key"]], how="left")
    rows["stratum"] = strata(rows["text_probability"])
    rows["counted"] = rows["text_probability"] >= FLOOR
    drawn = rows["weight"].notna()
    unsure = rows["stratum"] == "unsure"
    lost = unsure.sum() / max((unsure & drawn).sum(), 1) if unsure.any() else 1.0
    # Beyond the chance of today only those are left that somebody labelled: they stand for nobody.
    inside = drawn & (rows["order_key"].astype("float64") < share * ALL)
    scaled = rows["weight"].clip(lower=1 / share).where(inside, 0.0) * lost
    rows["size"] = scaled.where(~rows["counted"], 1.0)
    rows["is_note"] = rows["probability"] >= THRESHOLD
    told = rows["note_id"].map(shares(labels)).astype("float64").where(drawn)
    tag = rows["note_id"].map(settled(labels)).astype("boolean").fillna(rows["is_note"])
    rows["share"], rows["missed"], rows["false"] = told, told * ~tag, (1 - told) * tag
    return rows


def _share(rows: pd.DataFrame) -> tuple[float, float]:
    """Return the weighted share of notes among the reviewed of a cell, and their effective number."""
    told = rows[rows["share"].notna()]
    weight = told["weight"]
    if told.empty:
        return 0.5, 0.0
    share = float((told["share"] * weight).sum() / weight.sum())
    return share, float(weight.sum() ** 2 / (weight**2).sum())


def measured(
    items: pd.DataFrame,
    notes: pd.DataFrame,
    labels: pd.DataFrame,
    interviews: int,
    share: float,
) -> ErrorRates | None:
    """Return how often the tag, as it stands after review, is wrong.

    A message that people settled is right from then on, so that only those nobody reviewed can be
    wrong: as often as the reviewed ones of their cell were before. The estimates are post-stratified
    (Särndal, Swensson and Wretman 1992, section 7.6). Their doubt comes from draws of what each cell
    may hold - the share of notes from a Beta (Jeffreys' prior), its size from a Gamma with the
    variance of Poisson sampling - and is told as the number of interviews that would leave as much.

    Messages stand for interviews: two notes after one interview are rare. Messages that nobody could
    tell, and those whose text was destroyed before anybody looked, are taken as missing at random:
    as often notes as the reviewed ones of their cell.

    Parameters
    ----------
    items
        `review__item`: note_id, weight, order_key.
    notes
        `out__note` of the messages that could be the exposure of a covered interview.
    labels
        `review__label`: note_id, reviewer, label, labelled_at.
    interviews
        The covered interviews that these messages follow, or no message does.
    share
        Chance of a clear message of being drawn, 0-1.

    Returns
    -------
    ErrorRates or None
        None below `FEWEST` reviewed messages, below `FEWEST_OF_STRATUM` of any stratum that holds
        more, or if there is no note or nothing but notes.
    """
    rows = weighted(items, notes, labels, share)
    told = rows["share"].notna()
    of_stratum = told.groupby(rows["stratum"]).agg(["sum", "size"])
    few = (of_stratum["sum"] < FEWEST_OF_STRATUM) & (of_stratum["sum"] < of_stratum["size"])
    if told.sum() < FEWEST or few.any():
        return None
    found = cells(rows)
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
        agreement=agreement(labels[labels["note_id"].isin(rows.loc[told, "note_id"])]),
        reviewed=int(told.sum()),
    )


def _expected(cell: Cell) -> tuple[float, float, float]:
    """Return the notes of a cell, those missed, and the others that are tagged."""
    return _outcome(cell, cell.others * cell.share, cell.others)


def _outcome(cell: Cell, notes: Any, others: Any) -> tuple[Any, Any, Any]:
    """Return the same where `notes` of the `others` that nobody reviewed are notes; arrays, too."""
    return (
        cell.notes + notes,
        cell.missed + (0.0 if cell.is_note else notes),
        cell.false + (others - notes if cell.is_note else 0.0),
    )


def _drawn(cell: Cell, chance: np.random.Generator) -> np.ndarray:
    """Return draws of `_expected`, 3 × `_DRAWS`."""
    share = chance.beta(cell.share * cell.seen + 0.5, (1 - cell.share) * cell.seen + 0.5, _DRAWS)
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
