"""What is asked, how it will be judged, and whom it leaves out: fixed before a number is seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from analysis.words import Comparison

FEWEST_HIRES = 50
"""With fewer hires compared there is no verdict on performance or retention."""
FEWEST_STRATA = 10
"""With fewer strata that hold both arms and both outcomes there is no verdict on influence."""


@dataclass(frozen=True)
class Reason:
    """Why there can be no verdict, and whether more of the same records would mend it."""

    text: str
    more_would_help: bool


@dataclass(frozen=True)
class Plan:
    """One question.

    Attributes
    ----------
    unit
        "points" or "sd".
    of
        The words of the comparison.
    things
        What is counted: "interviews" or "hires".
    within
        What those compared have in common, in words.
    doubt
        What to keep in mind even where there is a verdict.
    fewest, fewest_strata
        Below so many things, or so many informative strata: no verdict.
    exploratory
        Whether the claim does not declare it.
    tagged
        Whether the arms rest on the note tag, which can be wrong.
    came, did_not
        Those on either side, after their number: "7 or fewer came with a note".
    """

    key: str
    question: str
    unit: str
    smallest_effect: float
    level: float
    of: Comparison
    things: str
    within: str
    doubt: str
    method: str
    assumptions: tuple[str, ...]
    cautions: tuple[str, ...]
    fewest: int = 0
    fewest_strata: int = 0
    exploratory: bool = False
    tagged: bool = True
    came: str = "came with a note"
    did_not: str = "came without"


@dataclass(frozen=True)
class Left:
    """Those who are not compared.

    Attributes
    ----------
    exclusions
        Counts by reason, as they may be shown.
    withheld
        Arms and reasons that another view would give away.
    reasons
        Why this forbids a verdict, if it does.
    cautions
        What to say of it, if it does not.
    """

    exclusions: dict[str, int | None]
    withheld: Collection[str] = ()
    reasons: tuple[Reason, ...] = ()
    cautions: tuple[str, ...] = ()
