"""Near-twins: texts that share so much that one in training gives the other away in a test."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

ALIKE = 0.25
"""Share of sequences of five letters from which two messages are near-twins."""


def near_twins(bodies: pd.Series) -> np.ndarray:
    """Return a group number for each text; near-twins, and twins of twins, share one.

    Examples
    --------
    >>> group = near_twins(pd.Series(["Thank you for your time today", "No", "Thank you for your time"]))
    >>> bool(group[0] == group[2]), bool(group[0] == group[1])
    (True, False)
    """
    pieces = [_pieces(body) for body in bodies]
    column = {piece: index for index, piece in enumerate(set().union(*pieces))}
    columns = np.fromiter((column[piece] for own in pieces for piece in own), dtype=np.int64)
    starts = np.cumsum([0, *map(len, pieces)])
    has = csr_matrix((np.ones(len(columns)), columns, starts), shape=(len(pieces), len(column)))
    shared = (has @ has.T).tocoo()
    size = np.asarray(has.sum(axis=1)).ravel()
    union = size[shared.row] + size[shared.col] - shared.data
    alike = shared.data / union >= ALIKE
    links = csr_matrix(
        (np.ones(alike.sum()), (shared.row[alike], shared.col[alike])), shape=shared.shape
    )
    return connected_components(links, directed=False)[1]


def _pieces(body: str) -> set[str]:
    letters = "".join(re.findall(r"\w", body.lower()))
    return {letters[index : index + 5] for index in range(max(1, len(letters) - 4))}
