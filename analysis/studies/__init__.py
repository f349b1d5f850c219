"""What needs people's rows: made at the end of a run, and stored as it may be shown.

The whole and each value of each filter get their studies; the command and the dashboard read the
documents, and never a row. What candidates said of themselves reaches no study but that of adverse
impact, which is kept in a table of its own.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from threadpoolctl import threadpool_limits

from analysis import together, words
from analysis.cells import Cells
from analysis.changes import kept
from analysis.filters import Filters, options, split
from analysis.finding import Exhibit, Finding
from analysis.findings import all_findings
from analysis.plan import FEWEST_HIRES
from analysis.rows import Rows
from analysis.studies import (
    after_decision,
    bad_interview,
    gate,
    gate_offers,
    halo,
    impact,
    influence,
    interest,
    outcomes,
    performance,
    performance_models,
    retention,
    room,
    seen,
    selection,
    senders,
    specifications,
    survivors,
    timing,
    unseen,
)
from etl.claim import Claim

Study = Callable[[Rows, Claim], list[Finding | Exhibit]]

OF_INTERVIEWS: tuple[Study, ...] = (
    influence.adjusted,
    outcomes.endings,
    halo.halo,
    room.by_format_and_round,
    bad_interview.after_a_bad_interview,
    timing.by_hours,
    interest.withdrawing,
    after_decision.after_decision,
    unseen.e_values,
    unseen.hidden_bias,
    specifications.specifications,
    seen.who_is_seen,
    senders.who_sends,
)
OF_HIRES: tuple[Study, ...] = (
    interest.acceptance,
    performance.increment,
    performance_models.performance_models,
    selection.selection,
    retention.over_time,
    survivors.survivors,
    unseen.hidden_bias_of_hires,
    gate.gate_hires,
    gate_offers.gate_offers,
)
"""In the order in which they are told."""

FEWEST_INTERVIEWS = 200
"""A value of a filter with fewer interviews to compare gets no studies of its own."""

Told = tuple[str, str, Sequence[Finding | Exhibit]]
"""A dimension, the value of it that a view keeps (both empty for the whole), and what it is told of."""


def study(tables: Mapping[str, pd.DataFrame], run: dict[str, Any]) -> dict[str, pd.DataFrame]:
    """Return what a run concludes: all studies of the whole and of each value of each filter, and headlines.

    Parameters
    ----------
    tables
        The `out__*` tables, `core__self_identification`, and the headlines of earlier runs, by name.
    run
        The run's row of `ops__run`: its claim, and how often the tag is wrong.

    Returns
    -------
    Rows of `out__study` and of `out__impact`, none of a claim that is not about notes; and of
    `ops__headline`, earlier runs' and this one's.
    """
    cells = Cells(
        tables["out__cell_interview"],
        tables["out__cell_hire"],
        tables["out__cell_stage"],
        tables["out__cell_application"],
        run,
    )
    rows = Rows(
        tables["out__interview"],
        tables["out__scorecard"],
        tables["out__offer"],
        tables["out__hire"],
        cells,
    )
    # Another exposure than a note has no scorecards before and after it, and no time to come.
    of_notes = cells.claim.exposure is None
    # The matrices are narrow: more threads wait for each other longer than they work.
    with threadpool_limits(1):
        told = all_findings(Filters().apply(cells), cells.claim)
        return {
            "out__study": _documents(_views(rows, cells.claim) if of_notes else ()),
            "out__impact": _documents(_impact(rows, tables, cells.claim) if of_notes else ()),
            "ops__headline": kept(told, tables["ops__headline"], str(run["run_id"])),
        }


def _documents(told: Iterable[Told]) -> pd.DataFrame:
    found = [
        (dimension, value, position, one.key, json.dumps(one.to_dict(), allow_nan=False))
        for dimension, value, studies in told
        for position, one in enumerate(studies, start=1)
    ]
    frame = pd.DataFrame(found, columns=["dimension", "value", "position", "key", "document"])
    return frame.assign(study_id=range(1, len(frame) + 1))


def _views(rows: Rows, claim: Claim) -> Iterator[Told]:
    yield "", "", _of(rows, "", claim)
    # Where there is nothing to choose, no view can be asked for.
    for dimension in (name for name, values in options(rows.cells).items() if values):
        for value, cells in split(rows.cells, dimension):
            yield dimension, value, _of(rows.of(dimension, value, cells), dimension, claim)


def _impact(rows: Rows, tables: Mapping[str, pd.DataFrame], claim: Claim) -> Iterator[Told]:
    """Yield adverse impact, of the whole alone: crossed with a filter, groups get too small."""
    yield "", "", impact.gate_impact(rows, tables["core__self_identification"], claim)


def _of(rows: Rows, dimension: str, claim: Claim) -> list[Finding | Exhibit]:
    found: list[Finding | Exhibit] = []
    whole = not dimension
    if whole or len(rows.compared) >= FEWEST_INTERVIEWS:
        for one in OF_INTERVIEWS:
            found += one(rows, claim)
    # A stage keeps every hire: their studies would be those of the whole again.
    if whole or (dimension != "stage" and len(rows.hire) >= FEWEST_HIRES):
        for one in OF_HIRES:
            found += one(rows, claim)
    if not whole:
        found = [_aside(one) for one in found]
    return together.explored(found)


def _aside(one: Finding | Exhibit) -> Finding | Exhibit:
    """Return a view's finding as exploratory: what is declared is declared of the whole."""
    if one.exploratory:
        return one
    return replace(one, exploratory=True, cautions=(words.EXPLORATORY, *one.cautions))
