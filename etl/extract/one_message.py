"""A single message out of an .eml or a text file, read as the mailboxes' reader reads it."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pyarrow as pa
from fast_mail_parser import ParseError, parse_many

from etl.errors import FileUnreadable, reading
from etl.extract import mail_fields
from etl.extract.html_text import message_text

# Header lines, folded or not, to an empty line; text may begin with "Hello:", but not with these.
_HEADERS = re.compile(rb"\s*((?:[A-Za-z][A-Za-z0-9-]*:.*\r?\n(?:[ \t].*\r?\n)*)+)\r?\n")
_OF_MAIL = re.compile(rb"(?im)^(?:date|message-id|received|mime-version):")


def read(file: Path) -> pd.DataFrame:
    """Read the message in a file: mail from an .eml, plain text or HTML from any other.

    Raises
    ------
    SourceMissing, FileUnreadable
        If there is no such file, it is empty or cannot be read.
    """
    with reading(file):
        content = file.read_bytes()
    return message(content, file.name, mail=file.suffix.lower() == ".eml")


def message(content: bytes, name: str, mail: bool | None = None) -> pd.DataFrame:
    r"""Return a message's `subject`, `body` (its newest part) and `automatic`, in one row.

    Parameters
    ----------
    content
        A mail as it was sent, or text in UTF-8.
    name
        What errors call it.
    mail
        Whether it is a mail; None: if it begins with the headers of one.

    Raises
    ------
    FileUnreadable
        If it is empty, cannot be parsed, or is text in another encoding.

    Examples
    --------
    >>> sent = b"From: a@example.com\nDate: Mon, 6 Jan 2020 04:49:45 +0000\nSubject: Hi\n\nThanks!\n"
    >>> message(sent, "hi.eml").iloc[0].to_dict()
    {'subject': 'Hi', 'body': 'Thanks!', 'automatic': False}
    >>> message(b"Thanks!\n> Come on Friday", "hi.txt").iloc[0].to_dict()
    {'subject': '', 'body': 'Thanks!', 'automatic': False}
    """
    if not content.strip():
        raise FileUnreadable(
            "the file is empty", file=name, fix="Name a file that holds one message"
        )
    if mail is None:
        headers = _HEADERS.match(content)
        mail = headers is not None and _OF_MAIL.search(headers[1]) is not None
    subject, body, automatic = _mail(content, name) if mail else ("", _text(content, name), False)
    row = {
        "subject": subject,
        "body": message_text(pa.array([body], pa.string()))[0].as_py(),
        "automatic": automatic,
    }
    return pd.DataFrame([row])


def _mail(content: bytes, name: str) -> tuple[str, str, bool]:
    parsed = parse_many([content], threads=1)[0]
    if isinstance(parsed, ParseError):
        raise FileUnreadable(
            "the message cannot be parsed",
            file=name,
            expected="a mail as .eml",
            fix="Save it again, or as plain text in a .txt file",
        )
    told = dict(zip(mail_fields.FIELDS, mail_fields.fields(parsed, ""), strict=True))
    return str(told["subject"]), str(told["body"]), bool(told["automatic"])


def _text(content: bytes, name: str) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    # Outside the block, so that no traceback carries the text along.
    raise FileUnreadable(
        "the text's encoding cannot be read", file=name, expected="UTF-8", fix="Save it as UTF-8"
    )
