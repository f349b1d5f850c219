"""The data files of the classifier: what a message can say, and how each language says it."""

from __future__ import annotations

import hashlib
import re
import tomllib
import unicodedata
from dataclasses import dataclass
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "ja", "zh", "ko")
SCRIPTS = {"ja": r"[\p{Hiragana}\p{Katakana}]", "ko": r"\p{Hangul}", "zh": r"\p{Han}"}
"""Languages that are told by their script, in the order in which it decides."""

# What stands for what in a pattern, replaced in this order.
_SHORT = {"(": "(?:", "*": r"\w*", "~ ": r"(?:[^ ]+ ){0,3}", "#": r"\d"}


@dataclass(frozen=True)
class Feature:
    """Something that a message says: all of `all`, one of `any`, none of `none`.

    Attributes
    ----------
    words
        What it means, in plain words.
    direction
        +1 where it speaks for a note, -1 where it speaks against one.
    within
        "sentence": one sentence has the signs; "message": the message has the signs and features.
    """

    words: str
    direction: int
    within: str
    all: tuple[str, ...]
    any: tuple[str, ...]
    none: tuple[str, ...]


@dataclass(frozen=True)
class Lexicon:
    """Everything that the data files say.

    Attributes
    ----------
    features
        Code → feature, in the order in which they are made.
    signs
        Language → sign → RE2 patterns for a folded sentence; one of them has to match.
    function_words
        Language → RE2 pattern of its commonest words; only languages not told by their script.
    ignored
        Language → RE2 pattern of greetings and closings, which mean nothing.
    automatic
        RE2 pattern of a folded subject line that a machine wrote.
    """

    features: dict[str, Feature]
    signs: dict[str, dict[str, tuple[str, ...]]]
    function_words: dict[str, str]
    ignored: dict[str, str]
    automatic: str


def fold(text: str) -> str:
    """Return text as patterns see it: lower case, no accents, one form of each character.

    Examples
    --------
    >>> fold("Größe, CAFÉ, ｉｎｔｅｒｖｉｅｗ’s")
    "grosse, cafe, interview's"
    """
    plain = unicodedata.normalize("NFKD", text.lower()).replace("’", "'")
    plain = re.sub("[\u0300-\u036f]", "", plain).replace("ß", "ss").replace("œ", "oe")
    return unicodedata.normalize("NFKC", plain)


def load() -> Lexicon:
    """Read the data files.

    Raises
    ------
    KeyError
        If a feature names a sign or feature that there is not, or a language lacks a sign.
    """
    table = _toml(HERE / "features.toml")
    features = {
        code: Feature(
            words=item["words"],
            direction=1 if item.get("speaks", side) == "for" else -1,
            within="message" if side == "combined" else "sentence",
            **{key: tuple(item.get(key, ())) for key in ("all", "any", "none")},
        )
        for side in ("for", "against", "combined")
        for code, item in table[side].items()
    }
    needed = {
        name
        for item in features.values()
        for name in (*item.all, *item.any, *item.none)
        if item.within == "sentence" or name not in features
    }
    signs: dict[str, dict[str, tuple[str, ...]]] = {}
    function_words: dict[str, str] = {}
    ignored: dict[str, str] = {}
    for language in LANGUAGES:
        file = HERE / "languages" / f"{language}.toml"
        said = _toml(file)
        if said["signs"].keys() ^ needed:
            wrong = ", ".join(sorted(said["signs"].keys() ^ needed))
            raise KeyError(f"{file.name} lacks signs, or names some that no feature uses: {wrong}")
        spaced = language not in SCRIPTS
        signs[language] = {
            name: _joined([_regex(pattern, said.get("words", {}), spaced) for pattern in listed])
            for name, listed in said["signs"].items()
        }
        ignored[language] = "|".join(_regex(pattern, {}, spaced) for pattern in said["ignore"])
        if spaced:
            function_words[language] = rf"\b(?:{fold(said['function_words'])})\b"
    subjects = "|".join(re.escape(fold(one)) for one in table["automatic_subjects"])
    return Lexicon(features, signs, function_words, ignored, rf"^\s*(?:{subjects})\s*[:：]")


def digest() -> str:
    """Return a short hash of all data files that decide what a note is."""
    sha = hashlib.sha256()
    languages = sorted((HERE / "languages").glob("*.toml"))
    others = (HERE / name for name in ("features.toml", "weights.json", "wording.tsv"))
    for file in (*languages, *others):
        sha.update(file.read_bytes())
    return sha.hexdigest()[:8]


def _joined(patterns: list[str]) -> tuple[str, ...]:
    # One automaton of many patterns is quicker than many, until it outgrows RE2's memory; gaps swell it.
    gaps = [one for one in patterns if "{0,3}" in one or ".*" in one]
    plain = [one for one in patterns if one not in gaps]
    return (*_at_a_time(6, gaps), *_at_a_time(60, plain))


def _at_a_time(most: int, patterns: list[str]) -> list[str]:
    return ["|".join(patterns[start : start + most]) for start in range(0, len(patterns), most)]


def _regex(pattern: str, words: dict[str, str], spaced: bool) -> str:
    r"""Translate a pattern of a language file to RE2.

    `…` is anything in the same sentence, `{name}` a named list of words, `*` the rest of a word,
    `~ ` up to three words, `#` a digit. In languages with spaces, whole words are meant.
    """
    for name in re.findall(r"\{([a-z_]+)\}", pattern):
        pattern = pattern.replace(f"{{{name}}}", f"({words[name]})")
    edge = r"\b" if spaced else ""
    start = edge if pattern[0].isalnum() or pattern[0] in "(#" else ""
    end = edge if pattern[-1].isalnum() or pattern[-1] in ")#*" else ""
    pattern = fold(pattern)
    for short, regex in _SHORT.items():
        pattern = pattern.replace(short, regex)
    pattern = re.sub(r" ?\.\.\. ?", lambda _: f"{edge}.*{edge}", pattern)
    return f"{start}(?:{pattern}){end}"


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
