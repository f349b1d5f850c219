"""A report's HTML → PDF, and a chart → PNG, through Typst: no browser, no system library."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Final, cast

import typst

TEMPLATE = Path(__file__).with_name("report.typ")
PICTURE = Path(__file__).with_name("picture.typ")
STANDARD: Final = "ua-1"
"""PDF/UA-1: read aloud in the order of the page, with headings, tables and what pictures show."""
INCH = 144


def pdf(html: str, taken: date) -> bytes:
    """Return a report as an accessible PDF; the same HTML and day give the same bytes.

    Parameters
    ----------
    html
        What `dashboard.report.html.document` returns.
    taken
        The day that the file says it was made on.
    """
    # XML has no document type of this kind; the words reach Typst as data and are never code.
    words = {"html": html.partition("\n")[2]}
    made = typst.Compiler(sys_inputs=words)
    when = datetime.combine(taken, time(), UTC)
    try:
        sheets = made.compile(
            TEMPLATE.read_bytes(), format="pdf", timestamp=when, pdf_standards=STANDARD
        )
    except typst.TypstError:
        # The standard refuses a name in a script for which there is no font here; without it, such a
        # name is printed as boxes, and all else is as accessible.
        sheets = made.compile(TEMPLATE.read_bytes(), format="pdf", timestamp=when)
    return cast(bytes, sheets)


def png(svg: str, above: str, below: str, stamp: str) -> bytes:
    """Return a chart as a picture with its words, fit to be pasted elsewhere.

    Parameters
    ----------
    svg
        What `dashboard.report.svg.svg` returns.
    above, below, stamp
        Its sentence, its definition and where it comes from, in plain words.
    """
    words = {"svg": svg, "above": above, "below": below, "stamp": stamp}
    made = typst.compile(PICTURE.read_bytes(), format="png", ppi=INCH, sys_inputs=words)
    return cast(bytes, made)
