"""What every part of a printed figure uses: lines, words, numbers; and the refusal of all else."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from numbers import Real
from typing import Any

DEFAULT = "#2878B5"
_DASHES = {None: "", "solid": "", "dash": "8 5", "dot": "2 4", "dashdot": "8 4 2 4"}


def only(held: Mapping[str, Any], known: Iterable[str], what: str) -> None:
    """Refuse what nothing here can draw.

    Raises
    ------
    ValueError
        If a property is not known.

    Examples
    --------
    >>> only({"x": 1, "z": 2}, {"x"}, "a trace")
    Traceback (most recent call last):
    ...
    ValueError: no way to print z of a trace
    """
    if unknown := sorted(held.keys() - set(known)):
        raise ValueError(f"no way to print {', '.join(unknown)} of {what}")


def pen(colour: str | None, width: float, dash: str | None = None) -> str:
    """Return the attributes of a drawn line.

    Examples
    --------
    >>> pen("#2878B5", 2, "dot")
    'stroke="#2878B5" stroke-width="2" stroke-dasharray="2 4"'
    """
    if dash not in _DASHES:
        raise ValueError(f"no way to print a line of {dash}")
    dashes = f' stroke-dasharray="{_DASHES[dash]}"' if _DASHES[dash] else ""
    return f'stroke="{colour or "currentColor"}" stroke-width="{width:g}"{dashes}'


def words(row: str, x: float, y: float, size: float, anchor: str = "start", turn: str = "") -> str:
    """Return a line of text; `row` is SVG already."""
    return f'<text x="{x:.2f}" y="{y:.2f}" font-size="{size:g}" text-anchor="{anchor}"{turn}>{row}</text>'


def floats(values: Sequence[Any] | None) -> list[float]:
    """Return numbers, refusing words and dates, and holes in a line.

    Raises
    ------
    ValueError
        If one is no finite number.

    Examples
    --------
    >>> floats((1, 2.5)), floats(None)
    ([1.0, 2.5], [])
    """
    found = list(() if values is None else values)
    if not all(isinstance(value, Real) and math.isfinite(value) for value in found):
        raise ValueError("no way to print a mark that is not placed by a number")
    return [float(value) for value in found]
