"""What a message says: its language, and the features of the lexicon, a batch at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.extract.html_text import is_html, to_text
from etl.extract.newest import drop, newest_part
from etl.notes import lexicon

LEXICON = lexicon.load()

_TITLES = r"\b([a-z]|mr|mrs|ms|dr|prof|st|sr|sra|srta|dott|dra|ing|lic|mme|mlle|fr|hr|dhr|mevr|drs|sig)\."
# A mail program breaks long lines in the middle of a sentence.
_WRAPPED = r"([^\n]{48,}[^\s.!?。])\n(\S)"


def written(subjects: pd.Series, bodies: pd.Series) -> pa.Array:
    """Return subject and newest part of each message as one folded text, as patterns see it.

    Parameters
    ----------
    subjects, bodies
        Text as sent; HTML and quoted mail may still be in it. Missing is empty.

    Examples
    --------
    >>> written(pd.Series(["Re: Café"]), pd.Series(["Thank you, Dr. Óh!"])).to_pylist()
    ['re: cafe\\nthank you, dr oh!']
    """
    body = _strings(bodies)
    markup = is_html(body)
    if pc.any(markup).as_py():
        body = pc.replace_with_mask(body, markup, to_text(body.filter(markup)))
    text = pc.binary_join_element_wise(_strings(subjects), newest_part(body), "\n")
    text = _folded(pc.utf8_lower(text))
    text = drop(text, _WRAPPED, r"\1 \2")
    return drop(text, _TITLES, r"\1")


def languages(texts: pa.Array) -> np.ndarray:
    """Return each folded text's language: by its script, else by its commonest words; else English.

    Examples
    --------
    >>> languages(pa.array(["grazie per il colloquio", "面接のお礼", ""])).tolist()
    ['it', 'ja', 'en']
    """
    spaced = list(LEXICON.function_words)
    counts = np.stack(
        [np.asarray(pc.count_substring_regex(texts, LEXICON.function_words[name])) for name in spaced]
    ) if len(texts) else np.zeros((len(spaced), 0))
    found = np.array(spaced, dtype=object)[counts.argmax(axis=0)]
    others = np.flatnonzero(~np.asarray(pc.string_is_ascii(texts)))
    rest = texts.take(pa.array(others))
    for name, script in reversed(lexicon.SCRIPTS.items()):
        # A name in another script does not make the mail so.
        marks = np.asarray(pc.count_substring_regex(rest, script))
        found[others[marks > counts.max(axis=0)[others]]] = name
    return found


def features(texts: pa.Array) -> pd.DataFrame:
    """Return which features each folded text has, each looked for in the text's own language.

    Returns
    -------
    DataFrame of bool
        One row for each text, one column for each code of the lexicon, in its order.
    """
    found = pd.DataFrame(False, index=range(len(texts)), columns=list(LEXICON.words))
    spoken = languages(texts)
    for language in np.unique(spoken):
        rows = np.flatnonzero(spoken == language)
        own = texts.take(pa.array(rows))
        for code, pattern in LEXICON.patterns[language].items():
            found.iloc[rows, found.columns.get_loc(code)] = np.asarray(
                pc.match_substring_regex(own, pattern)
            )
    for code, made in LEXICON.combinations.items():
        found[code] = (
            found[list(made.all)].all(axis=1)
            & (found[list(made.any)].any(axis=1) if made.any else True)
            & ~found[list(made.none)].any(axis=1)
        )
    return found


def _strings(texts: pd.Series) -> pa.Array:
    column = pa.Table.from_pandas(texts.astype("str").to_frame("text"), preserve_index=False)["text"]
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
