"""How much mail a mailbox or feed holds of each month: a silent one was hardly exported whole."""

from __future__ import annotations

import pandas as pd


def mail_months(coverage_id: str, sent_at: pd.Series) -> pd.DataFrame:
    """Return the rows of `core__mail_month`.

    Parameters
    ----------
    coverage_id
        The mailbox or feed, as in `core__coverage`.
    sent_at
        When each message was sent, datetime64[us, UTC]; missing ones count nowhere.

    Returns
    -------
    coverage_id, month (UTC), messages, first_at, last_at (its first and last message), version: the
    last message again, so that of two exports the one that goes on longer wins the month with all that
    it says of it, in whatever order they come. A silent month has no row.

    Examples
    --------
    >>> sent = pd.to_datetime(["2026-01-31T23:30Z", "2026-02-01", "2026-02-03"], utc=True, format="ISO8601")
    >>> mail_months("pat@example.com", pd.Series(sent))[["month", "messages"]].values.tolist()
    [['2026-01', 1], ['2026-02', 2]]
    """
    sent = sent_at.dropna().astype("datetime64[us, UTC]")
    month = sent.dt.tz_localize(None).to_numpy().astype("datetime64[M]").astype(str)
    by = sent.groupby(pd.Series(month, index=sent.index, dtype="str"))
    found = by.agg(["min", "max", "size"]).rename_axis("month").reset_index()
    first, last = (found[name].astype("datetime64[us, UTC]") for name in ("min", "max"))
    return pd.DataFrame(
        {
            "version": last,
            "coverage_id": pd.Series(coverage_id, index=found.index, dtype="str"),
            "month": found["month"].astype("str"),
            "messages": found["size"].astype("int64"),
            "first_at": first,
            "last_at": last,
        }
    )
