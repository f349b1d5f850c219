"""The words: every piece can be filled, and equal numbers give equal texts."""

from __future__ import annotations

import re
import tomllib
from importlib import resources
from typing import Any

import pytest

from etl.simulate.names import LANGUAGES
from etl.simulate.pile import KINDS
from etl.simulate.texts import Words, compose, quoted, signature

WORDS = Words("Ada", "Jo", "Jo Ek", "Cook", "01/02", "10:00")
FRAGMENTS: dict[str, Any] = tomllib.loads(
    resources.files("etl.simulate").joinpath("fragments.toml").read_text(encoding="utf-8")
)


def strings(value: Any) -> list[str]:
    """Return every text in a nested table."""
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    return [text for item in inner for text in strings(item)]


def test_every_kind_has_words() -> None:
    assert set(FRAGMENTS) == {*KINDS, "extras"} - {"auto-reply"}
    assert set(FRAGMENTS["note"]) == set(LANGUAGES)


def test_placeholders_are_known() -> None:
    found = {mark for text in strings(FRAGMENTS) for mark in re.findall(r"{(\w*)}", text)}
    assert found <= {"you", "me", "full", "job", "date", "time", "nn", "colleague"}


@pytest.mark.parametrize("kind", range(len(KINDS)), ids=KINDS)
@pytest.mark.parametrize("language", range(len(LANGUAGES)), ids=LANGUAGES)
def test_no_placeholder_is_left_open(kind: int, language: int) -> None:
    for number in range(3, 2**61, 2**56 + 12_345_677):
        subject, body = compose(kind, language, number, WORDS)
        assert "{" not in subject + body
        assert subject.strip() and body.strip()
        assert (subject, body) == compose(kind, language, number, WORDS)
        assert "{" not in signature(number, WORDS) + quoted(kind, language, number, WORDS, "X Y")


def test_notes_differ() -> None:
    bodies = {compose(0, 0, number * 7_919_000_017_003, WORDS)[1] for number in range(1, 400)}
    assert len(bodies) > 250
    lengths = sorted(map(len, bodies))
    assert lengths[0] < 90 and lengths[-1] > 350
