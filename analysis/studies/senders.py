"""Who sends notes: by office, source channel and department. The custom differs, whatever people are like."""

from __future__ import annotations

from analysis import rates, words
from analysis.disclosure import outward
from analysis.estimators import proportions
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.rows import Rows
from analysis.studies.gate import AGAINST
from analysis.studies.seen import BY, uneven
from etl.claim import Claim

_UNADJUSTED = (
    "Nothing is adjusted for: offices, channels and departments hire for different jobs, in which customs differ. "
    "This tells where notes are sent, not why."
)
_LANGUAGE = "By language nothing can be told: the language of a note is not kept."


def who_sends(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return how often a note follows an interview, by office, channel and department.

    Two exhibits each: the shares (key "who_sends_location", ...), and how far each lies from all
    others that are shown ("who_sends_location_difference", ...). Of filtered views there is nothing:
    pages work these shares out of cells on the spot.
    """
    if rows.cells.filters:
        return []
    return [one for dimension in BY for one in _by(rows, claim, dimension)]


def _by(rows: Rows, claim: Claim, dimension: str) -> list[Finding | Exhibit]:
    found = rates.sending(rows.cells, dimension)
    shown = found[found["rate"].notna()].sort_values(["rate", "group"], ascending=[False, True])
    by, landmark = BY[dimension], words.hours(claim.landmark_hours)
    method = f"Interviews followed by a note within {landmark}, of those that can be seen; rounded counts, "
    n, sent = ([int(one) for one in shown[name]] for name in ("n", "sent"))
    ends = zip(*(shown[name].tolist() for name in ("rate", "low", "high")), strict=True)
    points = tuple(
        Point(label, of, outward(Estimate(rate, low, high, "share"), "share"))
        for label, of, (rate, low, high) in zip(shown["group"], n, ends, strict=True)
    )
    apart = tuple(
        Point(label, of, outward(_from_others(s, of, sum(sent), sum(n), claim.level), "points"))
        for label, of, s in zip(shown["group"], n, sent, strict=True)
        if len(n) > 1
    )
    assumptions = ("Interviews are taken as independent.",)
    unlike = uneven(rates.seeing(rows.cells, dimension), by, claim.level)
    cautions = (*unlike, _UNADJUSTED, _LANGUAGE, AGAINST, words.CHANNELS)
    return [
        Exhibit(
            f"who_sends_{dimension}",
            f"Who sends notes, by {by}",
            _sentence(by, points),
            "share",
            claim.level,
            points,
            f"{method}Wilson's interval.",
            assumptions,
            cautions,
        ),
        Exhibit(
            f"who_sends_{dimension}_difference",
            f"Who sends notes more often than elsewhere, by {by}",
            f"How many more of 100 interviews a note follows than in every other {by} together.",
            "points",
            claim.level,
            apart,
            f"{method}Newcombe's interval.",
            assumptions,
            cautions,
        ),
    ]


def _from_others(sent: int, n: int, all_sent: int, all_n: int, level: float) -> Estimate:
    """Return a group's difference from the others that are shown, together."""
    rest, of = all_sent - sent, all_n - n
    low, high = proportions.newcombe(sent, n, rest, of, level)
    return Estimate(sent / n - rest / of, low, high, "difference from all others shown")


def _sentence(by: str, points: tuple[Point, ...]) -> str:
    if not points:
        return f"Too few interviews can be seen in any {by} to say how often a note follows."
    most, least = points[0], points[-1]
    of_most, of_least = (words.out_of_100(one.estimate.value or 0.0) for one in (most, least))
    told = f"A note follows about {of_most} of 100 interviews where the {by} is {most.label}"
    if len(points) == 1:
        return f"{told}."
    return f"{told}, and about {of_least} where it is {least.label}. A gate would turn a custom into a condition."
