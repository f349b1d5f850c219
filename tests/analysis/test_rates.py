"""How much can be seen, as it may be shown."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis import rates
from analysis.cells import Cells
from analysis.estimators.proportions import wilson
from tests.analysis import frames

NONE: tuple[None, None, None] = (None, None, None)


def offices(**counted: tuple[int, int]) -> Cells:
    """Return interviews of offices: so many covered, so many unseen."""
    rows = [
        {"location": name, "note_status": status, "exclusion": why, "n": n}
        for name, pair in counted.items()
        for (status, why), n in zip(
            (("not_sent", ""), ("unobserved", "uncovered")), pair, strict=True
        )
        if n
    ]
    return frames.cells(frames.interview(**pd.DataFrame(rows).to_dict("list")))


def seeing(**counted: tuple[int, int]) -> pd.DataFrame:
    return rates.seeing(offices(**counted), "location").set_index("group")


# covered, unseen | n, seen and rate as shown
SHOWN = [
    (200, 50, (250, 200, 0.8)),
    (203, 52, (255, 205, 205 / 255)),
    (200, 7, (200, 200, 1.0)),  # 7 or fewer among many are told as none
    (200, 0, (200, 200, 1.0)),
    (7, 400, (400, 0, 0.0)),
    (0, 400, (400, 0, 0.0)),
    (140, 7, NONE),  # among few they are not
    (7, 7, NONE),
    (8, 8, (20, 10, 0.5)),
]


@pytest.mark.parametrize(("covered", "unseen", "shown"), SHOWN)
def test_what_is_shown(covered: int, unseen: int, shown: tuple[float | None, ...]) -> None:
    row = seeing(Oslo=(covered, unseen)).loc["Oslo"]
    found = tuple(None if pd.isna(row[name]) else row[name] for name in ("n", "seen", "rate"))
    assert found == shown


def test_the_interval_has_room_for_those_who_are_told_as_none() -> None:
    for few in range(8):
        seen, unseen = seeing(Oslo=(200, few)).loc["Oslo"], seeing(Oslo=(few, 400)).loc["Oslo"]
        assert (seen["low"], seen["high"]) == (wilson(193, 200, 0.95)[0], 1)
        assert (unseen["low"], unseen["high"]) == (pytest.approx(0), wilson(7, 400, 0.95)[1])
    plain = seeing(Oslo=(200, 50)).loc["Oslo"]
    low, high = wilson(200, 250, 0.95)
    assert (plain["low"], plain["high"]) == (pytest.approx(low), pytest.approx(high))


def test_only_interviews_that_would_be_compared_count() -> None:
    left_out = frames.interview(
        location="Oslo", exclusion=["left_out", "decided_before_landmark"], n=90
    )
    unseen = frames.interview(location="Oslo", exclusion=["part_covered", "unrecognised"], n=20)
    seen = frames.interview(location="Oslo", note_status=["sent", "not_sent"], n=80)
    whole = frames.cells(pd.concat([left_out, unseen, seen], ignore_index=True))
    row = rates.seeing(whole, "location").iloc[0]
    assert (row["n"], row["seen"]) == (200, 160)


def test_what_another_view_would_give_away_is_not_shown() -> None:
    """All but Bern's three: beside the whole, Oslo's number would tell of them."""
    found = seeing(Oslo=(300, 100), Bern=(3, 0))
    assert found["rate"].isna().all()
    assert seeing(Oslo=(300, 100), Bern=(30, 20))["rate"].notna().all()


def test_no_interviews_no_groups() -> None:
    assert rates.seeing(frames.cells(), "location").empty
