"""Scheduled interviews of Greenhouse, and who held them."""

from __future__ import annotations

import pandas as pd

from etl.config import Greenhouse
from etl.extract import casts
from etl.extract.contract import Reading, label_ids, latest, normalise_addresses
from etl.extract.fields import Checked
from etl.extract.greenhouse_tables import plain

COMPLETED = ("complete", "awaiting_feedback", "collect_feedback")
"""Statuses of interviews that took place: the vendor gives the last two once the time is past."""

_TAKE_HOME = ("to_be_sent", "sent", "received")
_VIDEO = r"(?i)https?://|zoom|teams|google meet|hangouts|webex|skype|video"
_PHONE = r"(?i)\b(?:phone|telephone|call|mobile)\b|^\+?[\d\s().-]{7,}$"


def interviews(checked: Checked, source: Greenhouse) -> Reading:
    """Return scheduled interviews.

    An all-day interview starts and ends at midnights of `source.timezone`; a later last day is the
    day after the end, as in calendars. The format is what this file tells (`interview_formats`).
    """
    rows = checked.rows
    all_day = rows["starts_at"].isna() & rows["all_day_start_on"].notna()
    if source.timezone is None:
        checked = checked.refuse(all_day, "all_day_start_on", casts.NO_ZONE)
    else:
        first = rows["all_day_start_on"].astype("datetime64[us]")
        last = rows["all_day_end_on"].astype("datetime64[us]")
        last = last.where(last > first, first + pd.Timedelta(days=1))
        rows = rows.assign(
            starts_at=rows["starts_at"].where(~all_day, casts.to_utc(first, source.timezone)),
            ends_at=rows["ends_at"].where(~all_day, casts.to_utc(last, source.timezone)),
        )
        checked = Checked(rows, checked.rejects)
    backwards = checked.rows["ends_at"] < checked.rows["starts_at"]
    checked = checked.refuse(backwards, "ends_at", "a time after the start")
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["created_at"]),
            "interview_id": rows["id"],
            "application_id": rows["application_id"],
            "kind_id": label_ids("interview_kind", rows["kind_id"]),
            "format": interview_formats(
                rows["status"], rows["location"], rows["video_conferencing_url"]
            ),
            "status": rows["status"],
            "completed": rows["status"].isin(COMPLETED),
            "starts_at": rows["starts_at"],
            "ends_at": rows["ends_at"],
        }
    )
    return Reading({"core__interview": plain(table)}, rejects=checked.rejects)


def interview_formats(status: pd.Series, location: pd.Series, video_url: pd.Series) -> pd.Series:
    """Return what an interview's own row tells of its format; `other` where it tells nothing.

    The name of its kind may tell more; that is in another file, and for `derive` to use.

    Examples
    --------
    >>> none = pd.Series([None] * 3, dtype="str")
    >>> status = pd.Series(["complete", "sent", "complete"])
    >>> interview_formats(status, pd.Series(["2nd floor", None, None], dtype="str"), none).tolist()
    ['onsite', 'take_home', 'other']
    """
    formats = pd.Series("other", index=status.index, dtype="str")
    somewhere = location.str.strip().fillna("") != ""
    formats = formats.mask(somewhere, "onsite")
    formats = formats.mask(location.str.contains(_PHONE, na=False), "phone")
    formats = formats.mask(location.str.contains(_VIDEO, na=False) | video_url.notna(), "video")
    return formats.mask(status.isin(_TAKE_HOME), "take_home")


def interviewers(checked: Checked, source: Greenhouse) -> Reading:
    """Return who interviewed; an interviewer without a user is known by the address."""
    address = normalise_addresses(checked.rows["email"])
    who = checked.rows["user_id"].where(checked.rows["user_id"].notna(), address)
    rows = checked.rows.assign(email=address, user_id=who)
    checked = Checked(rows, checked.rejects).refuse(who.isna(), "user_id", "a user or an address")
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["updated_at"], rows["created_at"]),
            "interview_id": rows["interview_id"],
            "interviewer_id": rows["user_id"],
            "address_key": rows["email"],
            "scorecard_id": rows["scorecard_id"],
        }
    )
    return Reading({"core__interview_interviewer": plain(table)}, rejects=checked.rejects)
