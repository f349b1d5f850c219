"""A Plotly figure → SVG, without a browser: marks, intervals, lines, bars, shapes and words.

The pages' figures use a small part of Plotly, and this draws that part; whatever else a figure holds
is refused aloud, so that paper never shows less than the screen. Words take the colour of the text
around them, so that the picture is legible in print, in light and in dark.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import escape

import plotly.graph_objects as go

from dashboard.report import marks, ticks
from dashboard.report.lettering import LEADING, lines
from dashboard.report.scale import Scale, scale
from dashboard.report.strokes import only, pen, words

WIDTH = 720
SMALL = 9.0

# What is drawn, and what makes no difference on paper. A figure that holds anything else is refused.
_LAYOUT = {
    *("height", "margin", "showlegend", "xaxis", "yaxis", "shapes", "annotations", "barmode"),
    *("template", "dragmode", "hovermode", "width", "meta"),
}
_SHAPE = {*("type", "x0", "x1", "y0", "y1", "xref", "yref"), "fillcolor", "line", "layer"}
_ANNOTATION = {
    *("x", "y", "xref", "yref", "xanchor", "yanchor", "xshift", "yshift"),
    *("text", "font", "align", "showarrow"),
}
_DATA = (None, "x", "y")
_ANCHORS = {"left": "start", "center": "middle", "right": "end", None: "middle"}


def svg(figure: go.Figure, *, says: str, foot: str = "") -> str:
    """Return a figure as one SVG element, `WIDTH` pixels wide and as high as the figure.

    Parameters
    ----------
    figure
        Scatter traces (markers with error bars, lines, steps), bars, rectangles and lines as shapes,
        annotations without arrows; linear or logarithmic axes.
    says
        What the picture shows, for those who hear it.
    foot
        A line of small print below, for a picture that stands alone.

    Raises
    ------
    ValueError
        If the figure holds something that this cannot draw.

    Examples
    --------
    >>> figure = go.Figure(go.Scatter(x=[1], y=[2], mode="markers"), {"height": 90, "showlegend": False})
    >>> svg(figure, says="One mark")[:64]
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 720 90" wid'
    """
    layout = figure.layout
    only(layout.to_plotly_json(), _LAYOUT, "a layout")
    if len(figure.data) > 1 and layout.showlegend is not False:
        raise ValueError("no way to print a legend: name the traces beside their marks")
    height = layout.height or 450
    across, up = _scales(figure, height)
    below = [one for one in layout.shapes if one.layer == "below"]
    above = [one for one in layout.shapes if one.layer != "below"]
    drawn = [
        *ticks.beside(layout.xaxis, across, up, "x"),
        *ticks.beside(layout.yaxis, up, across, "y"),
        *(_shape(one, across, up) for one in below),
        *marks.traces(figure, across, up),
        *(_shape(one, across, up) for one in above),
        *(part for one in layout.annotations for part in _annotation(one, across, up)),
    ]
    if foot:
        height += 2 * SMALL
        drawn.append(words(escape(foot), 8, height - SMALL, SMALL))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height:g}" width="{WIDTH}" '
        f'height="{height:g}" role="img" aria-label="{escape(says)}" '
        f'font-family="Source Sans Pro, Segoe UI, Helvetica, Arial, sans-serif" fill="currentColor">'
        f"{''.join(drawn)}</svg>"
    )


def _scales(figure: go.Figure, height: float) -> tuple[Scale, Scale]:
    """Return the horizontal and the vertical scale, inside the figure's margins."""
    layout, margin = figure.layout, figure.layout.margin
    horizontally, vertically = marks.extent(figure)
    for shape in layout.shapes:
        if shape.type not in ("line", "rect"):
            raise ValueError(f"no way to print a shape of type {shape.type}")
        horizontally += [shape.x0, shape.x1] if shape.xref in _DATA else []
        vertically += [shape.y0, shape.y1] if shape.yref in _DATA else []
    left, right, top, bottom = (
        default if given is None else given
        for given, default in ((margin.l, 80), (margin.r, 80), (margin.t, 100), (margin.b, 80))
    )
    up = scale(layout.yaxis, vertically, height - bottom, top)
    left = max(left, ticks.room(layout.yaxis, up))
    return scale(layout.xaxis, horizontally, left, WIDTH - right), up


def _place(along: Scale, value: float, ref: str | None, *, as_power: bool = False) -> float:
    """Return where a shape or a word lies: on the axis, or at a share of its length."""
    if ref in _DATA:
        return along.place(10**value if as_power and along.log else value)
    if ref not in ("paper", "x domain", "y domain"):
        raise ValueError(f"no way to print something placed by {ref}")
    return along.share(value)


def _shape(shape: go.layout.Shape, across: Scale, up: Scale) -> str:
    only(shape.to_plotly_json(), _SHAPE, "a shape")
    # What reaches beyond the picture ends at its edge.
    x0, x1 = (across.inside(_place(across, one, shape.xref)) for one in (shape.x0, shape.x1))
    y0, y1 = (up.inside(_place(up, one, shape.yref)) for one in (shape.y0, shape.y1))
    width = 2.0 if shape.line.width is None else shape.line.width
    stroke = pen(shape.line.color, width, shape.line.dash) if width else ""
    if shape.type == "line":
        return f'<line x1="{x0:.2f}" y1="{y0:.2f}" x2="{x1:.2f}" y2="{y1:.2f}" {stroke}/>'
    return (
        f'<rect x="{min(x0, x1):.2f}" y="{min(y0, y1):.2f}" width="{abs(x1 - x0):.2f}" '
        f'height="{abs(y1 - y0):.2f}" fill="{shape.fillcolor or "none"}" {stroke}/>'
    )


def _annotation(said: go.layout.Annotation, across: Scale, up: Scale) -> Iterator[str]:
    only(said.to_plotly_json(), _ANNOTATION, "an annotation")
    if said.showarrow is not False:
        raise ValueError("no way to print an annotation's arrow")
    size = said.font.size or 12
    # Plotly shifts words upwards, and measures a picture downwards.
    x = _place(across, said.x, said.xref, as_power=True) + (said.xshift or 0)
    y = _place(up, said.y, said.yref, as_power=True) - (said.yshift or 0)
    rows = lines(said.text)
    whole = LEADING * size * len(rows)
    above = {"bottom": whole, "top": 0.0, "middle": whole / 2, None: whole / 2}[said.yanchor]
    for number, row in enumerate(rows):
        base = y - above + LEADING * size * (number + 0.78)
        yield words(row, x, base, size, _ANCHORS[said.xanchor])
