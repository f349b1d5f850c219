"""What the gate "no note, no hire" would have cost: among offers. It argues against gates."""

from __future__ import annotations

import pandas as pd

from analysis import words
from analysis.disclosure import outward, rate
from analysis.estimators.gate import Gate
from analysis.finding import Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows
from analysis.studies.gate import AGAINST, KNOWN
from analysis.studies.places import LAST, Place, places
from etl.claim import Claim

STOPPED = "stopped, of all offers"


def gate_offers(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return how many offers a gate would have stopped, wherever it may stand.

    The key is "gate_offers" with the suffix of the place.
    """
    offers = rows.offer[rows.offer["exclusion"] == ""]
    if rows.withheld_of("offers") & set(ARMS):
        offers = offers.iloc[:0]
    return [_exhibit(offers[place.seen(offers)], claim, place) for place in places(rows)]


def _exhibit(offers: pd.DataFrame, claim: Claim, place: Place) -> Exhibit:
    stopped = ~place.passed(offers)
    accepted = (offers["answer"] == "accepted").to_numpy()
    counted = {
        STOPPED: stopped,
        "accepted, of those stopped": accepted[stopped],
        "accepted, of the others": accepted[~stopped],
    }
    points = {
        label: Point(label, shown[1], outward(Gate(*shown, 0, 0).base_rate(claim.level), "share"))
        for label, flags in counted.items()
        if (shown := rate(flags.sum(), len(flags)))
    }
    landmark = words.hours(claim.landmark_hours)
    sentence = (
        "Too few offers can be told apart to say how many a gate on notes would have stopped."
    )
    if STOPPED in points:
        sentence = (
            f"Of 100 offers that were made, a gate on notes would have stopped about "
            f"{words.out_of_100(points[STOPPED].estimate.value or 0.0)}."
        )
    return Exhibit(
        f"gate_offers{place.suffix}",
        "Offers that a gate on notes would have stopped",
        sentence,
        "share",
        claim.level,
        tuple(points.values()),
        "Shares of rounded counts, Wilson's interval.",
        (
            f"The gate is {place.rule}, within {landmark} of it.",
            *(
                ()
                if place is LAST
                else ("Only offers of which every round can be seen are counted.",)
            ),
        ),
        (AGAINST, KNOWN, words.CHANNELS),
    )
