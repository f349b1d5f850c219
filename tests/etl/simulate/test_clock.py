"""Office hours, local time and the change of clocks."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.simulate.clock import DAY, EXTRACT, START, ZONES, in_office_hours, offset, to_local, to_utc


@given(st.integers(START, EXTRACT), st.integers(0, len(ZONES) - 1))
def test_decisions_fall_in_office_hours_and_never_earlier(at: int, zone: int) -> None:
    moved = int(in_office_hours(np.array([at]), np.array([zone]))[0])
    local = datetime.fromtimestamp(moved, ZoneInfo(ZONES[zone]))
    assert at <= moved < at + 4 * DAY
    assert local.weekday() < 5
    assert 9 <= local.hour < 18


@pytest.mark.parametrize(
    ("day", "zone", "hours"),
    [
        ("2025-03-28", 0, 0),
        ("2025-03-31", 0, 1),
        ("2025-03-07", 1, -5),
        ("2025-03-10", 1, -4),
        ("2025-06-02", 5, 9),
        ("2025-06-02", 7, 5.5),
    ],
)
def test_offsets_follow_the_clocks(day: str, zone: int, hours: float) -> None:
    at = int(datetime.fromisoformat(day).replace(hour=10, tzinfo=UTC).timestamp())
    assert offset(np.array([at]), np.array([zone]))[0] == hours * 3600


@given(st.integers(START, EXTRACT), st.integers(0, len(ZONES) - 1))
def test_local_time_and_back_is_the_same_on_weekdays(at: int, zone: int) -> None:
    instant, zones = np.array([at]), np.array([zone])
    if datetime.fromtimestamp(at, UTC).weekday() in (1, 2, 3):
        assert to_utc(to_local(instant, zones), zones)[0] == at
