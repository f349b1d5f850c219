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

# Anything within one sentence. A full stop before a letter or digit (11.04., example.org) ends none.
_GAP = {True: r"(?:[^.!?\n]|\.\w)*", False: r"[^。!?]*"}
_SHORT = {"(": "(?:", "*": r"\w*", "~ ": r"(?:[^\s.!?]+ ){0,3}", "#": r"\d"}


@dataclass(frozen=True)
class Combination:
    """A feature made of others: all of `all`, at least one of `any`, and none of `none`."""

    all: tuple[str, ...] = ()
    any: tuple[str, ...] = ()
    none: tuple[str, ...] = ()


@dataclass(frozen=True)
class Lexicon:
    """Everything that the data files say.

    Attributes
    ----------
    words
        Code → plain words, of every feature, in the order in which reasons are given.
    direction
        Code → +1 where the feature speaks for a note, -1 where it speaks against one.
    patterns
        Language → code → RE2 pattern for folded text.
    function_words
        Language → RE2 pattern of its commonest words; only languages not told by their script.
    combinations
        Code → how it is made of others.
    """

    words: dict[str, str]
    direction: dict[str, int]
    patterns: dict[str, dict[str, str]]
    function_words: dict[str, str]
    combinations: dict[str, Combination]


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
        If a language names a feature or a word that is not defined.
    """
    table = _toml(HERE / "features.toml")
    made = {**table["combined_for"], **table["combined_against"]}
    words = {**table["for"], **table["against"], **{code: item["words"] for code, item in made.items()}}
    supporting = {*table["for"], *table["combined_for"]}
    patterns: dict[str, dict[str, str]] = {}
    function_words: dict[str, str] = {}
    for language in LANGUAGES:
        file = HERE / "languages" / f"{language}.toml"
        said = _toml(file)
        features = {**said["for"], **said["against"]}
        unknown = features.keys() - words.keys()
        if unknown:
            raise KeyError(f"{file.name} names unknown features: {', '.join(sorted(unknown))}")
        spaced = language not in SCRIPTS
        patterns[language] = {
            code: "|".join(_regex(pattern, said["words"], spaced) for pattern in listed)
            for code, listed in features.items()
        }
        if spaced:
            function_words[language] = rf"\b(?:{fold(said['function_words'])})\b"
    return Lexicon(
        words=words,
        direction={code: 1 if code in supporting else -1 for code in words},
        patterns=patterns,
        function_words=function_words,
        combinations={
            code: Combination(
                **{key: tuple(item[key]) for key in ("all", "any", "none") if key in item}
            )
            for code, item in made.items()
        },
    )


def digest() -> str:
    """Return a short hash of all data files that decide what a note is."""
    sha = hashlib.sha256()
    for file in sorted([*(HERE / "languages").glob("*.toml"), *HERE.glob("*.toml"), *HERE.glob("weights.json")]):
        sha.update(file.read_bytes())
    return sha.hexdigest()[:8]


def _regex(pattern: str, words: dict[str, str], spaced: bool) -> str:
    r"""Translate a pattern of a language file to RE2.

    `…` is anything in the same sentence, `{name}` a named list of words, `*` the rest of a word,
    `~ ` up to three words, `#` a digit. In languages with spaces, whole words are meant.
    """
    for name in re.findall(r"\{([a-z_]+)\}", pattern):
        pattern = pattern.replace(f"{{{name}}}", f"({words[name]})")
    whole = spaced and pattern
    starts = whole and (pattern[0].isalnum() or pattern[0] in "(#")
    ends = whole and (pattern[-1].isalnum() or pattern[-1] in ")#*")
    pattern = fold(pattern)
    for short, regex in _SHORT.items():
        pattern = pattern.replace(short, regex)
    pattern = re.sub(r" ?(?:…|\.\.\.) ?", lambda _: f"{_edge(spaced)}{_GAP[spaced]}{_edge(spaced)}", pattern)
    return f"{_edge(spaced) if starts else ''}(?:{pattern}){_edge(spaced) if ends else ''}"


def _edge(spaced: bool) -> str:
    return r"\b" if spaced else ""


def _toml(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text(encoding="utf-8"))
