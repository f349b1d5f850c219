"""Dates as people write them, decided for a whole column at once, so that order cannot matter."""

from __future__ import annotations

import pandas as pd

from etl.errors import ContractBroken

_NUMBERS = r"^(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?:[ T].*)?$"
_YEAR_FIRST = r"^(\d{4})[/.](\d{1,2})[/.](\d{1,2})(?:[ T].*)?$"


def to_iso(texts: pd.Series, file: str, field: str) -> pd.Series:
    """Return a column's dates as `YYYY-MM-DD`; what is no date stays as it is, for the contract.

    ISO dates and dates with the year first are taken as they are, and dates with dots as day first.
    `03/04/2026` can mean two days: a column is read in the order that one of its dates proves (a
    number above 12), and refused if none proves one, or if two prove different orders.

    Parameters
    ----------
    texts
        Texts of one column; missing ones stay missing.
    file, field
        For the message.

    Raises
    ------
    ContractBroken
        If the order of day and month cannot be known.

    Examples
    --------
    >>> to_iso(pd.Series(["03/04/2026", "13/04/2026", "2026-04-05"]), "staff.csv", "Hired").tolist()
    ['2026-04-03', '2026-04-13', '2026-04-05']
    """
    texts = texts.astype("str")
    parts = texts.str.extract(_NUMBERS)
    first, second = (pd.to_numeric(parts[place]).astype("float64") for place in (0, 2))
    dotted = parts[1] == "."
    open_order = parts[1].notna() & ~dotted
    day_first = bool((open_order & (first > 12)).any())
    month_first = bool((open_order & (second > 12)).any())
    doubtful = open_order & (first != second)
    if (day_first and month_first) or (doubtful.any() and not (day_first or month_first)):
        raise ContractBroken(
            "some dates have the day first and some the month"
            if day_first
            else "the dates do not tell whether the day or the month stands first",
            file=file,
            line=int(texts.index[doubtful][0]),
            field=field,
            expected="dates such as 2026-11-22",
            fix="Export the dates as YYYY-MM-DD",
        )
    day = first.where(dotted | (not month_first), second)
    month = second.where(dotted | (not month_first), first)
    iso = _joined(parts[3], month, day)
    year_first = texts.str.extract(_YEAR_FIRST)
    year_month, year_day = (pd.to_numeric(year_first[place]).astype("float64") for place in (1, 2))
    iso = iso.where(iso.notna(), _joined(year_first[0], year_month, year_day))
    return iso.where(iso.notna(), texts)


def _joined(year: pd.Series, month: pd.Series, day: pd.Series) -> pd.Series:
    two = [part.astype("Int64").astype("str").str.zfill(2) for part in (month, day)]
    return (year.astype("str") + "-" + two[0] + "-" + two[1]).astype("str")
