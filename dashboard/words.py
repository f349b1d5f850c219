"""The words and numbers on screen: verdicts, units, definitions, dates. No Streamlit, no sums."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from analysis.filters import Filters
from analysis.finding import Arm, Estimate, Verdict

HIDDEN = "not shown"
"""Said of a group of 7 or fewer, and of a larger one that would give such a group away."""

TITLES = {
    "advance": "Offers",
    "offer": "Offers, whole process",
    "performance": "Performance",
    "retention": "Retention",
    "advance_adjusted": "Advancing, at an equal score",
    "offer_adjusted": "Offers, at an equal score",
    "halo": "Scores after the note",
    "after_a_bad_interview": "After a good interview",
    "withdrawing": "Not withdrawing",
    "acceptance": "Accepting the offer",
    "increment": "Beyond the interview score",
    "resigning": "Not resigning, all followed",
}

PEOPLE = {
    "advance": "interviews",
    "offer": "interviews",
    "performance": "hires",
    "retention": "hires",
}

DEFINITIONS = {
    "advance": "Counted: interviews after which the candidate went on to a later stage, an offer or "
    "a hire. Compared: those still undecided at the landmark, by whether a note had come by then.",
    "offer": "Counted: interviews whose application ended in an offer.",
    "performance": "SD is the usual spread of ratings in one review cycle and calibration group: "
    "+1 SD is about the step from a middling hire to the best sixth.",
    "retention": "Counted: hires who did not resign within a year of their first day; being let go "
    "is not resigning. Who started less than a year ago is left out.",
}

ADJUSTED = {
    "advance": "Adjusted: senders and the others are compared within the same requisition, stage, "
    "round and band of the interview's score, as far as it was filed before the note, so that neither "
    "easier stages nor better interviews can flatter a side.",
    "offer": "Adjusted: compared within the same requisition, stage, round and band of the "
    "interview's score, as far as it was filed before the note.",
    "performance": "Adjusted: compared within the same review cycle and calibration group.",
    "retention": "Adjusted: compared within the same department.",
}

VERDICTS = {
    Verdict.SUPPORTED: "The whole interval lies beyond the smallest effect that would matter.",
    Verdict.TOO_SMALL_OR_NOT: "There is a difference in the claim's favour, but it may be too "
    "small to matter.",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "The whole interval lies inside what would be too small to "
    "matter: the two groups are alike for practical purposes.",
    Verdict.CONTRADICTED: "The whole interval lies on the other side: those without a note did "
    "better.",
    Verdict.CANNOT_TELL: "The interval is too wide, or too much is unseen, to say either way. "
    "This is not the same as no difference.",
}

ARMS = {
    "sent": "with a note",
    "not_sent": "without",
    "after_note": "filed after the note",
    "before_note": "filed before it",
}

DIMENSIONS = {
    "department": "Department",
    "job": "Job",
    "stage": "Stage",
    "source_channel": "Source channel",
    "location": "Location",
    "recruiter_group": "Recruiter group",
    "quarter": "Quarter",
}


def plain(text: object) -> str:
    r"""Return text with Markdown's marks made harmless: names come from the employer's data.

    Examples
    --------
    >>> plain("R&D [beta]")
    'R&D \\[beta\\]'
    """
    return re.sub(r"([\\`*_{}\[\]<>#+|~$:])", r"\\\1", str(text))


@dataclass(frozen=True)
class Unit:
    """How numbers of a unit are written: what they are multiplied by, decimals, suffix, sign."""

    scale: float
    places: int
    suffix: str
    sign: str


UNITS = {
    "points": Unit(100, 1, " points", "+"),
    "sd": Unit(1, 2, " SD", "+"),
    "share": Unit(100, 1, " of 100", ""),
    "ratio": Unit(1, 2, "", ""),
    "correlation": Unit(1, 2, "", "+"),
    "days": Unit(1, 0, " days", "+"),
}


def effect(value: float | None, unit: str) -> str:
    """Return a number with its sign, where it is a difference, and its unit.

    Examples
    --------
    >>> effect(0.041, "points"), effect(-0.2, "sd"), effect(None, "sd"), effect(0.3, "share")
    ('+4.1 points', '−0.20 SD', 'not shown', '30.0 of 100')
    """
    if value is None or math.isnan(value):
        return HIDDEN
    return f"{signed(value, unit)}{UNITS[unit].suffix}"


def signed(value: float, unit: str) -> str:
    """Return a number without its unit; a difference has its sign.

    Examples
    --------
    >>> signed(0.0, "points"), signed(-0.0004, "points")
    ('0.0', '0.0')
    """
    of = UNITS[unit]
    rounded = round(of.scale * value, of.places)
    if rounded == 0:
        return f"{0:.{of.places}f}"
    return f"{rounded:{of.sign}.{of.places}f}".replace("-", "−")


def interval(low: float | None, high: float | None, unit: str) -> str:
    """Return an interval as "−1.0 to +7.2", or nothing where there is none.

    Examples
    --------
    >>> interval(-0.01, 0.072, "points")
    '−1.0 to +7.2'
    """
    if low is None or high is None or math.isnan(low) or math.isnan(high):
        return ""
    return f"{signed(low, unit)} to {signed(high, unit)}"


def estimate(number: Estimate, unit: str) -> str:
    """Return an estimate with its interval in words.

    Examples
    --------
    >>> estimate(Estimate(0.04, 0.01, 0.07, "raw"), "points")
    '+4.0 points (+1.0 to +7.0)'
    """
    around = interval(number.low, number.high, unit)
    return effect(number.value, unit) + (f" ({around})" if around else "")


def check(other: Estimate, unit: str) -> str:
    """Return the same comparison by another method: in the finding's unit, or as its name says.

    Examples
    --------
    >>> check(Estimate(1.2, 0.9, 1.5, "odds ratio"), "points")
    'odds ratio: 1.20 (0.90 to 1.50), where 1 is no difference'
    >>> check(Estimate(4.0, -3.0, 11.0, "mean days employed"), "points")
    'mean days employed: +4 days (−3 to +11)'
    """
    if "days" in other.method:
        return f"{other.method}: {estimate(other, 'days')}"
    if "ratio" not in other.method:
        return f"{other.method}: {estimate(other, unit)}"
    if other.value is None or other.low is None or other.high is None:
        return f"{other.method}: {HIDDEN}"
    return (
        f"{other.method}: {other.value:.2f} ({other.low:.2f} to {other.high:.2f}), "
        "where 1 is no difference"
    )


def percent(value: float | None) -> str:
    """Return a share in whole percent; NaN or None is not shown.

    Examples
    --------
    >>> percent(0.345), percent(None)
    ('34%', 'not shown')
    """
    return HIDDEN if value is None or math.isnan(value) else f"{100 * value:.0f}%"


def rate(value: float | None, low: float | None, high: float | None) -> str:
    """Return a share with its interval.

    Examples
    --------
    >>> rate(0.334, 0.255, 0.421)
    '33% (26 to 42%)'
    """
    if value is None or low is None or math.isnan(value) or math.isnan(low):
        return percent(value)
    return f"{percent(value)} ({100 * low:.0f} to {percent(high)})"


def days(value: float, low: float | None, high: float | None) -> str:
    """Return a time in days with its interval; an end that the records do not reach is open.

    Examples
    --------
    >>> days(9.0, 8.0, 10.0), days(1.0, 1.0, float("nan"))
    ('9 days (8 to 10)', '1 day (1 or more)')
    """
    unit = "day" if value == 1 else "days"
    if low is None or math.isnan(low):
        return f"{value:.0f} {unit}"
    reach = "or more" if high is None or math.isnan(high) else f"to {high:.0f}"
    return f"{value:.0f} {unit} ({low:.0f} {reach})"


def count(n: float | None) -> str:
    """Return a disclosed count: already rounded, or suppressed (None or NaN).

    Examples
    --------
    >>> count(1240), count(None)
    ('about 1,240', 'not shown')
    """
    return HIDDEN if n is None or math.isnan(n) else f"about {n:,.0f}"


def arms(sides: tuple[Arm, ...]) -> str:
    """Return n of each arm on one line.

    Examples
    --------
    >>> arms((Arm("sent", 120, 0.4), Arm("not_sent", 300, 0.3)))
    'n ≈ 120 with a note, 300 without'
    """
    return "n ≈ " + ", ".join(
        f"{f'({HIDDEN})' if arm.n is None else format(arm.n, ',')} {arm_name(arm.name)}"
        for arm in sides
    )


def arm_name(name: str) -> str:
    """Return how a note status is called on screen.

    Examples
    --------
    >>> arm_name("not_sent")
    'without'
    """
    return ARMS[name]


def day(instant: date) -> str:
    """Return a date that cannot be misread.

    Examples
    --------
    >>> day(datetime(2026, 11, 3))
    '3 November 2026'
    """
    return f"{instant.day} {instant:%B %Y}"


def moment(instant: datetime) -> str:
    """Return a date with its time; a missing one is said.

    Examples
    --------
    >>> moment(datetime(2026, 11, 3, 9, 5))
    '3 November 2026, 09:05 UTC'
    """
    return "not said" if pd.isna(instant) else f"{day(instant)}, {instant:%H:%M} UTC"


def reasons(exclusions: Mapping[str, int | None]) -> list[str]:
    """Return one line for each reason to leave rows out, with its disclosed count.

    Examples
    --------
    >>> reasons({"not found in the HR file": None})
    ['not found in the HR file: not shown']
    """
    return [f"{reason}: {count(n)}" for reason, n in exclusions.items()]


def filters(chosen: Filters) -> str:
    """Return the filters as one line, or nothing.

    Examples
    --------
    >>> filters(Filters(stage=("Onsite", "Phone")))
    'Stage: Onsite, Phone'
    """
    parts = [(label, getattr(chosen, name)) for name, label in DIMENSIONS.items()]
    return " · ".join(f"{label}: {', '.join(values)}" for label, values in parts if values)
