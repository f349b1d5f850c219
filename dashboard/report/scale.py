"""From numbers to places along an axis, and which numbers are written beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import plotly.graph_objects as go

STEPS = (1.0, 2.0, 5.0)
"""Ticks lie at these multiples of a power of ten."""
_TICKS = 6
_EDGE = 1e-9


@dataclass(frozen=True)
class Scale:
    """One axis of a figure on its length of the picture, in pixels.

    Attributes
    ----------
    low, high
        What the axis shows at its start and its end; of a logarithmic axis, powers of ten.
    start, end
        Where that is, in pixels.
    log
        Whether equal steps are equal multiples.
    """

    low: float
    high: float
    start: float
    end: float
    log: bool = False

    def place(self, value: float) -> float:
        """Return where a number lies, in pixels.

        Examples
        --------
        >>> Scale(0, 10, 100, 200).place(5), Scale(-1, 1, 0, 100, log=True).place(1.0)
        (150.0, 50.0)
        """
        at = math.log10(value) if self.log else value
        return self.start + (at - self.low) / (self.high - self.low) * (self.end - self.start)

    def share(self, part: float) -> float:
        """Return where a share of the axis' length lies, in pixels from the start.

        Examples
        --------
        >>> Scale(0, 10, 100, 200).share(0.25)
        125.0
        """
        return self.start + part * (self.end - self.start)

    def inside(self, place: float) -> float:
        """Return a place on the axis, or the end of the axis that is nearest to it.

        Examples
        --------
        >>> Scale(0, 10, 200, 100).inside(250), Scale(0, 10, 200, 100).inside(150)
        (200, 150)
        """
        return min(max(place, min(self.start, self.end)), max(self.start, self.end))

    def ticks(self) -> list[float]:
        """Return round numbers to write beside the axis.

        Examples
        --------
        >>> Scale(-3, 11, 0, 100).ticks(), Scale(-0.4, 0.8, 0, 100, log=True).ticks()
        ([-2.0, 0.0, 2.0, 4.0, 6.0, 8.0, 10.0], [0.5, 1.0, 2.0, 5.0])
        """
        low, high = sorted((self.low, self.high))
        if self.log:
            powers = range(math.floor(low), math.ceil(high) + 1)
            steps = [round(step * 10.0**power, 12) for power in powers for step in STEPS]
            return [one for one in steps if low - _EDGE <= math.log10(one) <= high + _EDGE]
        power = 10 ** math.floor(math.log10((high - low) / _TICKS))
        step = next(s * power for s in (*STEPS, 10.0) if (high - low) / (s * power) <= _TICKS + 1)
        first, last = math.ceil(low / step - _EDGE), math.floor(high / step + _EDGE)
        return [round(number * step, 12) + 0.0 for number in range(first, last + 1)]


def scale(axis: go.layout.XAxis, values: Iterable[float], start: float, end: float) -> Scale:
    """Return the scale of a figure's axis: its declared range, or all values with some air.

    Parameters
    ----------
    axis
        The axis, linear or logarithmic.
    values
        What is drawn along it.
    start, end
        Pixels.

    Raises
    ------
    ValueError
        If the axis is of another kind.

    Examples
    --------
    >>> scale(go.layout.XAxis(range=[0, 10]), [], 0, 100)
    Scale(low=0.0, high=10.0, start=0, end=100, log=False)
    """
    if axis.type not in (None, "-", "linear", "log"):
        raise ValueError(f"no way to print an axis of type {axis.type}")
    log = axis.type == "log"
    if axis.range is not None:
        low, high = map(float, axis.range)
    else:
        drawn = [math.log10(one) if log else float(one) for one in values]
        low, high = min(drawn, default=0.0), max(drawn, default=1.0)
        air = 0.05 * (high - low or 1.0)
        low, high = low - air, high + air
    return Scale(low, high, start, end, log)


def said(value: float) -> str:
    """Return a tick as it is written: no more decimals than it has, a true minus.

    Examples
    --------
    >>> said(-0.5), said(20.0), said(1500.0)
    ('−0.5', '20', '1,500')
    """
    return f"{value:,.10g}".replace("-", "−")
