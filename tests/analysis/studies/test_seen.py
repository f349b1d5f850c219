"""Whose messages can be seen, by office, channel and department."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analysis.cells import Cells
from analysis.filters import Filters
from analysis.finding import Exhibit
from analysis.studies.seen import GREATLY, uneven, who_is_seen
from analysis.studies.senders import who_sends
from etl.claim import Claim
from tests.analysis import frames
from tests.analysis.studies.hires_and_offers import rows
from tests.analysis.test_rates import offices

UNEVEN = "differs greatly by office"


def exhibits(cells: Cells) -> dict[str, Exhibit]:
    found = [*who_is_seen(rows(cells=cells), Claim()), *who_sends(rows(cells=cells), Claim())]
    return {one.key: one for one in found if isinstance(one, Exhibit)}


def counted(**seen: tuple[int, int]) -> pd.DataFrame:
    """Return groups as `rates.seeing` does: so many seen, of so many."""
    pairs = list(seen.values())
    return pd.DataFrame(
        {
            "group": list(seen),
            "n": [n for _, n in pairs],
            "seen": [s for s, _ in pairs],
            "rate": [s / n for s, n in pairs],
        }
    )


def test_the_most_seen_stands_first_and_is_named_with_the_least() -> None:
    found = exhibits(offices(Oslo=(160, 240), Bern=(450, 50), Rome=(300, 100)))
    told = found["who_is_seen_location"]
    assert [(one.label, one.n, one.estimate.value) for one in told.points] == [
        ("Bern", 500, 0.9), ("Rome", 400, 0.75), ("Oslo", 400, 0.4)
    ]  # fmt: skip
    assert "about 90 of 100 interviews where the office is Bern" in told.sentence
    assert "about 40 where it is Oslo" in told.sentence
    assert {"who_is_seen_source_channel", "who_is_seen_department"} <= set(found)


def test_a_great_difference_is_a_caution_also_beside_who_sends() -> None:
    cells = offices(Oslo=(160, 240), Bern=(450, 50))
    cells = frames.cells(
        pd.concat([cells.interview, cells.interview.assign(note_status="sent")], ignore_index=True)
    )
    found = exhibits(cells)
    for key in ("who_is_seen_location", "who_sends_location"):
        assert UNEVEN in " ".join(found[key].cautions)
    for key in ("who_is_seen_department", "who_sends_department"):
        assert "differs greatly" not in " ".join(found[key].cautions)


# seen and of how many | is there a caution?
CASES = [
    ({"Bern": (950, 1000), "Oslo": (800, 1000)}, True),
    ({"Bern": (950, 1000), "Oslo": (860, 1000)}, False),  # 9 points
    ({"Bern": (19, 20), "Oslo": (13, 20)}, False),  # 30 points, of few
    ({"Bern": (95, 100), "Oslo": (0, 400)}, True),
    ({"Bern": (95, 100)}, False),
    ({}, False),
]


@pytest.mark.parametrize(("seen", "said"), CASES)
def test_caution(seen: dict[str, tuple[int, int]], said: bool) -> None:
    assert bool(uneven(counted(**seen), "office", 0.95)) == said


def test_a_group_that_may_not_be_shown_is_in_no_caution() -> None:
    hidden = counted(Bern=(950, 1000), Oslo=(400, 1000)).assign(rate=[0.95, np.nan])
    assert uneven(hidden, "office", 0.95) == ()


def test_the_two_furthest_apart_of_many_are_no_great_difference_by_chance() -> None:
    """Six offices, the outermost just as far apart as allowed: a caution in 5 of 100 cases at most."""
    rng = np.random.default_rng(11)
    true = np.array([0.9, 0.9, 0.9, 0.9 - GREATLY, 0.9 - GREATLY, 0.9 - GREATLY])
    said = [
        bool(
            uneven(counted(**{str(i): (int(s), 300) for i, s in enumerate(drawn)}), "office", 0.95)
        )
        for drawn in rng.binomial(300, true, (400, 6))
    ]
    assert np.mean(said) <= 0.05 + 2 * np.sqrt(0.05 * 0.95 / 400)


def test_one_office_and_none() -> None:
    assert exhibits(offices(Bern=(450, 50)))["who_is_seen_location"].sentence.endswith("is Bern.")
    told = exhibits(frames.cells())["who_is_seen_location"]
    assert told.points == () and told.sentence.startswith("Too few")


def test_filtered_views_leave_it_to_the_pages() -> None:
    view = Filters(location=("Bern",)).apply(offices(Bern=(450, 50), Oslo=(160, 240)))
    assert exhibits(view) == {}


def test_nothing_is_off_the_grid() -> None:
    found = exhibits(offices(Bern=(453, 57), Oslo=(161, 243), Rome=(312, 2)))
    for point in found["who_is_seen_location"].points:
        ends = np.array([point.estimate.value, point.estimate.low, point.estimate.high])
        assert np.allclose(ends / 0.005, np.round(ends / 0.005))
        assert point.n is not None and point.n % 5 == 0
