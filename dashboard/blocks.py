"""What a page is made of: blocks in reading order.

The screen (`dashboard/draw.py`) and the report (`dashboard/report/`) draw the same blocks. Nothing
here knows of either.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.finding import Verdict


@dataclass(frozen=True)
class Heading:
    """A heading; the page's title is level 1."""

    text: str
    level: int = 2


@dataclass(frozen=True)
class Words:
    """Sentences, in Markdown."""

    text: str


@dataclass(frozen=True)
class Small:
    """A definition or a remark in small print, in Markdown."""

    text: str


@dataclass(frozen=True)
class Badge:
    """A verdict, by a sign and its name; why it is this one, in Markdown, opens on a click."""

    verdict: Verdict
    why: str


@dataclass(frozen=True, eq=False)
class Chart:
    """A picture with its sentence above, its definition below, and the same numbers as a table.

    `rows` are the numbers of the picture as they may be shown, for those who take them away.
    """

    key: str
    figure: go.Figure
    sentence: str
    definition: str
    table: pd.DataFrame
    rows: pd.DataFrame


@dataclass(frozen=True, eq=False)
class Table:
    """Rows and columns of words, as on the page."""

    frame: pd.DataFrame
    header: bool = True


@dataclass(frozen=True)
class Notice:
    """What a page says instead of numbers, and the next step.

    `clears` offers to take all filters away.
    """

    text: str
    icon: str
    clears: bool = False


@dataclass(frozen=True)
class Fold:
    """Blocks under a title that unfolds."""

    title: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Box:
    """Blocks in a frame."""

    key: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Side:
    """Boxes side by side where there is room."""

    boxes: tuple[Box, ...]


@dataclass(frozen=True)
class Choice:
    """A choice that decides what follows; a report takes what is chosen on screen, or the default.

    `options` maps each value to its name on screen; `then` returns the blocks of a value. The
    choice stands in the page's address under `key`.
    """

    key: str
    label: str
    options: Mapping[str, str]
    default: str
    then: Callable[[str], Iterable[Block]]

    def chosen(self, choices: Mapping[str, str]) -> str:
        """Return the value that was chosen among these, by key, if it is one of the options.

        Examples
        --------
        >>> by = Choice("by", "By", {"job": "Job", "stage": "Stage"}, "job", lambda value: ())
        >>> by.chosen({"by": "stage"}), by.chosen({"by": "gone"}), by.chosen({})
        ('stage', 'job', 'job')
        """
        value = choices.get(self.key, self.default)
        return value if value in self.options else self.default


@dataclass(frozen=True)
class Link:
    """A way to another page, by the name of its file in `views/`."""

    view: str
    text: str


Block = Heading | Words | Small | Badge | Chart | Table | Notice | Fold | Box | Side | Choice | Link
