"""A finding: one question, its number, its doubt and its verdict, in one object.

Deciding is this module's job; formatting is the caller's. The verdict follows the declared interval
rule alone, so that the same interval gives the same words wherever it is printed.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from enum import StrEnum
from math import isnan
from typing import Any


class Verdict(StrEnum):
    """What an interval and the smallest effect of interest allow one to say."""

    SUPPORTED = "supported"
    TOO_SMALL_OR_NOT = "too small to matter or not"
    NO_MEANINGFUL_DIFFERENCE = "no meaningful difference"
    CONTRADICTED = "contradicted"
    CANNOT_TELL = "cannot tell"


def decide(low: float | None, high: float | None, smallest_effect: float) -> Verdict:
    """Return the verdict of an interval, by the declared rule.

    Parameters
    ----------
    low, high
        Ends of the interval, in the unit of `smallest_effect`; None or NaN where there is none.
    smallest_effect
        The smallest effect of interest, above zero.

    Raises
    ------
    ValueError
        If the ends are the wrong way round, or the smallest effect is not above zero.

    Notes
    -----
    Read from the top, the first line that fits decides; an end that only touches a limit is not
    beyond it:

    1. no interval: cannot tell
    2. wholly beyond +smallest effect: supported
    3. wholly between -smallest effect and +smallest effect: no meaningful difference
    4. wholly above zero: too small to matter or not
    5. wholly below zero: contradicted
    6. anything else: cannot tell

    Line 3 stands before lines 4 and 5: an interval inside the limits settles that the difference is
    too small to matter, which says more than its sign does. Any interval narrower than the smallest
    effect gets one of lines 2 to 5, wherever it lies (Lakens, Scheel and Isager 2018).

    Examples
    --------
    >>> str(decide(0.06, 0.12, 0.05)), str(decide(0.01, 0.04, 0.05)), str(decide(-0.04, 0.09, 0.05))
    ('supported', 'no meaningful difference', 'cannot tell')
    """
    if not smallest_effect > 0:
        raise ValueError("the smallest effect of interest must be above zero")
    if low is None or high is None or isnan(low) or isnan(high):
        return Verdict.CANNOT_TELL
    if low > high:
        raise ValueError("the interval's low end is above its high end")
    if low > smallest_effect:
        return Verdict.SUPPORTED
    if -smallest_effect < low and high < smallest_effect:
        return Verdict.NO_MEANINGFUL_DIFFERENCE
    if low > 0:
        return Verdict.TOO_SMALL_OR_NOT
    if high < 0:
        return Verdict.CONTRADICTED
    return Verdict.CANNOT_TELL


@dataclass(frozen=True)
class Arm:
    """One arm of a comparison as it may be shown: counts are rounded, or None where suppressed.

    `name` is a note status, "sent" or "not_sent"; `value` is a rate (0 to 1) or a mean in standard
    deviations.
    """

    name: str
    n: int | None
    value: float | None
    low: float | None = None
    high: float | None = None


NOT_GIVEN = "; not given: "
"""Stands in an estimate's method before the reason why it has no value."""


@dataclass(frozen=True)
class Estimate:
    """A number with its interval, and how it was got."""

    value: float | None
    low: float | None
    high: float | None
    method: str


@dataclass(frozen=True)
class Finding:
    """One answered (or honestly unanswered) question.

    `estimate` is the adjusted number that the verdict rests on; `raw` stands beside it; `checks`
    are the same comparison by other methods, which decide nothing. `unit` is "points" for
    differences of rates (0.05 = 5 percentage points) or "sd" for standardised mean differences.
    `exclusions` maps a reason to a rounded count (None = suppressed). `exploratory` marks what the
    claim does not declare. `detectable` is the smallest true difference that these records would have
    told from none in 8 of 10 cases; `months_would_tell` is in how many months, at the records' pace,
    there will be `n_would_tell`.
    """

    key: str
    question: str
    estimate: Estimate
    raw: Estimate
    unit: str
    smallest_effect: float
    level: float
    arms: tuple[Arm, ...]
    verdict: Verdict
    sentence: str
    doubt: str
    method: str
    assumptions: tuple[str, ...] = ()
    exclusions: dict[str, int | None] = field(default_factory=dict)
    cautions: tuple[str, ...] = ()
    n_would_tell: int | None = None
    checks: tuple[Estimate, ...] = ()
    exploratory: bool = False
    detectable: float | None = None
    months_would_tell: int | None = None

    def to_dict(self) -> dict[str, Any]:
        """Return the finding as plain values that `json.dumps` takes."""
        return {**asdict(self), "verdict": str(self.verdict)}

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Finding:
        """Return the finding that `to_dict` wrote.

        Examples
        --------
        >>> none = Estimate(None, None, None, "not shown")
        >>> one = Finding(
        ...     "advance", "?", none, none, "points", 0.05, 0.95, (), Verdict.CANNOT_TELL, "", "", ""
        ... )
        >>> Finding.from_dict(one.to_dict()) == one
        True
        """
        return cls(
            **{
                **document,
                "estimate": Estimate(**document["estimate"]),
                "raw": Estimate(**document["raw"]),
                "arms": tuple(Arm(**arm) for arm in document["arms"]),
                "checks": tuple(Estimate(**check) for check in document["checks"]),
                "verdict": Verdict(document["verdict"]),
                "assumptions": tuple(document["assumptions"]),
                "cautions": tuple(document["cautions"]),
            }
        )


@dataclass(frozen=True)
class Point:
    """One number of an exhibit: what it is of, how many stand behind it as shown, and the number.

    `arm` is a note status where the same number of the other arm stands beside it, else empty.
    """

    label: str
    n: int | None
    estimate: Estimate
    arm: str = ""


@dataclass(frozen=True)
class Exhibit:
    """Numbers that stand side by side and decide nothing: a curve, a table, a sensitivity.

    `unit` is "points", "sd", "share", "ratio", "correlation" or "days", for all of its points.
    """

    key: str
    title: str
    sentence: str
    unit: str
    level: float
    points: tuple[Point, ...]
    method: str
    assumptions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()
    exploratory: bool = True

    def to_dict(self) -> dict[str, Any]:
        """Return the exhibit as plain values that `json.dumps` takes."""
        return asdict(self)

    @classmethod
    def from_dict(cls, document: dict[str, Any]) -> Exhibit:
        """Return the exhibit that `to_dict` wrote.

        Examples
        --------
        >>> points = (Point("after 90 days", 120, Estimate(0.9, 0.85, 0.95, "KM")),)
        >>> one = Exhibit("staying", "Who stays", "", "share", 0.95, points, "KM")
        >>> Exhibit.from_dict(one.to_dict()) == one
        True
        """
        points = tuple(
            Point(**{**point, "estimate": Estimate(**point["estimate"])})
            for point in document["points"]
        )
        return cls(
            **{
                **document,
                "points": points,
                "assumptions": tuple(document["assumptions"]),
                "cautions": tuple(document["cautions"]),
            }
        )
