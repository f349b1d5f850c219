"""Fit the classifier's weights from the training texts: `python -m etl.notes.fit`.

A logistic model with a ridge penalty. A feature that speaks for a note cannot get a negative
weight, nor one against a positive weight, so that no reason ever means its opposite.
"""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
from scipy.optimize import minimize

from etl.notes import lexicon
from etl.notes.features import LEXICON, features, written

PENALTY = 1.0
FOLDS = 10


def texts() -> pd.DataFrame:
    """Return the training texts: id, label, kind, lang, subject, body, twins, writer."""
    lines = (lexicon.HERE / "training.jsonl").read_text(encoding="utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines if line])


def fit(has: np.ndarray, note: np.ndarray, *, penalty: float = PENALTY) -> np.ndarray:
    """Return the intercept and the weights of a ridge-penalised, sign-bound logistic model.

    Parameters
    ----------
    has
        Messages x features, 0 or 1, in the lexicon's order.
    note
        1 for a thank-you note, 0 for other mail.
    penalty
        Of the squared weights; the intercept bears none.
    """
    design = np.column_stack([np.ones(len(has)), has])
    sign = np.where(note, 1.0, -1.0)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margin = sign * (design @ weights)
        ridge = penalty * weights * np.r_[0.0, np.ones(len(weights) - 1)]
        slope = -sign / (1 + np.exp(margin))
        return float(np.logaddexp(0, -margin).sum() + ridge @ weights / 2), design.T @ slope + ridge

    bounds = [(None, None)] + [
        (0, None) if feature.direction > 0 else (None, 0) for feature in LEXICON.features.values()
    ]
    start = np.zeros(design.shape[1])
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B", options={"maxiter": 2000})
    return found.x


def probabilities(has: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Return the model's probability for each row."""
    return 1 / (1 + np.exp(-(weights[0] + has @ weights[1:])))


def cross_validated(has: np.ndarray, note: np.ndarray, twins: np.ndarray) -> np.ndarray:
    """Return each message's probability by a model that saw neither it nor its near-twins."""
    fold = pd.Series(twins).rank(method="dense").to_numpy(dtype=int) % FOLDS
    out = np.zeros(len(note))
    for number in range(FOLDS):
        test = fold == number
        out[test] = probabilities(has[test], fit(has[~test], note[~test]))
    return out


def weights_file(table: pd.DataFrame) -> dict[str, object]:
    """Return what weights.json holds, for these training texts."""
    found = features(written(table["subject"], table["body"]))
    weights = fit(found.to_numpy(dtype=float), (table["label"] == "thank_you").to_numpy())
    rounded = [round(float(weight), 2) + 0.0 for weight in weights]
    return {"intercept": rounded[0], "weights": dict(zip(found.columns, rounded[1:], strict=True))}


if __name__ == "__main__":
    shipped = json.dumps(weights_file(texts()), indent=1) + "\n"
    (lexicon.HERE / "weights.json").write_text(shipped, encoding="utf-8")
