"""Calendar of the simulated employer: instants are whole seconds of Unix time, in UTC."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

import numpy as np

from etl.simulate.kinds import Ints

MINUTE, HOUR, DAY = 60, 3600, 86_400
START = int(datetime(2024, 7, 1, tzinfo=UTC).timestamp())
"""First instant on which anybody applies."""
EXTRACT = int(datetime(2026, 7, 1, tzinfo=UTC).timestamp())
"""The exports are made at the end of 2026-06-30: nothing at or after this instant is in them."""
MAIL_FROM = int(datetime(2024, 9, 1, tzinfo=UTC).timestamp())
"""Older mail was deleted under a retention rule, so no mailbox covers the first two months."""
NONE = -1
"""Stands for "no such instant" and "no such id"."""

ZONES = (
    "Europe/Dublin",
    "America/New_York",
    "Europe/Berlin",
    "Europe/Madrid",
    "America/Sao_Paulo",
    "Asia/Tokyo",
    "America/Los_Angeles",
    "Asia/Kolkata",
)
"""Zones of the six offices, in their order, then those that some candidates write from."""

_OPENS, _CLOSES = 9 * HOUR, 18 * HOUR
_FIRST_DAY = int(datetime(2019, 1, 1, tzinfo=UTC).timestamp()) // DAY
_DAYS = 365 * 10


@cache
def _offsets() -> Ints:
    """Return each zone's offset in seconds at noon UTC of each day; clocks change on Sundays only."""
    noon = datetime.fromtimestamp(_FIRST_DAY * DAY, UTC) + timedelta(hours=12)
    days = [noon + timedelta(days=day) for day in range(_DAYS)]
    return np.array(
        [
            [int(day.astimezone(zone).utcoffset().total_seconds()) for day in days]  # type: ignore[union-attr]
            for zone in map(ZoneInfo, ZONES)
        ],
        dtype=np.int64,
    )


def months() -> Ints:
    """Return the first instant of each month (UTC) from `MAIL_FROM` to `EXTRACT`, both included.

    Examples
    --------
    >>> int(months()[0]) == MAIL_FROM, int(months()[-1]) == EXTRACT, len(months())
    (True, True, 23)
    """
    edges = np.array([MAIL_FROM, EXTRACT]).astype("datetime64[s]").astype("datetime64[M]")
    return np.arange(edges[0], edges[1] + 1).astype("datetime64[s]").astype(np.int64)


def offset(at: Ints, zone: Ints) -> Ints:
    """Return the zones' offsets from UTC, in seconds."""
    return _offsets()[zone, at // DAY - _FIRST_DAY]


def to_local(at: Ints, zone: Ints) -> Ints:
    """Return local wall-clock seconds."""
    return at + offset(at, zone)


def to_utc(local: Ints, zone: Ints) -> Ints:
    """Return the instants of local wall-clock seconds."""
    return local - offset(local, zone)


def next_weekday(day: Ints) -> Ints:
    """Return the same day number, or the Monday after a weekend."""
    weekday = (day + 3) % 7
    return day + np.where(weekday == 5, 2, np.where(weekday == 6, 1, 0))


def in_office_hours(at: Ints, zone: Ints) -> Ints:
    """Return the instants, those outside 9-18 h of a weekday moved to the next morning.

    Examples
    --------
    >>> saturday = np.array([1_751_101_200])  # 2025-06-28 09:00 UTC
    >>> str(datetime.fromtimestamp(int(in_office_hours(saturday, np.array([2]))[0]), UTC))
    '2025-06-30 07:55:37+00:00'
    """
    local = to_local(at, zone)
    day, second = local // DAY, local % DAY
    early, late = second < _OPENS, second >= _CLOSES
    working = next_weekday(day + late)
    # Spread over the first hour, so that a night's decisions do not all bear one stamp.
    morning = working * DAY + _OPENS + (second * 37 + day * 11) % HOUR
    moved = early | late | (working != day)
    return to_utc(np.where(moved, morning, local), zone)
