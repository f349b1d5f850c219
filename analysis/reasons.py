"""Why messages were taken for notes or not: how often each reason was found, as it may be shown."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.disclosure import count, rate
from analysis.estimators import proportions

LEVEL = 0.95
"""Level of the intervals of the shares."""


def reasons(cells: pd.DataFrame) -> pd.DataFrame:
    """Return how often each reason was found among notes, and among other messages after interviews.

    Parameters
    ----------
    cells
        `out__cell_reason`.

    Returns
    -------
    is_note (whether the messages were taken for notes), words, speaks ("for" or "against"), n (the
    messages of that kind, `Int64`), share (0 to 1), low, high (Wilson's interval); the commonest
    first; missing where suppressed.

    Examples
    --------
    >>> told = pd.DataFrame({"is_note": True, "reason": ["", "thanks_for_time"], "n": [118, 41],
    ...     "words": ["", "thanks for time"], "speaks": ["", "for"]})
    >>> reasons(told)[["words", "n", "share"]].round(2).values.tolist()
    [['thanks for time', 120, 0.33]]
    """
    told = cells[["is_note", "words", "speaks", "n"]].to_numpy(dtype=object)
    whole = {is_note: n for is_note, _, speaks, n in told if not speaks}
    rows = [
        (is_note, words, speaks, *_share(n, whole[is_note]))
        for is_note, words, speaks, n in told
        if speaks
    ]
    frame = pd.DataFrame(rows, columns=["is_note", "words", "speaks", "n", "share", "low", "high"])
    frame["n"] = frame["n"].astype("Int64")
    order = ["is_note", "share", "words"]
    return frame.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _share(found: int, whole: int) -> tuple[int | None, float, float, float]:
    shown = rate(found, whole)
    if shown is None:
        return count(whole), np.nan, np.nan, np.nan
    low, high = proportions.wilson(*shown, LEVEL)
    return shown[1], shown[0] / shown[1], float(low), float(high)
