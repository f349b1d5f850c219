"""Whose messages can be seen: by office, source channel and department. Nothing is known of the others."""

from __future__ import annotations

from math import comb

import pandas as pd

from analysis import rates, words
from analysis.disclosure import outward
from analysis.estimators import proportions
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.rows import Rows
from etl.claim import Claim

BY = {"location": "office", "source_channel": "source channel", "department": "department"}
GREATLY = 0.10
"""Groups that lie further apart, beyond what chance may account for, differ greatly in what can be seen."""


def who_is_seen(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return after how many interviews a note would be seen, by office, channel and department.

    One exhibit each (key "who_is_seen_location", ...). Of filtered views there is nothing: pages work
    these shares out of cells on the spot.
    """
    if rows.cells.filters:
        return []
    return [_by(rows, claim, dimension) for dimension in BY]


def uneven(found: pd.DataFrame, by: str, level: float) -> tuple[str, ...]:
    """Return a caution if what can be seen differs greatly between groups.

    Parameters
    ----------
    found
        As `rates.seeing` returns it.
    by
        What the groups are, in words.

    Notes
    -----
    The most and the least seen are compared by Newcombe's interval, at a level at which all pairs of
    groups would hold together (Bonferroni), since they were picked for being apart.

    Examples
    --------
    >>> found = pd.DataFrame({"group": ["Oslo", "Paris"], "n": [400, 500], "seen": [160, 450]})
    >>> print(*uneven(found.assign(rate=found["seen"] / found["n"]), "office", 0.95))
    What can be seen differs greatly by office: of 100 interviews about 90 where it is Paris, and about 40 \
where it is Oslo. What is said of all together says little of those who are hardly seen.
    """
    shown = found.dropna(subset=["rate"]).sort_values(["rate", "group"], ascending=[False, True])
    if len(shown) < 2:
        return ()
    most, least = shown.iloc[0], shown.iloc[-1]
    together = 1 - (1 - level) / comb(len(shown), 2)
    low, _ = proportions.newcombe(most["seen"], most["n"], least["seen"], least["n"], together)
    if low <= GREATLY:
        return ()
    return (
        f"What can be seen differs greatly by {by}: of 100 interviews about {words.out_of_100(most['rate'])} "
        f"where it is {most['group']}, and about {words.out_of_100(least['rate'])} where it is "
        f"{least['group']}. What is said of all together says little of those who are hardly seen.",
    )


def _by(rows: Rows, claim: Claim, dimension: str) -> Exhibit:
    found, by = rates.seeing(rows.cells, dimension), BY[dimension]
    shown = found.dropna(subset=["rate"]).sort_values(["rate", "group"], ascending=[False, True])
    columns = (shown[name].tolist() for name in ("group", "n", "rate", "low", "high"))
    points = tuple(
        Point(group, n, outward(Estimate(rate, low, high, "share"), "share"))
        for group, n, rate, low, high in zip(*columns, strict=True)
    )
    return Exhibit(
        f"who_is_seen_{dimension}",
        f"Whose messages can be seen, by {by}",
        _sentence(by, points),
        "share",
        claim.level,
        points,
        "Interviews after which a note would be seen, of all that would be compared if it would; rounded counts, "
        "Wilson's interval. 7 or fewer that differ from all the others are told as none, with room for 7.",
        ("Mailboxes are complete where they are declared to be and hold mail.",),
        (
            *uneven(found, by, claim.level),
            "Where nothing can be seen, nobody is known to have sent no note: these interviews are compared with none.",
            words.CHANNELS,
        ),
    )


def _sentence(by: str, points: tuple[Point, ...]) -> str:
    if not points:
        return f"Too few interviews in any {by} to say after how many of them a note would be seen."
    most, least = points[0], points[-1]
    of_most, of_least = (words.out_of_100(one.estimate.value or 0.0) for one in (most, least))
    told = f"A note would be seen after about {of_most} of 100 interviews where the {by} is {most.label}"
    if len(points) == 1:
        return f"{told}."
    return f"{told}, and after about {of_least} where it is {least.label}."
