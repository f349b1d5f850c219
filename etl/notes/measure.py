"""How well the classifier does: precision, recall, calibration, by language and kind of message."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from etl.notes.classify import THRESHOLD
from etl.notes.fit import design, fit

FOLDS = 10
ALIKE = 0.25
"""Share of sequences of five letters from which two messages are near-twins."""


def near_twins(bodies: pd.Series) -> np.ndarray:
    """Return a group number for each text; near-twins, and twins of twins, share one.

    Examples
    --------
    >>> group = near_twins(pd.Series(["Thank you for your time today", "No", "Thank you for your time"]))
    >>> bool(group[0] == group[2]), bool(group[0] == group[1])
    (True, False)
    """
    pieces = [_pieces(body) for body in bodies]
    column = {piece: index for index, piece in enumerate(sorted(set().union(*pieces)))}
    entries = [(row, column[piece]) for row, own in enumerate(pieces) for piece in own]
    rows, columns = np.array(entries).T
    has = csr_matrix((np.ones(len(rows)), (rows, columns)), shape=(len(pieces), len(column)))
    shared = (has @ has.T).tocoo()
    size = np.asarray(has.sum(axis=1)).ravel()
    union = size[shared.row] + size[shared.col] - shared.data
    alike = shared.data / union >= ALIKE
    links = csr_matrix(
        (np.ones(alike.sum()), (shared.row[alike], shared.col[alike])), shape=shared.shape
    )
    return connected_components(links, directed=False)[1]


def cross_validated(texts: pd.DataFrame) -> np.ndarray:
    """Return each message's probability by a model fitted without it and its near-twins."""
    has, note = design(texts)
    fold = near_twins(texts["body"]) % FOLDS
    out = np.zeros(len(texts))
    for number in range(FOLDS):
        test = fold == number
        out[test] = probabilities(has[test], fit(has[~test], note[~test]))
    return out


def probabilities(has: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the probability of a note for each row of features."""
    return 1 / (1 + np.exp(-(weights[0] + has @ weights[1:])))


def scores(note: np.ndarray, probability: np.ndarray) -> dict[str, float]:
    """Return the usual measures of a decision at `THRESHOLD`.

    Returns
    -------
    dict
        `n`, `precision`, `recall`, `f1`, `false_positive_rate` (0-1; not a number where there is
        nothing to divide by) and `brier`, the mean squared error of the probabilities.

    Examples
    --------
    >>> scores(np.array([True, True, False, False]), np.array([0.9, 0.2, 0.6, 0.1]))["f1"]
    0.5
    """
    told = probability >= THRESHOLD
    right = int((told & note).sum())
    wrong = int((told & ~note).sum())
    missed = int((~told & note).sum())

    def share(part: int, whole: int) -> float:
        return part / whole if whole else float("nan")

    return {
        "n": len(note),
        "precision": share(right, right + wrong),
        "recall": share(right, right + missed),
        "f1": share(2 * right, 2 * right + wrong + missed),
        "false_positive_rate": share(wrong, int((~note).sum())),
        "brier": float(np.mean((probability - note) ** 2)),
    }


def by(texts: pd.DataFrame, probability: np.ndarray, column: str) -> pd.DataFrame:
    """Return `scores` for each value of a column such as `lang` or `kind`."""
    note = (texts["label"] == "thank_you").to_numpy()
    rows = {
        value: scores(note[where], probability[where])
        for value in sorted(texts[column].unique())
        if (where := (texts[column] == value).to_numpy()).any()
    }
    return pd.DataFrame.from_dict(rows, orient="index")


def calibration(note: np.ndarray, probability: np.ndarray, bins: int = 5) -> pd.DataFrame:
    """Return, for equal ranges of the probability: n, the mean probability, the share of notes."""
    told = pd.DataFrame({"probability": probability, "note": note.astype(float)})
    ranges = pd.cut(told["probability"], list(np.linspace(0, 1, bins + 1)), include_lowest=True)
    return told.groupby(ranges, observed=True).agg(
        n=("note", "size"), probability=("probability", "mean"), notes=("note", "mean")
    )


def _pieces(body: str) -> set[str]:
    letters = "".join(re.findall(r"\w", body.lower()))
    return {letters[index : index + 5] for index in range(max(1, len(letters) - 4))}
