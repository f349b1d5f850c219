"""A message out of a file is what the mailboxes' reader makes of the same mail."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage
from pathlib import Path

import pytest

from etl.config import Mailbox
from etl.errors import FileUnreadable, SourceMissing
from etl.extract import mailbox
from etl.extract.one_message import message, read

HTML = "<p>Thank you for today, Zo&euml;.</p><blockquote>Come on Friday</blockquote>"
PLAIN = "Thank you for today, Zoë.\n\nOn Mon, Pat wrote:\n> Come on Friday\n"


def mail(body: str, subtype: str, **headers: str) -> bytes:
    sent = EmailMessage()
    fixed = {"From": "a@b.example", "Date": "Mon, 6 Jan 2025 04:49:45 +0000", "Subject": "Año"}
    for name, value in (fixed | headers).items():
        sent[name.replace("_", "-")] = value
    sent.set_content(body, subtype=subtype)
    return sent.as_bytes()


@pytest.mark.parametrize(
    ("raw", "automatic"),
    [
        (mail(PLAIN, "plain"), False),
        (mail(HTML, "html"), False),
        (mail(PLAIN, "plain", Auto_Submitted="auto-replied"), True),
    ],
)
def test_an_eml_is_read_as_the_pipeline_reads_it(
    tmp_path: Path, raw: bytes, automatic: bool
) -> None:
    folder = tmp_path / "pat@example.com"
    folder.mkdir()
    (folder / "1.eml").write_bytes(raw)
    source = Mailbox(
        name="mail",
        system="mailbox",
        path=tmp_path,
        covers_from=date(2025, 1, 1),
        covers_to=date(2025, 2, 1),
    )
    (file,) = mailbox.files(source)
    seen = next(iter(mailbox.read(source, file))).messages
    assert seen is not None
    found = read(folder / "1.eml")
    for name in ("subject", "body", "automatic"):
        assert found[name].tolist() == seen[name].tolist()
    assert found.iloc[0].to_dict() == {
        "subject": "Año",
        "body": "Thank you for today, Zoë.",
        "automatic": automatic,
    }
    assert message(raw, "standard input").equals(found)


@pytest.mark.parametrize(
    "text", ["Hello: thank you.\n\nAnn", "From: here\n\nto there", PLAIN, HTML]
)
def test_text_that_only_begins_like_a_mail_is_text(tmp_path: Path, text: str) -> None:
    (tmp_path / "a.txt").write_text("\ufeff" + text, encoding="utf-8")
    for found in (read(tmp_path / "a.txt"), message(text.encode(), "standard input")):
        assert (found["subject"][0], found["automatic"][0]) == ("", False)
        assert found["body"][0] and "Friday" not in found["body"][0]


def test_what_cannot_be_read_is_told_without_its_content(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        read(tmp_path / "none.eml")
    with pytest.raises(FileUnreadable):
        read(tmp_path)
    for content in (b" \n", "Merci, Zoë".encode("latin-1")):
        with pytest.raises(FileUnreadable) as caught:
            message(content, "standard input")
        assert "Merci" not in str(caught.value) and caught.value.__context__ is None
