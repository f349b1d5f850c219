"""Messages as bytes: headers, character sets, transfer encodings, multipart, as mail programs do."""

from __future__ import annotations

import base64
import binascii
import re
import time
from functools import lru_cache
from html import escape

from etl.simulate.correspondence import Address, Correspondence
from etl.simulate.pile import ALTERNATIVE, AUTO_REPLY, CALENDAR, CHAT, HTML, NEWSLETTER

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_STYLE = (
    "<style>p.m{margin:0 0 9pt;font-family:Calibri,sans-serif} a:visited{color:#954f72}</style>"
)


def message(letters: Correspondence, row: int) -> bytes:
    """Return the message with CRLF line ends, without what a mailbox adds in front."""
    subject, text = letters.words(row)
    kind, pick = letters.kind[row], letters.pick[row]
    sender, (to, copied) = letters.sender(row), letters.addressees(row)
    head = [
        "MIME-Version: 1.0",
        f"Date: {date(letters.at[row], letters.offset[row], pick)}",
        f"Message-ID: {message_id(letters, row)}",
        f"Subject: {encoded(subject)}",
        f"From: {_person(sender)}",
    ]
    if to:
        head.append("To: " + ",\r\n ".join(map(_person, to)))
    if copied:
        head.append("Cc: " + ",\r\n ".join(map(_person, copied)))
    if subject[:3].lower() == "re:":
        parent = f"<inv.{letters.application[row] + 1}.{pick % 97}@tallowfinch.example>"
        head += [f"In-Reply-To: {parent}", f"References: {parent}"]
    if kind == AUTO_REPLY and pick % 10:
        head += [
            "Auto-Submitted: auto-replied",
            "X-Auto-Response-Suppress: All",
            "Precedence: bulk",
        ]
    if kind == NEWSLETTER and pick % 4:
        head += ["List-Unsubscribe: <https://vendors.example/leave>", "Precedence: bulk"]
    body = _body(text, letters, row)
    return "\r\n".join(head).encode() + b"\r\n" + body


def message_id(letters: Correspondence, row: int) -> str:
    """Return the Message-ID, the same in every mailbox that holds the message."""
    domain = letters.sender(row)[1].partition("@")[2]
    return f"<{letters.pick[row]:015x}.{letters.at[row]:x}@{domain}>"


def date(at: int, offset: int, pick: int) -> str:
    """Return a Date header in the sender's own zone.

    Examples
    --------
    >>> date(1_720_000_000, 19_800, 5)
    'Wed, 03 Jul 2024 15:16:40 +0530'
    """
    local = time.gmtime(at + offset)
    sign, minutes = ("-" if offset < 0 else "+"), abs(offset) // 60
    text = (
        f"{_DAYS[local.tm_wday]}, {local.tm_mday:02} {_MONTHS[local.tm_mon - 1]} {local.tm_year} "
        f"{local.tm_hour:02}:{local.tm_min:02}:{local.tm_sec:02} {sign}{minutes // 60:02}{minutes % 60:02}"
    )
    return f"{text} (UTC{sign}{minutes // 60})" if pick % 23 == 0 else text


def separator(at: int, number: int) -> bytes:
    """Return the line before a message in a Gmail export: the zone stands before the year."""
    utc = time.gmtime(at)
    return (
        f"From {number}@xxx {_DAYS[utc.tm_wday]} {_MONTHS[utc.tm_mon - 1]} {utc.tm_mday:02} "
        f"{utc.tm_hour:02}:{utc.tm_min:02}:{utc.tm_sec:02} +0000 {utc.tm_year}\r\n"
    ).encode()


_FROM = re.compile(rb"(?m)^(>*From )")


def escaped(content: bytes) -> bytes:
    r"""Return a message whose lines that begin with `From ` are escaped, so that a mailbox can hold it.

    Examples
    --------
    >>> escaped(b"a\r\nFrom b")
    b'a\r\n>From b'
    """
    return _FROM.sub(rb">\1", content) if b"From " in content else content


@lru_cache(maxsize=4096)
def encoded(text: str) -> str:
    """Return header text, in RFC 2047 words where it is not ASCII.

    Examples
    --------
    >>> encoded("Zoë")
    '=?UTF-8?B?Wm/Dqw==?='
    """
    if text.isascii():
        return text
    words, chunk = [], ""
    for letter in text:
        # An encoded word may have 75 characters, and may not split a letter.
        if len((chunk + letter).encode()) > 42:
            words.append(chunk)
            chunk = ""
        chunk += letter
    words.append(chunk)
    return "\r\n ".join(f"=?UTF-8?B?{base64.b64encode(word.encode()).decode()}?=" for word in words)


def _person(who: Address) -> str:
    name, address = who
    plain = name.replace("&", "and") if name.isascii() else encoded(name)
    return f"{plain} <{address}>"


def _body(text: str, letters: Correspondence, row: int) -> bytes:
    """Return the content headers, an empty line, and the content."""
    pick, kind, form = letters.pick[row], letters.kind[row], letters.form[row]
    if kind == CALENDAR:
        return _calendar(text, letters, row)
    if kind == CHAT or form not in (ALTERNATIVE, HTML):
        return _part("text/plain", text, pick)
    paragraphs = "\n".join(
        '<p class="m">' + escape(part).replace("\n", "<br>\n") + "</p>"
        for part in text.split("\n\n")
    )
    if form == HTML:
        page = f"<html><head>{_STYLE}</head><body>\n{paragraphs}\n<p>&nbsp;</p></body></html>\n"
        return _part("text/html", page, pick)
    return _multipart(
        "alternative",
        pick,
        [
            _part("text/plain", text, pick),
            _part("text/html", f'<div dir="ltr">{paragraphs}</div>\n', pick),
        ],
    )


def _multipart(subtype: str, pick: int, parts: list[bytes]) -> bytes:
    edge = f"000000000000{pick:015x}".encode()
    head = b'Content-Type: multipart/%s; boundary="%s"\r\n\r\n' % (subtype.encode(), edge)
    return (
        head + b"".join(b"--%s\r\n%s\r\n" % (edge, part) for part in parts) + b"--%s--\r\n" % edge
    )


def _part(content_type: str, text: str, pick: int) -> bytes:
    charset, way, content = _transfer(text, pick)
    head = f'Content-Type: {content_type}; charset="{charset}"\r\nContent-Transfer-Encoding: {way}\r\n\r\n'
    return head.encode() + content + b"\r\n"


def _transfer(text: str, pick: int) -> tuple[str, str, bytes]:
    """Return character set, transfer encoding and bytes, as varied as senders' programs are."""
    if text.isascii():
        return "UTF-8", "7bit", text.encode().replace(b"\n", b"\r\n")
    wide = sum(letter > "\u2e80" for letter in text) * 4 > len(text)
    if wide and pick % 2 == 0:
        try:
            return "ISO-2022-JP", "7bit", text.encode("iso-2022-jp").replace(b"\n", b"\r\n")
        except UnicodeEncodeError:
            pass
    charset = "UTF-8"
    if not wide and pick % 4 == 0:
        try:
            text.encode("iso-8859-1")
            charset = "iso-8859-1"
        except UnicodeEncodeError:
            pass
    data = text.encode(charset)
    if wide or pick % 5 == 0:
        return (
            charset,
            "base64",
            base64.encodebytes(data.replace(b"\n", b"\r\n")).replace(b"\n", b"\r\n").rstrip(),
        )
    return (
        charset,
        "quoted-printable",
        binascii.b2a_qp(data).replace(b"\r\n", b"\n").replace(b"\n", b"\r\n"),
    )


def _calendar(text: str, letters: Correspondence, row: int) -> bytes:
    attendee = letters.sender(row)[1]
    event = "\n".join(
        (
            "BEGIN:VCALENDAR",
            "PRODID:-//Mail//Calendar 1//EN",
            "VERSION:2.0",
            "METHOD:REPLY",
            "BEGIN:VEVENT",
            f"UID:{letters.pick[row]:x}@calendar.example",
            f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{attendee}",
            "SUMMARY:Interview",
            "END:VEVENT",
            "END:VCALENDAR",
            "",
        )
    )
    pick = letters.pick[row]
    return _multipart(
        "mixed",
        pick,
        [_part("text/plain", text, pick), _part("text/calendar; method=REPLY", event, pick)],
    )
