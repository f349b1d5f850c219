"""The pipeline: who enters each stage, what becomes of them there, and how long that takes.

A cohort is all who applied in the quarters that a view keeps, open applications among them. Counts
leave as they may be shown, and every share is made of these, so that none tells more than they do.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.disclosure import SUPPRESS, count, outward, rate, secondary
from analysis.estimators import proportions
from analysis.estimators.followed import RiskSets
from analysis.estimators.survival import median
from analysis.filters import Filters, split
from analysis.finding import Estimate

OUTCOMES = ("advanced", "rejected", "withdrew", "open")
"""What may become of an application in a stage; they compete, and each has one."""
ENDS = ("hired", "rejected", "withdrew", "open")
APART = ("skipped", "moved_back", "under_way")
"""Whom some count otherwise: who passed a stage over; who went back from it; who advanced, and is open."""
COUNTS = ("entered", *OUTCOMES, *APART)
TIMES = ("n", "median", "low", "high")
_KINDS = ("Int64", "float64", "float64", "float64")
HIRE = "from applying to the accepted offer"


def stages(cells: Cells) -> pd.DataFrame:
    """Return a row for each stage, in the order of the pipeline.

    Returns
    -------
    stage, position, then `COUNTS` as they may be shown (`Int64`), missing where suppressed. Of the
    outcomes so many are missing that no other count gives them away. Of those apart, seven or fewer
    are missing, and so is who went back, or advanced and is open, where nearly all of them did.
    """
    sums, order = _sums(cells.stage, "stage"), _order(cells.stage)
    rows = [(stage, place, *_shown(cells, stage, sums[stage])) for stage, place in order.items()]
    found = pd.DataFrame(rows, columns=["stage", "position", *COUNTS])
    return found.astype(dict.fromkeys(COUNTS, "Int64"))


def _order(frame: pd.DataFrame) -> dict[str, int]:
    """Return the stages' positions, in the order of the pipeline."""
    position = frame.groupby("stage", observed=True)["position"].min()
    places = {str(stage): int(place) for stage, place in position.items()}
    return dict(sorted(places.items(), key=lambda item: (item[1], item[0])))


def _sums(frame: pd.DataFrame, key: str) -> dict[str, dict[str, float]]:
    """Return exact counts by a column of the cells: of each of `OUTCOMES` and `APART`."""
    kinds = [key, "outcome", "decided", "moved_back"]
    n = frame.groupby(kinds, observed=True)["n"].sum().reset_index()
    outcome = n["outcome"].astype("str")
    n["apart"] = (
        outcome.where(outcome == "skipped")
        .mask(n["moved_back"].astype(bool), "moved_back")
        .mask((outcome == "advanced") & ~n["decided"].astype(bool), "under_way")
    )
    outcomes, apart = (
        n.pivot_table(index=key, columns=column, values="n", aggfunc="sum", observed=True)
        for column in ("outcome", "apart")
    )
    outcomes = outcomes.reindex(columns=list(OUTCOMES))
    apart = apart.reindex(index=outcomes.index, columns=list(APART))
    found = outcomes.join(apart).fillna(0).astype("float64")
    return dict(zip(found.index.astype("str"), found.to_dict("records"), strict=True))


def _shown(cells: Cells, stage: str, n: Mapping[str, float]) -> list[int | None]:
    """Return one stage's `COUNTS` as they may be shown."""
    if stage in cells.withheld_of("stages"):
        return [None] * len(COUNTS)
    of_all = np.array([n[one] for one in OUTCOMES])
    outcomes = parts(
        of_all,
        np.array([f"{stage}: {one}" in cells.withheld_of("stays") for one in OUTCOMES]),
    )
    within = {"moved_back": of_all[1:].sum(), "under_way": of_all[0]}
    apart: list[int | None] = [None]
    if f"{stage}: skipped" not in cells.withheld_of("stays"):
        apart = [count(n["skipped"])]
    for name, whole in within.items():
        hidden = f"{stage}: {name}" in cells.withheld_of("apart") or outcomes[0] is None
        shown = None if hidden else rate(n[name], whole)
        apart.append(None if shown is None else shown[0])
    return [count(of_all.sum()), *outcomes, *apart]


def parts(n: np.ndarray, withheld: np.ndarray) -> list[int | None]:
    """Return counts that add up to a total that is shown, each as it may be shown beside the others.

    Parameters
    ----------
    n
        The counts, shape (k,).
    withheld
        Which of them another view would give away, shape (k,).

    Examples
    --------
    >>> parts(np.array([120.0, 93.0, 21.0, 3.0]), np.zeros(4, dtype=bool))
    [120, 95, None, None]
    >>> parts(np.array([120.0, 93.0, 21.0, 0.0]), np.array([False, True, False, False]))
    [120, None, None, None]
    """
    few = np.array([rate(one, n.sum()) is None for one in n])
    hidden = secondary(n, few | withheld)
    # One that is withheld alone would be what the total leaves: another hides it.
    shown = np.flatnonzero(~hidden)
    if withheld.any() and n[hidden & ~withheld].sum() <= SUPPRESS and len(shown):
        hidden[shown[np.argmin(n[shown])]] = True
    return [None if hide else count(one) for one, hide in zip(n, hidden, strict=True)]


def ended(shown: pd.DataFrame) -> pd.Series:
    """Return of those who entered how many applications are decided there or went on, from shown counts.

    Where seven or fewer are open, or their number is hidden: missing.
    """
    return shown["entered"] - shown["open"]


def shares(of: pd.Series, whole: pd.Series, level: float) -> pd.DataFrame:
    """Return shares of shown counts: n, value (0 to 1), low, high (Wilson); missing where either is.

    Examples
    --------
    >>> shares(pd.Series([40]), pd.Series([120]), 0.95).round(3).to_numpy().tolist()
    [[120.0, 0.333, 0.255, 0.422]]
    """
    some, n = of.astype("float64").to_numpy(), whole.astype("float64").to_numpy()
    known = ~np.isnan(some) & ~np.isnan(n) & (n > 0)
    # Rounded apart, a part can exceed its whole by a step.
    some = np.minimum(np.where(known, some, 0), np.where(known, n, 0))
    low, high = proportions.wilson(some, np.where(known, n, 0), level)
    numbers = {"value": some / np.where(known, n, 1), "low": low, "high": high}
    hidden = {name: np.where(known, number, np.nan) for name, number in numbers.items()}
    return pd.DataFrame({"n": n, **hidden}, index=of.index)


def times(cells: Cells) -> pd.DataFrame:
    """Return how long stays in each stage take, in the order of the pipeline.

    Returns
    -------
    stage, n (`dated` stays), median, low, high (whole days; low and high rounded outward). Missing
    without n: suppressed. Missing with it: fewer than half have left.
    """
    groups = _lengths(cells.stage, "stage")
    withheld = cells.withheld_of("stages")
    rows = [
        (stage, *_half(groups.get(stage), cells.claim.level, hidden=stage in withheld))
        for stage in _order(cells.stage)
    ]
    found = pd.DataFrame(rows, columns=["stage", *TIMES])
    return found.astype(dict(zip(TIMES, _KINDS, strict=True)))


def _lengths(frame: pd.DataFrame, key: str) -> dict[str, pd.DataFrame]:
    """Return the stays by a column of the cells: outcome, days (missing without dates), n."""
    entered = frame[frame["outcome"] != "skipped"]
    by = [key, "outcome", "days"]
    n = entered.groupby(by, observed=True, dropna=False)["n"].sum().reset_index()
    return {str(name): rows for name, rows in n.groupby(key, observed=True)}


def _half(
    frame: pd.DataFrame | None, level: float, *, hidden: bool
) -> tuple[int | None, float | None, float | None, float | None]:
    """Return one row of `TIMES`."""
    if hidden or frame is None:
        return None, None, None, None
    gone = frame.loc[(frame["outcome"] != "open") & frame["days"].notna(), "n"].sum()
    n = dated(frame, count(frame["n"].sum()))
    if n is None or count(gone) is None:
        return None, None, None, None
    got = half_time(frame, level)
    return n, got.value, got.low, got.high


def dated(frame: pd.DataFrame, shown: int | None) -> int | None:
    """Return how many of some cells are dated, as it may be shown beside how many there are.

    Parameters
    ----------
    frame
        Cells with days (missing without dates) and n.
    shown
        How many there are, as it is shown. Up to seven without dates count as dated: the
        difference of the two would tell of them.

    Examples
    --------
    >>> dated(pd.DataFrame({"days": [3.0, None], "n": [90, 4]}), 95)
    95
    """
    n = (shown or 0) - (count(frame.loc[frame["days"].isna(), "n"].sum()) or 0)
    return n if count(n) is not None else None


def half_time(frame: pd.DataFrame, level: float) -> Estimate:
    """Return after how many days half have left, with what is open followed to the data's last day.

    Parameters
    ----------
    frame
        Cells with outcome, days and n; without days they are left out.

    Examples
    --------
    >>> cells = {"outcome": ["rejected", "open", "advanced"], "days": [3, 5, 8], "n": [4, 2, 5]}
    >>> half_time(pd.DataFrame(cells), 0.95).value
    8.0
    """
    days, index = np.unique(
        frame["days"].astype("float64").dropna().to_numpy(), return_inverse=True
    )
    dated = frame[frame["days"].notna()]
    is_open = (dated["outcome"] == "open").to_numpy(dtype=bool)
    n = dated["n"].to_numpy(dtype=np.int64)
    left, still = (
        np.bincount(index[of], weights=n[of], minlength=len(days)).astype(np.int64)
        for of in (~is_open, is_open)
    )
    return outward(median(RiskSets.counted(days, left, still), 0, level), "days")


def applications(cells: Cells) -> pd.Series:
    """Return how many applications there are, and how they ended, as it may be shown.

    Returns
    -------
    n, hired, rejected, withdrew, open (`Int64`), missing where suppressed.
    """
    n = cells.application.groupby("outcome", observed=True)["n"].sum()
    n = n.reindex(ENDS, fill_value=0).astype("float64")
    shown: list[int | None] = [None] * (1 + len(ENDS))
    if not cells.withheld_of("everybody"):
        withheld = np.array([one in cells.withheld_of("applications") for one in ENDS])
        shown = [count(n.sum()), *parts(n.to_numpy(), withheld)]
    return pd.Series(shown, index=["n", *ENDS], dtype="Int64")


def hired(cells: Cells) -> pd.DataFrame:
    """Return the cells of hires; none where their number may not be shown."""
    found = cells.application[cells.application["outcome"] == "hired"]
    return found[:0] if applications(cells)["hired"] is pd.NA else found


def time_to_hire(cells: Cells) -> tuple[int | None, Estimate]:
    """Return the hires that are `dated`, and after how many days half of them had accepted.

    Among the hired only: it says how fast hiring is where it ends in a hire, not how soon an
    application is decided.
    """
    found = hired(cells)
    n = dated(found, count(found["n"].sum()))
    if n is None:
        return None, Estimate(None, None, None, HIRE)
    return n, half_time(found, cells.claim.level)


def by(cells: Cells, dimension: str, stage: str) -> pd.DataFrame:
    """Return one stage in each group of a dimension.

    Parameters
    ----------
    dimension
        One of `analysis.filters.DIMENSIONS`.
    stage
        The stage.

    Returns
    -------
    group, then `COUNTS` as of `stages`, and `TIMES` as of `times`.
    """
    # One stage only: what another view would give away of it is the same with the others or without.
    of_stage = Filters(stage=(stage,)).apply(cells)
    views = split(of_stage, dimension, "stage")
    sums, lengths = _sums(of_stage.stage, dimension), _lengths(of_stage.stage, dimension)
    rows = [
        (
            value,
            *_shown(view, stage, sums[value]),
            *_half(
                lengths.get(value), cells.claim.level, hidden=stage in view.withheld_of("stages")
            ),
        )
        for value, view in views
    ]
    found = pd.DataFrame(rows, columns=["group", *COUNTS, *TIMES])
    return found.astype({**dict.fromkeys(COUNTS, "Int64"), **dict(zip(TIMES, _KINDS, strict=True))})
