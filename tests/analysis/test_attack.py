"""An attack: all tables of counts that agree with everything that a finding of few strata shows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import combinations, product
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis import offers, retention
from analysis.disclosure import count
from analysis.estimators.mistagging import Tagged
from analysis.finding import Exhibit, Finding
from analysis.studies.interest import acceptance
from analysis.studies.retention import over_time
from etl.claim import Claim
from etl.notes.error_rates import ErrorRates
from tests.analysis.frames import cells, hire, interview
from tests.analysis.studies import people

CLAIM = Claim()
RATES = ErrorRates(basis="reviewed", sensitivity=(46, 50), specificity=(388, 400))
Table = tuple[tuple[int, ...], ...]
"""Counts by stratum and kind."""


@dataclass(frozen=True)
class Told:
    """A finding: the kinds of people that it counts, and all that it shows of a table of them."""

    kinds: list[dict[str, Any]]
    stratum: str
    shown: Callable[[pd.DataFrame], list[Finding | Exhibit]]

    def of(self, table: Table) -> list[dict[str, Any]]:
        rows = [
            {**kind, self.stratum: stratum, "n": n}
            for stratum, counts in enumerate(table)
            for kind, n in zip(self.kinds, counts, strict=True)
            if n
        ]
        return [one.to_dict() for one in self.shown(pd.DataFrame(rows))]


def _kinds(names: tuple[str, ...], *rows: tuple[Any, ...]) -> list[dict[str, Any]]:
    return [dict(zip(names, row, strict=True)) for row in rows]


def _each(frame: pd.DataFrame) -> dict[str, list[Any]]:
    """Return columns of one row a person."""
    return frame.loc[frame.index.repeat(frame["n"])].drop(columns="n").to_dict("list")


def _influence(frame: pd.DataFrame) -> list[Finding | Exhibit]:
    view = cells(interview(**frame.to_dict("list")))
    return [offers.influence(replace(view, run={"error_rates": RATES.model_dump_json()}), CLAIM)]


def _first_year(frame: pd.DataFrame) -> list[Finding | Exhibit]:
    view = cells(hires=hire(**frame.to_dict("list")))
    return [
        retention.first_year(replace(view, run={"error_rates": RATES.model_dump_json()}), CLAIM)
    ]


def _accepted(frame: pd.DataFrame) -> list[Finding | Exhibit]:
    return acceptance(people.rows(offers=people.offer(**_each(frame))), CLAIM)


def _resigned(frame: pd.DataFrame) -> list[Finding | Exhibit]:
    return over_time(people.rows(people.hire(**_each(frame))), CLAIM)


INFLUENCE = Told(
    _kinds(
        ("note_status", "exclusion", "outcome"),
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
    ),
    "job_id",
    _influence,
)
RETENTION = Told(
    _kinds(
        ("note_status", "first_year"),
        *product(("sent", "not_sent"), ("stayed", "left_voluntarily", "left_otherwise")),
        ("sent", "too_early"),
    ),
    "department",
    _first_year,
)
ACCEPTANCE = Told(
    _kinds(
        ("note_status", "answer"),
        *product(("sent", "not_sent"), ("accepted", "declined", "withdrawn")),
    ),
    "department",
    _accepted,
)
RESIGNING = Told(
    _kinds(
        ("note_status", "days_employed", "has_left", "leaving", "first_year"),
        *(
            (status, *ending)
            for status in ("sent", "not_sent")
            for ending in (
                (800, False, None, "stayed"),
                (150, True, "voluntary", "left_voluntarily"),
                (250, True, "involuntary", "left_otherwise"),
            )
        ),
        ("sent", 200, False, None, "too_early"),
    ),
    "department",
    _resigned,
)

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
HIRED: list[Table] = [
    ((31, 12, 9, 44, 20, 11),),
    ((130, 41, 22, 161, 68, 30),),
    ((31, 12, 0, 24, 20, 3), (20, 9, 8, 18, 17, 4)),
    ((40, 11, 9, 30, 16, 8), (16, 9, 2, 31, 8, 5), (2, 5, 0, 3, 1, 0)),
]
FOLLOWED = (RETENTION, RESIGNING)
ATTACKED = [
    *((INFLUENCE, table) for table in [*ONE, *FEW]),
    *((ACCEPTANCE, table) for table in HIRED),
    *((told, tuple((*n, 9) for n in table)) for told, table in product(FOLLOWED, HIRED)),
]


def _moved(table: Table, moves: dict[tuple[int, int], int]) -> Table | None:
    new = [list(counts) for counts in table]
    for (stratum, kind), by in moves.items():
        new[stratum][kind] += by
    return None if min(map(min, new)) < 0 else tuple(tuple(counts) for counts in new)


def _moves(table: Table, cell: tuple[int, int]) -> Iterator[dict[tuple[int, int], int]]:
    """Yield changes of a cell alone, and of it with one or two others of its stratum or its kind.

    An attacker who knows the method has no more to go by than what all tables share that show the same.
    """
    beside = [
        other
        for other in product(range(len(table)), range(len(table[0])))
        if (cell[0] == other[0]) != (cell[1] == other[1])
    ]
    yield from ({cell: by} for by in (-1, 1, -2, 2))
    for size in (1, 2):
        for others, by, *signs in product(combinations(beside, size), *[(1, -1)] * (size + 1)):
            yield {cell: by, **dict(zip(others, signs, strict=True))}


@pytest.mark.parametrize(("told", "table"), ATTACKED)
def test_no_cell_is_determined(told: Told, table: Table) -> None:
    """Neither one of 7 or fewer, nor any other: some other table shows the same to the last digit."""
    shown = told.of(table)
    for cell in product(range(len(table)), range(len(told.kinds))):
        others = (_moved(table, moves) for moves in _moves(table, cell))
        assert any(one is not None and told.of(one) == shown for one in others), cell


def _rounded(table: Table) -> list[int | None]:
    """Return as they are shown: those with the outcome, those without, and all, of either arm."""
    ((s1, f1, w1, s0, f0, w0, *_),) = table
    parts = (s1, f1 + w1, s1 + f1 + w1, s0, f0 + w0, s0 + f0 + w0)
    return [count(n) for n in parts]


@pytest.mark.parametrize("table", ONE)
def test_one_stratum_tells_no_more_than_its_rounded_counts(table: Table) -> None:
    """Every table of the arms with the same rounded counts shows the same, to the last digit."""
    keys = ("arms", "estimate", "raw", "checks")
    (found,) = INFLUENCE.of(table)
    told = {key: found[key] for key in keys}
    assert (told["raw"]["value"] is not None, told["estimate"]["value"]) == (True, None)
    alike = 0
    for s1, f1, s0, f0 in product(range(-2, 3), repeat=4):
        other = _moved(table, {(0, 0): s1, (0, 1): f1, (0, 3): s0, (0, 4): f0})
        assert other is not None
        if _rounded(other) == _rounded(table):
            alike += 1
            (shown,) = INFLUENCE.of(other)
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
