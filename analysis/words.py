"""The sentences: what a recruiter without statistics can read aloud, and repeat correctly.

They say what was compared, by how much out of 100, and how low or high it could be. "More often"
and "higher" describe two groups; nothing here says what a note does.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import erf

from analysis.finding import Estimate, Verdict

NOT_AN_EXPERIMENT = (
    "These are records, not an experiment: people who write may differ from the others in ways that "
    "nothing here can see."
)

CHANNELS = (
    "Thanks by telephone, on LinkedIn or on paper are seen by nobody here, and count as none."
)

OPEN = "No difference at all lies in between, and so does one that would matter."
"""Why an interval that is too wide decides nothing."""


_LONG = 120
"""Months beyond which a forecast is not worth its digits."""


EXPLORATORY = (
    "Exploratory: this was not declared beforehand. Among many looks some differ by chance."
)


@dataclass(frozen=True)
class Comparison:
    """The words of one comparison, put together as "{senders} {did} more often than {others}".

    `pair` and `first` speak of one from each side: "Take {pair}: {first} is rated higher in ...".
    """

    senders: str
    did: str
    others: str
    pair: str = "one with a note and one without"
    first: str = "the one with the note"


def hours(landmark: float) -> str:
    """Return the landmark in words.

    Examples
    --------
    >>> hours(24), hours(1.5)
    ('24 hours', '1.5 hours')
    """
    return f"{landmark:g} hour{'s' if landmark != 1 else ''}"


def out_of_100(value: float) -> str:
    """Return a share or a difference of shares as a number out of 100, without its sign.

    Examples
    --------
    >>> out_of_100(0.05), out_of_100(-0.045)
    ('5', '4.5')
    """
    return f"{round(abs(100 * value), 1):g}"


def more(value: float) -> str:
    """Return a difference of shares as so many more or fewer.

    Examples
    --------
    >>> more(0.05), more(-0.02), more(0.0)
    ('5 more', '2 fewer', '0 more')
    """
    return f"{out_of_100(value)} {'fewer' if value < 0 else 'more'}"


def pairs(difference: float) -> str:
    """Return a difference in standard deviations as pairs out of 100 in which the sender is ahead.

    The share of pairs, one from each arm, in which the first is the higher: exact for normal values
    with equal spread (McGraw and Wong 1992, Psychological Bulletin 111:361-365).

    Examples
    --------
    >>> pairs(0.0), pairs(0.2)
    ('50', '55.6')
    """
    return f"{round(50 * (1 + erf(difference / 2)), 1):g}"


def span(estimate: Estimate, unit: str) -> str:
    """Return an interval as a sentence.

    Examples
    --------
    >>> print(span(Estimate(0.01, -0.02, 0.04, ""), "points"))
    It could be as low as 2 fewer or as high as 4 more out of 100.
    >>> print(span(Estimate(0.0, -0.1, 0.1, ""), "sd"))
    It could be as low as 47.2 or as high as 52.8 of 100 pairs.
    """
    say, out_of = (more, "out of 100") if unit == "points" else (pairs, "of 100 pairs")
    low, high = (say(0.0 if end is None else end) for end in (estimate.low, estimate.high))
    return f"It could be as low as {low} or as high as {high} {out_of}."


def span_alone(estimate: Estimate, unit: str, of: Comparison) -> str:
    """Return an interval as a sentence that needs no other before it.

    Examples
    --------
    >>> of = Comparison("hires with a note", "were rated", "those without")
    >>> print(span_alone(Estimate(0.01, -0.02, 0.04, ""), "points", of))
    The difference could be as low as 2 fewer or as high as 4 more out of 100.
    >>> print(span_alone(Estimate(0.0, -0.1, 0.1, ""), "sd", of))
    Take one with a note and one without: of 100 such pairs, the one with the note could be rated \
higher in as few as 47.2 or as many as 52.8, where 50 is no difference.
    """
    if unit == "points":
        return span(estimate, unit).replace("It could", "The difference could", 1)
    few, many = (pairs(0.0 if end is None else end) for end in (estimate.low, estimate.high))
    return (
        f"Take {of.pair}: of 100 such pairs, {of.first} could be rated higher in as few as {few} or as "
        f"many as {many}, where 50 is no difference."
    )


def rates(verdict: Verdict, estimate: Estimate, smallest_effect: float, of: Comparison) -> str:
    """Return the sentence of a difference of rates.

    Parameters
    ----------
    verdict
        As decided from `estimate`; `CANNOT_TELL` also where a reason forbids to decide.

    Examples
    --------
    >>> of = Comparison("candidates with a note", "advanced", "those without")
    >>> print(rates(Verdict.SUPPORTED, Estimate(0.09, 0.06, 0.12, ""), 0.05, of))
    Candidates with a note advanced more often than those without: about 9 more out of 100. It could \
be as low as 6 more or as high as 12 more out of 100. All of that is more than 5 out of 100, which is \
where it would begin to matter.
    """
    if verdict is Verdict.CANNOT_TELL or estimate.value is None:
        return _cannot_tell(f"{of.senders} {of.did} more often than {of.others}")
    return " ".join(
        [
            f"{_capital(of.senders)} {of.did} {_often(verdict)} {of.others}: "
            f"about {more(estimate.value)} out of 100.",
            span(estimate, "points"),
            against(verdict, f"{out_of_100(smallest_effect)} out of 100", "less than"),
        ]
    )


def ratings(verdict: Verdict, estimate: Estimate, smallest_effect: float, of: Comparison) -> str:
    """Return the sentence of a difference of ratings.

    Examples
    --------
    >>> of = Comparison("hires with a note", "were rated", "those without")
    >>> print(ratings(Verdict.NO_MEANINGFUL_DIFFERENCE, Estimate(0.01, -0.1, 0.12, ""), 0.2, of))
    Hires with a note were rated about as high as those without: take one of each, and the one with \
the note is rated higher in about 50.3 of 100 such pairs, where 50 is no difference. It could be as low \
as 47.2 or as high as 53.4 of 100 pairs. Either way it is nearer to no difference than 55.6 of 100, \
which is where it would begin to matter.
    """
    if verdict is Verdict.CANNOT_TELL or estimate.value is None:
        return _cannot_tell(f"{of.senders} {of.did} higher than {of.others}")
    return " ".join(
        [
            f"{_capital(of.senders)} {of.did} {_high(verdict)} {of.others}: take one of each, and "
            f"{of.first} is rated higher in about {pairs(estimate.value)} of 100 such pairs, where 50 "
            "is no difference.",
            span(estimate, "sd"),
            against(verdict, f"{pairs(smallest_effect)} of 100", "nearer to no difference than"),
        ]
    )


def turned(raw: Estimate, adjusted: Estimate, within: str, senders: str) -> str | None:
    """Return the announcement that raw and adjusted point opposite ways, or None if they do not.

    Examples
    --------
    >>> raw, adjusted = Estimate(0.14, 0.12, 0.16, ""), Estimate(-0.02, -0.04, 0.01, "")
    >>> print(turned(raw, adjusted, "the same job", "hires with a note"))
    The direction changes: as counted, hires with a note did better; compared within the same job, \
worse. At least one of the two may be chance.
    """
    if raw.value is None or adjusted.value is None or raw.value * adjusted.value >= 0:
        return None
    ways = ("better", "worse") if raw.value > 0 else ("worse", "better")
    # An end that is missing reads as 0, so that no interval is an interval that holds 0.
    chance = any((one.low or 0.0) <= 0 <= (one.high or 0.0) for one in (raw, adjusted))
    return (
        f"The direction changes: as counted, {senders} did {ways[0]}; compared within "
        f"{within}, {ways[1]}." + (" At least one of the two may be chance." if chance else "")
    )


def enough(n: int | None, of: str, months: int | None) -> str:
    """Return how many would tell, and when there will be so many, as a sentence, or nothing.

    Examples
    --------
    >>> print(enough(12000, "interviews", 30))
    About 12,000 interviews would be enough to tell. At the pace of these records that takes about 30 \
months more.
    >>> enough(900, "hires", None)
    'About 900 hires would be enough to tell.'
    """
    if n is None:
        return ""
    told = f"About {n:,} {of} would be enough to tell."
    if months is None:
        return told
    more_time = "more than 10 years" if months > _LONG else f"about {months} months more"
    return f"{told} At the pace of these records that takes {more_time}."


def detectable(difference: float, unit: str) -> str:
    """Return the smallest difference that could have been told, as a sentence.

    Examples
    --------
    >>> print(detectable(0.07, "points"))
    Records like these would show a true difference of 7 out of 100 in 8 of 10 cases; a smaller one, less \
often.
    >>> print(detectable(0.3, "sd"))
    Records like these would show a true difference of 58.4 of 100 pairs, where 50 is none, in 8 of 10 \
cases; a smaller one, less often.
    """
    said = (
        f"{out_of_100(difference)} out of 100"
        if unit == "points"
        else f"{pairs(difference)} of 100 pairs, where 50 is none,"
    )
    return (
        f"Records like these would show a true difference of {said} in 8 of 10 cases; a smaller one, "
        "less often."
    )


def unseen(estimate: float, end: float, within: str) -> str:
    """Return what something unseen would have to be to stand behind a difference, as a sentence.

    Parameters
    ----------
    estimate, end
        E-values of the difference, and of the end of its interval that is nearer to none.
    within
        What those compared have in common, in words.

    Examples
    --------
    >>> print(unseen(1.9, 1.35, "the same job"))
    E-value 1.9: something unseen that, within the same job, is 1.9 times as common on one side as on \
the other and goes with the outcome by that ratio too could stand behind all of this difference; 1.35 is \
enough to bring its interval to none.
    >>> print(unseen(1.9, 1.0, "the same job"))
    E-value 1: the interval holds no difference as it is, so nothing unseen is needed to explain it.
    """
    if end <= 1:
        return (
            "E-value 1: the interval holds no difference as it is, so nothing unseen is needed to "
            "explain it."
        )
    return (
        f"E-value {estimate:g}: something unseen that, within {within}, is {estimate:g} times as common on "
        "one side as on the other and goes with the outcome by that ratio too could stand behind all of "
        f"this difference; {end:g} is enough to bring its interval to none."
    )


def together(questions: int, level: float, stands: bool | None, widened: str) -> str:
    """Return what stands of a finding when all declared questions are asked together, as a sentence.

    Parameters
    ----------
    stands
        Whether its direction does; None where its interval has none.
    widened
        Its verdict, with all intervals widened.

    Examples
    --------
    >>> print(together(3, 0.95, True, "cannot tell"))
    3 questions were declared. Asked together, with 5 in 100 as the chance of any false answer: its \
direction can still be told (Holm), and with all intervals widened the verdict would be "cannot tell".
    """
    direction = {
        True: "its direction can still be told (Holm), and ",
        False: "its direction can no longer be told (Holm), and ",
        None: "",
    }[stands]
    return (
        f"{questions} questions were declared. Asked together, with {out_of_100(1 - level)} in 100 as the "
        f"chance of any false answer: {direction}with all intervals widened the verdict would be "
        f'"{widened}".'
    )


def explored(questions: int, level: float, stands: bool) -> str:
    """Return whether one of many explored differences stands out, as a sentence.

    Examples
    --------
    >>> print(explored(12, 0.95, False))
    Of 12 differences explored side by side, this one does not stand out once false alarms are held to \
5 in 100 of those that do (Benjamini and Hochberg).
    """
    return (
        f"Of {questions} differences explored side by side, this one "
        f"{'stands' if stands else 'does not stand'} out once false alarms are held to "
        f"{out_of_100(1 - level)} in 100 of those that do (Benjamini and Hochberg)."
    )


def _cannot_tell(what: str) -> str:
    return f"These records cannot tell whether {what}."


def _often(verdict: Verdict) -> str:
    if verdict is Verdict.NO_MEANINGFUL_DIFFERENCE:
        return "about as often as"
    return "less often than" if verdict is Verdict.CONTRADICTED else "more often than"


def _high(verdict: Verdict) -> str:
    if verdict is Verdict.NO_MEANINGFUL_DIFFERENCE:
        return "about as high as"
    return "lower than" if verdict is Verdict.CONTRADICTED else "higher than"


def against(verdict: Verdict, least: str, too_little: str) -> str:
    """Return how an interval lies to the smallest effect of interest, as a sentence.

    Parameters
    ----------
    least
        That effect in words.
    too_little
        How what is too small to matter lies to it, in words.

    Examples
    --------
    >>> print(against(Verdict.TOO_SMALL_OR_NOT, "5 out of 100", "less than"))
    That may or may not reach 5 out of 100, which is where it would begin to matter.
    """
    matters = "which is where it would begin to matter."
    return {
        Verdict.SUPPORTED: f"All of that is more than {least}, {matters}",
        Verdict.TOO_SMALL_OR_NOT: f"That may or may not reach {least}, {matters}",
        Verdict.NO_MEANINGFUL_DIFFERENCE: f"Either way it is {too_little} {least}, {matters}",
        Verdict.CONTRADICTED: "That is the opposite of the claim.",
    }[verdict]


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
