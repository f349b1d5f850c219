"""Blocks → one self-contained HTML file: no script, no request, and well-formed XML for the PDF."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatchmethod
from html import escape
from pathlib import Path
from typing import Any

import pandas as pd
from markdown_it import MarkdownIt

from dashboard import words
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
from dashboard.pages import TITLES
from dashboard.report.stamp import Stamp
from dashboard.report.svg import svg

STYLE = Path(__file__).with_name("report.css")
# Pictures would be requests, and names of the employer's could name one.
_MARKDOWN = MarkdownIt("commonmark", {"html": False, "xhtmlOut": True}).disable("image")
_ICON = re.compile(r"(?<!\\):material/\w+:\s*")
# Characters that XML cannot hold; a name in an export may.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")


@dataclass(frozen=True)
class Page:
    """A page of a report: its file in `views/` and its blocks."""

    view: str
    blocks: Sequence[Block]


def document(pages: Sequence[Page], stamp: Stamp, choices: Mapping[str, str] | None = None) -> str:
    """Return a report as an HTML file.

    Parameters
    ----------
    pages
        The pages, in their order.
    stamp
        Where the numbers come from.
    choices
        Values of the pages' choices by key; the others take their default.

    Raises
    ------
    ValueError
        If a chart holds something that cannot be printed.
    """
    title = TITLES[pages[0].view] if len(pages) == 1 else "All pages"
    inside = frozenset(page.view for page in pages)
    sections = (
        f'<section id="{page.view}">{_Writer(choices or {}, inside).write(page.blocks)}</section>'
        for page in pages
    )
    facts = "".join(
        f"<dt>{name}</dt><dd>{_text(said)}</dd>" for name, said in stamp.lines().items()
    )
    contents = "".join(f'<li><a href="#{one.view}">{TITLES[one.view]}</a></li>' for one in pages)
    nav = f'<nav aria-label="Contents"><ul>{contents}</ul></nav>' if len(pages) > 1 else ""
    return (
        '<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" lang="en"><head><meta charset="utf-8"/>'
        '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
        '<meta http-equiv="Content-Security-Policy" '
        "content=\"default-src 'none'; style-src 'unsafe-inline'\"/>"
        f"<title>Good Eggs: {title}, {words.day(stamp.taken)}</title>"
        f"<style>{STYLE.read_text(encoding='utf-8')}</style></head><body>"
        f"<header><h1>Good Eggs: {title}</h1><dl>{facts}</dl>{nav}</header>"
        f"<main>{''.join(sections)}</main><footer><p>{_text(stamp.line())}</p></footer></body></html>\n"
    )


class _Writer:
    """Writes one page's blocks; remembers the heading that they stand under."""

    def __init__(self, choices: Mapping[str, str], inside: frozenset[str]) -> None:
        self._choices, self._inside = choices, inside
        self._level, self._under = 1, ""

    def write(self, blocks: Iterable[Block]) -> str:
        return "".join(map(self._one, blocks))

    @singledispatchmethod
    def _one(self, block: Block) -> str:
        raise TypeError(f"no way to print a {type(block).__name__}")

    @_one.register
    def _(self, block: Heading) -> str:
        # The report's title is above the pages' own, and no level may be left out.
        self._level = min(block.level + 1, self._level + 1)
        self._under = _inline(block.text)
        return f"<h{self._level}>{self._under}</h{self._level}>"

    @_one.register
    def _(self, block: Words) -> str:
        return _markdown(block.text)

    @_one.register
    def _(self, block: Small) -> str:
        return f'<div class="small">{_markdown(block.text)}</div>'

    @_one.register
    def _(self, block: Badge) -> str:
        return f'<div class="badge">{_markdown(block.why)}</div>'

    @_one.register
    def _(self, block: Chart) -> str:
        picture = (
            svg(block.figure, says=plain(block.sentence))
            if block.figure.data
            else "<p>Every group is too small to show.</p>"
        )
        return (
            f"<figure>{_markdown(block.sentence)}{picture}"
            f"<figcaption>{_inline(block.definition)}</figcaption></figure>"
            f"{_table(Table(block.table), 'The chart as a table')}"
        )

    @_one.register
    def _(self, block: Table) -> str:
        return _table(block, self._under)

    @_one.register
    def _(self, block: Notice) -> str:
        return f'<div class="notice">{_markdown(block.text)}</div>'

    @_one.register
    def _(self, block: Fold) -> str:
        # On paper nothing unfolds.
        before = self._level, self._under
        inside = self.write((Heading(block.title, self._level), *block.blocks))
        self._level, self._under = before
        return f'<div class="fold">{inside}</div>'

    @_one.register
    def _(self, block: Box) -> str:
        return f'<div class="box">{self.write(block.blocks)}</div>'

    @_one.register
    def _(self, block: Side) -> str:
        return f'<div class="side">{self.write(block.boxes)}</div>'

    @_one.register
    def _(self, block: Choice) -> str:
        chosen = block.chosen(self._choices)
        following = self.write(block.then(chosen))
        return f'<p class="choice">{block.label}: {block.options[chosen]}</p>{following}'

    @_one.register
    def _(self, block: Link) -> str:
        if block.view not in self._inside:
            return f"<p>See the page “{TITLES[block.view]}”.</p>"
        return f'<p><a href="#{block.view}">{_text(block.text)}</a></p>'


def _table(block: Table, caption: str) -> str:
    """Return a table of words; its first column names the rows."""
    names = [_inline(str(name)) for name in block.frame.columns]
    head = "".join(f'<th scope="col">{name}</th>' for name in names) if block.header else ""
    body = "".join(
        f"<tr>{''.join(_cells(row))}</tr>" for row in block.frame.itertuples(index=False)
    )
    top = f"<thead><tr>{head}</tr></thead>" if head else ""
    return f"<table><caption>{caption}</caption>{top}<tbody>{body}</tbody></table>"


def _cells(row: tuple[Any, ...]) -> Iterator[str]:
    first, *others = ("" if pd.isna(one) else _inline(str(one)) for one in row)
    yield f'<th scope="row">{first}</th>'
    yield from (f"<td>{one}</td>" for one in others)


def _markdown(text: str) -> str:
    return _MARKDOWN.render(_fit(text)).replace("<br />\n", "<br />")


def _inline(text: str) -> str:
    return _MARKDOWN.renderInline(_fit(text))


def plain(text: str) -> str:
    """Return a sentence without its marks, for those who hear it."""
    tokens = _MARKDOWN.parseInline(_fit(text))[0].children or ()
    return "".join(" " if one.type in ("softbreak", "hardbreak") else one.content for one in tokens)


def _fit(text: str) -> str:
    return _UNFIT.sub("", _ICON.sub("", text))


def _text(text: str) -> str:
    return escape(_UNFIT.sub("", text), quote=False)
