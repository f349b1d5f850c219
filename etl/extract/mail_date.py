"""`Date` headers to UTC, a column at a time."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

# RFC 5322, with its obsolete forms: two-digit years, no seconds, dashes, named North American zones.
_SHAPE = (
    r"^\s*(?:[A-Za-z]+,?\s+)?(?P<day>\d{1,2})[ -](?P<month>[A-Za-z]{3})[a-z]*[ -](?P<year>\d{2}|\d{4})"
    r"\s+(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2}))?(?:\.\d+)?"
    r"\s*(?P<zone>[+-]\d{4}|[A-Za-z]+)?(?:[+-]\d{1,2})?\s*(?:\([^)]*\)\s*)*$"
)
_MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]
_NAMED_ZONES = {
    **dict.fromkeys(("UT", "UTC", "GMT", "Z"), 0),
    **{f"{name}ST": 60 * hours for name, hours in (("E", -5), ("C", -6), ("M", -7), ("P", -8))},
    **{f"{name}DT": 60 * hours for name, hours in (("E", -4), ("C", -5), ("M", -6), ("P", -7))},
}

NO_DATE = "there is no Date"
NOT_A_DATE = "the Date is not a date"
NO_ZONE = "the Date has no time zone, and the source declares none"


def to_utc(dates: pa.Array, zone: str | None) -> tuple[pd.Series, pd.Series]:
    """Read `Date` headers.

    Parameters
    ----------
    dates
        Headers as text; empty where there is none.
    zone
        IANA zone of those that carry none (or a name that means different zones to different
        people, such as CST in Asia); None refuses them.

    Returns
    -------
    (Series of datetime64[us, UTC], Series of str)
        The instants, missing where refused, and why they were refused, missing where they were not.

    Examples
    --------
    >>> instants, why = to_utc(pa.array(["Mon, 6 Jan 2020 04:49:45 +0530", "6 Jan 2020 04:49"]), None)
    >>> str(instants[0]), why[1]
    ('2020-01-05 23:19:45+00:00', 'the Date has no time zone, and the source declares none')
    """
    found = pc.extract_regex(dates, _SHAPE)
    part = {
        name: pc.struct_field(found, name) for name in ("year", "day", "hour", "minute", "second")
    }
    number = {name: _numbers(column) for name, column in part.items()}
    month = pd.Series(pc.utf8_lower(pc.struct_field(found, "month"))).map(
        {name: index for index, name in enumerate(_MONTHS)}
    )
    year = number["year"]
    year = np.where(year < 50, year + 2000, np.where(year < 100, year + 1900, year))
    possible = (
        month.notna().to_numpy()
        & (number["hour"] < 24)
        & (number["minute"] < 60)
        & (number["second"] <= 60)
        & (number["day"] >= 1)
    )
    months = (year - 1970) * 12 + np.where(possible, month.fillna(0), 0).astype("int64")
    first = months.astype("datetime64[M]")
    day = first.astype("datetime64[D]") + (number["day"] - 1)
    possible &= day.astype("datetime64[M]") == first
    clock = (number["hour"] * 60 + number["minute"]) * 60 + number["second"]
    local = pd.Series(day.astype("datetime64[us]") + clock.astype("timedelta64[s]"))
    offset = _offsets(pc.struct_field(found, "zone"))
    unzoned = offset.isna()
    instants = (local - pd.to_timedelta(offset.fillna(0), unit="min")).dt.tz_localize("UTC")
    if zone is not None and unzoned.any():
        # The hour that a clock runs through twice is taken as the first; one it skips, as moved on.
        first_time = np.ones(int(unzoned.sum()), dtype=bool)
        there = local[unzoned].dt.tz_localize(
            zone, ambiguous=first_time, nonexistent="shift_forward"
        )
        instants[unzoned] = there.dt.tz_convert("UTC")
    why: pd.Series = pd.Series([None] * len(local), index=local.index, dtype="str")
    if zone is None:
        why[unzoned] = NO_ZONE
    why[~possible] = NOT_A_DATE
    why[np.asarray(pc.equal(dates, ""))] = NO_DATE
    return instants.astype("datetime64[us, UTC]").where(why.isna()), why


def _numbers(digits: pa.Array) -> np.ndarray:
    filled = pc.if_else(pc.equal(pc.fill_null(digits, ""), ""), "0", digits)
    return np.asarray(pc.cast(filled, pa.int64()))


def _offsets(zones: pa.Array) -> pd.Series:
    """Return minutes east of UTC; missing where there is no zone, or a name that says too little."""
    # A batch holds few different zones.
    distinct = pc.dictionary_encode(pc.fill_null(zones, ""))
    minutes = [_offset(zone) for zone in distinct.dictionary.to_pylist()]
    return pd.Series(np.array(minutes, dtype=float)[np.asarray(distinct.indices)])


def _offset(zone: str) -> float:
    if zone[:1] in {"+", "-"}:
        return (-1 if zone[0] == "-" else 1) * (int(zone[1:3]) * 60 + int(zone[3:5]))
    return float(_NAMED_ZONES.get(zone.upper(), np.nan))
