"""Why one message is, or is no, thank-you note by its text: all that weighs, and how much."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa

from etl.notes.classify import INTERCEPT, WEIGHTS, WORDING, WORDING_WEIGHT, classify
from etl.notes.features import LEXICON, features, languages, sentences_with, written
from etl.notes.moment import EVIDENCE, MOST
from etl.notes.wording import pieces, scaled, tokens

PART, SUBJECT = "~", "subject: "
"""How `wording.pieces` marks a part of a word, and what stands in the subject."""


@dataclass(frozen=True)
class Reason:
    """Something that the message says, and what it weighs.

    Attributes
    ----------
    words
        In plain words; of a turn of phrase, the phrase.
    log_odds
        What it adds to the log-odds of a note.
    speaks_for
        Whether it speaks for a note.
    sentences
        Those that say it, in lower case and without accents; none if only the whole message does.
    """

    words: str
    log_odds: float
    speaks_for: bool
    sentences: tuple[str, ...] = ()


@dataclass(frozen=True)
class Explanation:
    """Everything that a message's probability is made of, from its text alone.

    `start` and the log-odds of `reasons` and `phrases` add up to the probability's log-odds.

    Attributes
    ----------
    probability
        Of being a note, 0 to 1.
    is_note
        Whether it counts as one.
    automatic
        Whether its headers say that a machine sent it: then it is no note, whatever it says.
    language
        Code of the language in which it was read.
    start
        The log-odds of a message in which nothing is found.
    reasons
        What it says, the weightiest first.
    phrases
        How it says so: its words and pairs of words with their learned weights, the weightiest first.
    """

    probability: float
    is_note: bool
    automatic: bool
    language: str
    start: float
    reasons: tuple[Reason, ...]
    phrases: tuple[Reason, ...]

    def at_moment(self, added: float) -> float:
        """Return the probability if the moment adds so much, in log-odds: at most `moment.MOST`.

        0 if a machine sent it.
        """
        if self.automatic:
            return 0.0
        text = np.clip(self.probability, 1e-9, 1 - 1e-9)
        moment = np.clip(added, -MOST, MOST)
        return float(1 / (1 + np.exp(-(np.log(text / (1 - text)) + moment))))

    @property
    def range(self) -> tuple[float, float]:
        """The lowest and the highest probability that it could have at any moment."""
        against = sum(one for one in EVIDENCE.values() if one < 0)
        favour = sum(one for one in EVIDENCE.values() if one > 0)
        return self.at_moment(against), self.at_moment(favour)


def explain(message: pd.DataFrame) -> Explanation:
    """Take one message's probability apart.

    Parameters
    ----------
    message
        One row as `classify` takes it: `subject`, `body`, `automatic`.

    Examples
    --------
    >>> sent = pd.DataFrame({"subject": [""], "automatic": [False],
    ...     "body": ["Thank you for the interview yesterday. I enjoyed meeting the team."]})
    >>> told = explain(sent)
    >>> told.is_note, "thanks for the interview" in [one.words for one in told.reasons]
    (True, True)
    """
    judged = classify(message).iloc[0]
    texts = written(message["subject"], message["body"])
    return Explanation(
        probability=float(judged["probability"]),
        is_note=bool(judged["is_note"]),
        automatic=bool(message["automatic"].iloc[0]),
        language=str(languages(texts)[0]),
        start=INTERCEPT + WORDING_WEIGHT * WORDING.intercept,
        reasons=_reasons(texts),
        phrases=_phrases(texts),
    )


def _reasons(texts: pa.Array) -> tuple[Reason, ...]:
    """Return what the text says, as `classify` names it: some of it weighs through its words alone."""
    has = features(texts).iloc[0]
    bearing = sentences_with(texts[0].as_py())
    found = [
        Reason(
            words=feature.words,
            log_odds=WEIGHTS[code],
            speaks_for=feature.direction > 0,
            sentences=tuple(bearing.get(code, ())),
        )
        for code, feature in LEXICON.features.items()
        if has[code] and (WEIGHTS[code] or feature.direction > 0)
    ]
    return tuple(sorted(found, key=lambda one: -abs(one.log_odds)))


def _phrases(texts: pa.Array) -> tuple[Reason, ...]:
    """Return what each word and pair of words adds; a word's parts are counted with the word."""
    found = scaled(WORDING.counts(texts), WORDING.rarity).tocoo()
    adds = WORDING_WEIGHT * found.data * WORDING.weight[found.col]
    names = [WORDING.pieces[at] for at in found.col]

    owners: dict[str, Counter[str]] = defaultdict(Counter)
    word = ""
    for piece in pieces(tokens(texts)[0].as_py()):
        if not piece.startswith(PART) and " " not in piece.removeprefix(SUBJECT):
            word = piece
        owners[piece][word if piece.startswith(PART) else piece] += 1
    phrases: dict[str, float] = defaultdict(float)
    for name, added in zip(names, adds.tolist(), strict=True):
        for phrase, times in owners[name].items():
            phrases[phrase] += added * times / owners[name].total()
    told = [Reason(phrase, added, added > 0) for phrase, added in phrases.items()]
    return tuple(sorted(told, key=lambda one: -abs(one.log_odds)))
