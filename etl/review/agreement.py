"""How far two reviewers agree."""

from __future__ import annotations

import numpy as np
import pandas as pd
from statsmodels.stats.inter_rater import cohens_kappa

from etl.notes.error_rates import Agreement
from etl.store.tables.review import LABELS


def kappa(table: np.ndarray) -> Agreement | None:
    """Return Cohen's kappa: agreement beyond chance, 1 at best, 0 if no better than chance.

    Cohen (1960), Educational and Psychological Measurement 20:37-46; the interval (95 %) is the
    large-sample one of Fleiss, Cohen and Everitt (1969), held inside -1 to 1.

    Parameters
    ----------
    table
        Messages by what the first (rows) and the second reviewer (columns) said; square, counts.

    Returns
    -------
    Agreement or None
        None where nothing can differ: no messages, or everybody said the same of all of them.

    Examples
    --------
    >>> round(kappa(np.array([[88, 14, 18], [10, 40, 10], [2, 6, 12]])).kappa, 3)
    0.492
    """
    n = int(table.sum())
    expected = table.sum(axis=1) @ table.sum(axis=0)
    if n == 0 or expected == n * n:
        return None
    found = cohens_kappa(table)
    low, high = max(-1.0, float(found.kappa_low)), min(1.0, float(found.kappa_upp))
    value = float(found.kappa)
    return Agreement(n=n, kappa=value, low=min(low, value), high=max(high, value))


def agreement(labels: pd.DataFrame) -> Agreement | None:
    """Return the agreement of the first two labels of each message that has two.

    Parameters
    ----------
    labels
        note_id, reviewer, label, labelled_at.
    """
    order = labels.sort_values(["note_id", "labelled_at", "reviewer"])
    first_two = order[order.groupby("note_id").cumcount() < 2]
    # Rows and columns are people, not turns.
    first_two = first_two.sort_values(["note_id", "reviewer"])
    pairs = first_two.groupby("note_id")["label"].agg(["first", "last", "size"])
    pairs = pairs[pairs["size"] == 2]
    table = pd.crosstab(pairs["first"], pairs["last"])
    return kappa(table.reindex(index=LABELS, columns=LABELS, fill_value=0).to_numpy())
