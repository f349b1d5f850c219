"""Each way of comparing, side by side: they agree where they should, and refuse where they must."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np
import pytest

from analysis.finding import Exhibit
from analysis.rows import Rows
from analysis.studies.performance_models import performance_models
from etl.claim import Claim
from tests.analysis.studies.hiring import employer

MIXED = "Lenient raters and cycles drawn at random"


def _shown(rows: Rows) -> Exhibit:
    (found,) = performance_models(rows, Claim())
    assert isinstance(found, Exhibit)
    return found


def _values(exhibit: Exhibit) -> dict[str, float | None]:
    return {point.label: point.estimate.value for point in exhibit.points}


@pytest.mark.parametrize("effect", [0.0, 0.4])
def test_all_ways_agree_where_there_is_one_truth(effect: float) -> None:
    found = _shown(employer(8000, effect=effect, hired=0.9))
    assert len(found.points) == 6
    for point in found.points[:-1]:
        assert point.estimate.value == pytest.approx(effect, abs=0.08), point.label
    rounds = found.points[-1].estimate
    # One round of two is all that anybody wrote after: none to every round is twice as far.
    assert rounds.value == pytest.approx(2 * effect, abs=0.16)
    assert all(point.n == 7195 or point.n == 7200 for point in found.points)


def test_lenient_raters_whose_hires_send_more_notes_deceive_no_way_that_looks_within() -> None:
    rows = employer(6000, hired=0.9, raters=30)
    rng = np.random.default_rng(1)
    lenient = rows.hire["calibration_group"].astype(int) % 2 == 0
    sent = rng.random(len(rows.hire)) < np.where(lenient, 0.6, 0.2)
    hire = rows.hire.assign(
        note_status=np.where(sent, "sent", "not_sent"),
        rounds_with_note=sent.astype(int),
        rating=rows.hire["rating"] + 2 * lenient,
    )
    raw = hire["rating"][sent].mean() - hire["rating"][~sent].mean()
    assert raw > 0.5
    for label, value in _values(_shown(replace(rows, hire=hire))).items():
        assert value == pytest.approx(0, abs=0.12), label


def test_few_calibration_groups_give_no_mixed_model() -> None:
    found = _shown(employer(2000, raters=3))
    (mixed,) = [point for point in found.points if point.label == MIXED]
    assert mixed.estimate.value is None
    assert "fewer than 10 calibration groups" in mixed.estimate.method
    assert "Compared in 4 ways" in found.sentence


def test_odds_that_differ_from_place_to_place_are_told() -> None:
    rows = employer(4000, hired=0.9)
    sent = rows.hire["note_status"] == "sent"
    wider = rows.hire["performance"] * np.where(sent, 1.6, 0.8)
    found = _shown(replace(rows, hire=rows.hire.assign(performance=wider)))
    assert any("not the same at every height" in caution for caution in found.cautions)
    assert not any("not the same" in caution for caution in _shown(rows).cautions)


@pytest.mark.parametrize("status", ["sent", "not_sent"])
def test_all_or_none_show_nothing(status: str) -> None:
    rows = employer(1000)
    found = _shown(replace(rows, hire=rows.hire.assign(note_status=status)))
    assert found.sentence == "Too few hires to show."
    assert {(point.n, point.estimate.value) for point in found.points} == {(None, None)}
    assert all(point.estimate.method.startswith("not shown") for point in found.points)


def test_fewer_than_fifty_or_withheld_show_nothing() -> None:
    rows = employer(1000)
    hidden = replace(rows.cells, withheld=frozenset({("performance", "not_sent")}))
    for one in (replace(rows, hire=rows.hire.iloc[:49]), replace(rows, cells=hidden)):
        assert set(_values(_shown(one)).values()) == {None}


def test_constant_ratings_give_no_number_and_no_crash() -> None:
    rows = employer(1000)
    found = _shown(replace(rows, hire=rows.hire.assign(performance=0.0, rating=0.5)))
    assert all(point.estimate.low is None for point in found.points)


def test_a_document_holds_it_whole() -> None:
    found = _shown(employer(1000))
    assert Exhibit.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found


def test_a_link_between_two_alone_is_no_number() -> None:
    """All hires but two are alone in their review group: those two are in perfect order."""
    rows = employer(2000, hired=0.5)
    hire = rows.hire.reset_index(drop=True)
    own = [f"group {n}" for n in range(len(hire))]
    pair = [hire.index[hire["note_status"] == status][0] for status in ("sent", "not_sent")]
    own[pair[1]] = own[pair[0]]
    found = _values(_shown(replace(rows, hire=hire.assign(calibration_group=own))))
    assert found["Correlation within review groups"] is None
