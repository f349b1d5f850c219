"""An axis of a figure on paper: faint lines, numbers and title."""

from __future__ import annotations

from collections.abc import Iterator

import plotly.graph_objects as go

from dashboard.report.lettering import lines
from dashboard.report.scale import Scale, said
from dashboard.report.strokes import only, words

_AXIS = {
    *("title", "range", "type", "tickfont", "ticksuffix", "tickprefix", "tickvals", "ticktext"),
    *("dtick", "visible", "zeroline", "showgrid", "automargin", "fixedrange", "tickmode"),
}
SIZE = 12.0
_LETTER = 0.55
"""Width of a letter, in font sizes."""


def beside(axis: go.layout.XAxis, along: Scale, other: Scale, name: str) -> Iterator[str]:
    """Return an axis' lines, numbers and title as SVG.

    Parameters
    ----------
    axis
        The axis; nothing is drawn of one that is not visible.
    along, other
        Its own scale and the one across it.
    name
        "x" (below the picture) or "y" (left of it).

    Raises
    ------
    ValueError
        If the axis has something that this cannot draw.

    Examples
    --------
    >>> scales = Scale(0, 1, 0, 100), Scale(0, 1, 50, 0)
    >>> len(list(beside(go.layout.XAxis(tickvals=[0, 1]), *scales, "x")))
    2
    """
    only(axis.to_plotly_json(), _AXIS, "an axis")
    if axis.visible is False:
        return
    for value, number, text in _numbers(axis, along):
        at = along.place(value)
        # As on screen: lines along the page, none across its words.
        if axis.showgrid or (name == "y" and axis.showgrid is None):
            ends = (
                (at, other.start, at, other.end)
                if name == "x"
                else (other.start, at, other.end, at)
            )
            place = " ".join(
                f'{key}="{end:.2f}"'
                for key, end in zip(("x1", "y1", "x2", "y2"), ends, strict=True)
            )
            yield f'<line {place} stroke="currentColor" stroke-opacity="0.14"/>'
        if name == "x":
            # A number at the edge of the picture stays whole.
            half = _LETTER * SIZE * len(text) / 2
            yield words(number, max(at, half), other.start + 1.4 * SIZE, SIZE, "middle")
        else:
            yield words(number, other.start - 6, at + 0.35 * SIZE, SIZE, "end")
    if axis.title.text:
        (row,) = lines(axis.title.text)
        middle = along.share(0.5)
        if name == "x":
            yield words(row, middle, other.start + 3.0 * SIZE, SIZE + 1, "middle")
        else:
            turn = f' transform="rotate(-90 {1.2 * SIZE:g} {middle:.2f})"'
            yield words(row, 1.2 * SIZE, middle, SIZE + 1, "middle", turn)


def room(axis: go.layout.YAxis, along: Scale) -> float:
    """Return how wide the numbers and the title left of a picture are, in pixels.

    Examples
    --------
    >>> room(go.layout.YAxis(visible=False), Scale(0, 1, 100, 0))
    0.0
    """
    if axis.visible is False:
        return 0.0
    longest = max((len(text) for *_, text in _numbers(axis, along)), default=0)
    return 12 + _LETTER * SIZE * longest + (2 * SIZE if axis.title.text else 0)


def _numbers(axis: go.layout.XAxis, along: Scale) -> Iterator[tuple[float, str, str]]:
    """Return each tick: where it lies, its words as SVG, and as they are."""
    if axis.dtick not in (None, "D2"):
        first = -(-min(along.low, along.high) // axis.dtick)
        last = max(along.low, along.high) // axis.dtick
        values = [number * axis.dtick for number in range(int(first), int(last) + 1)]
    else:
        values = along.ticks() if axis.tickvals is None else list(axis.tickvals)
    texts = list(map(said, values)) if axis.ticktext is None else list(axis.ticktext)
    low, high = sorted((along.start, along.end))
    for value, text in zip(values, texts, strict=True):
        if not low - 1 <= along.place(value) <= high + 1:
            continue
        (row,) = lines(f"{axis.tickprefix or ''}{text}{axis.ticksuffix or ''}")
        yield value, row, text
