"""The page, its pictures and the command; and that what is committed speaks of what is measured."""

from __future__ import annotations

import re
from functools import cache
from xml.etree import ElementTree

import pytest

from calibration import __main__ as command
from calibration.drawings import drawings
from calibration.estimators import ESTIMATORS
from calibration.failures import failures
from calibration.measured import Measured, everything
from calibration.page import page, summary
from calibration.scenarios import scenarios
from calibration.svg import BLUE, Dot, bars, strips
from calibration.verdicts import conditions, grid
from tests.house import ROOT

COMMITTED = ROOT / "docs" / "calibration.md"
SVG = "{http://www.w3.org/2000/svg}"


@cache
def tiny() -> Measured:
    return everything(2, 1)


def test_the_committed_page_tells_all_that_is_measured() -> None:
    text = COMMITTED.read_text(encoding="utf-8")
    assert not [one.name for one in ESTIMATORS if f"\n### {one.name}\n" not in text]
    assert not [one.name for one in scenarios() if f"\n| {one.name} |" not in text]
    assert not [one.name for one in failures() if f"\n| {one.name} |" not in text]
    assert not [one.words for one in conditions() if f"| {one.words} |" not in text]
    rows = len(re.findall(r"^\| (?:influence|signal|first year) \|", text, re.MULTILINE))
    assert rows == len([*grid(), *conditions()])


def test_the_committed_page_is_of_the_large_measurement() -> None:
    runs, findings = command.LARGE
    text = COMMITTED.read_text(encoding="utf-8")
    assert f"**Runs**: {runs:,} employers a scenario" in text
    assert f"{findings} employers a row" in text
    for name in drawings(tiny()):
        assert f"(images/calibration_{name}.svg)" in text
        assert (COMMITTED.parent / "images" / f"calibration_{name}.svg").is_file()


def test_the_page_has_whole_tables() -> None:
    for text in (page(tiny()), summary(tiny())):
        for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
            widths = {line.count(" | ") for line in table.splitlines()}
            assert len(widths) == 1
        assert "nan" not in text


def test_pictures_are_svg() -> None:
    for name, text in drawings(tiny()).items():
        root = ElementTree.fromstring(text)
        assert root.tag == f"{SVG}svg", name
        assert len(text) < 60_000
    coverage = ElementTree.fromstring(drawings(tiny())["coverage"])
    assert len(coverage.findall(f"{SVG}circle")) > 100


def test_dots_beyond_the_axis_lie_at_its_end() -> None:
    text = strips("t & t", [("a", [Dot(-5), Dot(0), Dot(5, hollow=True)])], (0, 10), (4, 6), ())
    circles = ElementTree.fromstring(text).findall(f"{SVG}circle")
    left, zero, middle = (float(one.attrib["cx"]) for one in circles)
    assert left == zero < middle
    assert circles[2].attrib["fill"] == "#ffffff"
    assert circles[2].attrib["stroke"] == BLUE


def test_bars_are_as_long_as_their_shares() -> None:
    text = bars("t", [("a", [(0.25, BLUE), (0.75, "#000000")])], ())
    short, long = (
        one.attrib
        for one in ElementTree.fromstring(text).findall(f"{SVG}rect")
        if "x" in one.attrib
    )
    assert float(long["width"]) == pytest.approx(3 * float(short["width"]))
    assert float(long["x"]) == pytest.approx(float(short["x"]) + float(short["width"]))


def test_the_small_measurement_writes_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    before = COMMITTED.stat().st_mtime_ns
    monkeypatch.setattr("sys.argv", ["calibration"])
    monkeypatch.setattr(command, "everything", lambda *_: tiny())
    try:
        command.main()
    except SystemExit as end:
        assert "missed" in str(end.code)
    assert "Mantel-Haenszel difference" in capsys.readouterr().out
    assert COMMITTED.stat().st_mtime_ns == before
