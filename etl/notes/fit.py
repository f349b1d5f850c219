"""Fit the classifier to the training texts: `python -m etl.notes.fit` writes wording.tsv and weights.json.

Two layers. The wording's pieces get weights first. Then the features and the wording's score get
theirs; there each text's score comes from a wording that was fitted without its writer, as it will
be for strangers' mail. A feature that speaks for a note cannot get a negative weight, nor one that
speaks against a positive weight, so that no reason ever means its opposite.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.linear_model import LogisticRegression

from etl.notes import lexicon, wording
from etl.notes.features import LEXICON, features, written
from etl.notes.twins import near_twins
from etl.notes.wording import Wording

FEWEST_WRITERS = 2
"""A piece of fewer writers' texts than this says more of its writer than of its meaning."""

KEPT = 20_000
"""Pieces that are shipped: those with the least weight together change next to nothing."""

WORDING_C, FEATURES_C = 12.0, 0.5
"""Inverse strength of the ridge penalties, by cross-validation over writers."""

READ = {"house": 0.1, "development": 0.1} | dict.fromkeys([*"abcefg", "yc", "yd", "zb", "zc"], 0.3)
"""What a text counts in the second layer, else 1, by writer: of these the errors were read while
features were made, so features fit them better than strangers' mail."""

NEAREST = ("networking", "thanks_other")
NEAREST_COUNTS = 2.0
"""Other mail that reads most like a note counts for so much, in both layers: by cross-validation over
writers it is then taken for one less often, and F1 in English is as it was."""


def training_texts() -> pd.DataFrame:
    """Return the labelled messages that the weights are fitted to.

    Returns
    -------
    DataFrame
        `id`, `label` (thank_you or other), `kind`, `lang`, `subject`, `body`, `writer`.
    """
    return _texts("training.jsonl")


def held_out_texts() -> pd.DataFrame:
    """Return labelled messages that nothing is fitted to, and whose errors nobody reads: same columns."""
    return _texts("held_out.jsonl")


def _texts(name: str) -> pd.DataFrame:
    lines = (lexicon.HERE / name).read_text(encoding="utf-8").splitlines()
    return pd.DataFrame([json.loads(line) for line in lines])


class Material:
    """The training texts as numbers, worked out once.

    Attributes
    ----------
    note
        True for a thank-you note, shape (texts,).
    writer, twins
        Who wrote each text, and the number of its group of near-twins, shape (texts,).
    worth
        What each text counts in the first layer, shape (texts,).
    weight
        What it counts in the second.
    has
        The features of each text, shape (texts, features).
    pieces, counts
        The pieces of `FEWEST_WRITERS` writers or more, and how often each text has each.
    """

    def __init__(self, texts: pd.DataFrame) -> None:
        folded = written(texts["subject"], texts["body"])
        self.note = (texts["label"] == "thank_you").to_numpy()
        self.writer = texts["writer"].to_numpy(dtype=object)
        self.twins = near_twins(texts["body"])
        nearest = texts["kind"].isin(NEAREST).to_numpy() & ~self.note
        self.worth = np.where(nearest, NEAREST_COUNTS, 1.0)
        self.weight = self.worth * np.array([READ.get(one, 1.0) for one in self.writer])
        self.has = features(folded).to_numpy(dtype=float)
        self.pieces = _pieces(folded, self.writer)
        nothing = np.zeros(len(self.pieces))
        self.counts = Wording(self.pieces, nothing, nothing, 0.0).counts(folded)

    def without(self, writer: str) -> np.ndarray:
        """Return which texts are neither this writer's nor near-twins of one of theirs."""
        own = self.writer == writer
        return ~np.isin(self.twins, self.twins[own])


def _pieces(folded: pa.Array, writer: np.ndarray) -> list[str]:
    used: dict[str, set[str]] = {one: set() for one in writer}
    for tokens, one in zip(wording.tokens(folded).to_pylist(), writer, strict=True):
        used[one].update(wording.pieces(tokens))
    writers = Counter(piece for pieces in used.values() for piece in pieces)
    return sorted(piece for piece, n in writers.items() if n >= FEWEST_WRITERS)


def fit_wording(material: Material, rows: np.ndarray) -> Wording:
    """Return the wording that tells notes from other mail: tf-idf and a logistic model.

    Parameters
    ----------
    rows
        Which of the material's texts it is fitted to, a flag each.
    """
    counts, pieces = material.counts[rows], material.pieces
    rarity = TfidfTransformer().fit(counts).idf_
    model = LogisticRegression(C=WORDING_C, max_iter=1000)
    model.fit(
        wording.scaled(counts, rarity), material.note[rows], sample_weight=material.worth[rows]
    )
    weight = model.coef_[0]
    kept = np.sort(np.argsort(-np.abs(weight * rarity), kind="stable")[:KEPT])
    return Wording(
        [pieces[at] for at in kept], rarity[kept], weight[kept], float(model.intercept_[0])
    )


def cross_fitted(material: Material) -> np.ndarray:
    """Return each text's score by a wording that was fitted without its writer, shape (texts,)."""
    scores = np.zeros(len(material.note))
    number = {piece: at for at, piece in enumerate(material.pieces)}
    for writer in np.unique(material.writer):
        fitted = fit_wording(material, material.without(writer))
        own = np.flatnonzero(material.writer == writer)
        columns = [number[piece] for piece in fitted.pieces]
        scores[own] = fitted.weigh(material.counts[own][:, columns])
    return scores


def fit_features(
    score: np.ndarray, has: np.ndarray, note: np.ndarray, weight: np.ndarray
) -> tuple[float, np.ndarray]:
    """Return the intercept, and the weights of the wording's score and of each feature.

    Features whose weight would contradict their direction are left out, the worst first, until none
    does.

    Parameters
    ----------
    score
        Cross-fitted scores of the wording, shape (texts,).
    has
        Texts x features, 0 or 1, in the lexicon's order.
    note
        True for a thank-you note.
    weight
        What each text counts, as `Material.weight`.
    """
    columns = np.column_stack([score, has])
    direction = np.array([1, *(feature.direction for feature in LEXICON.features.values())])
    kept = np.arange(columns.shape[1])
    while True:
        model = LogisticRegression(C=FEATURES_C, max_iter=1000)
        model.fit(columns[:, kept], note, sample_weight=weight)
        against = model.coef_[0] * direction[kept]
        if (against >= 0).all():
            weights = np.zeros(columns.shape[1])
            weights[kept] = model.coef_[0]
            return float(model.intercept_[0]), weights
        kept = np.delete(kept, np.argmin(against))


def cross_validated(material: Material, score: np.ndarray) -> np.ndarray:
    """Return each text's probability by weights fitted without its writer and without near-twins.

    Parameters
    ----------
    material
        The texts.
    score
        `cross_fitted` of them.
    """
    out = np.zeros(len(score))
    for writer in np.unique(material.writer):
        own, rest = material.writer == writer, material.without(writer)
        intercept, weights = fit_features(
            score[rest], material.has[rest], material.note[rest], material.weight[rest]
        )
        margin = intercept + np.column_stack([score[own], material.has[own]]) @ weights
        out[own] = 1 / (1 + np.exp(-margin))
    return out


def write(folder: Path) -> None:
    """Fit to the training texts and write the weights."""
    material = Material(training_texts())
    score = cross_fitted(material)
    intercept, weights = fit_features(score, material.has, material.note, material.weight)
    table = {
        # Two decimals: the last digits differ between machines.
        "intercept": round(intercept, 2),
        "wording": round(float(weights[0]), 2),
        "weights": {
            code: round(float(weight), 2) + 0.0
            for code, weight in zip(LEXICON.features, weights[1:], strict=True)
        },
    }
    (folder / "weights.json").write_text(json.dumps(table, indent=1) + "\n", encoding="utf-8")
    whole = fit_wording(material, np.ones(len(material.note), dtype=bool))
    wording.save(whole, folder / "wording.tsv")


if __name__ == "__main__":
    write(lexicon.HERE)
