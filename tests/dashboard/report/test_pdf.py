"""The PDF says what the HTML says, in its order, and can be heard."""

from __future__ import annotations

import re
from datetime import date
from xml.etree import ElementTree

from analysis.view import View
from dashboard.blocks import Heading, Words
from dashboard.pages import TITLES
from dashboard.report.html import Page, document
from dashboard.report.pdf import pdf, png
from dashboard.report.printed import report
from dashboard.report.stamp import Stamp
from dashboard.report.svg import svg
from tests.dashboard.report import paper
from tests.dashboard.report.conftest import TAKEN
from tests.dashboard.report.test_html import CHART, HTML, SAMPLES, STAMP

EVERY_KIND = document([Page("offers", [block for block, _ in SAMPLES.values()])], STAMP)


def _read_aloud(html: str) -> str:
    """Return the words of a report's head and pages, without white space."""
    root = ElementTree.fromstring(html.partition("\n")[2])
    body = root.find(f"{HTML}body")
    assert body is not None
    parts = (body.find(f"{HTML}{name}") for name in ("header", "main"))
    return re.sub(
        r"\s", "", "".join("".join(part.itertext()) for part in parts if part is not None)
    )


def test_every_word_is_on_paper_in_the_same_order() -> None:
    assert paper.read(pdf(EVERY_KIND, TAKEN)).words.replace("•", "") == _read_aloud(EVERY_KIND)


def test_all_pages_are_on_paper(view: View, everything: str) -> None:
    read = paper.read(pdf(everything, TAKEN))
    said = re.sub(r",page\d+", "", read.words.replace("•", ""))
    assert re.sub(r"\d+\.", "", said) == re.sub(r"\d+\.", "", _read_aloud(everything))
    assert read.pages > len(TITLES)


def test_it_declares_title_language_date_and_that_it_can_be_heard() -> None:
    raw = paper.read(pdf(EVERY_KIND, TAKEN)).raw
    assert "Good Eggs: Offers, 29 November 2026" in raw
    assert "/Lang(en)" in raw
    assert "D:20261129000000" in raw
    assert "<pdfuaid:part>1<" in raw
    assert "/StructTreeRoot" in raw
    assert "How often it is." in raw, "a picture says what it shows"


def test_the_same_day_gives_the_same_file_and_another_day_another() -> None:
    assert pdf(EVERY_KIND, TAKEN) == pdf(EVERY_KIND, TAKEN)
    assert pdf(EVERY_KIND, date(2026, 11, 30)) != pdf(EVERY_KIND, TAKEN)


def test_a_name_in_a_script_without_a_font_does_not_stop_the_report() -> None:
    html = document([Page("offers", [Heading("\U000130a7", 1), Words("Still here.")])], STAMP)
    assert "Stillhere." in paper.read(pdf(html, TAKEN)).words


def test_words_are_never_code() -> None:
    html = document([Page("offers", [Words("#panic(1) $x$ = @a `#b` \\#c")])], STAMP)
    assert "#panic(1)$x$=@a#b#c" in paper.read(pdf(html, TAKEN)).words


def test_a_page_begins_a_sheet() -> None:
    pages = [Page(name, [Heading(title, 1)]) for name, title in TITLES.items()]
    assert paper.read(pdf(document(pages, STAMP), TAKEN)).pages == len(TITLES) + 1
    assert paper.read(pdf(document(pages[:1], STAMP), TAKEN)).pages == 1


def test_a_report_of_a_page_says_where_it_comes_from(view: View) -> None:
    read = paper.read(report(view, "pdf", TAKEN, pages=["offers"]))
    for said in Stamp.of(view, TAKEN).lines().values():
        assert re.sub(r"\s", "", said) in read.words


def test_a_chart_is_a_picture_with_its_words() -> None:
    drawn = svg(CHART.figure, says="x")
    small = png(drawn, "Its sentence.", "", "")
    large = png(drawn, "Its sentence.", "Its definition. " * 20, "Its stamp")
    assert small.startswith(b"\x89PNG")
    width, height = (int.from_bytes(small[at : at + 4], "big") for at in (16, 20))
    assert width == 1020
    assert int.from_bytes(large[20:24], "big") > height
