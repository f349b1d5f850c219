"""The traces of a figure on paper: marks with their intervals, lines, steps, areas and bars."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

import plotly.graph_objects as go

from dashboard.report.bars import bars
from dashboard.report.scale import Scale
from dashboard.report.strokes import DEFAULT, floats, only, pen

_SCATTER = {
    *("type", "x", "y", "mode", "name", "marker", "line", "error_x", "error_y", "fill"),
    *("fillcolor", "hoverinfo", "showlegend", "hovertemplate", "legendgroup", "opacity"),
}
_MARKER = {"color", "symbol", "size", "line"}
_ERROR = {"type", "symmetric", "array", "arrayminus", "color", "thickness", "width", "visible"}
_LINE = {"color", "width", "dash", "shape"}
_BARMODES = {None, "overlay", "stack"}
Point = tuple[float, float]


def extent(figure: go.Figure) -> tuple[list[float], list[float]]:
    """Return all that is drawn along each axis, ends of intervals and bars' feet included.

    Raises
    ------
    ValueError
        If a trace is of another kind, or is not placed by numbers.

    Examples
    --------
    >>> extent(go.Figure(go.Bar(x=[3], y=[0], orientation="h")))
    ([3.0, 0.0], [0.0])
    """
    found: tuple[list[float], list[float]] = ([], [])
    for trace in figure.data:
        if trace.type not in ("scatter", "bar"):
            raise ValueError(f"no way to print a trace of type {trace.type}")
        for values, name in zip(found, ("x", "y"), strict=True):
            middle = floats(trace[name])
            values += middle
            if trace.type == "scatter":
                values += [end for ends in _ends(trace, name) for end in ends]
            elif name == ("x" if trace.orientation == "h" else "y"):
                values += [0.0]
    return found


def traces(figure: go.Figure, across: Scale, up: Scale) -> Iterator[str]:
    """Return all traces as SVG, in their order.

    Raises
    ------
    ValueError
        If a trace has something that this cannot draw.

    Examples
    --------
    >>> figure = go.Figure(go.Bar(x=[3], y=[0], orientation="h", width=0.5))
    >>> list(traces(figure, Scale(0, 10, 0, 100), Scale(-1, 1, 0, 40)))
    ['<rect x="0.00" y="15.00" width="30.00" height="10.00" fill="#2878B5"/>']
    """
    stacked: dict[float, float] = {}
    before: list[Point] = []
    for trace in figure.data:
        if trace.type == "scatter":
            points = _points(trace, across, up)
            yield from _scatter(trace, points, before, across, up)
            before = points
        else:
            if figure.layout.barmode not in _BARMODES:
                raise ValueError(f"no way to print bars in {figure.layout.barmode}")
            feet = stacked if figure.layout.barmode == "stack" else {}
            yield from bars(trace, feet, across, up)


def _scatter(
    trace: go.Scatter, points: list[Point], before: list[Point], across: Scale, up: Scale
) -> Iterator[str]:
    held = trace.to_plotly_json()
    only(held, _SCATTER, "a scatter trace")
    only(held.get("marker", {}), _MARKER, "a marker")
    only(held.get("line", {}), _LINE, "a line")
    mode = trace.mode or "lines+markers"
    if unknown := set(mode.split("+")) - {"lines", "markers", "none"}:
        raise ValueError(f"no way to print a scatter trace's {', '.join(sorted(unknown))}")
    if trace.fill not in (None, "none"):
        yield _area(trace, points, before)
    if "lines" in mode and trace.line.width != 0:
        path = " ".join(f"{x:.2f},{y:.2f}" for x, y in points)
        stroke = pen(trace.line.color or DEFAULT, trace.line.width or 2, trace.line.dash)
        yield f'<polyline points="{path}" fill="none" {stroke}/>'
    for name, along in (("x", across), ("y", up)):
        yield from _intervals(trace, name, along, points)
    if "markers" in mode:
        yield from (_mark(trace.marker, *point) for point in points)


def _points(trace: go.Scatter, across: Scale, up: Scale) -> list[Point]:
    """Return a trace's points in pixels, with the corners of its steps."""
    pairs = zip(floats(trace.x), floats(trace.y), strict=True)
    points = [(across.place(x), up.place(y)) for x, y in pairs]
    shape = trace.line.shape
    if shape not in (None, "linear", "hv"):
        raise ValueError(f"no way to print a line of shape {shape}")
    if shape != "hv":
        return points
    corners = [corner for one, two in pairwise(points) for corner in (one, (two[0], one[1]))]
    return [*corners, *points[-1:]]


def _area(trace: go.Scatter, points: list[Point], before: list[Point]) -> str:
    if trace.fill not in ("toself", "tonexty"):
        raise ValueError(f"no way to print an area filled {trace.fill}")
    around = [*points, *(reversed(before) if trace.fill == "tonexty" else ())]
    path = " ".join(f"{x:.2f},{y:.2f}" for x, y in around)
    return f'<polygon points="{path}" fill="{trace.fillcolor or "none"}" stroke="none"/>'


def _ends(trace: go.Scatter, name: str) -> list[Point]:
    """Return the two ends of each mark's interval along an axis; none where it has none."""
    error = trace[f"error_{name}"]
    if error.array is None or error.visible is False:
        return []
    only(error.to_plotly_json(), _ERROR, "an interval")
    over = floats(error.array)
    under = over if error.arrayminus is None else floats(error.arrayminus)
    middle = floats(trace[name])
    return [(at - less, at + more) for at, less, more in zip(middle, under, over, strict=True)]


def _intervals(trace: go.Scatter, name: str, along: Scale, points: list[Point]) -> Iterator[str]:
    error = trace[f"error_{name}"]
    stroke = pen(error.color or DEFAULT, error.thickness or 2)
    cap = error.width or 0
    for (low, high), (x, y) in zip(_ends(trace, name), points, strict=False):
        start, end = along.place(low), along.place(high)
        if start == end:
            continue
        if name == "x":
            path = f"M{start:.2f},{y:.2f}H{end:.2f}"
            caps = [f"M{one:.2f},{y - cap:.2f}v{2 * cap:g}" for one in (start, end) if cap]
        else:
            path = f"M{x:.2f},{start:.2f}V{end:.2f}"
            caps = [f"M{x - cap:.2f},{one:.2f}h{2 * cap:g}" for one in (start, end) if cap]
        yield f'<path d="{path}{"".join(caps)}" fill="none" {stroke}/>'


def _mark(marker: go.scatter.Marker, x: float, y: float) -> str:
    symbol, colour = marker.symbol or "circle", marker.color or DEFAULT
    if not isinstance(colour, str):
        raise ValueError("no way to print marks of several colours in one trace")
    shape, _, hollow = symbol.partition("-")
    half = (6 if marker.size is None else marker.size) / 2
    width = marker.line.width or (1 if hollow else 0)
    stroke = pen(marker.line.color or colour, width) if width else ""
    paint = f'fill="{"none" if hollow else colour}" {stroke}'
    if hollow not in ("", "open"):
        raise ValueError(f"no way to print a mark of {symbol}")
    if shape == "circle":
        return f'<circle cx="{x:.2f}" cy="{y:.2f}" r="{half:g}" {paint}/>'
    if shape == "square":
        return (
            f'<rect x="{x - half:.2f}" y="{y - half:.2f}" width="{2 * half:g}" '
            f'height="{2 * half:g}" {paint}/>'
        )
    if shape != "diamond":
        raise ValueError(f"no way to print a mark of {symbol}")
    reach = 1.3 * half
    return f'<path d="M{x:.2f},{y - reach:.2f}l{reach:g},{reach:g}l{-reach:g},{reach:g}l{-reach:g},{-reach:g}z" {paint}/>'
