"""Texts without the names in them: who writes, and to whom, must not weigh in what a message is.

A learned weight on a name would weigh on the people who bear it. Names are found by where they
stand: behind a greeting, a title or a closing, in a signature, beside an honorific, or capitalised
inside a sentence. Some are missed; the vocabulary is therefore of words that several writers used.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from etl.extract.newest import drop

WORDS = tomllib.loads(Path(__file__).with_name("names.toml").read_text(encoding="utf-8"))
"""The words beside which names stand, by table."""


def _either(*tables: str) -> str:
    words = sorted({word for table in tables for word in WORDS[table]}, key=len, reverse=True)
    return "(?:" + "|".join(word.replace("'", "['’]") for word in words) + ")"


_CAPITAL = r"\p{Lu}[\p{Ll}.'’][\p{L}.'’-]*"
_CAPITALS = rf"{_CAPITAL}(?:[ \t]+(?:&[ \t]+)?{_CAPITAL}){{0,3}}"
_CLOSING = _either("closings")
_HAN = r"[\x{3005}\p{Han}\p{Katakana}]"
# RE2 would search backwards for a pattern that plainly ends in \z, which is ten times slower for these.
_END = r"(?:\W+\z|\z)"
# Capitalised though no names, in the one language that does so inside sentences.
_KEPT = (
    "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday", "January", "February",
    "March", "April", "May", "June", "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_BY_PLACE = (
    # Below a closing, all lines that are no sentences; behind it, what is capitalised.
    (rf"(?i)(\n[ \t]*{_CLOSING}[ \t]*[,.!~]*)[ \t]*\n(?:(?:[^\n.!?]|\.\S)*(?:\n|\z)){{1,6}}\z", "\\1\n"),
    (rf"((?:^|\W)(?i:{_CLOSING})[,.! \t–—-]+){_CAPITALS}{_END}", r"\1"),
    # A last line, or last words behind a full stop, of capitalised words alone.
    (rf"\n[ \t]*[-–—~*]*[ \t]*{_CAPITALS}(?:[ \t]*[,(][^\n.!?]*)?(?:[^\p{{L}}\n]+\z|\z)", "\n"),
    (rf"([.!?…)\x{{1F300}}-\x{{1FAFF}}][ \t]*[-–—]*[ \t]*){_CAPITALS}{_END}", r"\1"),
    (rf"(?i)(\A\s*{_either('greetings')})(?:[ \t]+[\p{{L}}.'’&-]+){{1,5}}[ \t]*([,!:;\n])", r"\1\2"),
    (rf"((?:^|[^\p{{L}}])(?i:{_either('honorifics')}))\b\.?[ \t]+{_CAPITALS}", r"\1"),
    (rf"((?:^|[^\p{{L}}])(?i:{_either('introductions')}))[ \t]+{_CAPITALS}", r"\1"),
    # Beside an honorific, and where Han or Hangul signs.
    (rf"(?:{_HAN}|\p{{Hiragana}}){{1,5}}({'|'.join(WORDS['before']['ja'])})", r"\1"),
    (rf"{_HAN}{{1,3}}({'|'.join(WORDS['before']['zh'])})", r"\1"),
    (rf"\p{{Hangul}}{{2,4}} ?({'|'.join(WORDS['before']['ko'])})", r"\1"),
    (r"[\p{Hangul}]{2,4}[ ]*(?:올림|드림|배상)", ""),
    (r"\p{Han}{2,4}[ ]*(?:敬上|谨上|拜上|敬啟)", ""),
)  # fmt: skip
_INSIDE = (
    r"([\p{Ll}\p{N},;:)'’] )(?:(?:\p{Lu}\p{Ll}|[A-HJ-Z]['’]\p{Lu})[\p{L}'’-]*[ \t]*)+",
    r"\1# ",
)
_LAST_LINE = r"(?s)^.*\n[ \t]*[-–—~]*[ \t]*(?P<line>[^\n]{1,24}?)[\s.~]*\z"
_SPEAKS = r"(?i)than|thx|cheers|\bta\b|grac|merci|dank|obrig|graz|bedank|welcome|luck|soon|[.!?。！？,，]|谢|謝|感|감사|고맙|あり|お願|よろ|请|請"
_GERMAN = r"(?i)\b(?:ich|und|nicht|für|wir|das|ist|auf|sie|ihnen|ihre|danke|vielen|sehr|mich|mir|den|dem)\b"
_FEW_GERMAN = 2
"""So many of the commonest German words make a German text: there, all nouns are capitalised."""


def without_names(texts: pa.Array) -> pa.Array:
    r"""Return texts without the names that can be found in them.

    Parameters
    ----------
    texts
        The newest part of each message, as sent.

    Examples
    --------
    >>> without_names(pa.array(["Dear Ms Khan,\nGood to meet Kim on Friday!\n\nBest,\nZoë Ó Sé"])).to_pylist()
    ['Dear,\nGood to meet # on friday!\n\nBest,\n']
    """
    text = pc.utf8_trim_whitespace(texts)
    dated = pc.match_substring_regex(text, rf"\b(?:{'|'.join(_KEPT)})\b")
    days = text.filter(dated)
    for day in _KEPT:
        days = drop(days, rf"\b{day}\b", day.lower())
    text = pc.replace_with_mask(text, dated, days)
    text = _without_last_line(text)
    for pattern, by in _BY_PLACE:
        text = drop(text, pattern, by)
    german = np.asarray(pc.count_substring_regex(text, _GERMAN)) >= _FEW_GERMAN
    others = pa.array(~german)
    pattern, by = _INSIDE
    inside = drop(text.filter(others), pattern, by)
    return pc.replace_with_mask(text, others, inside)


def _without_last_line(texts: pa.Array) -> pa.Array:
    """Drop a short last line that neither thanks nor ends a sentence: who signs in small letters."""
    found = pc.extract_regex(texts, _LAST_LINE)
    line = pc.fill_null(pc.struct_field(found, "line"), "")
    few = pc.less_equal(pc.count_substring_regex(line, r"[^\s]+"), 3)
    signs = pc.and_(
        pc.and_(few, pc.greater(pc.utf8_length(line), 0)),
        pc.invert(pc.match_substring_regex(line, _SPEAKS)),
    )
    if not pc.any(signs).as_py():
        return texts
    cut = pc.replace_substring_regex(texts.filter(signs), r"\n[^\n]*\s*\z", "\n")
    return pc.replace_with_mask(texts, signs, cut)
