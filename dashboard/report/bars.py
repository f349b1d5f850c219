"""Bars on paper: whole, side by side on each other, and hatched."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import plotly.graph_objects as go

from dashboard.report.scale import Scale
from dashboard.report.strokes import DEFAULT, floats, only

_BAR = {
    *("type", "x", "y", "orientation", "width", "name", "marker", "hoverinfo", "showlegend"),
    *("base", "hovertemplate"),
}
_HATCHES = {None: "", "": "", "/": "/", "\\": "\\", "x": "/\\"}
"""Directions of the lines of each pattern."""


def bars(trace: go.Bar, feet: dict[float, float], across: Scale, up: Scale) -> Iterator[str]:
    """Return a trace's bars as SVG.

    Parameters
    ----------
    trace
        The trace.
    feet
        Where the bars at each place begin; moved on by these bars.
    across, up
        The figure's scales.

    Raises
    ------
    ValueError
        If the trace has something that this cannot draw.

    Examples
    --------
    >>> trace = go.Bar(x=[3], y=[0], orientation="h", width=0.5)
    >>> list(bars(trace, {}, Scale(0, 10, 0, 100), Scale(-1, 1, 0, 40)))
    ['<rect x="0.00" y="15.00" width="30.00" height="10.00" fill="#2878B5"/>']
    """
    held = trace.to_plotly_json()
    only(held, _BAR, "a bar trace")
    only(held.get("marker", {}), {"color", "line", "pattern"}, "a bar")
    only(held.get("marker", {}).get("pattern", {}), {"shape", "solidity", "size"}, "a pattern")
    lying = trace.orientation == "h"
    values, places = (trace.x, trace.y) if lying else (trace.y, trace.x)
    width = 0.8 if trace.width is None else trace.width
    long, wide = (across, up) if lying else (up, across)
    for value, place in zip(floats(values), floats(places), strict=True):
        foot = feet.get(place, 0.0 if trace.base is None else trace.base)
        feet[place] = foot + value
        start, end = sorted((long.place(foot), long.place(foot + value)))
        edge, other = sorted((wide.place(place - width / 2), wide.place(place + width / 2)))
        corners = (start, end, edge, other) if lying else (edge, other, start, end)
        yield _bar(trace.marker, *corners)


def _bar(marker: go.bar.Marker, x0: float, x1: float, y0: float, y1: float) -> str:
    colour, pattern = marker.color or DEFAULT, marker.pattern
    if pattern.shape not in _HATCHES:
        raise ValueError(f"no way to print bars with the pattern {pattern.shape}")
    directions = _HATCHES[pattern.shape]
    rectangle = (
        f'<rect x="{x0:.2f}" y="{y0:.2f}" width="{x1 - x0:.2f}" height="{y1 - y0:.2f}" '
        f'fill="{"none" if directions else colour}"/>'
    )
    if not directions:
        return rectangle
    size = pattern.size or 8
    lines = "".join(_lines(one, size, x0, x1, y0, y1) for one in directions)
    width = size * (pattern.solidity or 0.3) / len(directions)
    return f'{rectangle}<path d="{lines}" stroke="{colour}" stroke-width="{width:g}"/>'


def _lines(direction: str, size: float, x0: float, x1: float, y0: float, y1: float) -> str:
    """Return slanting lines inside a rectangle, `size` pixels apart."""
    height = y1 - y0
    found = []
    # Where a line would meet the bar's lower edge, and the upper one a bar's height further on.
    for foot in np.arange(x0 - height, x1, size * 2**0.5):
        left, right = max(x0, foot), min(x1, foot + height)
        if left < right:
            low, high = left - foot, right - foot
            ends = (y1 - low, y1 - high) if direction == "/" else (y0 + low, y0 + high)
            found.append(f"M{left:.2f},{ends[0]:.2f}L{right:.2f},{ends[1]:.2f}")
    return "".join(found)
