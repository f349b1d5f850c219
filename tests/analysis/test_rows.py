"""Rows of a view, and which of their counts another view would give away."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.filters import Filters
from analysis.rows import Rows
from tests.analysis.studies.people import hire, offer, repeated, rows


def _spread(away: int) -> Rows:
    """Return hires and offers of Paris, but for so many senders in Oslo."""
    places = {"location": ["Paris", "Paris", "Oslo"], "note_status": ["sent", "not_sent", "sent"]}
    n = [40, 40, away]
    return rows(repeated(hire(**places), n), repeated(offer(**places), n))


def _view(whole: Rows, place: str) -> Rows:
    return whole.of("location", place, Filters(location=(place,)).apply(whole.cells))


@pytest.mark.parametrize("population", ["followed", "offers", "answered"])
@pytest.mark.parametrize(
    ("away", "withheld"), [(0, set()), (3, {"sent"}), (7, {"sent"}), (8, set())]
)
def test_a_view_without_few_of_the_whole_withholds_their_arm(
    population: str, away: int, withheld: set[str]
) -> None:
    whole = _spread(away)
    assert whole.withheld_of(population) == set()
    assert _view(whole, "Paris").withheld_of(population) == withheld


def test_an_offer_that_was_withdrawn_is_in_one_population_only() -> None:
    whole = _spread(3)
    frame = whole.offer.assign(answer=whole.offer["location"].map({"Oslo": "withdrawn"}))
    few = Rows(whole.interview, whole.scorecard, frame.fillna("accepted"), whole.hire, whole.cells)
    view = _view(few, "Paris")
    assert view.withheld_of("offers") == {"sent"}
    assert view.withheld_of("answered") == set()


def test_a_view_has_the_rows_of_its_value() -> None:
    view = _view(_spread(10), "Oslo")
    assert view.hire["location"].tolist() == ["Oslo"] * 10
    assert len(view.offer) == 10
    assert isinstance(view.interview, pd.DataFrame)
