"""What the gate "no note, no hire" would have cost: among offers. It argues against gates."""

from __future__ import annotations

from analysis import words
from analysis.disclosure import outward, rate
from analysis.estimators.gate import Gate
from analysis.finding import Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows
from analysis.studies.gate import AGAINST, KNOWN
from etl.claim import Claim


def gate_offers(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return how many offers a gate would have stopped (key "gate_offers")."""
    offers = rows.offer[rows.offer["exclusion"] == ""]
    stopped = (offers["note_status"] == "not_sent").to_numpy()
    accepted = (offers["answer"] == "accepted").to_numpy()
    last = "stopped by a gate after the last round"
    counted = {
        last: stopped,
        "accepted, of those stopped after the last round": accepted[stopped],
        "accepted, of the others": accepted[~stopped],
    }
    if rows.withheld_of("offers") & set(ARMS):
        counted = {}
    elif rows.whole is None:
        # Nothing says which of these another view would give away: they are told of the whole alone.
        seen = (offers["rounds_observed"] == offers["rounds"]).to_numpy()
        often = (offers["rounds_with_note"] < offers["rounds"]).to_numpy()
        counted["stopped by a gate after every round"] = often[seen]
    points = {
        label: Point(label, shown[1], outward(Gate(*shown, 0, 0).base_rate(claim.level), "share"))
        for label, flags in counted.items()
        if (shown := rate(flags.sum(), len(flags)))
    }
    landmark = words.hours(claim.landmark_hours)
    sentence = (
        "Too few offers can be told apart to say how many a gate on notes would have stopped."
    )
    if last in points:
        sentence = (
            f"Of 100 offers that were made, a gate on notes would have stopped about "
            f"{words.out_of_100(points[last].estimate.value or 0.0)}: no note came within {landmark} of the last "
            "round."
        )
    return [
        Exhibit(
            "gate_offers",
            "Offers that a gate on notes would have stopped",
            sentence,
            "share",
            claim.level,
            tuple(points.values()),
            "Shares of rounded counts, Wilson's interval.",
            (
                f"A note counts if it came within {landmark} of the round's last interview.",
                "After every round: only offers of which all rounds can be seen.",
            ),
            (AGAINST, KNOWN, words.CHANNELS),
        )
    ]
