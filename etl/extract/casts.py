"""Texts to typed columns, a whole column at a time. What cannot be cast is marked, never guessed."""

from __future__ import annotations

import warnings

import numpy as np
import pandas as pd
import pyarrow as pa

INSTANT = "a time such as 2026-11-22T09:30:00Z"
DAY = "a date such as 2026-11-22"
NUMBER = "a number"
NO_ZONE = "a time with a zone such as 2026-11-22T09:30:00Z, or `timezone` in goodeggs.toml"

DATE = pd.ArrowDtype(pa.date32())
EARLIEST, LATEST = pd.Timestamp("1970-01-01", tz="UTC"), pd.Timestamp("2100-01-01", tz="UTC")
_ZONED = r"(?:[zZ]|[+-]\d{2}(?::?\d{2})?)$"
_TIMED = r"^\d{4}-\d{2}-\d{2}[Tt ]\d{2}:?\d{2}"
_ISO_DAY = r"^\d{4}-\d{2}-\d{2}(?:$|[Tt ])"


def instants(texts: pd.Series, timezone: str | None) -> tuple[pd.Series, pd.Series]:
    """Return ISO 8601 texts as instants, and why each that is not one was refused.

    A text without a zone is local time in `timezone`: in the hour that a clock change repeats, the
    first of the two instants; in the hour that it skips, the first instant after it.

    Parameters
    ----------
    texts
        Texts of one column; missing ones stay missing.
    timezone
        IANA zone of texts without one, or None to refuse them.

    Returns
    -------
    values, reasons
        `datetime64[us, UTC]`, and the reason of each refusal (missing where there is none).

    Examples
    --------
    >>> values, reasons = instants(pd.Series(["2026-07-01T10:00:00Z", "2026-07-01 10:00"]), None)
    >>> values.dt.hour.tolist(), reasons.notna().tolist()
    ([10.0, nan], [False, True])
    >>> instants(pd.Series(["2026-07-01 10:00"]), "Europe/Paris")[0].dt.hour.tolist()
    [8]
    """
    texts = texts.astype("str").str.strip()
    given = texts.notna()
    timed = texts.str.contains(_TIMED, na=False)
    zoned = timed & texts.str.contains(_ZONED, na=False)
    values = pd.to_datetime(texts.where(zoned), format="ISO8601", utc=True, errors="coerce")
    values = values.astype("datetime64[us, UTC]")
    naive = timed & ~zoned
    reasons = pd.Series(pd.NA, index=texts.index, dtype="str")
    if naive.any() and timezone is not None:
        local = pd.to_datetime(texts[naive], format="ISO8601", errors="coerce")
        values = values.where(~naive, to_utc(local, timezone))
    elif naive.any():
        reasons = reasons.mask(naive, NO_ZONE)
    values = values.where(values.between(EARLIEST, LATEST))
    return values, reasons.mask(given & values.isna() & reasons.isna(), INSTANT)


def to_utc(local: pd.Series, timezone: str) -> pd.Series:
    """Return local times without a zone as instants, by the rule of `instants`.

    Examples
    --------
    >>> to_utc(pd.Series(pd.to_datetime(["2026-10-25T02:30"])), "Europe/Paris").dt.hour.tolist()
    [0]
    """
    first = np.ones(len(local), dtype=bool)
    zoned = local.dt.tz_localize(timezone, ambiguous=first, nonexistent="shift_forward")
    return zoned.dt.tz_convert("UTC").astype("datetime64[us, UTC]")


def days(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return ISO dates (or the date of ISO times) as dates, and the reason of each refusal.

    Examples
    --------
    >>> values, reasons = days(pd.Series(["2026-11-22", "22/11/2026", None]))
    >>> values.tolist()[0], reasons.tolist()[1]
    (datetime.date(2026, 11, 22), 'a date such as 2026-11-22')
    """
    texts = texts.astype("str").str.strip()
    iso = texts.str.slice(0, 10).where(texts.str.contains(_ISO_DAY, na=False))
    parsed = pd.to_datetime(iso, format="%Y-%m-%d", errors="coerce")
    parsed = parsed.where(parsed.between(pd.Timestamp("1900-01-01"), LATEST.tz_localize(None)))
    return parsed.astype("datetime64[s]").astype(DATE), refused(texts, parsed, DAY)


def numbers(texts: pd.Series) -> tuple[pd.Series, pd.Series]:
    """Return texts as finite numbers, and the reason of each refusal.

    Examples
    --------
    >>> numbers(pd.Series(["3.5", "three"]))[0].tolist()
    [3.5, nan]
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        values = pd.to_numeric(texts.astype("str"), errors="coerce").astype("float64")
    values = values.where(values.abs() != float("inf"))
    return values, refused(texts, values, NUMBER)


def refused(texts: pd.Series, values: pd.Series, reason: str) -> pd.Series:
    """Return `reason` where a text was given and no value came of it, missing elsewhere."""
    bad = texts.notna() & values.isna()
    return pd.Series(pd.NA, index=texts.index, dtype="str").mask(bad, reason)
