"""The words of a message, put together from `fragments.toml` by the message's own random number."""

from __future__ import annotations

import textwrap
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from etl.simulate.names import LANGUAGES
from etl.simulate.pile import KINDS, NOTE

# Of 32 notes: how many stand alone, and the parts of the others up to each bound.
_ALONE = 8
_PARTS = (
    (13, ("hello", "thanks", "detail", "detail", "interest", "close", "bye")),
    (19, ("hello", "thanks", "detail", "interest", "close", "bye")),
    (27, ("hello", "thanks", "detail", "bye")),
    (32, ("hello", "thanks", "close", "bye")),
)


@dataclass(frozen=True)
class Words:
    """The people and things that a text names."""

    you: str
    me: str
    full: str
    job: str
    date: str
    time: str

    def fill(self, text: str) -> str:
        """Put the names into a fragment."""
        if "{" not in text:
            return text
        return (
            text.replace("{you}", self.you)
            .replace("{me}", self.me)
            .replace("{full}", self.full)
            .replace("{job}", self.job)
            .replace("{date}", self.date)
            .replace("{time}", self.time)
        )


@cache
def _fragments() -> dict[str, Any]:
    text = resources.files("etl.simulate").joinpath("fragments.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


class _Picker:
    """Deals choices out of one random number, so that equal numbers give equal texts."""

    def __init__(self, number: int) -> None:
        self.number = number

    def one(self, choices: list[str]) -> str:
        self.number, rest = divmod(self.number, len(choices))
        return choices[rest]

    def below(self, bound: int) -> int:
        self.number, rest = divmod(self.number, bound)
        return rest


def compose(kind: int, language: int, number: int, words: Words) -> tuple[str, str]:
    """Return subject and body of a message; paragraphs are parted by an empty line.

    Parameters
    ----------
    kind
        Index into `letters.KINDS`.
    language
        Index into `names.LANGUAGES`; kinds that have no text in it fall back to English.
    number
        The message's random number, 0 to 2**62 - 1.
    words
        Names to put in.

    Examples
    --------
    >>> compose(0, 3, 7, Words("Ada", "Jo", "Jo Ek", "Cook", "01/02", "10:00"))[0]
    'Unser Gespräch heute'
    """
    picker = _Picker(number)
    code = LANGUAGES[language]
    if kind == NOTE:
        return _note(picker, _fragments()["note"][code], words, code)
    table = _fragments()[KINDS[kind]]
    body = words.fill(picker.one(table.get(code) or table["en"]))
    # Replies keep the English subject of the invitation that they answer.
    return words.fill(picker.one(table["subject"]["en"])), body


def _note(picker: _Picker, table: dict[str, list[str]], words: Words, code: str) -> tuple[str, str]:
    subject = words.fill(picker.one(table["subject"]))
    length = picker.below(32)
    if length < _ALONE:
        body = words.fill(picker.one(table["short"]))
    else:
        parts = next(parts for bound, parts in _PARTS if length < bound)
        chosen = [words.fill(picker.one(table[part])) for part in parts]
        # The same thing is not said twice.
        middle = list(dict.fromkeys(chosen[1:-1]))
        # Some write one block, some a paragraph for each thought.
        block = "\n\n".join(middle) if length % 2 else " ".join(middle)
        body = "\n\n".join((chosen[0], block, chosen[-1]))
    if code == "en" and picker.below(12) == 0:
        subject, body = subject.lower(), body.lower().replace("'", "").replace(" you ", " u ")
    return subject, body


def signature(number: int, words: Words) -> str:
    """Return the small print under a message; some of it says thanks too."""
    text = _Picker(number >> 20).one(_fragments()["extras"]["signature"])
    return words.fill(text.replace("{me}.example", "people.example")).replace(
        "{nn}", f"{number % 90 + 10}"
    )


def quoted(kind: int, language: int, number: int, words: Words, colleague: str) -> str:
    """Return the earlier message under a reply, in one of the ways that mail programs quote."""
    extras = _fragments()["extras"]
    picker = _Picker(number >> 16)
    earlier = "own_note" if KINDS[kind] == "chaser" and picker.below(2) else "invitation"
    text = words.fill(picker.one(extras[earlier]))
    if picker.below(4) == 0:
        return (
            f"\n\n-----Original Message-----\nFrom: {colleague}\nSent: {words.date} {words.time}\n"
            f"To: {words.full}\nSubject: Interview for {words.job}\n\n{text}\n\n{colleague}"
        )
    marks = extras["attribution"]
    opening = words.fill(marks.get(LANGUAGES[language], marks["en"])).replace(
        "{colleague}", colleague
    )
    lines = "\n".join(f"> {line}" for line in textwrap.wrap(text, 68))
    return f"\n\n{opening}\n\n{lines}\n>\n> Kind regards,\n> {colleague}"
