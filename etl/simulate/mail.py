"""Interviewers' mailboxes: Gmail exports as .mbox, and one owner's mail as a folder of .eml."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from etl.simulate import mime
from etl.simulate.clock import NONE
from etl.simulate.correspondence import Correspondence
from etl.simulate.kinds import Ints
from etl.simulate.letters import Letters
from etl.simulate.pile import CHAT
from etl.simulate.world import World, mail_is_exported

_THREADS = 1_640_000_000_000_000_000
# Names of labels follow the owner's language; Gmail writes some in RFC 2047 words, some raw.
_INBOX = {
    "Berlin": "=?UTF-8?Q?Posteingang,Wichtig,Ge=C3=B6ffnet?=",
    "Tokyo": "受信トレイ,既読",
}
_SENT = {"Berlin": "=?UTF-8?Q?Gesendet,Ge=C3=B6ffnet?=", "Tokyo": "送信済み,既読"}


def write_mail(folder: Path, world: World, letters: Letters, written: Correspondence) -> int:
    """Write the mailboxes into `folder`; return how many messages they hold, copies counted."""
    folder.mkdir(parents=True, exist_ok=True)
    copies = deliveries(world, letters)
    owner, row, sent = (copies[column].to_numpy() for column in ("user", "message", "sent"))
    owners = np.flatnonzero(mail_is_exported(world, np.arange(len(world.users))))
    firsts = np.searchsorted(owner, owners)
    ends = np.searchsorted(owner, owners, side="right")
    # One interviewer, the first department's busiest, uses a mail program that exports .eml.
    own = np.bincount(owner, minlength=len(world.users))
    elsewhere = int(np.argmax(np.where(world.users["department"] == 0, own, -1)))
    emails = world.users["email"].tolist()
    offices = world.users["office_name"].tolist()
    for user, first, end in zip(owners.tolist(), firsts.tolist(), ends.tolist(), strict=True):
        rows, outgoing = row[first:end].tolist(), sent[first:end].tolist()
        if user == elsewhere:
            _write_eml(folder / emails[user], rows, emails[user], written)
        else:
            _write_mbox(folder / f"{emails[user]}.mbox", rows, outgoing, offices[user], written)
    return len(copies)


def deliveries(world: World, letters: Letters) -> pd.DataFrame:
    """Return one row a message and mailbox in the export: `user`, `message`, `sent` by the owner."""
    recipients, messages = letters.recipients, letters.messages
    mailed = messages["mailed"].to_numpy()
    writer: Ints = messages["user"].to_numpy()
    wrote = np.flatnonzero(writer != NONE)
    copies = pd.concat(
        [
            pd.DataFrame(
                {"user": recipients["user"], "message": recipients["message"], "sent": False}
            ),
            pd.DataFrame({"user": writer[wrote], "message": wrote, "sent": True}),
        ],
        ignore_index=True,
    )
    here = mailed[copies["message"].to_numpy()]
    user, at = copies["user"].to_numpy(), messages["at"].to_numpy()[copies["message"].to_numpy()]
    here &= mail_is_exported(world, user) & ~letters.silence.swallows(user, at)
    copies = copies[here].drop_duplicates(["user", "message"])
    return copies.sort_values(["user", "message"], ignore_index=True)


def _write_mbox(
    path: Path, rows: list[int], outgoing: list[bool], office: str, written: Correspondence
) -> None:
    received, sent = _INBOX.get(office, "Inbox,Important,Opened"), _SENT.get(office, "Sent,Opened")
    with path.open("wb") as file:
        for row, own in zip(rows, outgoing, strict=True):
            label = "Chat" if written.kind[row] == CHAT else sent if own else received
            number = _THREADS + written.pick[row] % 10**17
            about = written.application[row] if written.application[row] >= 0 else row
            thread = _THREADS + (about + 2) * 7_919_000_003
            file.write(mime.separator(written.at[row], number))
            file.write(f"X-GM-THRID: {thread}\r\nX-Gmail-Labels: {label}\r\n".encode())
            file.write(mime.escaped(mime.message(written, row)))
            file.write(b"\r\n")


def _write_eml(folder: Path, rows: list[int], owner: str, written: Correspondence) -> None:
    folder.mkdir(exist_ok=True)
    for number, row in enumerate(rows, start=1):
        head = (
            f"Received: from mail.example (203.0.113.9) by outlook.example for <{owner}>;\r\n"
            f" {mime.date(written.at[row] + 3, 0, 1)}\r\n"
            "X-MS-Has-Attach:\r\nX-MS-TNEF-Correlator:\r\n"
            f"Thread-Index: AQH{written.pick[row] % 10**12:012}\r\n"
        )
        (folder / f"{number:05}.eml").write_bytes(head.encode() + mime.message(written, row))
