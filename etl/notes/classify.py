"""Is a message a thank-you note? A logistic model over what it says and how it is worded."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from etl.notes import lexicon, wording
from etl.notes.features import LEXICON, features, written

THRESHOLD = 0.5
"""A message is a note from this probability on."""

VERSION = f"text-2-{lexicon.digest()}"
"""Changes with the rules in the code (the number) and with the data files (the hash)."""

AUTOMATIC = "automatic"
LIKE_NOTES, LIKE_OTHERS = "worded_like_notes", "worded_like_others"

REASONS = {code: feature.words for code, feature in LEXICON.features.items()} | {
    AUTOMATIC: "was sent by a machine",
    LIKE_NOTES: "is worded like thank-you notes",
    LIKE_OTHERS: "is worded like other mail",
}
"""Code of a reason → plain words."""

DIRECTIONS = {code: feature.direction for code, feature in LEXICON.features.items()} | {
    AUTOMATIC: -1,
    LIKE_NOTES: 1,
    LIKE_OTHERS: -1,
}
"""Code of a reason → +1 where it speaks for a note, -1 where against."""

WORDING = wording.load(lexicon.HERE / "wording.tsv")


def _weights() -> tuple[float, float, dict[str, float]]:
    table: dict[str, Any] = json.loads((lexicon.HERE / "weights.json").read_text(encoding="utf-8"))
    return float(table["intercept"]), float(table["wording"]), table["weights"]


INTERCEPT, WORDING_WEIGHT, WEIGHTS = _weights()
"""In log-odds: where a message without any feature stands, one of the wording's score, each feature."""

_TYPICAL = 1.0
"""Where the wording stands among the reasons: with the features of this weight, in log-odds."""


def classify(messages: pd.DataFrame) -> pd.DataFrame:
    """Judge messages by their text alone.

    Each call compiles the patterns of the languages that occur, about 10 ms a language: give it
    thousands of messages at once.

    Parameters
    ----------
    messages
        At least the columns `subject`, `body` (text; may be missing) and `automatic` (bool; sent by
        a machine). What a machine sent, also by its subject, is never a note. Quoted mail, HTML,
        signatures and names in bodies are looked past.

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
    texts = written(messages["subject"], messages["body"])
    found = features(texts)
    weights = np.array([WEIGHTS.get(code, 0.0) for code in found.columns])
    has = found.to_numpy()
    worded = WORDING_WEIGHT * WORDING.score(texts)
    probability = 1 / (1 + np.exp(-(INTERCEPT + worded + has @ weights)))
    automatic = messages["automatic"].fillna(False).to_numpy(dtype=bool)
    automatic = automatic | np.asarray(pc.match_substring_regex(texts, LEXICON.automatic))
    # Rounded, as the last digits depend on which messages are judged together.
    probability = np.where(automatic, 0.0, probability).round(6)
    return pd.DataFrame(
        {
            "probability": probability,
            "is_note": probability >= THRESHOLD,
            "reasons": np.where(automatic, AUTOMATIC, _reasons(has, worded, list(found.columns))),
        },
        index=messages.index,
    ).astype({"reasons": "str"})


def _reasons(has: np.ndarray, worded: np.ndarray, codes: list[str]) -> np.ndarray:
    """Return the codes of what each row has, the weightiest first, the wording among them.

    What speaks for a note is told even where it bears no weight of its own, as its words bear it.
    """
    told = [code for code in codes if WEIGHTS[code] or LEXICON.features[code].direction > 0]
    columns = np.column_stack(
        [has[:, [codes.index(code) for code in told]], worded > 0, worded <= 0]
    )
    strength = np.array([abs(WEIGHTS[code]) for code in told] + [_TYPICAL, _TYPICAL])
    order = np.argsort(-strength, kind="stable")
    named = [*told, LIKE_NOTES, LIKE_OTHERS]
    # Few combinations of features occur: name each once.
    packed = np.packbits(columns[:, order].astype(bool), axis=1)
    distinct, row = np.unique(packed, axis=0, return_inverse=True)
    present = np.unpackbits(distinct, axis=1, count=len(order)).astype(bool)
    texts = [",".join(named[order[place]] for place in np.flatnonzero(one)) for one in present]
    return np.array(texts, dtype=object)[row.reshape(-1)]
