"""Who sends notes, by office, channel and department."""

from __future__ import annotations

import numpy as np
import pytest

from analysis import rates
from analysis.cells import Cells
from analysis.estimators.proportions import newcombe
from analysis.filters import Filters
from analysis.finding import Exhibit
from analysis.studies.senders import who_sends
from etl.claim import Claim
from tests.analysis import frames
from tests.analysis.studies.hires_and_offers import rows


def exhibits(cells: Cells) -> dict[str, Exhibit]:
    found = who_sends(rows(cells=cells), Claim())
    return {one.key: one for one in found if isinstance(one, Exhibit)}


@pytest.fixture(scope="module")
def cells() -> Cells:
    return frames.drawn(3000, seed=5)


def test_shares_are_those_of_the_cells(cells: Cells) -> None:
    found = exhibits(cells)["who_sends_location"]
    table = rates.sending(cells, "location").set_index("group")
    assert {point.label for point in found.points} == set(table.index)
    for point in found.points:
        row, shown = table.loc[point.label], point.estimate
        assert point.n == row["n"]
        assert shown.value == pytest.approx(row["rate"], abs=0.0026)
        assert shown.low is not None and shown.high is not None
        assert shown.low <= row["low"] + 1e-9 and row["high"] <= shown.high + 1e-9


def test_the_highest_stands_first_and_is_named_with_the_lowest(cells: Cells) -> None:
    found = exhibits(cells)["who_sends_department"]
    shares = [point.estimate.value or 0.0 for point in found.points]
    assert shares == sorted(shares, reverse=True)
    assert found.points[0].label in found.sentence and found.points[-1].label in found.sentence


def test_differences_are_from_all_others_and_adjusted_for_nothing() -> None:
    cells = frames.cells(
        frames.interview(
            location=["Paris", "Paris", "Oslo", "Oslo", "Lyon", "Lyon"],
            note_status=["sent", "not_sent"] * 3,
            n=[60, 40, 30, 70, 50, 50],
        )
    )
    found = exhibits(cells)["who_sends_location_difference"]
    shown = {point.label: point.estimate for point in found.points}
    assert shown["Paris"].value == pytest.approx(0.2)
    low, high = newcombe(60, 100, 80, 200, 0.95)
    assert shown["Paris"].low == pytest.approx(low, abs=0.005)
    assert shown["Paris"].high == pytest.approx(high, abs=0.005)
    assert any("Nothing is adjusted for" in caution for caution in found.cautions)
    assert any("language" in caution for caution in found.cautions)


def test_one_place_has_no_others_and_no_places_say_so() -> None:
    one = frames.cells(frames.interview(note_status=["sent", "not_sent"], n=[60, 40]))
    assert len(exhibits(one)["who_sends_location"].points) == 1
    assert exhibits(one)["who_sends_location_difference"].points == ()
    for empty in (frames.cells(), frames.cells(frames.interview(note_status=["sent"], n=[50]))):
        found = exhibits(empty)["who_sends_location"]
        assert found.points == () and found.sentence.startswith("Too few")


def test_filtered_views_leave_it_to_the_pages(cells: Cells) -> None:
    assert exhibits(Filters(location=("Paris",)).apply(cells)) == {}


def test_nothing_is_off_the_grid(cells: Cells) -> None:
    for one in exhibits(cells).values():
        for point in one.points:
            steps = (
                np.array([point.estimate.value, point.estimate.low, point.estimate.high]) / 0.005
            )
            assert np.allclose(steps, np.round(steps))
            assert point.n is not None and point.n % 5 == 0
