"""How a message is worded: its words, pairs of words and parts of words, each with a weight.

A linear score learned from the training texts, beside the features that bear a meaning: it knows
turns of phrase that no list holds. In Japanese, Chinese and Korean runs of two to four characters
stand for words.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from scipy.sparse import csr_matrix

from etl.extract.newest import drop

SHORTEST, LONGEST = 3, 5
"""Letters in a part of a word; the edge of a word, `_`, counts as one."""

MOST_CHARACTERS = 4
"""Characters in a run, where words are not told apart by spaces."""

SHORT = 80.0
"""Length of the vector of a text of two sentences or so; most are longer than that."""

_SCRIPT = r"[\x{3005}\p{Han}\p{Hiragana}\p{Katakana}\p{Hangul}]"
_BREAK = "|"
# In this order: what is no letter, digit or telling sign; quotes around words; ends of sentences;
# digits and signs; gaps between characters; the characters themselves; runs of spaces.
_STEPS = (
    (r"[^\p{L}\p{N}'?!€$£% \n]+", " "),
    (r"'(\P{L}|$)", r" \1"),
    (r"(^|\P{L})'", r"\1 "),
    (r"\n", f" {_BREAK} "),
    (r"\p{N}+", " # "),
    (r"([?!€$£%])", r" \1 "),
    (rf"({_SCRIPT}) ", rf"\1 {_BREAK} "),
    (rf"({_SCRIPT})", r"\1 "),
    (r"  +", " "),
    (r"^ | $", ""),
)


def tokens(texts: pa.Array) -> pa.Array:
    r"""Return the words of folded texts, `|` between sentences, and characters where these stand for words.

    Parameters
    ----------
    texts
        As `features.written` returns them: the subject on the first line.

    Examples
    --------
    >>> tokens(pa.array(["re: 2nd visit\n\nit's been fun!\n", "面接 後\n"])).to_pylist()
    [['re', '#', 'nd', 'visit', '|', '|', "it's", 'been', 'fun', '!', '|'], ['面', '接', '|', '後', '|', '|']]
    """
    for pattern, by in _STEPS:
        texts = drop(texts, pattern, by)
    return pc.split_pattern(texts, " ")


def pieces(words: Sequence[str]) -> Iterator[str]:
    """Give every piece of one text's tokens: `word`, `two words`, `~part`, `subject: ...`, `面接`.

    Slow and obvious: it names the vocabulary when the weights are fitted. `Wording.counts` does the same
    to many texts at once.

    Examples
    --------
    >>> list(pieces(["|", "so", "glad", "|"]))
    ['so', 'so glad', '~_so', '~so_', '~_so_', 'glad', '~_gl', '~gla', '~lad', '~ad_', '~_gla', '~glad', '~lad_', '~_glad', '~glad_']
    >>> list(pieces(["面", "接", "|"]))
    ['subject: 面接']
    """
    place = "subject: "
    for index, word in enumerate(words):
        if word == _BREAK:
            place = ""
            continue
        following = words[index + 1] if index + 1 < len(words) else _BREAK
        if _is_character(word):
            for length in range(2, MOST_CHARACTERS + 1):
                run = words[index : index + length]
                if len(run) == length and all(map(_is_character, run)):
                    yield place + "".join(run)
            continue
        yield place + word
        if following != _BREAK and not _is_character(following):
            yield f"{place}{word} {following}"
        # A subject may name who writes: what is no known word there says nothing.
        if not place:
            yield from _parts(word)


def _parts(word: str) -> list[str]:
    edged = f"_{word}_"
    return [
        f"~{edged[start : start + length]}"
        for length in range(SHORTEST, LONGEST + 1)
        for start in range(len(edged) - length + 1)
    ]


def _is_character(word: str) -> bool:
    return len(word) == 1 and (
        word == "々"
        or "\u3041" <= word <= "\u30ff"
        or "\u3400" <= word <= "\u9fff"
        or "가" <= word <= "힣"
    )


@dataclass(frozen=True)
class Wording:
    """Pieces and what they weigh.

    Attributes
    ----------
    pieces
        As `pieces` names them, without repeats.
    rarity
        Of each piece, log((1 + texts) / (1 + texts that hold it)) + 1 in the training texts.
    weight
        Of each piece, in log-odds.
    intercept
        Added to every score, in log-odds.
    """

    pieces: Sequence[str]
    rarity: np.ndarray
    weight: np.ndarray
    intercept: float

    def score(self, texts: pa.Array) -> np.ndarray:
        """Return each folded text's score in log-odds, shape (texts,)."""
        return self.weigh(self.counts(texts))

    def weigh(self, counts: csr_matrix) -> np.ndarray:
        """Return the score of each row of `counts`, shape (texts,)."""
        return np.asarray(self.intercept + scaled(counts, self.rarity) @ self.weight)

    def counts(self, texts: pa.Array) -> csr_matrix:
        """Return how often each text has each piece, shape (texts, pieces)."""
        split = tokens(texts)
        token = pc.list_flatten(split)
        row = np.repeat(np.arange(len(texts)), pc.list_value_length(split))
        is_break = np.asarray(pc.equal(token, _BREAK))
        coded = token.dictionary_encode()
        word, words = np.asarray(coded.indices), coded.dictionary
        is_character = np.array([_is_character(one) for one in words.to_pylist()], dtype=bool)[word]
        is_word = ~is_break & ~is_character
        in_subject = _before_first(is_break, row)

        told = is_word & ~in_subject
        of_word = self._parts(words.to_pylist())
        found = _tally(row[told], word[told], (len(texts), len(words))) @ of_word
        runs = [(is_word, 1, ""), (is_word, 2, " ")]
        runs += [(is_character, length, "") for length in range(2, MOST_CHARACTERS + 1)]
        for kind, length, between in runs:
            start = _runs_of(kind, row, length)
            place = pa.array(np.where(in_subject[start], "subject: ", ""), pa.string())
            spelt = pc.binary_join_element_wise(place, _spelt(token, start, length, between), "")
            found += self._tally_known(row[start], spelt, len(texts))
        return found.tocsr()

    def _parts(self, words: list[str]) -> csr_matrix:
        """Return how often each word has each piece as a part, shape (words, pieces)."""
        edged = [f"_{word}_" for word in words]
        letter = pa.array(list("".join(edged)), pa.string())
        row = np.repeat(np.arange(len(words)), [len(word) for word in edged])
        found = csr_matrix((len(words), len(self.pieces)))
        for length in range(SHORTEST, LONGEST + 1):
            start = _runs_of(np.ones(len(row), dtype=bool), row, length)
            spelt = pc.binary_join_element_wise("~", _spelt(letter, start, length), "")
            found += self._tally_known(row[start], spelt, len(words))
        return found

    def _tally_known(self, row: np.ndarray, named: pa.Array, rows: int) -> csr_matrix:
        """Return how often each row has each piece, of pieces that are named in rows."""
        number = pc.index_in(named, value_set=pa.array(self.pieces, pa.string()))
        known = np.asarray(number.is_valid())
        return _tally(row[known], np.asarray(number.drop_null()), (rows, len(self.pieces)))


def scaled(counts: csr_matrix, rarity: np.ndarray) -> csr_matrix:
    """Return counts as the weights see them, shape (texts, pieces).

    Counts are damped (1 + log count), multiplied by rarity, and brought to length one, so that a long
    text weighs no more than a short one: the usual tf-idf (Manning, Raghavan and Schütze 2008,
    Introduction to Information Retrieval, chapter 6). `SHORT` is added to the length: a text of few
    known words says little, and weighs little.
    """
    found = counts.copy()
    found.data = 1 + np.log(found.data)
    found = found.multiply(rarity).tocsr()
    length = np.sqrt(np.asarray(found.multiply(found).sum(axis=1)).ravel() + SHORT**2)
    return found.multiply(1 / length[:, np.newaxis]).tocsr()


def _before_first(marked: np.ndarray, row: np.ndarray) -> np.ndarray:
    """Return which places lie before the first marked one of their row."""
    return pd.Series(marked).groupby(row).cummax().eq(False).to_numpy()


def _runs_of(kind: np.ndarray, row: np.ndarray, length: int) -> np.ndarray:
    """Return where runs of so many tokens of a kind begin, each inside one row."""
    last = max(len(kind) - length + 1, 0)
    whole = row[:last] == row[length - 1 :][:last]
    for step in range(length):
        whole &= kind[step : step + last]
    return np.flatnonzero(whole)


def _spelt(tokens_: pa.Array, start: np.ndarray, length: int, between: str = "") -> pa.Array:
    """Return the runs of so many tokens that begin there, as one text each."""
    run = [tokens_.take(pa.array(start + step)) for step in range(length)]
    return pc.binary_join_element_wise(*run, between)


def _tally(row: np.ndarray, column: np.ndarray, shape: tuple[int, int]) -> csr_matrix:
    return csr_matrix((np.ones(len(row)), (row, column)), shape=shape)


def load(path: Path) -> Wording:
    """Read the weights: lines of piece, rarity and weight, parted by tabs; the first is the intercept."""
    table = pd.read_csv(
        path,
        sep="\t",
        names=["piece", "rarity", "weight"],
        quoting=csv.QUOTE_NONE,
        keep_default_na=False,
    )
    return Wording(
        table["piece"].tolist()[1:],
        table["rarity"].to_numpy(dtype=float)[1:],
        table["weight"].to_numpy(dtype=float)[1:],
        float(table["weight"][0]),
    )


def save(wording: Wording, path: Path) -> None:
    """Write what `load` reads, the weightiest first."""
    order = np.argsort(-np.abs(wording.weight * wording.rarity), kind="stable")
    lines = [f"(intercept)\t0\t{wording.intercept:.3f}\n"]
    lines += [
        f"{wording.pieces[at]}\t{wording.rarity[at]:.2f}\t{wording.weight[at]:.3f}\n"
        for at in order
    ]
    path.write_text("".join(lines), encoding="utf-8")
