"""An attack: all tables of counts that agree with everything that a finding of few strata shows."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import offers
from analysis.cells import Cells
from analysis.disclosure import count
from analysis.estimators.mistagging import Tagged
from etl.claim import Claim
from etl.notes.error_rates import ErrorRates
from tests.analysis.frames import cells, interview

RATES = ErrorRates(basis="reviewed", sensitivity=(46, 50), specificity=(388, 400))
KINDS = (
    ("sent", "", "advanced"),
    ("sent", "", "rejected"),
    ("sent", "", "withdrew"),
    ("not_sent", "", "advanced"),
    ("not_sent", "", "rejected"),
    ("not_sent", "", "withdrew"),
    ("unobserved", "uncovered", "advanced"),
    ("unobserved", "uncovered", "rejected"),
    ("unobserved", "part_covered", "advanced"),
    ("unobserved", "unrecognised", "rejected"),
)
Table = tuple[tuple[int, ...], ...]
"""Counts by stratum and kind."""

# n = 35, 137 and 291 with the exact counts of whom a reviewer found.
ONE: list[Table] = [
    ((8, 8, 0, 8, 8, 0, 2, 1, 0, 0),),
    ((31, 12, 9, 24, 20, 11, 9, 8, 8, 5),),
    ((70, 31, 12, 61, 48, 20, 16, 11, 12, 10),),
]
FEW: list[Table] = [
    (
        (20, 12, 0, 14, 9, 0, 3, 2, 1, 0),
        (9, 6, 1, 11, 13, 2, 4, 0, 0, 5),
        (1, 2, 0, 0, 3, 0, 1, 0, 0, 0),
    ),
    tuple((8 + i, 7, 1, 9, 10 + i, 2, 3, 2, 1, 1) for i in range(6)),
]


def _view(table: Table) -> Cells:
    rows = [
        {"job_id": job, "note_status": status, "exclusion": why, "outcome": outcome, "n": n}
        for job, counts in enumerate(table)
        for (status, why, outcome), n in zip(KINDS, counts, strict=True)
        if n
    ]
    view = cells(interview(**pd.DataFrame(rows).to_dict("list")))
    return replace(view, run={"error_rates": RATES.model_dump_json()})


def _shown(table: Table) -> dict[str, Any]:
    return offers.influence(_view(table), Claim()).to_dict()


def _moved(table: Table, moves: dict[tuple[int, int], int]) -> Table | None:
    new = [list(counts) for counts in table]
    for (stratum, kind), by in moves.items():
        new[stratum][kind] += by
    return None if min(map(min, new)) < 0 else tuple(tuple(counts) for counts in new)


def _compatible(table: Table, among: list[dict[tuple[int, int], int]]) -> list[Table]:
    """Return the tables that so many moves make of one, and that show the same."""
    told = _shown(table)
    tables = [_moved(table, moves) for moves in among]
    return [one for one in tables if one is not None and _shown(one) == told]


def _undetermined(table: Table) -> np.ndarray:
    """Return which cells differ in some table that shows the same, shape (strata, kinds).

    Tried are changes of one cell, and of two kinds of one stratum or one kind of two: an attacker
    who knows the method has no more to go by than what all of these share.
    """
    cells_ = list(product(range(len(table)), range(len(KINDS))))
    one = [{cell: by} for cell in cells_ for by in (-2, -1, 1, 2)]
    two = [
        {first: by, second: -by}
        for first, second in product(cells_, repeat=2)
        if (first[0] == second[0]) != (first[1] == second[1])
        for by in (1,)
    ]
    found = _compatible(table, one)
    open_ = (np.array(found) != np.array(table)).any(axis=0) if found else np.zeros_like(table) > 0
    if not open_.all():
        more = [moves for moves in two if any(not open_[cell] for cell in moves)]
        found += _compatible(table, more)
    return (np.array(found) != np.array(table)).any(axis=0)


@pytest.mark.parametrize("table", [*ONE, *FEW])
def test_no_cell_is_determined(table: Table) -> None:
    """Neither one of 7 or fewer, nor any other: more than one table remains."""
    assert _undetermined(table).all()


@pytest.mark.parametrize("table", ONE)
def test_one_stratum_tells_no_more_than_its_rounded_counts(table: Table) -> None:
    """Every table of the arms with the same rounded counts shows the same, to the last digit."""
    keys = ("arms", "estimate", "raw", "checks")
    told = {key: value for key, value in _shown(table).items() if key in keys}
    assert (told["raw"]["value"] is not None, told["estimate"]["value"]) == (True, None)
    alike = 0
    for s1, f1, s0, f0 in product(range(-2, 3), repeat=4):
        other = _moved(table, {(0, 0): s1, (0, 1): f1, (0, 3): s0, (0, 4): f0})
        assert other is not None
        shown = _shown(other)
        if shown["arms"] == told["arms"]:
            alike += 1
            assert {key: shown[key] for key in keys} == told
    assert alike >= 9


_COUNTS = st.lists(st.tuples(*[st.integers(0, 60)] * 4), min_size=1, max_size=1)


@given(_COUNTS)
@settings(max_examples=200)
def test_tags_are_made_of_shown_counts(strata: list[tuple[int, ...]]) -> None:
    """Rounding again changes nothing."""
    s1, f1, s0, f0 = (np.array(x, dtype=float) for x in zip(*strata, strict=True))
    n1, n0 = (np.array([count(n) or 0 for n in side], dtype=float) for side in (s1 + f1, s0 + f0))
    exact, shown = Tagged.shown(s1 + f1, s0 + f0), Tagged.shown(n1, n0)
    for name in ("n", "tagged", "spread", "within", "degrees"):
        assert getattr(exact, name) == getattr(shown, name)
