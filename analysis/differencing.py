"""Two views may not be subtracted to find one candidate.

Who may filter freely can ask for two views, one inside the other, and take their difference. A
group's count in a view is withheld if some other view could leave 1 to 7 people between them. Two
rules, checked on every view, are enough for every pair of views A and B, with B inside A:

*Surroundings.* Let V be the values that B's people have in each dimension. For every set of
dimensions, those who have values in V there, but are not in B, are none or at least 8.

*Atoms.* Where A chooses several values in several dimensions, each combination of single values
holds none or at least 8.

A less B is what A loses when narrowed to V in its own dimensions - a union of A's atoms, so none or
at least 8 - and what is then left beside B - one of B's surroundings, so none or at least 8.

Three or more views together are guarded by rounding alone.

What is made of rows is made of the whole and of single values only (`given_away`). There, a view lies
inside the whole, and inside a value that all of its group has: no other two can be subtracted.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analysis.disclosure import SUPPRESS
from analysis.ledger import Ledger


def unsafe(book: Ledger, population: str, view: np.ndarray, filtered: Sequence[str]) -> set[str]:
    """Return the groups of a population whose counts in a view must be withheld.

    Parameters
    ----------
    book
        The whole, unfiltered.
    population
        Whose groups.
    view
        Which lines of the book the view keeps, shape (lines,).
    filtered
        The dimensions that the view filters on.

    Examples
    --------
    >>> from analysis.ledger import POPULATIONS, ledger
    >>> frame = {"outcome": ["hired", "hired"], "job": ["Chef", "Cook"], "n": [40, 3]}
    >>> book = ledger(pd.DataFrame(frame), POPULATIONS["application"])
    >>> unsafe(book, "applications", np.array([True, False]), ["job"])
    {'hired'}
    """
    found = set()
    _, names = book.groups[population]
    for name, rows in zip(names, book.members[population], strict=True):
        kept = view[rows]
        inside, outside = rows[kept], rows[~kept]
        # A count that is suppressed anyway cannot be subtracted; without a name it is never told.
        if not name or book.n[inside].sum() <= SUPPRESS:
            continue
        atoms = _atoms(book.n[inside], [book.codes[one][inside] for one in filtered])
        around = _surroundings(
            book.n[outside], [(code[inside], code[outside]) for code in book.apart]
        )
        if _few(atoms) or _few(around):
            found.add(name)
    return found


def given_away(book: Ledger, population: str, view: np.ndarray) -> set[str]:
    """Return the groups whose counts in a view of one value must be withheld, all views being such or the whole.

    Parameters
    ----------
    book
        The whole.
    population
        Whose groups.
    view
        Which lines of the book have the value, shape (lines,).

    Examples
    --------
    >>> from analysis.ledger import POPULATIONS, ledger
    >>> frame = {"outcome": ["hired"] * 3, "job": ["Chef", "Cook", "Clerk"], "n": [40, 3, 90]}
    >>> frame["department"] = ["Kitchen", "Kitchen", "Office"]
    >>> book = ledger(pd.DataFrame(frame), POPULATIONS["application"])
    >>> given_away(book, "applications", book.view({"job": ["Chef"]}))
    {'hired'}
    >>> given_away(book, "applications", book.view({"department": ["Kitchen"]}))
    set()
    """
    found = set()
    _, names = book.groups[population]
    for name, rows in zip(names, book.members[population], strict=True):
        kept = view[rows]
        inside, outside = rows[kept], rows[~kept]
        if not name or not len(inside):
            continue
        around = [outside]
        for code in book.apart:
            held = code[inside]
            if (held == held[0]).all():
                around.append(outside[code[outside] == held[0]])
        if any(0 < book.size(one) <= SUPPRESS for one in around):
            found.add(name)
    return found


def _few(counts: np.ndarray) -> bool:
    return bool(((counts > 0) & (counts <= SUPPRESS)).any())


def _atoms(n: np.ndarray, chosen: Sequence[np.ndarray]) -> np.ndarray:
    """Return counts by combination of the filtered dimensions' values."""
    if not chosen:
        return np.array([n.sum()])
    atom = np.zeros(len(n), dtype=np.int64)
    for codes in chosen:
        atom = pd.factorize(atom * (int(codes.max(initial=0)) + 1) + codes)[0]
    return np.bincount(atom, weights=n)


def _surroundings(n: np.ndarray, codes: Sequence[tuple[np.ndarray, np.ndarray]]) -> np.ndarray:
    """Return, for every set of dimensions, who shares the view's values there but is not in it.

    Sets are numbered by their bits, shape (2 ** dimensions,). Each row outside counts in every
    subset of the dimensions in which it shares the view's values: a sum over supersets.
    """
    shared = np.zeros(len(n), dtype=np.int64)
    for bit, (inside, outside) in enumerate(codes):
        size = int(max(inside.max(initial=-1), outside.max(initial=-1))) + 1
        present = np.zeros(size, dtype=bool)
        present[inside] = True
        shared |= present[outside].astype(np.int64) << bit
    sums = np.bincount(shared, weights=n, minlength=1 << len(codes))
    for bit in range(len(codes)):
        pairs = sums.reshape(-1, 2, 1 << bit)
        pairs[:, 0] += pairs[:, 1]
    return sums
