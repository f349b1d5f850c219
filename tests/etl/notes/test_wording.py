"""The wording's score: the fast counts are the slow ones, and the score is the usual tf-idf."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st
from sklearn.feature_extraction.text import TfidfTransformer

from etl.notes import wording
from etl.notes.wording import Wording

LETTERS = "ab 'x?7#é면접 面接のお礼々\n.|"
texts = st.lists(st.text(alphabet=LETTERS, max_size=30), max_size=6)


def plain(pieces: list[str]) -> Wording:
    return Wording(pieces, np.ones(len(pieces)), np.ones(len(pieces)), 0.0)


@given(texts)
def test_the_counts_of_many_texts_are_those_of_each(written: list[str]) -> None:
    folded = pa.array(written, pa.string())
    slow = [Counter(wording.pieces(words)) for words in wording.tokens(folded).to_pylist()]
    pieces = sorted(set().union(*slow))
    fast = plain(pieces).counts(folded).toarray()
    assert fast.tolist() == [[one[piece] for piece in pieces] for one in slow]


def test_the_score_is_tf_idf_as_scikit_learn_has_it_but_for_short_texts() -> None:
    folded = pa.array(["re: hi\n\nso glad, so very glad\n", "glad\n", "面接 面接\n"])
    pieces = sorted(
        {piece for words in wording.tokens(folded).to_pylist() for piece in wording.pieces(words)}
    )
    counts = plain(pieces).counts(folded)
    scaled = TfidfTransformer(sublinear_tf=True, norm=None).fit(counts)
    weight = np.linspace(-1, 1, len(pieces))
    raw = scaled.transform(counts)
    length = np.sqrt(np.asarray(raw.multiply(raw).sum(axis=1)).ravel() + wording.SHORT**2)
    expected = raw @ weight / length + 0.25
    assert np.allclose(Wording(pieces, scaled.idf_, weight, 0.25).score(folded), expected)


def test_unknown_words_and_empty_texts_score_the_intercept() -> None:
    known = Wording(["glad"], np.ones(1), np.ones(1), -0.5)
    assert known.score(pa.array(["", "sorry\n"])).tolist() == [-0.5, -0.5]
    assert known.score(pa.array([], pa.string())).tolist() == []


def test_what_is_saved_is_loaded(tmp_path: Path) -> None:
    made = Wording(
        ["so glad", "#", '~"x_', "면접"], np.arange(1.0, 5), np.array([0.5, -1, 2, 0]), 0.125
    )
    wording.save(made, tmp_path / "wording.tsv")
    got = wording.load(tmp_path / "wording.tsv")
    assert set(got.pieces) == set(made.pieces)
    folded = pa.array(["so glad\n\nso glad 면접 #\n"])
    assert np.allclose(got.score(folded), made.score(folded), atol=0.01)
