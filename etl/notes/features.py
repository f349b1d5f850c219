"""What a message says: its language, and the features of the lexicon, a batch at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.extract import html_text
from etl.extract.html_text import is_html, to_text
from etl.extract.newest import drop, newest_part
from etl.notes import lexicon
from etl.notes.names import without_names

LEXICON = lexicon.load()

LONGEST = 10_000
"""Characters of a message that are judged: no thanks are longer."""

_STEPS = (
    # A mail program breaks long lines in the middle of a sentence; Japanese writers do, anywhere.
    (r"([^\n]{48,}[^\s.!?。])\n(\S)", r"\1 \2"),
    (r"(\p{Hiragana}[、,]?)\n([^\s])", r"\1\2"),
    # Full stops that end no sentence.
    (
        r"\b([a-z]|mr|mrs|ms|dr|prof|st|sr|sra|srta|dott|dra|ing|lic|mme|mlle|hr|fr|dhr|mevr|drs|sig)\.",
        r"\1",
    ),
    (r"(\d\.\d\d?)\. ", r"\1 "),
    (r"(\d)\. (jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|dez)", r"\1 \2"),
    (r"(\.\s|[!?]+|。)", "\\1\n"),
)


def written(subjects: pd.Series, bodies: pd.Series) -> pa.Array:
    r"""Return subject and newest part of each message as folded text, a sentence on each line.

    Parameters
    ----------
    subjects, bodies
        Text as sent; HTML and quoted mail may still be in it. Missing is empty.

    Examples
    --------
    >>> written(pd.Series(["Re: Café"]), pd.Series(["Thank you, Dr. Óh!"])).to_pylist()
    ['re: cafe\n\nthank you, ']
    """
    body = pc.utf8_slice_codeunits(_strings(bodies), 0, html_text.LONGEST)
    markup = is_html(body)
    if pc.any(markup).as_py():
        body = pc.replace_with_mask(body, markup, to_text(body.filter(markup)))
    newest = without_names(pc.utf8_slice_codeunits(newest_part(body), 0, LONGEST))
    text = pc.binary_join_element_wise(_strings(subjects), newest, "\n\n")
    text = _folded(pc.utf8_lower(text))
    for pattern, by in _STEPS:
        text = drop(text, pattern, by)
    return text


def languages(texts: pa.Array) -> np.ndarray:
    """Return each folded text's language: by its script, else by its commonest words; else English.

    Examples
    --------
    >>> languages(pa.array(["grazie per il colloquio", "面接のお礼", ""])).tolist()
    ['it', 'ja', 'en']
    """
    spaced = list(LEXICON.function_words)
    counts = (
        np.stack(
            [
                np.asarray(pc.count_substring_regex(texts, LEXICON.function_words[name]))
                for name in spaced
            ]
        )
        if len(texts)
        else np.zeros((len(spaced), 0))
    )
    found = np.array(spaced, dtype=object)[counts.argmax(axis=0)]
    others = np.flatnonzero(~np.asarray(pc.string_is_ascii(texts)))
    rest = texts.take(pa.array(others))
    for name, script in reversed(lexicon.SCRIPTS.items()):
        # A name in another script does not make the mail so.
        marks = np.asarray(pc.count_substring_regex(rest, script))
        found[others[marks > counts.max(axis=0)[others]]] = name
    return found


def features(texts: pa.Array) -> pd.DataFrame:
    """Return which features each text has, each looked for in the text's own language.

    Parameters
    ----------
    texts
        As `written` returns them.

    Returns
    -------
    DataFrame of bool
        One row for each text, one column for each code of the lexicon, in its order.
    """
    found = np.zeros((len(texts), len(LEXICON.features)), dtype=bool)
    spoken = languages(texts)
    for language in np.unique(spoken):
        rows = np.flatnonzero(spoken == language)
        own = drop(texts.take(pa.array(rows)), LEXICON.ignored[language])
        found[rows] = _features(own, LEXICON.signs[language])
    return pd.DataFrame(found, columns=list(LEXICON.features))


def sentences_with(text: str) -> dict[str, list[str]]:
    r"""Return the sentences of one text that bear each feature that sentences bear.

    Parameters
    ----------
    text
        As `written` returns it.

    Examples
    --------
    >>> sentences_with("good morning\nthank you for the interview.\nbye")["thanks_for_interview"]
    ['thank you for the interview.']
    """
    language = languages(pa.array([text]))[0]
    own = drop(pa.array([text]), LEXICON.ignored[language])
    sentences = pc.list_flatten(pc.split_pattern(own, "\n"))
    sign = {name: _bears(sentences, patterns) for name, patterns in LEXICON.signs[language].items()}
    return {
        code: [one.strip() for one in sentences.filter(pa.array(_meets(feature, sign))).to_pylist()]
        for code, feature in LEXICON.features.items()
        if feature.within == "sentence"
    }


def _features(texts: pa.Array, signs: dict[str, tuple[str, ...]]) -> np.ndarray:
    split = pc.split_pattern(texts, "\n")
    # Greetings, thanks and empty lines recur: each is looked at once.
    sentences = pc.list_flatten(split).dictionary_encode()
    place = np.asarray(sentences.indices)
    starts = np.asarray(split.offsets)[:-1] - split.offsets[0].as_py()

    def anywhere(has: np.ndarray) -> np.ndarray:
        return np.logical_or.reduceat(has, starts)

    sign = {name: _bears(sentences.dictionary, patterns)[place] for name, patterns in signs.items()}
    message: dict[str, np.ndarray] = {}
    for code, feature in LEXICON.features.items():
        if feature.within == "sentence":
            message[code] = anywhere(_meets(feature, sign))
        else:
            named = {*feature.all, *feature.any, *feature.none}
            seen = {
                name: message[name] if name in message else anywhere(sign[name]) for name in named
            }
            message[code] = _meets(feature, seen)
    return np.column_stack(list(message.values()))


def _bears(sentences: pa.Array, patterns: tuple[str, ...]) -> np.ndarray:
    """Return which sentences one of the patterns matches."""
    found = [np.asarray(pc.match_substring_regex(sentences, pattern)) for pattern in patterns]
    return np.logical_or.reduce(found)


def _meets(feature: lexicon.Feature, has: dict[str, np.ndarray]) -> np.ndarray:
    """Return where all of a feature's `all`, one of its `any` and none of its `none` are."""
    met = np.ones_like(next(iter(has.values())))
    for name in feature.all:
        met = met & has[name]
    if feature.any:
        met = met & np.logical_or.reduce([has[name] for name in feature.any])
    for name in feature.none:
        met = met & ~has[name]
    return met


def _strings(texts: pd.Series) -> pa.Array:
    column = pa.Table.from_pandas(texts.astype("str").to_frame("text"), preserve_index=False)[
        "text"
    ]
    return pc.fill_null(pc.cast(column, pa.string()), "").combine_chunks()


def _folded(texts: pa.Array) -> pa.Array:
    """Do as `lexicon.fold` does, to the texts that are not ASCII."""
    rows = pc.invert(pc.string_is_ascii(texts))
    if not pc.any(rows).as_py():
        return texts
    plain = pc.utf8_normalize(texts.filter(rows), "NFKD")
    for before, after in (("’", "'"), ("ß", "ss"), ("œ", "oe")):
        plain = pc.replace_substring(plain, before, after)
    plain = pc.replace_substring_regex(plain, "[\u0300-\u036f]", "")
    return pc.replace_with_mask(texts, rows, pc.utf8_normalize(plain, "NFKC"))
