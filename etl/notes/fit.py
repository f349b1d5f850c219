"""Fit the classifier's weights to the training texts: `python -m etl.notes.fit` writes weights.json.

A logistic model with a ridge penalty and bounded weights. A feature that speaks for a note cannot
get a negative weight, nor one that speaks against a positive weight, so that no reason ever means
its opposite.
"""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from etl.notes import lexicon
from etl.notes.features import LEXICON, features, written

PENALTY = 0.3
"""Ridge penalty on the squared weights."""

LIMIT = 2.5
"""Greatest weight, in log-odds: no reason decides alone, as any pattern may misread a phrase."""


def training_texts() -> pd.DataFrame:
    """Return the labelled messages that the weights are fitted to.

    Returns
    -------
    DataFrame
        `id`, `label` (thank_you or other), `kind`, `lang`, `subject` (may be missing), `body`.
    """
    lines = (lexicon.HERE / "training.jsonl").read_text(encoding="utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines])


def design(texts: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Return the features (messages x features, 0 or 1) and the labels (True = a note)."""
    found = features(written(texts["subject"], texts["body"]))
    return found.to_numpy(dtype=float), (texts["label"] == "thank_you").to_numpy()


def fit(has: np.ndarray, note: np.ndarray, *, penalty: float = PENALTY) -> np.ndarray:
    """Return the intercept, then the weight of each feature.

    Parameters
    ----------
    has
        Messages x features, 0 or 1, in the lexicon's order.
    note
        True for a thank-you note, False for other mail.
    penalty
        Of the squared weights; the intercept bears none.
    """
    rows = np.column_stack([np.ones(len(has)), has])
    sign = np.where(note, 1.0, -1.0)
    ridge = penalty * np.r_[0.0, np.ones(has.shape[1])]

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (rows @ weights)
        slope = rows.T @ (-sign / (1 + np.exp(margin))) + ridge * weights
        return float(np.logaddexp(0, -margin).sum() + ridge @ weights**2 / 2), slope

    bounds = [(None, None)] + [
        (0, LIMIT) if feature.direction > 0 else (-LIMIT, 0)
        for feature in LEXICON.features.values()
    ]
    return minimize(loss, np.zeros(rows.shape[1]), jac=True, bounds=bounds, method="L-BFGS-B").x


def weights_table(texts: pd.DataFrame) -> dict[str, object]:
    """Return what weights.json holds: the intercept, and code → weight, in log-odds."""
    # Two decimals: the last digits differ between machines.
    intercept, *weights = (round(float(weight), 2) + 0.0 for weight in fit(*design(texts)))
    return {
        "intercept": intercept,
        "weights": dict(zip(LEXICON.features, weights, strict=True)),
    }


def write(path: Path) -> None:
    """Fit to the training texts and write the weights."""
    table = json.dumps(weights_table(training_texts()), indent=1)
    path.write_text(table + "\n", encoding="utf-8")


if __name__ == "__main__":
    write(lexicon.HERE / "weights.json")
