"""Is a message a thank-you note? A logistic model over features that can be read aloud."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd

from etl.notes import lexicon
from etl.notes.features import LEXICON, features, written

THRESHOLD = 0.5
"""A message is a note from this probability on."""

VERSION = f"text-1-{lexicon.digest()}"
"""Changes with the rules in the code (the number) and with the data files (the hash)."""

AUTOMATIC = "automatic"

REASONS = {code: feature.words for code, feature in LEXICON.features.items()} | {
    AUTOMATIC: "was sent by a machine"
}
"""Code of a reason → plain words."""


def _weights() -> tuple[float, dict[str, float]]:
    table: dict[str, Any] = json.loads((lexicon.HERE / "weights.json").read_text(encoding="utf-8"))
    return float(table["intercept"]), table["weights"]


INTERCEPT, WEIGHTS = _weights()


def classify(messages: pd.DataFrame) -> pd.DataFrame:
    """Judge messages by their text alone.

    Each call compiles the patterns of the languages that occur, about 10 ms a language: give it
    thousands of messages at once.

    Parameters
    ----------
    messages
        At least the columns `subject`, `body` (text; may be missing) and `automatic` (bool; sent by
        a machine, never a note). Quoted mail, HTML and signatures in bodies are looked past.

    Returns
    -------
    DataFrame
        With the index of `messages`: `probability` (0-1), `is_note` (bool) and `reasons` (codes of
        `REASONS`, comma-separated, the weightiest first, whether for or against).

    Examples
    --------
    >>> told = pd.DataFrame({"subject": ["Today"], "automatic": [False],
    ...     "body": ["Thank you for taking the time to interview me today. I enjoyed our talk."]})
    >>> bool(classify(told)["is_note"][0])
    True
    """
    found = features(written(messages["subject"], messages["body"]))
    weights = np.array([WEIGHTS.get(code, 0.0) for code in found.columns])
    has = found.to_numpy()
    probability = 1 / (1 + np.exp(-(INTERCEPT + has @ weights)))
    automatic = messages["automatic"].fillna(False).to_numpy(dtype=bool)
    probability = np.where(automatic, 0.0, probability)
    return pd.DataFrame(
        {
            "probability": probability,
            "is_note": probability >= THRESHOLD,
            "reasons": np.where(automatic, AUTOMATIC, _reasons(has, weights, list(found.columns))),
        },
        index=messages.index,
    ).astype({"reasons": "str"})


def _reasons(has: np.ndarray, weights: np.ndarray, codes: list[str]) -> np.ndarray:
    """Return the codes of each row's features that carry weight, the weightiest first."""
    order = [index for index in np.argsort(-np.abs(weights), kind="stable") if weights[index]]
    # Few combinations of features occur: name each once.
    packed = np.packbits(has[:, order], axis=1)
    distinct, row = np.unique(packed, axis=0, return_inverse=True)
    present = np.unpackbits(distinct, axis=1, count=len(order)).astype(bool)
    named = [",".join(codes[order[place]] for place in np.flatnonzero(one)) for one in present]
    return np.array(named, dtype=object)[row.reshape(-1)]
