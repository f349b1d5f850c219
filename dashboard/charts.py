"""Figures: tidy frames in, Plotly figures out. No Streamlit, no data access, no statistics.

All share one grammar, which reads the same at a phone's width: a row is a name, its number,
interval and n in words, and the mark under them. Colour never stands alone: shapes differ too.
"""

from __future__ import annotations

import html
import math
from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

ADJUSTED, RAW, MUTED = "#2878B5", "#C8690A", "#7A7F87"
"""Blue, orange and grey: apart for colour-blind eyes, 3:1 or more on both backgrounds."""

BAND = "rgba(122, 127, 135, 0.18)"
REMAINDER = "rgba(122, 127, 135, 0.25)"
PARTS = ((0.30, ADJUSTED), (0.22, RAW), (0.14, MUTED), (0.22, REMAINDER))
"""Parts of a whole, in their order: a thickness in rows and a colour each; the last is pale."""
INK = '<span style="color:currentColor">'
"""Words take the page's own text colour, light or dark: the charts' default grey is too faint."""

ROW, PAIRED_ROW, STRIP, WORDS_GAP = 84, 104, 0.2, 20
PAIR = 0.11
"""Heights of a row in pixels, and of one with two lines of numbers; half a strip's height and a pair's shift in rows; words' lift in pixels."""

AXES = {
    "share": (100.0, 0.0, "of 100"),
    "points": (100.0, 0.0, "difference in percentage points"),
    "sd": (1.0, 0.0, "difference in SD"),
    "correlation": (1.0, 0.0, "correlation"),
    "days": (1.0, 0.0, "difference in days"),
    "ratio": (1.0, 1.0, "ratio"),
}
"""Of each unit: what values are multiplied by, where there is no difference, the axis' title."""

RATIOS = (0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 1.0, 1.25, 1.5, 2.0, 3.0, 5.0, 10.0, 30.0, 100.0)
"""Ticks of an axis of ratios, as far as it reaches."""


KINDS = {
    "adjusted": (ADJUSTED, "circle", -1),
    "raw": (RAW, "diamond-open", 1),
    "sent": (ADJUSTED, "circle", -1),
    "not_sent": (RAW, "diamond-open", 1),
    "": (ADJUSTED, "circle", 0),
}
"""Of each kind of mark: its colour, its shape, and on which side of a shared row it stands."""


def forest(rows: pd.DataFrame, *, band: float, axis: str, percent: bool = False) -> go.Figure:
    """Draw differences with intervals, raw beside adjusted, against the smallest effect's band.

    Parameters
    ----------
    rows
        Columns label, kind ("adjusted" or "raw"), value, low, high and text. Rows of one label
        share a line, the raw mark below; text is printed once a label. A row without a value is
        printed and not drawn.
    band
        Smallest effect of interest, in the values' unit; shaded from -band to +band.
    axis
        The horizontal axis' title.
    percent
        Whether values are shares, shown in percentage points.

    Examples
    --------
    >>> rows = pd.DataFrame([("All", "raw", 0.1, 0.0, 0.2, "n = 90")],
    ...     columns=["label", "kind", "value", "low", "high", "text"])
    >>> forest(rows, band=0.05, axis="difference").data[0].name
    'raw'
    """
    labels = list(dict.fromkeys(rows["label"]))
    figure = _frame(labels, dict(rows.drop_duplicates("label")[["label", "text"]].to_numpy()))
    scale = 100.0 if percent else 1.0
    for row in range(len(labels)):
        _strip(figure, row, -band * scale, band * scale)
    paired = bool(rows["label"].duplicated().any())
    for kind in ("adjusted", "raw"):
        _pair(figure, rows, labels, kind, scale, apart=paired)
    drawn = rows.dropna(subset=["value"])
    ends = pd.concat([drawn["low"], drawn["high"], drawn["value"]]).dropna() * scale
    figure.update_xaxes(
        title=f"{INK}{axis}</span>", range=_range([*ends, -1.6 * band * scale, 1.6 * band * scale])
    )
    return figure


def levels(rows: pd.DataFrame, *, axis: str, percent: bool = False) -> go.Figure:
    """Draw one level a row (a rate or a mean) with its interval.

    Parameters
    ----------
    rows
        Columns label, value, low, high and text; a row without a value is printed, not drawn.
    axis
        The horizontal axis' title.
    percent
        Whether values are shares between 0 and 1; the axis then starts at 0.

    Examples
    --------
    >>> rows = pd.DataFrame([("with a note", 0.4, 0.3, 0.5, "40%")],
    ...     columns=["label", "value", "low", "high", "text"])
    >>> levels(rows, axis="share", percent=True).data[0].x
    (40.0,)
    """
    labels = list(rows["label"])
    figure = _frame(labels, dict(rows[["label", "text"]].to_numpy()))
    scale = 100.0 if percent else 1.0
    part = rows[rows["value"].notna()]
    if len(part):
        place = [float(labels.index(label)) for label in part["label"]]
        figure.add_trace(_marks(part, place, "level", ADJUSTED, "circle", scale))
    ends = list(pd.concat([part["low"], part["high"], part["value"]]).dropna() * scale)
    figure.update_xaxes(title=f"{INK}{axis}</span>", range=_range([*ends, 0.0]))
    for row in range(len(labels)):
        _track(figure, row)
    if percent:
        top = min(100.0, max(ends, default=100.0) * 1.1)
        figure.update_xaxes(range=[0, top], ticksuffix="%</span>")
    else:
        for row in range(len(labels)):
            _strip(figure, row, 0, 0)
    return figure


def numbers(rows: pd.DataFrame, *, unit: str) -> go.Figure:
    """Draw an exhibit's numbers, one a row, on the axis of their unit.

    Parameters
    ----------
    rows
        Columns label, kind, value, low, high and text. Kind is a note status where both arms'
        numbers share a label and a line, else empty.
    unit
        The exhibit's unit: shares have an axis from 0, ratios one of equal steps of multiplication
        around 1, the others one around 0.

    Examples
    --------
    >>> rows = pd.DataFrame([("by job", "", 2.0, 1.0, 4.0, "2.00")],
    ...     columns=["label", "kind", "value", "low", "high", "text"])
    >>> numbers(rows, unit="ratio").layout.xaxis.type
    'log'
    """
    labels = list(dict.fromkeys(rows["label"]))
    said = {label: "\n".join(rows.loc[rows["label"] == label, "text"]) for label in labels}
    paired = bool(rows["label"].duplicated().any())
    figure = _frame(labels, said, PAIRED_ROW if paired else ROW)
    scale, none, title = AXES[unit]
    for kind in dict.fromkeys(rows["kind"]):
        _pair(figure, rows, labels, kind, scale, apart=paired)
    drawn = rows[rows["value"].notna()]
    ends = [*(pd.concat([drawn["low"], drawn["high"], drawn["value"]]).dropna() * scale), none]
    for row in range(len(labels)):
        _strip(figure, row, none, none)
    if unit == "share":
        figure.update_xaxes(title=f"{INK}{title}</span>", range=[0, min(100.0, 1.1 * max(ends))])
        return figure
    if unit == "ratio":
        ends = [math.log10(end) for end in ends if end > 0]
        figure.update_xaxes(type="log", tickvals=RATIOS, ticktext=[f"{tick:g}" for tick in RATIOS])
    figure.update_xaxes(title=f"{INK}{title}</span>", range=_range(ends))
    return figure


def bars(rows: pd.DataFrame, *, axis: str) -> go.Figure:
    """Draw one share a row as a bar on the whole it is a part of.

    Parameters
    ----------
    rows
        Columns label, share (0 to 1), whole (0 to 1: the grey bar behind) and text. A row
        without a share is printed, and drawn without one.
    axis
        The horizontal axis' title.

    Examples
    --------
    >>> rows = pd.DataFrame([("Sales", 0.8, 1.0, "80%")], columns=["label", "share", "whole", "text"])
    >>> [trace.name for trace in bars(rows, axis="share").data]
    ['whole', 'share']
    """
    labels = list(rows["label"])
    figure = _frame(labels, dict(rows[["label", "text"]].to_numpy()))
    for name, colour in (("whole", REMAINDER), ("share", ADJUSTED)):
        part = rows[rows[name].notna()]
        place = [labels.index(label) for label in part["label"]]
        figure.add_trace(
            go.Bar(
                x=list(100 * part[name]),
                y=place,
                orientation="h",
                width=0.22,
                name=name,
                marker_color=colour,
                hoverinfo="skip",
            )
        )
    figure.update_layout(barmode="overlay")
    figure.update_xaxes(title=f"{INK}{axis}</span>", range=[0, 100], ticksuffix="%</span>")
    return figure


def stacked(rows: pd.DataFrame, *, parts: Sequence[str], axis: str) -> go.Figure:
    """Draw the parts of one whole a row, side by side on one bar.

    Parameters
    ----------
    rows
        Columns label, text, and one a part, with its share of the row's whole (0 to 1). A part that
        is missing leaves its place free.
    parts
        Up to four columns, in the order in which they are laid.
    axis
        The horizontal axis' title.

    Examples
    --------
    >>> rows = pd.DataFrame([("Phone", 0.6, 0.4, "")], columns=["label", "on", "off", "text"])
    >>> [trace.name for trace in stacked(rows, parts=["on", "off"], axis="share").data]
    ['on', 'off']
    """
    labels = list(rows["label"])
    figure = _frame(labels, dict(rows[["label", "text"]].to_numpy()))
    for part, (thickness, colour) in zip(parts, PARTS, strict=False):
        figure.add_trace(
            go.Bar(
                x=list(100 * rows[part].astype("float64").fillna(0)),
                y=list(range(len(labels))),
                orientation="h",
                width=thickness,
                name=part,
                marker_color=colour,
                hoverinfo="skip",
            )
        )
    figure.update_layout(barmode="stack")
    figure.update_xaxes(title=f"{INK}{axis}</span>", range=[0, 100], ticksuffix="%</span>")
    return figure


def _strip(figure: go.Figure, row: int, low: float, high: float) -> None:
    """Shade a range and mark its middle, no difference, behind one row's marks; leave its words clear."""
    across = {"y0": row - STRIP, "y1": row + STRIP, "layer": "below"}
    if high > low:
        figure.add_shape(type="rect", x0=low, x1=high, fillcolor=BAND, line_width=0, **across)
    none = (low + high) / 2
    figure.add_shape(type="line", x0=none, x1=none, line={"width": 1.5, "color": MUTED}, **across)


def _track(figure: go.Figure, row: int) -> None:
    """Draw a thin line along a row, which guides the eye from its words to its mark."""
    line = {"width": 1, "color": REMAINDER}
    figure.add_shape(
        type="line", x0=0, x1=1, xref="paper", y0=row, y1=row, line=line, layer="below"
    )


def _pair(
    figure: go.Figure,
    rows: pd.DataFrame,
    labels: Sequence[str],
    kind: str,
    scale: float,
    *,
    apart: bool,
) -> None:
    """Draw the marks of one kind; where two kinds share a row, one above and one below its middle."""
    part = rows[(rows["kind"] == kind) & rows["value"].notna()]
    colour, symbol, side = KINDS[kind]
    if len(part):
        place = [labels.index(label) + (side * PAIR if apart else 0.0) for label in part["label"]]
        figure.add_trace(_marks(part, place, kind, colour, symbol, scale))


def _marks(
    part: pd.DataFrame,
    place: Sequence[float],
    name: str,
    colour: str,
    symbol: str,
    scale: float,
) -> go.Scatter:
    """Return points with their interval as a line on each."""
    value = part["value"] * scale
    return go.Scatter(
        x=list(value),
        y=list(place),
        mode="markers",
        name=name,
        marker={
            "color": colour,
            "symbol": symbol,
            "size": 12,
            "line": {"width": 2, "color": colour},
        },
        error_x={
            "type": "data",
            "symmetric": False,
            "array": list((part["high"] * scale - value).fillna(0)),
            "arrayminus": list((value - part["low"] * scale).fillna(0)),
            "color": colour,
            "thickness": 2.5,
            "width": 5,
        },
        hoverinfo="skip",
    )


def _frame(labels: Sequence[str], texts: dict[str, str], row: int = ROW) -> go.Figure:
    """Return an empty figure with a line of words above each row's mark, first row on top."""
    figure = go.Figure()
    for position, label in enumerate(labels):
        figure.add_annotation(
            x=0,
            xref="paper",
            xanchor="left",
            y=position,
            yanchor="bottom",
            yshift=WORDS_GAP,
            align="left",
            showarrow=False,
            font_size=13,
            text=f"{INK}<b>{html.escape(label)}</b></span><br>"
            f"{INK}{html.escape(texts[label]).replace(chr(10), '<br>')}</span>",
        )
    figure.update_layout(
        height=row * max(len(labels), 1) + 70,
        margin={"l": 8, "r": 24, "t": 8, "b": 48},
        showlegend=False,
        dragmode=False,
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[max(len(labels), 1) - 0.7, -0.75])
    figure.update_xaxes(fixedrange=True, zeroline=False, automargin=True, tickprefix=INK)
    figure.update_xaxes(ticksuffix="</span>", tickfont_size=12)
    return figure


def _range(ends: Sequence[float]) -> list[float]:
    """Return an axis' range with a little air at both ends."""
    finite = [end for end in ends if math.isfinite(end)]
    low, high = min(finite), max(finite)
    air = 0.06 * (high - low or 1.0)
    return [low - air, high + air]
