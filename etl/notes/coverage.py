"""Coverage: the interviews of which we may say `not_sent`, for we see all interviewers' mail."""

from __future__ import annotations

import numpy as np
import pandas as pd

SILENCE = pd.Timedelta(days=14)
"""So long without a single message, newsletters and all, no mailbox in use stays: it was not exported whole."""
GAP = pd.Timedelta(days=31)
"""So long between two months' mail, and nothing between is covered. Of a month only the first and the last
message are known, so that silence shorter than the longest month cannot be told."""


def covered_stretches(coverage: pd.DataFrame, months: pd.DataFrame) -> pd.DataFrame:
    """Return the declared coverage less its silent months and longer gaps.

    A calendar month (UTC) of which the declared coverage holds at least `SILENCE`, and the mailbox
    or feed not one message, is not covered; nor is what lies between one month's last message and the
    next one's first, or either end of what is declared, if that is longer than `GAP`. More mail never
    makes it less.

    A mailbox or feed without any month was never counted: version 0.1.0 loaded it, and its files may
    be gone. It stays covered as declared, since nothing speaks against it. Whatever is read now has a
    month, but for a mailbox without one message of known date, and that covers nothing anyway.

    Parameters
    ----------
    coverage
        `core__coverage`: coverage_id, covers_from, covers_to, and any other columns.
    months
        `core__mail_month`: coverage_id, month ("2026-03"), first_at, last_at, for each month that has
        a message.

    Returns
    -------
    The columns of `coverage`, one row for each unbroken stretch of some length; none if all of it is
    silent.

    Examples
    --------
    >>> days = pd.to_datetime(["2026-01-05", "2026-02-01", "2026-03-31", "2026-04-20"], utc=True)
    >>> declared = {"coverage_id": [1], "covers_from": days[:1], "covers_to": days[3:]}
    >>> heard = {"coverage_id": 1, "month": days.strftime("%Y-%m"), "first_at": days, "last_at": days}
    >>> found = covered_stretches(pd.DataFrame(declared), pd.DataFrame(heard))
    >>> list(zip(found["covers_from"].dt.date.map(str), found["covers_to"].dt.date.map(str)))
    [('2026-01-05', '2026-02-01'), ('2026-03-31', '2026-04-20')]
    """
    begin, end = (_plain(coverage[name]) for name in ("covers_from", "covers_to"))
    first, last = _month(begin), _month(end)
    length = last - first + 1
    row = np.repeat(np.arange(len(coverage)), length)
    month = np.arange(length.sum()) - np.repeat(np.cumsum(length) - length, length) + first[row]
    opens, closes = (m.astype("datetime64[M]").astype("datetime64[us]") for m in (month, month + 1))
    opens, closes = np.maximum(opens, begin[row]), np.minimum(closes, end[row])
    owner = coverage["coverage_id"]
    counted = owner.isin(months["coverage_id"]).to_numpy()
    seen = pd.MultiIndex.from_arrays([months["coverage_id"], _number(months)])
    heard = pd.MultiIndex.from_arrays([owner.to_numpy()[row], month]).isin(seen)
    kept = heard | ~counted[row] | (closes - opens < SILENCE.to_numpy())
    after, until = _beside_gaps(_entries(owner, counted, begin, end, months), row, month)
    opens, closes = np.fmax(opens, after), np.fmin(closes, until)
    kept &= closes > opens
    row, opens, closes = row[kept], opens[kept], closes[kept]
    # Months that follow on each other are one stretch: an interview's window may lie across both.
    starts = np.r_[True, (row[1:] != row[:-1]) | (opens[1:] != closes[:-1])][: len(row)]
    ends = np.r_[starts[1:], True][: len(row)]
    return coverage.iloc[row[starts]].assign(
        covers_from=pd.DatetimeIndex(opens[starts], tz="UTC"),
        covers_to=pd.DatetimeIndex(closes[ends], tz="UTC"),
    )


def _entries(
    owner: pd.Series, counted: np.ndarray, begin: np.ndarray, end: np.ndarray, months: pd.DataFrame
) -> pd.DataFrame:
    """Return what breaks the silence of each counted row, in order: its ends, and each month's mail."""
    rows = pd.DataFrame({"coverage_id": owner.to_numpy(), "row": np.arange(len(owner))})[counted]
    ends = [
        rows.assign(month=_month(at), rank=rank, first=at, last=at)
        for at, rank in ((begin[counted], 0), (end[counted], 2))
    ]
    heard = pd.DataFrame(
        {
            "coverage_id": months["coverage_id"].to_numpy(),
            "month": _number(months),
            "first": _plain(months["first_at"]),
            "last": _plain(months["last_at"]),
        }
    ).merge(rows, on="coverage_id")
    heard["first"] = np.maximum(heard["first"], begin[heard["row"]])
    heard["last"] = np.minimum(heard["last"], end[heard["row"]])
    inside = heard[heard["first"] <= heard["last"]].assign(rank=1)
    return pd.concat([*ends, inside]).sort_values(["row", "month", "rank"])


def _beside_gaps(
    entries: pd.DataFrame, row: np.ndarray, month: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Return from when and until when the gaps leave each month of each row; NaT = no gap."""
    same = entries["row"].diff() == 0
    gap = (same & (entries["first"] - entries["last"].shift() > GAP)).to_numpy()
    # A month without mail looks to the last entry before it: a gap after that swallows it.
    key = ((entries["row"].to_numpy() << 20) + entries["month"].to_numpy()) * 3 + entries[
        "rank"
    ].to_numpy()
    at = np.searchsorted(key, ((row << 20) + month) * 3 + 1, side="right")
    at = np.where(np.r_[-1, entries["row"]][at] == row, at, 0)
    no = np.full(1, np.datetime64("NaT", "us"))
    after = np.where(gap, entries["first"], no)
    until = np.where(np.r_[gap, False][1:], entries["last"], no)
    return np.r_[no, after][at], np.r_[no, until][at]


def _number(months: pd.DataFrame) -> np.ndarray:
    return months["month"].to_numpy(dtype="datetime64[M]").astype("int64")


def _month(instants: np.ndarray) -> np.ndarray:
    return instants.astype("datetime64[M]").astype("int64")


def _plain(instants: pd.Series) -> np.ndarray:
    return instants.dt.tz_localize(None).to_numpy(dtype="datetime64[us]")


def covered_interviewers(
    interviews: pd.DataFrame,
    panel: pd.DataFrame,
    addresses: pd.DataFrame,
    stretches: pd.DataFrame,
) -> pd.Series:
    """Return of how many interviewers the mailbox is covered over the interview's window.

    Coverage does not look at whether a note was seen: if it did, notes from half-covered panels
    would enter and their absence would not.

    Parameters
    ----------
    interviews
        interview_id, source, from_at, to_at: the window that must be covered.
    panel
        `core__interview_interviewer`: interview_id, interviewer_id, address_key.
    addresses
        `core__interviewer`: interviewer_id, address_key.
    stretches
        As from `covered_stretches`: source, address_key (missing = everybody of that source),
        covers_from, covers_to.

    Returns
    -------
    Series of int, aligned with `interviews`: 0 to the number of interviewers.
    """
    known = interviewer_addresses(panel, addresses)
    seats = panel[["interview_id", "interviewer_id"]].merge(
        interviews[["interview_id", "source", "from_at", "to_at"]], on="interview_id"
    )
    personal = stretches.dropna(subset=["address_key"]).drop(columns="source")
    seen = seats.merge(known, on=["interview_id", "interviewer_id"]).merge(
        personal, on="address_key"
    )
    feeds = stretches[stretches["address_key"].isna()].drop(columns="address_key")
    fed = seats.merge(feeds, on="source")
    both = pd.concat([seen, fed], ignore_index=True)
    inside = both[(both["covers_from"] <= both["from_at"]) & (both["covers_to"] >= both["to_at"])]
    seats_seen = inside[["interview_id", "interviewer_id"]].drop_duplicates()
    count = seats_seen.groupby("interview_id").size()
    return interviews["interview_id"].map(count).fillna(0).astype("int64")


def unseen_reason(
    interviewers: pd.Series, covered: pd.Series, recognised: pd.Series, of_round: list[pd.Series]
) -> pd.Series:
    """Return why a round's notes cannot all be seen; empty where they can.

    A round is as good as its worst interview: all of its rows have one reason, the first that fits.

    Parameters
    ----------
    interviewers, covered
        How many met the candidate in each interview, and of how many the mailbox is covered. An
        interview without a known interviewer is not covered.
    recognised
        Whether a note would be known for the candidate's.
    of_round
        Columns that together tell rounds apart.

    Returns
    -------
    Series of str: "uncovered" (of nobody), "part_covered" (not of all), "unrecognised", or "".

    Examples
    --------
    >>> met, seen, known = pd.Series([1, 2, 1]), pd.Series([1, 1, 0]), pd.Series([True, True, True])
    >>> unseen_reason(met, seen, known, [pd.Series([1, 1, 2])]).tolist()
    ['part_covered', 'part_covered', 'uncovered']
    """
    whole = ((covered >= interviewers) & (interviewers > 0)).groupby(of_round).transform("all")
    nobody = covered.groupby(of_round).transform("sum") == 0
    reason = np.select(
        [nobody, ~whole, ~recognised.groupby(of_round).transform("all")],
        ["uncovered", "part_covered", "unrecognised"],
        default="",
    )
    return pd.Series(reason, index=covered.index, dtype="str")


def interviewer_addresses(panel: pd.DataFrame, addresses: pd.DataFrame) -> pd.DataFrame:
    """Return every known address of each seat: the invitation's and the ATS user's.

    Returns
    -------
    interview_id, interviewer_id, address_key, without repeats.
    """
    invited = panel[["interview_id", "interviewer_id", "address_key"]].dropna()
    own = panel[["interview_id", "interviewer_id"]].merge(
        addresses[["interviewer_id", "address_key"]], on="interviewer_id"
    )
    both = pd.concat([invited, own], ignore_index=True)
    both["address_key"] = both["address_key"].astype("int64")
    return both.drop_duplicates()
