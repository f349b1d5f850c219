"""Filters come from a browser: only what the load offers is taken."""

from __future__ import annotations

import pytest

from analysis.filters import Filters
from dashboard import state

OPTIONS = {"department": ["Sales", "Support"], "stage": ["Phone", "On-site"]}


@pytest.mark.parametrize(
    ("held", "kept"),
    [
        (["Sales"], ("Sales",)),
        (["Support", "Sales"], ("Sales", "Support")),
        (["gone", "Sales"], ("Sales",)),
        (["gone"], ()),
        ([], ()),
        (None, ()),
    ],
)
def test_only_offered_values_are_kept_in_the_order_of_the_load(
    held: list[str] | None, kept: tuple[str, ...]
) -> None:
    session = {"department": held}
    assert state.validated(session, OPTIONS)["department"] == kept


def test_every_filter_of_the_analysis_has_a_key_and_a_label() -> None:
    assert set(state.FIELDS) == set(Filters.__dataclass_fields__)
    assert set(state.validated({}, {})) == set(state.FIELDS)


def test_clearing_forgets_filters_and_nothing_else() -> None:
    session = {"stage": ["Phone"], "sending_by": "job"}
    state.clear(session)
    assert session["stage"] == []
    assert session["sending_by"] == "job"
