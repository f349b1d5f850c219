"""Two kinds of picture, as SVG written by hand: small, and readable in a difference of versions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

BLUE, RED, GREY, PALE_GREY = "#0969da", "#cf222e", "#8c959f", "#d0d7de"
_PALE_BLUE = "#ddf4ff"
_LABEL, _PLOT, _ROW, _TOP = 290, 440, 28, 58
_RADIUS = 3


@dataclass(frozen=True)
class Dot:
    """One point on a strip; hollow where it does not count."""

    x: float
    color: str = BLUE
    hollow: bool = False


Legend = Sequence[tuple[str, str]]


def strips(
    title: str,
    rows: Sequence[tuple[str, Sequence[Dot]]],
    ticks: Sequence[float],
    band: tuple[float, float],
    legend: Legend,
) -> str:
    """Return one strip of dots to a row.

    Parameters
    ----------
    rows
        Label and dots of each.
    ticks
        Where the axis is marked, from its one end to the other. Dots beyond lie at its ends.
    band
        The part of the axis that is shaded.
    legend
        Words and colours.
    """
    bottom = _TOP + _ROW * len(rows)

    def at(x: float) -> float:
        inside = min(max(x, ticks[0]), ticks[-1])
        return round(_LABEL + _PLOT * (inside - ticks[0]) / (ticks[-1] - ticks[0]), 1)

    shade = at(band[1]) - at(band[0])
    parts = [
        f'<rect x="{at(band[0])}" y="{_TOP}" width="{shade:.1f}" height="{bottom - _TOP}" fill="{_PALE_BLUE}"/>'
    ]
    for tick in ticks:
        parts.append(_line(at(tick), _TOP, at(tick), bottom))
        parts.append(_text(at(tick), bottom + 16, f"{tick:g}", "middle"))
    for index, (label, dots) in enumerate(rows):
        middle = _TOP + _ROW * (index + 0.5)
        parts.append(_text(_LABEL - 12, middle + 4, label, "end"))
        step = (_ROW - 4 * _RADIUS) / max(len(dots) - 1, 1)
        for place, dot in enumerate(dots):
            y = middle + step * (place - (len(dots) - 1) / 2)
            fill = "#ffffff" if dot.hollow else dot.color
            parts.append(
                f'<circle cx="{at(dot.x)}" cy="{y:.1f}" r="{_RADIUS}" fill="{fill}" stroke="{dot.color}"/>'
            )
    return _picture(title, parts, bottom + 28, legend)


def bars(
    title: str, rows: Sequence[tuple[str, Sequence[tuple[float, str]]]], legend: Legend
) -> str:
    """Return one bar to a row, of shares that add up to 1, each with its colour."""
    parts = []
    for index, (label, shares) in enumerate(rows):
        top, x = _TOP + _ROW * index, float(_LABEL)
        parts.append(_text(_LABEL - 12, top + _ROW / 2 + 4, label, "end"))
        for share, color in shares:
            width = _PLOT * share
            parts.append(
                f'<rect x="{x:.1f}" y="{top + 4}" width="{width:.1f}" height="{_ROW - 8}" fill="{color}"/>'
            )
            x += width
    return _picture(title, parts, _TOP + _ROW * len(rows) + 12, legend)


def _picture(title: str, parts: Sequence[str], height: int, legend: Legend) -> str:
    width, x = _LABEL + _PLOT + 30, _LABEL
    keys = []
    for words, color in legend:
        keys.append(f'<rect x="{x}" y="36" width="10" height="10" fill="{color}"/>')
        keys.append(_text(x + 15, 45, words))
        x += 30 + 7 * len(words)
    head = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" '
        f'height="{height}" font-family="sans-serif" font-size="12" fill="#24292f">'
    )
    named = f"<title>{escape(title)}</title>"
    ground = f'<rect width="{width}" height="{height}" fill="#ffffff"/>'
    top = f'<text x="12" y="20" font-size="14" font-weight="bold">{escape(title)}</text>'
    return "\n".join([head, named, ground, top, *keys, *parts, "</svg>\n"])


def _text(x: float, y: float, words: str, anchor: str = "start") -> str:
    return f'<text x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'


def _line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{PALE_GREY}"/>'
