"""Blocks → CSV that spreadsheets and pandas read alike: one line a mark of a chart or a cell of a table.

UTF-8 with its mark at the front, by which Excel knows it; names of columns in the first line and
nothing above it; where the numbers come from stands in columns, so that it goes along when lines are
copied. Numbers have a point and no unit; the unit is a column.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pandas as pd

from dashboard import words
from dashboard.blocks import Block, Box, Chart, Choice, Fold, Heading, Side, Table
from dashboard.report.stamp import Stamp

COLUMNS = ["page", "under", "chart", "label", "kind", "value", "low", "high", "n", "unit", "text"]
_PLACES = 4
_SUFFIXES = {name: unit.suffix.strip() for name, unit in words.UNITS.items() if unit.suffix}
# A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection").
_FORMULA = re.compile(r"^(?=[=+\-@\t\r])")
_MARKS = re.compile(r"\\([^\w\s])|\*\*|(?<!\\):material/\w+:\s*")


def of_chart(chart: Chart, page: str, stamp: Stamp) -> bytes:
    """Return the numbers of one chart, with its definition.

    Parameters
    ----------
    page
        Title of the page that it stands on.
    """
    lines = _marks(chart).assign(page=page, definition=_words(chart.definition))
    return _csv(lines.drop(columns="under", errors="ignore"), stamp)


def of_page(
    blocks: Iterable[Block], page: str, stamp: Stamp, choices: Mapping[str, str] | None = None
) -> bytes:
    """Return all charts and tables of a page.

    Parameters
    ----------
    page
        The page's title.
    choices
        Values of the page's choices by key; the others take their default.
    """
    found = [part.assign(under=under) for under, part in _parts(blocks, choices or {}, page)]
    lines = pd.concat(found, ignore_index=True) if found else pd.DataFrame({"page": []})
    return _csv(lines.assign(page=page), stamp)


def _parts(
    blocks: Iterable[Block], choices: Mapping[str, str], under: str
) -> Iterator[tuple[str, pd.DataFrame]]:
    """Return the lines of each chart and table, with the heading that it stands under."""
    for block in blocks:
        match block:
            case Heading():
                under = _words(block.text)
            case Chart():
                yield under, _marks(block)
            case Table():
                yield under, _cells(block)
            case Fold() | Box():
                yield from _parts(block.blocks, choices, under)
            case Side():
                yield from _parts(block.boxes, choices, under)
            case Choice():
                yield from _parts(block.then(block.chosen(choices)), choices, under)


def _marks(chart: Chart) -> pd.DataFrame:
    """Return a line for each mark, in the unit that is shown."""
    rows = chart.rows.assign(chart=chart.key)
    if "value" not in rows:
        rows = rows.rename(columns={"share": "value"})
    if "n" in rows:
        rows = rows.astype({"n": "Int64"})
    if "unit" not in rows:
        return rows
    scale = rows["unit"].map({name: unit.scale for name, unit in words.UNITS.items()}).fillna(1.0)
    for name in rows.select_dtypes("number").columns.difference(["n"]):
        rows[name] = (rows[name] * scale).round(_PLACES)
    return rows.assign(unit=rows["unit"].map(_SUFFIXES).fillna(rows["unit"]))


def _cells(table: Table) -> pd.DataFrame:
    """Return a line for each cell: its row's name, its column's, its words."""
    frame = table.frame.map(_words)
    first = frame.columns[0]
    cells = frame.melt(id_vars=[first], var_name="kind", value_name="text", ignore_index=False)
    cells = cells.rename(columns={first: "label"}).sort_index(kind="stable")
    return cells if table.header else cells.assign(kind="")


def _csv(lines: pd.DataFrame, stamp: Stamp) -> bytes:
    lines = lines.assign(
        filters=stamp.filters,
        load=stamp.run_id,
        loaded_on=stamp.loaded.date().isoformat(),
        taken_on=stamp.taken.isoformat(),
    )
    ordered = [name for name in COLUMNS if name in lines]
    lines = lines[[*ordered, *lines.columns.difference(ordered, sort=False)]]
    for name in lines.columns.difference(lines.select_dtypes("number").columns):
        lines = lines.assign(**{name: lines[name].map(_harmless, na_action="ignore")})
    return str(lines.to_csv(index=False, lineterminator="\r\n")).encode("utf-8-sig")


def _words(text: Any) -> str:
    """Return words without their marks."""
    return "" if pd.isna(text) else _MARKS.sub(r"\1", str(text)).strip()


def _harmless(text: object) -> str:
    """Return words that no spreadsheet takes for a formula; numbers are not words, and stay.

    Examples
    --------
    >>> _harmless("=1+1"), _harmless("+4.0 points"), _harmless("R&D")
    ("'=1+1", "'+4.0 points", 'R&D')
    """
    return _FORMULA.sub("'", str(text))
