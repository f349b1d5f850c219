"""Interviewers' mail: one .mbox, or one folder of .eml or .mbox files, for each owner."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from fast_mail_parser import ParseError, parse_many

from etl.config import Mailbox
from etl.errors import FileUnreadable, SettingsWrong, SourceMissing
from etl.extract import mail_date, mail_fields, mbox
from etl.extract.contract import MESSAGE_COLUMNS, ExportFile, Reading, no_rejects
from etl.extract.html_text import message_text
from etl.extract.mail_months import mail_months

READER = "mailbox-2"

MOST_UNREADABLE = 0.5
"""Share of a mailbox's messages that may be unreadable; above it the mailbox is refused."""

MOST_UNDECODED = 0.1
"""Share of a message's characters that may be lost to a wrong encoding."""

_EPOCH = pd.Timestamp(0, tz="UTC")


def files(source: Mailbox) -> list[ExportFile]:
    """List the mailboxes of a source, sorted by name.

    Parameters
    ----------
    source
        Each .mbox file, and each folder with .eml or .mbox files in it, is one owner's mailbox.

    Raises
    ------
    SourceMissing
        If the folder is not there, holds no mailbox, or lacks one that `owners` names.
    SettingsWrong
        If a mailbox has no owner, or two have the same.
    """
    if not source.path.is_dir():
        raise SourceMissing(
            "there is no such folder",
            file=source.path,
            fix=f"Put the mailboxes there, or change `path` of source {source.name} in goodeggs.toml",
        )
    found = [
        path
        for path in sorted(source.path.iterdir())
        if (path.is_dir() and mbox.parts(path)) or path.suffix.lower() == ".mbox"
    ]
    missing = source.owners.keys() - {path.name for path in found}
    if not found or missing:
        raise SourceMissing(
            f"{len(missing)} mailboxes of `owners` are not there"
            if missing
            else "there is no mailbox",
            file=source.path,
            expected="an .mbox file, or a folder of .eml files, for each owner",
            fix="Export them there, or change goodeggs.toml",
        )
    owners: dict[str, Path] = {}
    for path in found:
        first = owners.setdefault(_owner(source, path), path)
        if first is not path:
            raise SettingsWrong(
                f"mailboxes {found.index(first) + 1} and {found.index(path) + 1} by name have the "
                "same owner",
                file=source.path,
                fix="Put both into one folder named after the owner",
            )
    return [
        ExportFile("mailbox", path, path.name, f"mailbox {number} of {len(found)} by name")
        for number, path in enumerate(found, start=1)
    ]


def read(source: Mailbox, file: ExportFile) -> Iterator[Reading]:
    """Read the messages that reached a mailbox's owner.

    What the owner sent, drafts and chats are left out. Bodies are the newest part of each mail, as
    plain text. The last reading holds no messages, but `core__coverage`: one row for the owner,
    for the declared days narrowed to the time from the mailbox's first message to its last; and
    `core__mail_month`: how many messages of any kind, received or not, lie in each month.

    Raises
    ------
    FileUnreadable
        If a file is empty or no mailbox, or most of its messages cannot be read.
    """
    try:
        yield from _read(source, file)
    except FileUnreadable as error:
        # The file's own name is an address.
        raise FileUnreadable(
            error.problem,
            file=f"{source.path}, {file.label}",
            line=error.line,
            expected=error.expected,
            fix=error.fix,
        ) from None


def _read(source: Mailbox, file: ExportFile) -> Iterator[Reading]:
    owner = _owner(source, file.path)
    number = rejected = kept = 0
    dated: list[pd.DataFrame] = []
    for raw in mbox.batches(file.path):
        reading, dates = _batch(raw, number, owner, source.timezone)
        number += len(raw)
        rejected += len(reading.rejects)
        kept += len(reading.messages) if reading.messages is not None else 0
        dated.append(dates)
        yield reading
    if rejected > MOST_UNREADABLE * number:
        raise FileUnreadable(
            f"{rejected} of {number} messages cannot be read",
            file=file.path,
            expected="mail with a sender and a Date",
            fix="Export the mailbox again, as mbox or .eml",
        )
    whole = pd.concat(dated, ignore_index=True)
    yield Reading(
        tables={
            "core__coverage": _coverage(source, owner, whole.loc[whole["good"], "sent_at"], kept),
            "core__mail_month": mail_months(owner, whole["sent_at"]),
        }
    )


def _owner(source: Mailbox, path: Path) -> str:
    suffix = path.suffix if path.suffix.lower() in mbox.SUFFIXES else ""
    owner = source.owners.get(path.name, path.name.removesuffix(suffix)).strip().lower()
    if "@" not in owner:
        raise SettingsWrong(
            "nothing says whose mailbox this is",
            file=path,
            fix=f"Name it after its owner's address, or list it in `owners` of source {source.name}",
        )
    return owner


def _batch(
    raw: list[bytes], before: int, owner: str, zone: str | None
) -> tuple[Reading, pd.DataFrame]:
    """Return a batch's reading, and when all its mail was sent, received or not, good or refused."""
    # One thread: the pipeline reads several mailboxes at once, each in a process of its own.
    parsed = parse_many(list(raw), threads=1)
    broken = [index for index, mail in enumerate(parsed) if isinstance(mail, ParseError)]
    rows = [mail_fields.fields(mail, owner) for mail in parsed if not isinstance(mail, ParseError)]
    columns = dict(zip(mail_fields.FIELDS, zip(*rows, strict=True), strict=True)) if rows else {}
    lines = np.delete(np.arange(before + 1, before + 1 + len(raw)), broken)
    text = {name: pa.array(columns.get(name, ()), pa.string()) for name in mail_fields.FIELDS[:7]}
    left_out = np.array(columns.get("left_out", ()), dtype=bool)

    sent_at, why_not = mail_date.to_utc(text["date"], zone)
    no_sender = np.asarray(pc.equal(text["sender"], ""))
    lost = np.asarray(pc.count_substring(text["body"], "\ufffd"))
    undecoded = lost > MOST_UNDECODED * np.asarray(pc.utf8_length(text["body"]))
    reasons = pd.DataFrame({"line": lines, "field": "", "reason": why_not})
    reasons.loc[why_not.notna(), "field"] = "Date"
    reasons.loc[undecoded, ["field", "reason"]] = "body", "the text's encoding cannot be read"
    reasons.loc[no_sender, ["field", "reason"]] = "From", "there is no sender's address"
    refused = (reasons["field"] != "").to_numpy() & ~left_out
    unparsed = pd.DataFrame({"line": np.array(broken, dtype=int) + before + 1})
    unparsed = unparsed.assign(field="message", reason="the message cannot be parsed")
    rejects = [frame for frame in (reasons[refused], unparsed) if len(frame)]

    keep = ~refused & ~left_out
    kept = {name: column.filter(pa.array(keep)) for name, column in text.items()}
    messages = pd.DataFrame(
        {
            "line": lines[keep],
            "message_id": pd.Series(kept["message_id"], dtype="str"),
            "sender": pd.Series(kept["sender"], dtype="str"),
            "recipients": pd.Series(kept["recipients"], dtype="str"),
            "sent_at": sent_at[keep].reset_index(drop=True),
            "subject": pd.Series(kept["subject"], dtype="str"),
            "body": pd.Series(message_text(kept["body"]), dtype="str"),
            "names": pd.Series(kept["names"], dtype="str"),
            "automatic": np.array(columns.get("automatic", ()), dtype=bool)[keep],
            "reply": pd.array(
                np.array(columns.get("reply", ()), dtype=bool)[keep], dtype="boolean"
            ),
            "channel": "mailbox",
        },
        columns=list(MESSAGE_COLUMNS),
    )
    reading = Reading(
        messages=messages,
        rejects=pd.concat(rejects).sort_values("line", ignore_index=True)
        if rejects
        else no_rejects(),
        rows=len(raw),
    )
    return reading, pd.DataFrame({"sent_at": sent_at, "good": ~refused}).dropna()


def _coverage(source: Mailbox, owner: str, sent_at: pd.Series, messages: int) -> pd.DataFrame:
    """Return the declared days, narrowed to the mail's first and last; no length if none lies there."""
    zone = ZoneInfo(source.timezone or "UTC")
    begin = _midnight(source.covers_from, zone)
    end = _midnight(source.covers_to + timedelta(days=1), zone)
    first, last = (sent_at.min(), sent_at.max()) if len(sent_at) else (end, begin)
    covers_from = max(begin, first)
    covers_to = min(end, last)
    if covers_to < covers_from:
        covers_from = covers_to = begin
    row = {
        "version": last if len(sent_at) else _EPOCH,
        "coverage_id": owner,
        "address_key": owner,
        "covers_from": covers_from,
        "covers_to": covers_to,
        "messages": messages,
    }
    instant = {name: "datetime64[us, UTC]" for name in ("version", "covers_from", "covers_to")}
    return pd.DataFrame([row]).astype(instant)


def _midnight(day: date, zone: ZoneInfo) -> pd.Timestamp:
    return pd.Timestamp(str(day)).tz_localize(zone).tz_convert("UTC")
