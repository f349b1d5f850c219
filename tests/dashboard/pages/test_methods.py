"""Methods and words: every word is the glossary's, every estimator is told once, with its source."""

from __future__ import annotations

import re
import tomllib

from dashboard.views import methods
from tests.house import ROOT

TEXTS = tomllib.loads(methods.TEXTS.read_text(encoding="utf-8"))
# What other estimators are made of, and no reader meets.
PARTS = {"__init__", "correlation", "design", "followed", "smooth", "within"}


def test_every_word_is_in_the_glossary() -> None:
    glossary = set(re.findall(r"^\*\*(.+?)\*\*", (ROOT / "GLOSSARY.md").read_text(), flags=re.M))
    assert {one["name"] for one in TEXTS["word"]} <= glossary


def test_every_estimator_is_told_once() -> None:
    modules = {file.stem for file in (ROOT / "analysis" / "estimators").glob("*.py")}
    told = [one["module"] for one in TEXTS["method"]]
    assert sorted(told) == sorted(modules - PARTS)


def test_a_method_is_told_in_two_sentences_with_its_source() -> None:
    for one in TEXTS["method"]:
        assert one["said"].count(". ") == 1 and one["said"].endswith("."), one["name"]
        assert re.search(r"\d{4}", one["source"]), one["name"]
