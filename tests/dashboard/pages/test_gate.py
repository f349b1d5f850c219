"""If it were a gate: what it would cost, wherever it stands, and whom it would shut out for those who may know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from analysis import read, view
from analysis.filters import Filters
from analysis.finding import Estimate, Exhibit, Point
from analysis.view import View
from dashboard.blocks import Block, Box, Choice, Heading, Notice, Words
from dashboard.views import gate
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import Employer

RATIOS = Exhibit(
    "gate_impact_gender",
    "Adverse impact of a gate on notes, by gender",
    "Cannot tell: female.",
    "ratio",
    0.95,
    (Point("female", 120, Estimate(0.9, 0.7, 1.1, "cannot tell")),),
    "Ratios.",
)


def of_kind(blocks: list[Block], kind: type) -> list[Block]:
    return [block for block in blocks if isinstance(block, kind)]


def test_it_argues_against_gates_before_any_number(publish: Publish) -> None:
    blocks = list(gate.content(View(view.load(publish(Employer())))))
    assert isinstance(blocks[1], Words) and "argue against gates" in blocks[1].text


@pytest.mark.parametrize("place", gate.PLACES)
def test_every_place_has_its_costs(place: str, publish: Publish) -> None:
    whole = View(view.load(publish(Employer())))
    (choice,) = of_kind(list(gate.content(whole)), Choice)
    assert isinstance(choice, Choice)
    boxes = of_kind(list(choice.then(place)), Box)
    suffix = "" if place == "last" else f"_{place}"
    assert [box.key for box in boxes] == [f"study_{cost}{suffix}" for cost in gate.COSTS]


def test_a_place_without_its_costs_says_why(publish: Publish) -> None:
    sales = View(view.load(publish(Employer())), Filters(department=("Engineering",)))
    sales._known["studies"] = {"gate_hires": RATIOS}
    (choice,) = of_kind(list(gate.content(sales)), Choice)
    assert isinstance(choice, Choice)
    (notice,) = choice.then("every")
    assert isinstance(notice, Notice) and notice.clears


def test_adverse_impact_is_for_those_with_the_right(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(read, "impact", lambda url: (RATIOS,))
    load = view.load(publish(Employer()))
    without, allowed = View(load), View(replace(load, impact_store="sqlite:///people.db"))
    assert "behind a right of its own" in _last_words(without)
    assert RATIOS.title not in _titles(without)
    assert RATIOS.title in _titles(allowed)


def _last_words(of: View) -> str:
    return str(of_kind(list(gate.content(of)), Words)[-1])


def _titles(of: View) -> list[str]:
    boxes = of_kind(list(gate.content(of)), Box)
    return [one.text for box in boxes for one in box.blocks if isinstance(one, Heading)]  # type: ignore[attr-defined]
