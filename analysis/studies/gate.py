"""What the gate "no note, no hire" would have cost: among people who were hired.

This argues against gates. It is no help in setting one up: it tells of those whom a gate would have
turned away, all of whom were good enough to be hired, and of nobody who is still a candidate.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from analysis import populations, words
from analysis.disclosure import outward, rate
from analysis.estimators.gate import Gate
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows
from analysis.studies.places import LAST, Place, places
from etl.claim import Claim

AGAINST = (
    "A gate on notes turns away people who were good enough to be hired, and everybody whose custom it is not "
    "to write. These numbers are here to tell what it would cost, not to set one up."
)
KNOWN = "Once a gate is known everybody writes, and then a note tells nothing at all."
_SEATS = (
    "How those would have done who would have taken the empty seats stands in no record. The range assumes that "
    "the next in line are good as often as those who were hired; they may be less so."
)
_HIRED = (
    "Only people who were hired are counted. Those whom interviewers turned down, with a note or without, are "
    "not here."
)


@dataclass(frozen=True)
class _Measured:
    """A gate by one measure of a good hire: of whom it is known, and how either kind did."""

    gate: Gate
    whom: str
    good: str
    other: str

    @property
    def either(self) -> str:
        """Both kinds, for a number that sets them side by side."""
        return f"{self.good} or {self.other}"


def gate_hires(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return what a gate would have cost, wherever it may stand.

    Keys are "gate_hires", "gate_good_lost" and "gate_youden", with the suffix of the place. A good
    hire is one rated above the mean of the review cycle and calibration group, or one who was still
    there after a year. Everything is made of rounded counts.
    """
    return [one for place in places(rows) for one in _exhibits(rows, claim, place)]


def _exhibits(rows: Rows, claim: Claim, place: Place) -> list[Exhibit]:
    level, measured = claim.level, list(_measured(rows, place))
    told = (
        (
            f"The gate is {place.rule}, within {words.hours(claim.landmark_hours)} of it.",
            *(
                ()
                if place is LAST
                else ("Only hires of whom every round can be seen are counted.",)
            ),
            "Hires are taken as independent, and notes as tagged without mistakes.",
        ),
        (AGAINST, _HIRED, _SEATS, KNOWN, words.CHANNELS),
    )
    return [
        Exhibit(
            f"gate_hires{place.suffix}",
            "Hires that a gate on notes would have turned away",
            _said(_cost(one, level) for one in measured),
            "share",
            level,
            tuple(point for one in measured for point in _shares(one, level)),
            "Shares of rounded counts, Wilson's interval.",
            *told,
        ),
        Exhibit(
            f"gate_good_lost{place.suffix}",
            "Good hires lost for each other hire avoided",
            _said(_lost(one, level) for one in measured),
            "ratio",
            level,
            tuple(Point(one.either, one.gate.n_out, _ratio(one, level)) for one in measured),
            "Good hires over others among those turned away, from rounded counts; Wilson's interval of the share.",
            *told,
        ),
        Exhibit(
            f"gate_youden{place.suffix}",
            "Whether a gate on notes tells good hires from others",
            _said(_telling(one, level) for one in measured),
            "points",
            level,
            tuple(Point(one.either, one.gate.whole, _youden(one, level)) for one in measured),
            "Youden's J: the share of good hires that a gate lets in, less that of the others; Newcombe's interval, "
            "from rounded counts.",
            *told,
        ),
    ]


def _measured(rows: Rows, place: Place) -> Iterator[_Measured]:
    """Yield the gate by either measure of a good hire, where it may be shown."""
    hire = rows.hire
    for key, population, good, said in (
        (
            "performance",
            populations.performance(hire),
            hire["performance"].to_numpy(dtype=float) > 0,
            (
                "hires with a rating",
                "were rated above the middle of their review group",
                "were not",
            ),
        ),
        (
            "retention",
            populations.retention(hire),
            (hire["first_year"] == "stayed").to_numpy(),
            ("hires whose first year is over", "stayed the first year", "left in it"),
        ),
    ):
        known, passed = population.isin(ARMS) & place.seen(hire), place.passed(hire)
        sent, others = (
            rate(good[known & side].sum(), (known & side).sum()) for side in (passed, ~passed)
        )
        if sent and others and not rows.withheld_of(key) & set(ARMS):
            yield _Measured(Gate(*sent, *others), *said)


def _shares(one: _Measured, level: float) -> Iterator[Point]:
    gate = one.gate
    ppv, npv = gate.predictive(level)
    for label, n, share in (
        (f"turned away, of {one.whom}", gate.whole, gate.turned_away(level)),
        (f"{one.good}, of {one.whom}", gate.whole, gate.base_rate(level)),
        (f"{one.good}, of those let in (positive predictive value)", gate.n_in, ppv),
        (f"{one.other}, of those turned away (negative predictive value)", gate.n_out, npv),
    ):
        yield Point(label, n, outward(share, "share"))


def _ratio(one: _Measured, level: float) -> Estimate:
    return outward(one.gate.lost_per_avoided(level), "ratio")


def _youden(one: _Measured, level: float) -> Estimate:
    return outward(one.gate.youden(level), "points")


def _said(sentences: Iterable[str]) -> str:
    few = "Too few hires can be told apart to say what a gate on notes would have cost."
    return " ".join(sentences) or few


def _lost(one: _Measured, level: float) -> str:
    """Return how many good hires are lost for each other one avoided."""
    return (
        f"Of hires who {one.good}, a gate on notes would have lost about {_ratio(one, level).value:g} for each one "
        f"avoided of those who {one.other}."
    )


def _cost(one: _Measured, level: float) -> str:
    """Return whom a gate would have turned away, and what is left if their seats are taken."""
    out, lost = (
        outward(found, "share").value or 0.0
        for found in (one.gate.turned_away(level), one.gate.good_lost(level))
    )
    few, many = one.gate.refilled(level)
    n = one.gate.n_out
    ends = outward(Estimate(None, -many / n, -few / n, ""), "points")
    low, high = (words.more(end or 0.0) for end in (ends.low, ends.high))
    good = words.out_of_100(lost)
    return (
        f"Of 100 {one.whom}, a gate on notes would have turned away about {words.out_of_100(out)}; of 100 of "
        f"these, about {good} {one.good}. If nobody took their seats, that would be {good} such hires fewer for "
        f"every 100 turned away; if the next in line took all of them, between {low} and {high}."
    )


def _telling(one: _Measured, level: float) -> str:
    """Return whether a gate lets in more of the good than of the others."""
    youden = _youden(one, level)
    low, high = youden.low or 0.0, youden.high or 0.0
    span = words.span(youden, "points").replace("It could", "The difference could", 1)
    if low <= 0 <= high:
        return (
            f"These records cannot tell whether a gate on notes lets in more of the hires who {one.good} than of "
            f"those who {one.other}. {span}"
        )
    more = "more" if low > 0 else "fewer"
    return f"A gate on notes lets in {more} of the hires who {one.good} than of those who {one.other}. {span}"
