"""What the reviewers of a message settled on."""

from __future__ import annotations

import pandas as pd

from etl.store.tables.review import NOTE, OTHER


def shares(labels: pd.DataFrame) -> pd.Series:
    """Return the share of the reviewers who took each message for a note, of those who could tell.

    Parameters
    ----------
    labels
        note_id, label; one row for each message and reviewer.

    Returns
    -------
    Series of float, 0-1, by note_id; messages that nobody could tell are not in it.

    Examples
    --------
    >>> given = pd.DataFrame({"note_id": [1, 1, 2], "label": ["note", "other", "cannot_tell"]})
    >>> shares(given).to_dict()
    {1: 0.5}
    """
    told = labels[labels["label"].isin([NOTE, OTHER])]
    return (told["label"] == NOTE).groupby(told["note_id"].astype("int64")).mean()


def settled(labels: pd.DataFrame) -> pd.Series:
    """Return what each message is by the majority of those who could tell.

    A tie settles nothing: the classifier's word stands.

    Parameters
    ----------
    labels
        note_id, label; one row for each message and reviewer.

    Returns
    -------
    Series of boolean by note_id; messages that are not settled are not in it.

    Examples
    --------
    >>> given = pd.DataFrame({"note_id": [1, 2, 2], "label": ["note", "other", "cannot_tell"]})
    >>> settled(given).to_dict()
    {1: True, 2: False}
    """
    share = shares(labels)
    return (share[share != 0.5] > 0.5).astype("boolean")
