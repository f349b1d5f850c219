"""core → stays: each application's stay in each stage that it entered, what ended it, and when.

History decides, by its dates: an application advanced from a stage if it entered a later one once it
had entered this one, or was hired. Else it ended there as it ended on the whole, or is there still.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.derive.hires import latest_versions
from etl.derive.rounds import decided_applications

IN_PIPELINE = ("in_process", "hired", "rejected")
# From so many days on, lengths are kept to the nearest multiple of so many days.
_STEPS = ((0, 1), (63, 7), (196, 28))


def grid_of_days(lengths: pd.Series) -> pd.Series:
    """Return lengths of time in days, the coarser the longer; missing if unknown or below nothing.

    Whole days to nine weeks, then whole weeks to 28 of them, then four weeks, each to the nearest.

    Examples
    --------
    >>> hours = pd.Series(pd.to_timedelta([11, 13, 24 * 68, 24 * 300, -1], unit="h"))
    >>> grid_of_days(hours).tolist()
    [0, 1, 70, 308, <NA>]
    """
    days = lengths.dt.total_seconds() / 86_400
    starts, widths = zip(*_STEPS, strict=True)
    step = np.array(widths)[np.searchsorted(starts, days.fillna(0).clip(lower=0), side="right") - 1]
    return ((days / step).round() * step).where(days >= 0).astype("Int64")


def endings(core: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Return the applications that are or were in the pipeline, how each ended, and when.

    Returns
    -------
    application_id, job_id, applied_at, ending (hired, rejected, withdrew or open), ended_at: a hire's
    is the moment at which the offer was accepted, where the source dates it.
    """
    applications = core["core__application"]
    rows = applications[applications["status"].isin(IN_PIPELINE)]
    ended = decided_applications(rows, core["core__label"])[["application_id", "ending"]]
    offers = latest_versions(core["core__offer"])
    accepted = offers[offers["status"] == "accepted"].set_index("application_id")["resolved_at"]
    # Joined, not mapped: of no offers at all, too, it stays an instant.
    rows = rows.merge(ended, on="application_id", how="left").join(accepted, on="application_id")
    ending = rows["ending"].fillna("open")
    return rows[["application_id", "job_id", "applied_at"]].assign(
        ending=ending, ended_at=rows["rejected_at"].where(ending != "hired", rows["resolved_at"])
    )


def stays(
    core: dict[str, pd.DataFrame], applications: pd.DataFrame, until: pd.Timestamp
) -> pd.DataFrame:
    """Return a row for each application and stage that it entered, or passed over.

    A stay begins when the application first enters the stage. Moves back to an earlier stage do not
    end it: a later stage, the rejection, the withdrawal or the hire does. An entry without a date is
    taken to have come in the stages' order.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    applications
        As `endings` returns them.
    until
        The data's last instant: what is open then has lasted until then.

    Returns
    -------
    application_id, stage, position, outcome (advanced, rejected, withdrew, open; or skipped: never
    entered, though a later stage of the job's was), moved_back (whether it went back from here and
    has not advanced), days (see `grid_of_days`; missing without dates).
    """
    events = _entries(core, applications)
    keys = ["application_id", "stage"]
    rows = events.groupby(keys, sort=False).agg(
        position=("position", "min"),
        entered_at=("entered_at", "min"),
        exited_at=("exited_at", "max"),
    )
    rows = rows.reset_index().join(_moves(rows.reset_index(), events), on=keys)
    rows = rows.merge(applications, on="application_id")
    onward = rows["onward"].eq(True)
    advanced = onward | (rows["ending"] == "hired")
    rows["outcome"] = rows["ending"].where(~advanced, "advanced")
    rows["moved_back"] = rows["back"].eq(True) & ~advanced
    left_at = rows["moved_at"].fillna(rows["exited_at"]).where(onward, rows["ended_at"])
    left_at = left_at.mask(rows["outcome"] == "open", until)
    rows["days"] = grid_of_days(left_at - rows["entered_at"])
    names = [*keys, "position", "outcome", "moved_back", "days"]
    return pd.concat([rows[names], _skipped(rows)[names]], ignore_index=True)


def _entries(core: dict[str, pd.DataFrame], applications: pd.DataFrame) -> pd.DataFrame:
    """Return the entries of these applications into stages: name and order of the stage, and when."""
    labels = core["core__label"].set_index("label_id")
    events = core["core__stage_event"].dropna(subset=["stage_id"])
    events = events[events["application_id"].isin(applications["application_id"])]
    return pd.DataFrame(
        {
            "application_id": events["application_id"],
            "stage": events["stage_id"].map(labels["name"]).astype("str").fillna("unknown"),
            "position": events["stage_id"].map(labels["position"]).fillna(0).astype("int64"),
            "entered_at": events["entered_at"],
            "exited_at": events["exited_at"],
        }
    )


def _moves(rows: pd.DataFrame, events: pd.DataFrame) -> pd.DataFrame:
    """Return, by application and stage, whether and when it moved on from there, and whether back."""
    keys = ["application_id", "stage"]
    moves = rows[[*keys, "position", "entered_at"]].merge(
        events[["application_id", "position", "entered_at"]],
        on="application_id",
        suffixes=("", "_other"),
    )
    later = moves["position_other"] > moves["position"]
    onward = moves[later & ~(moves["entered_at_other"] < moves["entered_at"])].groupby(keys)
    earlier = moves["position_other"] < moves["position"]
    back = moves[earlier & (moves["entered_at_other"] > moves["entered_at"])].groupby(keys)
    return pd.DataFrame(
        {
            "onward": onward.size() > 0,
            "moved_at": onward["entered_at_other"].min(),
            "back": back.size() > 0,
        }
    )


def _skipped(rows: pd.DataFrame) -> pd.DataFrame:
    """Return the stages of its job that an application never entered, though it entered a later one."""
    plan = rows.groupby(["job_id", "stage"], as_index=False)["position"].min()
    furthest = rows.groupby(["application_id", "job_id"], as_index=False).agg(
        furthest=("position", "max")
    )
    passed = furthest.merge(plan, on="job_id")
    passed = passed[passed["position"] < passed["furthest"]]
    entered = pd.MultiIndex.from_frame(rows[["application_id", "stage"]])
    never = ~pd.MultiIndex.from_frame(passed[["application_id", "stage"]]).isin(entered)
    return passed[never].assign(
        outcome="skipped", moved_back=False, days=pd.array([pd.NA] * never.sum(), dtype="Int64")
    )
