"""What changed between two loads, of the verdicts alone: what a run keeps for it, and what may be told.

Two loads may not be subtracted to find who came between them. So a run keeps of each headline
finding its verdict and one n, and that n moves only in steps that many people must have made.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from analysis.finding import Finding, Verdict

KEYS = ("advance", "performance", "retention")
"""The findings whose verdicts are followed from load to load."""
STEP = 20
"""A kept n moves by so much or not at all. It is the sum of two counts rounded to 5, so each of the two
n that are compared is off by 4 at most: at least 12 people lie between them, more than may be hidden."""

RULES = {
    "claim": "the claim",
    "classifier": "the rules by which a message is taken for a note",
    "error_rates": "what is known of how often that is wrong",
    "labels": "what reviewers said of messages",
    "goodeggs": "the version of Good Eggs",
}
"""What of a run, other than its records, can move a verdict; in words."""


@dataclass(frozen=True)
class Change:
    """One finding in two loads: its verdicts, and how many were compared, where that may be told."""

    key: str
    before: Verdict
    now: Verdict
    n_before: int | None
    n_now: int | None


@dataclass(frozen=True)
class Changes:
    """Two loads: when the earlier one finished, what became of each finding, which rules changed too."""

    since: pd.Timestamp
    findings: tuple[Change, ...]
    rules: tuple[str, ...]


def step(before: int | None, now: int | None) -> int | None:
    """Return the n to keep: the present one if it is far enough from the one kept before, else that one.

    Examples
    --------
    >>> step(120, 135), step(120, 140), step(None, 15), step(40, None)
    (120, 140, None, None)
    """
    return now if abs((now or 0) - (before or 0)) >= STEP else before


def kept(findings: Iterable[Finding], before: pd.DataFrame, run_id: str) -> pd.DataFrame:
    """Return `ops__headline` with the rows of one more run.

    Parameters
    ----------
    findings
        Of the whole, as from `analysis.findings.all_findings`.
    before
        Rows of `ops__headline`, of earlier runs.
    """
    last = before.sort_values("run_id").groupby("key")["n"].last(skipna=False).to_dict()
    rows = [
        {
            "run_id": run_id,
            "key": one.key,
            "verdict": str(one.verdict),
            "n": step(_count(last.get(one.key)), _compared(one)),
        }
        for one in findings
        if one.key in KEYS
    ]
    fresh = pd.DataFrame(rows, columns=["run_id", "key", "verdict", "n"]).astype({"n": "Int64"})
    return pd.concat([before, fresh], ignore_index=True) if len(before) else fresh


def changes(headlines: pd.DataFrame, runs: pd.DataFrame, run_id: str) -> Changes | None:
    """Return what changed between a run and the one before it.

    Parameters
    ----------
    headlines
        Rows of `ops__headline`.
    runs
        Rows of `ops__run`.

    Returns
    -------
    None where no earlier run has kept its verdicts.
    """
    known = sorted(set(headlines["run_id"]) & set(runs["run_id"]))
    if run_id not in known[1:]:
        return None
    earlier = known[known.index(run_id) - 1]
    was, now = (_by_key(headlines[headlines["run_id"] == one]) for one in (earlier, run_id))
    row_was, row_now = (runs[runs["run_id"] == one].iloc[0] for one in (earlier, run_id))
    return Changes(
        pd.Timestamp(row_was["finished_at"]),
        tuple(
            Change(key, was[key][0], now[key][0], was[key][1], now[key][1])
            for key in KEYS
            if key in was and key in now
        ),
        tuple(said for name, said in RULES.items() if row_was[name] != row_now[name]),
    )


def _by_key(rows: pd.DataFrame) -> dict[str, tuple[Verdict, int | None]]:
    return {
        key: (Verdict(verdict), _count(n))
        for key, verdict, n in zip(rows["key"], rows["verdict"], rows["n"], strict=True)
    }


def _compared(one: Finding) -> int | None:
    counts = [arm.n for arm in one.arms]
    return None if None in counts or not counts else sum(n for n in counts if n is not None)


def _count(n: object) -> int | None:
    return None if n is None or n is pd.NA else int(str(n))
