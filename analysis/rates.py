"""How often a note is sent, and how much of that can be seen."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis import populations
from analysis.cells import Cells
from analysis.disclosure import SUPPRESS, count, rate
from analysis.estimators import proportions
from analysis.filters import split
from analysis.populations import ARMS, UNSEEN

# "None or few" may be told as 0 where few are less than 5 in 100 of all, and misleads elsewhere.
_NEGLIGIBLE = 20 * SUPPRESS


def sending(cells: Cells, dimension: str) -> pd.DataFrame:
    """Return how often an interview was followed by a note before the landmark, by a dimension.

    Parameters
    ----------
    dimension
        One of `analysis.filters.DIMENSIONS`.

    Returns
    -------
    group, n (interviews that are seen), sent (counts as they may be shown, `Int64`), rate (0 to 1),
    low, high (Wilson's interval at the claim's level), unobserved_share (of all that would be
    compared if they were seen, 0 to 1; 0 also for 7 or fewer among many); missing where suppressed.
    """
    rows = [_row(value, view) for value, view in split(cells, dimension)]
    names = ["group", "n", "sent", "rate", "low", "high", "unobserved_share"]
    frame = pd.DataFrame(rows, columns=names)
    frame[["n", "sent"]] = frame[["n", "sent"]].astype("Int64")
    return frame.astype(dict.fromkeys(names[3:], "float64"))


def _row(group: str, view: Cells) -> tuple[str, int | None, int | None, float, float, float, float]:
    population = populations.interviews(view.interview)
    n = view.interview["n"].to_numpy(dtype=float)
    sent, not_sent = (n[population == one].sum() for one in ARMS)
    unseen = n[population.isin(UNSEEN)].sum()
    withheld, together = view.withheld_of("interviews"), view.withheld_of("covered")
    if "covered" in together:
        return group, None, None, np.nan, np.nan, np.nan, np.nan
    covered = count(sent + not_sent)
    share = np.nan if "unseen" in together else _share(unseen, sent + not_sent)
    shown = rate(sent, sent + not_sent)
    if shown is None or withheld & set(ARMS):
        return group, covered, None, np.nan, np.nan, np.nan, share
    low, high = proportions.wilson(*shown, view.claim.level)
    return group, covered, shown[0], shown[0] / shown[1], float(low), float(high), share


def seeing(cells: Cells, dimension: str) -> pd.DataFrame:
    """Return how many interviews can be seen, by a dimension.

    Parameters
    ----------
    dimension
        One of `analysis.filters.DIMENSIONS`.

    Returns
    -------
    group, n (all that would be compared if they were seen), seen (counts as they may be shown, `Int64`),
    rate (0 to 1), low, high (Wilson's interval at the claim's level); missing where suppressed. Of
    many, 7 or fewer that differ from all the others are told as none, and the interval has room for 7.
    """
    rows = [(value, *_seen(view)) for value, view in split(cells, dimension)]
    names = ["group", "n", "seen", "rate", "low", "high"]
    frame = pd.DataFrame(rows, columns=names)
    frame[["n", "seen"]] = frame[["n", "seen"]].astype("Int64")
    return frame.astype(dict.fromkeys(names[3:], "float64"))


def _seen(view: Cells) -> tuple[int | None, int | None, float, float, float]:
    population = populations.covered(view.interview)
    n = view.interview["n"].to_numpy(dtype=float)
    parts = covered, unseen = [n[population == one].sum() for one in ("covered", "unseen")]
    seen, not_seen = count(covered), count(unseen)
    few = seen is None or not_seen is None
    if view.withheld_of("covered") & {"covered", "unseen"} or (few and max(parts) <= _NEGLIGIBLE):
        return None, None, np.nan, np.nan, np.nan
    seen, not_seen = seen or 0, not_seen or 0
    of, room = seen + not_seen, SUPPRESS if few else 0
    low, _ = proportions.wilson(max(seen - room, 0), of, view.claim.level)
    _, high = proportions.wilson(min(seen + room, of), of, view.claim.level)
    return of, seen, seen / of, float(low), float(high)


def _share(unseen: float, covered: float) -> float:
    few, rest = count(unseen), count(covered)
    if few is None:
        return 0.0 if covered > _NEGLIGIBLE else np.nan
    return few / (few + (rest or 0))
