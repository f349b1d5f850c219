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
    coverage_id, month (UTC), messages, version: the month's last message, so that of two exports
    the one that goes on longer wins, in whatever order they come. A silent month has no row.

    Examples
    --------
    >>> sent = pd.to_datetime(["2026-01-31T23:30Z", "2026-02-01", "2026-02-03"], utc=True, format="ISO8601")
    >>> mail_months("pat@example.com", pd.Series(sent))[["month", "messages"]].values.tolist()
    [['2026-01', 1], ['2026-02', 2]]
    """
    sent = sent_at.dropna().astype("datetime64[us, UTC]")
    month = sent.dt.tz_localize(None).to_numpy().astype("datetime64[M]").astype(str)
    by = sent.groupby(pd.Series(month, index=sent.index, dtype="str"))
    found = by.agg(["max", "size"]).rename_axis("month").reset_index()
    return pd.DataFrame(
        {
            "version": found["max"].astype("datetime64[us, UTC]"),
            "coverage_id": pd.Series(coverage_id, index=found.index, dtype="str"),
            "month": found["month"].astype("str"),
            "messages": found["size"].astype("int64"),
        }
    )
