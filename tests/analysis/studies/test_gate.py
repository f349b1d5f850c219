"""What a gate would have cost: counted by hand, hidden where it must be, and never oversold."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import pytest

from analysis.finding import Exhibit
from analysis.studies.gate import gate_hires
from analysis.studies.gate_offers import gate_offers
from etl.claim import Claim
from tests.analysis import frames
from tests.analysis.studies.hires_and_offers import hires, rows, spread

BY_RATING = ["note_status", "performance"]
# 60 of 100 with a note did well, and 90 of 150 without: a note tells nothing.
USELESS = {("sent", 0.5): 60, ("sent", -0.5): 40, ("not_sent", 0.5): 90, ("not_sent", -0.5): 60}


def exhibits(found: list[object]) -> dict[str, Exhibit]:
    return {one.key: one for one in found if isinstance(one, Exhibit)}


def of_hires(frame: pd.DataFrame) -> dict[str, Exhibit]:
    return exhibits(list(gate_hires(rows(hire=frame), Claim())))


def values(exhibit: Exhibit) -> dict[str, float | None]:
    return {point.label: point.estimate.value for point in exhibit.points}


def test_a_gate_that_tells_nothing_by_rating() -> None:
    found = of_hires(hires(BY_RATING, USELESS).assign(first_year="too_early"))
    good = "were rated above the middle of their review group"
    assert values(found["gate_hires"]) == {
        "turned away, of hires with a rating": 0.6,
        f"{good}, of hires with a rating": 0.6,
        f"{good}, of those let in (positive predictive value)": 0.6,
        "were not, of those turned away (negative predictive value)": 0.4,
    }
    assert list(values(found["gate_good_lost"]).values()) == [1.5]
    assert list(values(found["gate_youden"]).values()) == [0.0]
    assert (
        "would have turned away about 60; of 100 of these, about 60" in found["gate_hires"].sentence
    )
    assert "lost about 1.5 for each one avoided" in found["gate_good_lost"].sentence
    assert found["gate_youden"].sentence.startswith("These records cannot tell")


def test_refilled_seats_are_a_range_around_the_base_rate() -> None:
    """The base rate is 0.6, between 0.54 and 0.66: of 100 seats 54 to 66, where 60 were good."""
    sentence = of_hires(hires(BY_RATING, USELESS))["gate_hires"].sentence
    assert "that would be 60 such hires fewer for every 100 turned away" in sentence
    assert "between 6.5 fewer and 6 more" in sentence


def test_a_gate_that_is_right_by_staying() -> None:
    counted = {
        ("sent", "stayed"): 90,
        ("sent", "left_voluntarily"): 10,
        ("not_sent", "stayed"): 30,
        ("not_sent", "left_otherwise"): 70,
    }
    frame = hires(["note_status", "first_year"], counted).assign(exclusion="unrated")
    found = of_hires(frame)
    assert list(values(found["gate_youden"]).values()) == [pytest.approx(0.625)]
    assert "lets in more of the hires who stayed the first year" in found["gate_youden"].sentence


def test_a_gate_that_is_wrong_says_fewer() -> None:
    counted = {("sent", 0.5): 10, ("sent", -0.5): 90, ("not_sent", 0.5): 80, ("not_sent", -0.5): 20}
    found = of_hires(hires(BY_RATING, counted))
    assert "lets in fewer of the hires" in found["gate_youden"].sentence


def test_who_cannot_be_told_apart_is_not_counted() -> None:
    frame = hires(BY_RATING, USELESS)
    others = hires(
        ["note_status", "exclusion", "performance", "first_year"],
        {
            ("unobserved", "uncovered", 0.5, "too_early"): 50,
            ("not_sent", "unlinked", None, ""): 50,
            ("sent", "unrated", None, "too_early"): 50,
        },
    )
    alone, among = of_hires(frame), of_hires(pd.concat([frame, others]))
    assert among["gate_youden"] == alone["gate_youden"]


FEW = [
    {},
    {("sent", 0.5): 60, ("sent", -0.5): 7, ("not_sent", 0.5): 90, ("not_sent", -0.5): 60},
    {("sent", 0.5): 60, ("sent", -0.5): 40},
    {("not_sent", 0.5): 60, ("not_sent", -0.5): 40},
    {("sent", 0.5): 60, ("not_sent", 0.5): 90},
]


@pytest.mark.parametrize("counted", FEW)
def test_few_on_any_side_show_nothing(counted: dict[tuple[object, ...], int]) -> None:
    found = of_hires(hires(BY_RATING, counted).assign(first_year="too_early"))
    for one in found.values():
        assert one.points == () and one.sentence.startswith("Too few")


def test_a_view_of_hires_that_would_single_out_few_is_hidden() -> None:
    """All but three of the senders are in one department: beside the whole its senders are hidden."""
    frame = hires(BY_RATING, USELESS).assign(first_year="too_early")
    few = frame[frame["note_status"] == "sent"].head(3).assign(department="Depot")
    cells = replace(frames.cells(), filters={"department": ("Kitchen",)})
    whole = rows(hire=pd.concat([frame, few]))
    view = gate_hires(whole.of("department", "Kitchen", cells), Claim())
    assert not any(one.points for one in exhibits(list(view)).values())
    enough = rows(hire=pd.concat([frame, frame.assign(department="Depot")]))
    view = exhibits(list(gate_hires(enough.of("department", "Kitchen", cells), Claim())))
    assert view.items() <= of_hires(frame).items()
    assert set(view) == {"gate_hires", "gate_good_lost", "gate_youden"}


def test_one_person_more_or_less_shows_the_same() -> None:
    """Counts are rounded to 5 before anything is made of them."""
    one_more = {**USELESS, ("sent", 0.5): 61, ("not_sent", -0.5): 59}
    assert of_hires(hires(BY_RATING, one_more)) == of_hires(hires(BY_RATING, USELESS))


def test_it_argues_against_gates() -> None:
    for one in (*of_hires(hires(BY_RATING, USELESS)).values(), offers(OFFERS)):
        assert "not to set one up" in " ".join(one.cautions)
        assert one.exploratory


OFFER = ["note_status", "answer", "rounds", "rounds_observed", "rounds_with_note"]
OFFERS = {
    ("sent", "accepted", 2, 2, 2): 20,
    ("sent", "accepted", 2, 2, 1): 20,
    ("sent", "declined", 2, 1, 1): 20,
    ("not_sent", "accepted", 2, 2, 1): 100,
    ("not_sent", "withdrawn", 1, 1, 0): 40,
    ("unobserved", "accepted", 2, 0, 0): 30,
}


def offer_rows(counted: dict[tuple[object, ...], int]) -> pd.DataFrame:
    frame = spread(OFFER, counted)
    unseen = frame["note_status"] == "unobserved"
    return frame.assign(exclusion="", department="Kitchen").assign(
        exclusion=lambda one: one["exclusion"].mask(unseen, "uncovered")
    )


def offers(counted: dict[tuple[object, ...], int], suffix: str = "") -> Exhibit:
    return exhibits(list(gate_offers(rows(offer=offer_rows(counted)), Claim())))[
        f"gate_offers{suffix}"
    ]


@pytest.mark.parametrize(
    ("suffix", "stopped"),
    # of 200; of 180 whose rounds can all be seen, 40 with no note at all, and all but 20 without one
    # after each round
    [("", 140 / 200), ("_any", 40 / 180), ("_every", 160 / 180)],
)
def test_offers_that_would_change(suffix: str, stopped: float) -> None:
    found = offers(OFFERS, suffix)
    assert values(found)["stopped, of all offers"] == pytest.approx(stopped, abs=0.005)
    assert f"would have stopped about {found.points[0].estimate.value * 100:g}" in found.sentence


def test_offers_stopped_were_accepted_as_often() -> None:
    assert values(offers(OFFERS)) == {
        "stopped, of all offers": 0.7,
        "accepted, of those stopped": pytest.approx(0.715, abs=0.005),
        "accepted, of the others": pytest.approx(0.665, abs=0.005),
    }


def test_a_gate_on_hires_may_stand_elsewhere() -> None:
    """Of 200 whose rounds can all be seen, 40 never wrote, and 50 wrote after each round."""
    counted = {
        ("sent", 0.5, 2, 2, 2): 30,
        ("sent", -0.5, 2, 2, 2): 20,
        ("sent", -0.5, 2, 2, 1): 50,
        ("not_sent", 0.5, 2, 2, 1): 60,
        ("not_sent", 0.5, 2, 2, 0): 20,
        ("not_sent", -0.5, 2, 2, 0): 20,
        ("not_sent", 0.5, 3, 2, 1): 30,
    }
    columns = ["note_status", "performance", "rounds", "rounds_observed", "rounds_with_note"]
    found = of_hires(hires(columns, counted).assign(first_year="too_early"))
    away = "turned away, of hires with a rating"
    assert values(found["gate_hires"])[away] == pytest.approx(130 / 230, abs=0.005)
    assert values(found["gate_hires_any"])[away] == 0.2
    assert values(found["gate_hires_every"])[away] == 0.75
    assert "every round can be seen" in " ".join(found["gate_hires_any"].assumptions)


def test_few_offers_show_nothing() -> None:
    for counted in ({}, {("not_sent", "accepted", 2, 2, 1): 100}):
        assert "stopped, of all offers" not in values(offers(counted))
        assert offers(counted).sentence.startswith("Too few")


def test_offers_of_a_view_that_would_single_out_few_are_hidden() -> None:
    frame = offer_rows(OFFERS)
    few = frame[frame["note_status"] == "not_sent"].head(3).assign(department="Depot")
    whole = rows(offer=pd.concat([frame, few]))
    cells = replace(frames.cells(), filters={"department": ("Kitchen",)})
    (found,) = gate_offers(whole.of("department", "Kitchen", cells), Claim())
    assert isinstance(found, Exhibit) and found.points == ()
    enough = rows(offer=pd.concat([frame, frame.assign(department="Depot")]))
    (found,) = gate_offers(enough.of("department", "Kitchen", cells), Claim())
    assert isinstance(found, Exhibit)
    assert values(found) == values(offers(OFFERS))
