"""The funnel: how many decided applications entered each stage, and what became of them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.cells import Cells
from analysis.disclosure import count, rate
from analysis.estimators import proportions

_OUTCOMES = ("advanced", "rejected", "withdrew")
_HIDDEN = (None, None, None, None, np.nan, np.nan, np.nan)


def stages(cells: Cells) -> pd.DataFrame:
    """Return a row for each stage, in the order of the pipeline.

    Returns
    -------
    stage, position, entered, advanced, rejected, withdrew (counts as they may be shown, `Int64`),
    rate (of those who entered, how many advanced, 0 to 1), low, high (Wilson's interval at the
    claim's level); missing where suppressed. Where one of rejected and withdrew is suppressed, so
    is the other: beside the two other counts it would give the first away.
    """
    n = (
        cells.stage.pivot_table(
            index="stage", columns="outcome", values="n", aggfunc="sum", observed=True
        )
        .reindex(columns=list(_OUTCOMES))
        .fillna(0)
    )
    position = cells.stage.groupby("stage", observed=True)["position"].min()
    withheld, level = cells.withheld_of("stages"), cells.claim.level
    rows = [
        (stage, position[stage], *(_HIDDEN if stage in withheld else _numbers(row, level)))
        for stage, row in zip(n.index, n.to_numpy(dtype=float), strict=True)
    ]
    names = ["stage", "position", "entered", *_OUTCOMES, "rate", "low", "high"]
    frame = pd.DataFrame(rows, columns=names)
    frame[["rate", "low", "high"]] = frame[["rate", "low", "high"]].astype("float64")
    counts = ["entered", *_OUTCOMES]
    frame[counts] = frame[counts].astype("Int64")
    return frame.sort_values(["position", "stage"], ignore_index=True)


def _numbers(outcomes: np.ndarray, level: float) -> tuple:
    """Return entered, advanced, rejected, withdrew, rate, low, high."""
    advanced, rejected, withdrew = outcomes
    shown = rate(advanced, outcomes.sum())
    if shown is None:
        return (count(outcomes.sum()), *_HIDDEN[1:])
    stopped = (count(rejected), count(withdrew))
    low, high = proportions.wilson(*shown, level)
    return (
        shown[1],
        shown[0],
        *((None, None) if None in stopped else stopped),
        shown[0] / shown[1],
        float(low),
        float(high),
    )
