"""What the gate "no note, no hire" would have cost: among people who were hired.

This argues against gates. It is no help in setting one up: it tells of those whom a gate would have
turned away, all of whom were good enough to be hired, and of nobody who is still a candidate.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from analysis import populations, words
from analysis.disclosure import outward, rate
from analysis.estimators.gate import Gate
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows
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


def gate_hires(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return what a gate after the last round would have cost (keys "gate_hires", "gate_good_lost",
    "gate_youden").

    A good hire is one rated above the mean of the review cycle and calibration group, or one who was
    still there after a year. Everything is made of rounded counts.
    """
    level, landmark = claim.level, words.hours(claim.landmark_hours)
    shares, ratios, apart = [], [], []
    cost, lost, telling = [], [], []
    for one in _measured(rows):
        gate, n = one.gate, one.gate.n_in + one.gate.n_out
        ppv, npv = gate.predictive(level)
        shares += [
            Point(f"turned away, of {one.whom}", n, outward(gate.turned_away(level), "share")),
            Point(f"{one.good}, of {one.whom}", n, outward(gate.base_rate(level), "share")),
            Point(
                f"{one.good}, of those let in (positive predictive value)",
                gate.n_in,
                outward(ppv, "share"),
            ),
            Point(
                f"{one.other}, of those turned away (negative predictive value)",
                gate.n_out,
                outward(npv, "share"),
            ),
        ]
        ratio = outward(gate.lost_per_avoided(level), "ratio")
        ratios.append(Point(f"{one.good} or {one.other}", gate.n_out, ratio))
        youden = outward(gate.youden(level), "points")
        apart.append(Point(f"{one.good} or {one.other}", n, youden))
        cost.append(_cost(one, level))
        lost.append(
            f"Of hires who {one.good}, a gate on notes would have lost about {ratio.value:g} for each one avoided "
            f"of those who {one.other}."
        )
        telling.append(_telling(one, youden))
    few = ["Too few hires can be told apart to say what a gate on notes would have cost."]
    assumptions = (
        f"The gate is a note within {landmark} of the last round before the offer.",
        "Hires are taken as independent, and notes as tagged without mistakes.",
    )
    cautions = (AGAINST, _HIRED, _SEATS, KNOWN, words.CHANNELS)
    return [
        Exhibit(
            key,
            title,
            " ".join(said or few),
            unit,
            level,
            tuple(points),
            how,
            assumptions,
            cautions,
        )
        for key, title, said, unit, points, how in (
            (
                "gate_hires",
                "Hires that a gate on notes would have turned away",
                cost,
                "share",
                shares,
                "Shares of rounded counts, Wilson's interval.",
            ),
            (
                "gate_good_lost",
                "Good hires lost for each other hire avoided",
                lost,
                "ratio",
                ratios,
                "Good hires over others among those turned away, from rounded counts; Wilson's interval of "
                "the share.",
            ),
            (
                "gate_youden",
                "Whether a gate on notes tells good hires from others",
                telling,
                "points",
                apart,
                "Youden's J: the share of good hires that a gate lets in, less that of the others; Newcombe's "
                "interval, from rounded counts.",
            ),
        )
    ]


def _measured(rows: Rows) -> Iterator[_Measured]:
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
        sent, others = (
            rate(good[population == arm].sum(), (population == arm).sum()) for arm in ARMS
        )
        if sent and others and not rows.cells.withheld_of(key) & set(ARMS):
            yield _Measured(Gate(*sent, *others), *said)


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


def _telling(one: _Measured, youden: Estimate) -> str:
    """Return whether a gate lets in more of the good than of the others."""
    low, high = youden.low or 0.0, youden.high or 0.0
    span = words.span_alone(youden, "points")
    if low <= 0 <= high:
        return (
            f"These records cannot tell whether a gate on notes lets in more of the hires who {one.good} than of "
            f"those who {one.other}. {span}"
        )
    more = "more" if low > 0 else "fewer"
    return f"A gate on notes lets in {more} of the hires who {one.good} than of those who {one.other}. {span}"
