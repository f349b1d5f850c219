"""The same pipeline as recruiting systems count it, made of the same shown counts.

Their help pages say how: Greenhouse 204636795; Ashby, Understanding funnel metrics; Lever
14738211302797; Gem, Dashboard metric and widget definitions, and 30520542812439.

Whoever is counted otherwise and is seven or fewer is counted as here: the vendor's number is then
off by so many, and tells nothing of them.
"""

from __future__ import annotations

from math import sqrt
from typing import NamedTuple

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.disclosure import count, outward
from analysis.finding import Estimate
from analysis.pipeline import dated, hired, shares, stages

VENDORS = ("greenhouse", "ashby", "lever", "gem")
MEANS = ("greenhouse", "lever", "gem")
"""Whose mean times we know; what Ashby says of them we do not."""
MEAN = "mean of days, normal interval"


class Counted(NamedTuple):
    """A pipeline as a vendor counts it: see `passing`, `days` (None of Ashby) and `time_to_hire`."""

    passing: pd.DataFrame
    days: pd.DataFrame | None
    time_to_hire: tuple[int | None, Estimate]


def counted(cells: Cells, vendor: str) -> Counted:
    """Return the pipeline as one of `VENDORS` counts it."""
    shown = stages(cells)
    found = passing(shown, vendor, cells.claim.level)
    found.insert(0, "stage", shown["stage"])
    mean = days(cells, vendor) if vendor in MEANS else None
    return Counted(found, mean, time_to_hire(cells))


def passing(shown: pd.DataFrame, vendor: str, level: float) -> pd.DataFrame:
    """Return each stage's conversion as a vendor counts it.

    Parameters
    ----------
    shown
        As `analysis.pipeline.stages` returns it.
    vendor
        One of `VENDORS`.

    Returns
    -------
    n, value (0 to 1), low, high (Wilson): see `analysis.pipeline.shares`.

    Notes
    -----
    Greenhouse: who left the stage for any other, also an earlier one; who passed it over counts as
    having been there, and left. Ashby: applications that have ended only. Gem: who went on to a later
    stage; who passed it over counts; who waits is in the whole. Lever: who advanced, of all who entered.

    Examples
    --------
    >>> row = {"entered": 100, "advanced": 40, "open": 20, "skipped": 10, "moved_back": 10, "under_way": 15}
    >>> shown = pd.DataFrame([row], dtype="Int64")
    >>> [round(float(passing(shown, one, 0.95)["value"].iloc[0]), 3) for one in VENDORS]
    [0.545, 0.385, 0.4, 0.455]
    """
    few = {name: shown[name].fillna(0) for name in ("open", "skipped", "moved_back", "under_way")}
    advanced, entered = shown["advanced"], shown["entered"]
    went, whole = {
        "greenhouse": (
            advanced + few["skipped"] + few["moved_back"],
            entered + few["skipped"],
        ),
        "ashby": (advanced - few["under_way"], entered - few["open"] - few["under_way"]),
        "lever": (advanced, entered),
        "gem": (advanced + few["skipped"], entered + few["skipped"]),
    }[vendor]
    return shares(went, whole, level)


def days(cells: Cells, vendor: str) -> pd.DataFrame:
    """Return each stage's mean time as a vendor counts it, in the order of the pipeline.

    Parameters
    ----------
    vendor
        "greenhouse" or "lever": all who left; "gem": who moved on, who passed the stage over at no
        days.

    Returns
    -------
    stage, n (as it may be shown), value, low, high in days; missing where suppressed.
    """
    shown, frame = stages(cells).set_index("stage"), cells.stage
    skipped = (frame["outcome"] == "skipped").to_numpy(dtype=bool)
    if vendor == "gem":
        many = frame["stage"].isin(shown.index[shown["skipped"].notna()])
        of = (frame["outcome"] == "advanced") | (skipped & many)
        n = shown["advanced"] + shown["skipped"].fillna(0)
    else:
        of = ~frame["outcome"].isin(["open", "skipped"])
        n = shown["entered"] - shown["open"].fillna(0)
    lasted = frame.assign(days=frame["days"].mask(skipped, 0))[of]
    groups = {str(stage): rows for stage, rows in lasted.groupby("stage", observed=True)}
    rows = [
        (stage, *_mean(groups.get(str(stage), lasted[:0]), whole, cells.claim.level))
        for stage, whole in n.items()
    ]
    found = pd.DataFrame(rows, columns=["stage", "n", "value", "low", "high"])
    return found.astype(dict.fromkeys(["n", "value", "low", "high"], "float64"))


def time_to_hire(cells: Cells) -> tuple[int | None, Estimate]:
    """Return the hires that are dated, and their mean days to the accepted offer: Greenhouse's and Lever's."""
    found = hired(cells)
    n, value, low, high = _mean(found, count(found["n"].sum()), cells.claim.level)
    return n, Estimate(value, low, high, MEAN)


def _mean(
    frame: pd.DataFrame, whole: int | None, level: float
) -> tuple[int | None, float | None, float | None, float | None]:
    """Return n, as it may be shown beside the whole, and the mean with its interval."""
    shown = None if pd.isna(whole) else dated(frame, whole)
    lasted = frame[frame["days"].notna()]
    n, length = (lasted[name].astype("float64").to_numpy() for name in ("n", "days"))
    if shown is None or count(n.sum()) is None:
        return None, None, None, None
    from scipy.special import ndtri  # half a second that reading a finding from JSON need not wait

    mean = float(np.average(length, weights=n))
    variance = float((n * (length - mean) ** 2).sum() / (n.sum() - 1))
    reach = float(ndtri(0.5 + level / 2)) * sqrt(variance / n.sum())
    coarse = outward(Estimate(mean, mean - reach, mean + reach, MEAN), "days")
    return shown, coarse.value, coarse.low, coarse.high
