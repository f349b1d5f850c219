"""What is on screen is on paper, and nothing else; whole, heard, and without a request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from html import unescape
from html.parser import HTMLParser
from itertools import pairwise
from typing import get_args
from xml.etree import ElementTree

import pandas as pd
import pytest

from analysis.finding import Verdict
from analysis.view import View
from dashboard import charts
from dashboard.blocks import (
    Badge,
    Block,
    Box,
    Chart,
    Choice,
    Fold,
    Heading,
    Link,
    Notice,
    Side,
    Small,
    Table,
    Words,
)
from dashboard.pages import TITLES, content
from dashboard.report.html import Page, document
from dashboard.report.stamp import Stamp
from tests.dashboard.report.conftest import TAKEN

HTML = "{http://www.w3.org/1999/xhtml}"
SVG = "{http://www.w3.org/2000/svg}"
LOADED = datetime(2026, 11, 28, 6, tzinfo=UTC)
STAMP = Stamp(TAKEN, "run-42", LOADED, LOADED, "Department: Sales <& co>", "abcd1234")
ROWS = pd.DataFrame(
    [("R&D <b>", 0.4, 0.3, 0.5, "40% (30 to 50%)"), ("Few", None, None, None, "not shown")],
    columns=["label", "value", "low", "high", "text"],
)
CHART = Chart(
    "levels",
    charts.levels(ROWS, axis="share of all", percent=True),
    "How **often** it is.",
    "Counted: all of them.",
    pd.DataFrame({"Group": ["R\\&D \\<b\\>"], "Number": ["40%"]}),
    ROWS,
)
SAMPLES: dict[type, tuple[Block, str]] = {
    Heading: (Heading("Some heading", 1), "<h2>Some heading</h2>"),
    Words: (Words("Some *words*"), "<p>Some <em>words</em></p>"),
    Small: (Small(":material/info: small print"), '<div class="small"><p>small print</p>'),
    Badge: (Badge(Verdict.CANNOT_TELL, "**Why** it is"), "<strong>Why</strong> it is"),
    Chart: (CHART, "40% (30 to 50%)"),
    Table: (
        Table(pd.DataFrame({"What": ["one"], "Value": [2]})),
        '<th scope="row">one</th><td>2</td>',
    ),
    Notice: (Notice("**Too few.**", ":material/info:"), "<strong>Too few.</strong>"),
    Fold: (Fold("Unfolds", (Words("inside"),)), "<p>inside</p>"),
    Box: (Box("box", (Words("boxed"),)), "<p>boxed</p>"),
    Side: (Side((Box("one", (Words("left"),)), Box("two", (Words("right"),)))), "<p>right</p>"),
    Choice: (
        Choice("by", "By", {"a": "Ape", "b": "Bee"}, "b", lambda value: [Words(f"chose {value}")]),
        "<p>chose b</p>",
    ),
    Link: (Link("sure", "Read on"), "“How sure are we?”"),
}


def _printed(*blocks: Block, **choices: str) -> str:
    return document([Page("offers", blocks)], STAMP, choices)


@pytest.mark.parametrize("kind", get_args(Block))
def test_every_kind_of_block_is_printed(kind: type) -> None:
    block, said = SAMPLES[kind]
    assert said in _printed(block)


def test_a_kind_that_nobody_printed_is_refused() -> None:
    with pytest.raises(TypeError, match="no way to print a str"):
        _printed("words")  # type: ignore[arg-type]


def test_where_it_comes_from_stands_on_it() -> None:
    printed = _printed()
    for said in ("29 November 2026", "run-42", "28 November 2026, 06:00 UTC", "abcd1234"):
        assert said in printed
    assert printed.count("Department: Sales &lt;&amp; co&gt;") == 2
    assert "<title>Good Eggs: Offers, 29 November 2026</title>" in printed


def test_a_chart_is_printed_with_its_words_and_its_table() -> None:
    root = _parsed(_printed(CHART))
    (figure,) = root.iter(f"{HTML}figure")
    (picture,) = figure.iter(f"{SVG}svg")
    assert picture.get("role") == "img"
    assert picture.get("aria-label") == "How often it is."
    assert "How often it is." in _text(figure)
    assert "Counted: all of them." in _text(figure)
    (table,) = root.iter(f"{HTML}table")
    assert "R&D <b>" in _text(table)


def test_a_chart_whose_groups_are_all_too_small_says_so() -> None:
    rows = ROWS.head(0)
    empty = Chart("none", charts.levels(rows, axis="x"), "Says.", "Is.", pd.DataFrame(), rows)
    printed = _printed(empty)
    assert "<svg" not in printed
    assert "Every group is too small to show." in printed


def test_names_from_the_data_are_no_markup_and_no_request() -> None:
    evil = "<script>alert(1)</script> ![x](https://evil.example/a.png) \x0b&"
    frame = pd.DataFrame({evil: [evil], "b": [evil]})
    printed = _printed(Heading(evil), Words(evil), Small(evil), Table(frame), Fold(evil, ()))
    root = _parsed(printed)
    assert not {one.tag for one in root.iter()} & {f"{HTML}script", f"{HTML}img"}
    # The heading is a table's caption, too.
    assert _text(root).count("<script>alert(1)</script>") == 8


def test_a_choice_is_printed_as_chosen() -> None:
    block, _ = SAMPLES[Choice]
    assert "<p>chose a</p>" in _printed(block, by="a")
    assert "By: Ape" in _printed(block, by="a")
    assert "<p>chose b</p>" in _printed(block, by="gone")


def test_a_link_goes_to_a_page_that_is_there() -> None:
    link = Page("offers", [Link("sure", "Read on")])
    assert '<a href="#sure">Read on</a>' in document([link, Page("sure", [])], STAMP)
    assert "href" not in document([link], STAMP)


def test_no_level_of_headings_is_left_out(everything: str) -> None:
    levels = [int(one) for one in re.findall(r"<h([1-6])>", everything)]
    assert levels[0] == 1 and levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    jump = _printed(Heading("Page", 1), Heading("Deep", 3))
    assert "<h3>Deep</h3>" in jump


def test_a_fold_leaves_the_headings_after_it_where_they_were() -> None:
    printed = _printed(
        Heading("Page", 1), Fold("Unfolds", (Heading("In it"),)), Heading("After", 2)
    )
    assert "<h3>Unfolds</h3>" in printed
    assert "<h3>After</h3>" in printed


def test_everything_is_well_formed_and_asks_for_nothing(everything: str) -> None:
    root = _parsed(everything)
    tags = {one.tag.partition("}")[2] for one in root.iter()}
    assert not tags & {"script", "link", "img", "iframe", "object", "form"}
    assert "url(" not in everything and "@import" not in everything
    assert "default-src 'none'" in everything
    addresses = {one.get(name) for one in root.iter() for name in ("href", "src")} - {None}
    assert all(str(one).startswith(("#", "https://")) for one in addresses)
    ids = [one.get("id") for one in root.iter() if one.get("id")]
    assert sorted(ids) == sorted(TITLES)


def test_a_strict_parser_finds_every_tag_closed(everything: str) -> None:
    found = _Open()
    found.feed(everything)
    assert found.open == []


def test_every_picture_and_table_can_be_heard(everything: str) -> None:
    root = _parsed(everything)
    pictures, tables = list(root.iter(f"{SVG}svg")), list(root.iter(f"{HTML}table"))
    assert len(pictures) > 20 and len(tables) > 20
    assert all(one.get("aria-label") for one in pictures)
    assert all(_text(one.find(f"{HTML}caption")) for one in tables)
    assert all(cell.get("scope") for table in tables for cell in table.iter(f"{HTML}th"))


def test_no_mark_of_the_screen_is_left(everything: str) -> None:
    said = _text(_parsed(everything).find(f"{HTML}body"))
    assert ":material" not in said
    assert not re.search(r"\*\*|\\[^\w\s]|:(blue|orange|gray|violet)", said)


@pytest.mark.parametrize("name", TITLES)
def test_paper_says_the_numbers_of_the_screen_and_no_other(name: str, view: View) -> None:
    blocks = list(content(name)(view))
    root = _parsed(document([Page(name, blocks)], STAMP))
    main = next(root.iter(f"{HTML}main"))
    for picture in list(main.iter(f"{SVG}svg")):
        for group in picture.findall(f"{SVG}text[@font-size='12']"):  # numbers beside the axis
            picture.remove(group)
    said = {_plain(one) for one in _said(blocks)}
    assert _numbers(_text(main, " ")) == _numbers(" ".join(said))


def _said(blocks: Iterable[Block]) -> Iterator[str]:
    """Return all words of blocks, by the fields that the screen draws."""
    for block in blocks:
        match block:
            case Heading() | Words() | Small() | Notice():
                yield block.text
            case Badge():
                yield block.why
            case Chart():
                yield from (block.sentence, block.definition)
                marked = (one.text for one in block.figure.layout.annotations)
                yield from (unescape(re.sub("<[^>]+>", " ", one)) for one in marked)
                yield from _said([Table(block.table)])
            case Table():
                yield from (map(str, block.frame.columns) if block.header else ())
                yield from (str(one) for one in block.frame.to_numpy().ravel())
            case Fold():
                yield block.title
                yield from _said(block.blocks)
            case Box():
                yield from _said(block.blocks)
            case Side():
                yield from _said(block.boxes)
            case Choice():
                yield from _said(block.then(block.default))


def _plain(text: str) -> str:
    return re.sub(r"\\([^\w\s])", r"\1", text)


def _numbers(text: str) -> set[str]:
    return set(re.findall(r"[+−-]?\d[\d,.]*\d|\d", text))


def _parsed(printed: str) -> ElementTree.Element:
    return ElementTree.fromstring(printed.partition("\n")[2])


def _text(element: ElementTree.Element | None, between: str = "") -> str:
    assert element is not None
    return between.join(element.itertext())


@dataclass
class _Open(HTMLParser):
    """Holds the tags that are open, and refuses one that closes another."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: object) -> None:
        pass

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag
