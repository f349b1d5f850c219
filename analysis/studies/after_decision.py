"""A negative control: a note that came only after the decision cannot have influenced it."""

from __future__ import annotations

from functools import partial

import numpy as np
import pandas as pd

from analysis import compare, planning, words
from analysis.disclosure import count
from analysis.estimators.stratified import tabulate
from analysis.finding import Exhibit, Finding, Point
from analysis.plan import FEWEST_STRATA, Left, Plan
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from etl.claim import Claim

_DAY = 24
_WITHIN = "the same job, stage and round, decided on the same day after the interview"
_MEANS = (
    "A note that came only after the decision cannot have influenced it. What goes with it is thanks for "
    "good news, or something unseen in people who write: as much of that may stand in what goes with "
    "notes that came before, and if decisions are recorded late, such notes are among those."
)


def after_decision(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the negative control as an exhibit (key "after_decision").

    It has no verdict of its own: "supported" would read as if it spoke for notes.
    """
    found = control(rows, claim)
    n = sum(arm.n or 0 for arm in found.arms)
    return [
        Exhibit(
            key=found.key,
            title="Notes that came only after the decision",
            sentence=f"{found.sentence} {_MEANS}",
            unit=found.unit,
            level=found.level,
            points=(
                Point("difference within like groups", n or None, found.estimate),
                Point("difference as counted", n or None, found.raw),
            ),
            method=found.method,
            assumptions=found.assumptions,
            cautions=(found.doubt, *found.cautions),
        )
    ]


def control(rows: Rows, claim: Claim) -> Finding:
    """Return whether a note that came only after the decision goes with advancing.

    Compared are the interviews of the influence finding that no note followed before the decision, as far
    as there was a day or more between the decision and the end of the window in which notes are
    attached: who was decided later had no time to write. The later the decision, the less time; hence
    also within the day of the decision.
    """
    frame = rows.compared
    hours, silent, timely = _silent(frame, claim)
    kept = frame[silent & timely]
    strata = [kept[name] for name in ("job_id", "stage", "round")]
    wrote, went = (kept[name].to_numpy(dtype=bool) for name in ("note_after_decision", "advanced"))
    ones = pd.Series(np.ones(len(kept)), index=kept.index)
    table = tabulate([*strata, hours[kept.index] // _DAY], wrote, went, ones)
    away = rows.given_away("after the decision", partial(_counted, claim=claim))
    withheld = bool(away or rows.cells.withheld_of("interviews") & set(ARMS))
    return compare.rates(
        _plan(claim),
        table,
        Left(
            {
                "a note came before the decision": None if withheld else count((~silent).sum()),
                "decided too late for a note to come after it within the window": (
                    None if withheld else count((silent & ~timely).sum())
                ),
            },
            ARMS if withheld else (),
        ),
        error_rates=None,
        months=planning.months_spanned(kept["quarter"], ones),
    )


def _silent(frame: pd.DataFrame, claim: Claim) -> tuple[pd.Series, pd.Series, pd.Series]:
    """Return hours to the decision, whom no note preceded it of, and whether a note had time to follow it."""
    hours = (frame["decided_at"] - frame["ended_at"]).dt.total_seconds() / 3600
    silent = (frame["note_status"] == "not_sent") & (frame["notes"] == 0)
    return hours, silent, hours <= _DAY * (claim.window_days - 1)


def _counted(rows: Rows, claim: Claim) -> pd.DataFrame:
    """Return the interviews compared by whether a note came before the decision, too late to tell, or after it."""
    _, silent, timely = _silent(rows.compared, claim)
    wrote = rows.compared["note_after_decision"].to_numpy(dtype=bool)
    group = np.select([~silent, ~timely, wrote], ["before", "late", "after"], "never")
    return counted(rows.compared, group)


def _plan(claim: Claim) -> Plan:
    return Plan(
        key="after_decision",
        question="Do candidates advance more often if a note came only after the decision, when it cannot "
        "have influenced it?",
        unit="points",
        smallest_effect=claim.smallest_effects.advance,
        level=claim.level,
        of=words.Comparison(
            "candidates whose note came only after the decision",
            "had advanced",
            f"candidates for {_WITHIN}, who sent none",
        ),
        things="interviews",
        within=_WITHIN,
        doubt="This is a check on the other findings, and no question about notes.",
        method="Mantel-Haenszel risk difference within requisition x stage x round x day of the decision, "
        "Klingenberg's interval; raw: Newcombe.",
        assumptions=(
            "Mailboxes that are covered up to the landmark are covered to the end of the window.",
            "Decisions are recorded when they are made.",
        ),
        cautions=(),
        fewest_strata=FEWEST_STRATA,
        exploratory=True,
    )
