"""Mailboxes: what is read, what is left out, what is refused."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from etl.config import Mailbox
from etl.errors import FileUnreadable, SettingsWrong, SourceMissing
from etl.extract import mailbox, mbox
from etl.extract.contract import MESSAGE_COLUMNS, Reading

OWNER = "pat@example.com"
GMAIL = "From 1654953015393719153@xxx Mon Jan 06 04:49:45 +0000 2020"
THUNDERBIRD = "From - Mon Jan  6 04:49:45 2020"


def mail(body: str = "Thank you.", **heads: str) -> str:
    """Return a message; heads are given in Python's spelling and None leaves one out."""
    fields = {
        "message_id": "<1@mail.example.org>",
        "date": "Mon, 6 Jan 2020 09:00:00 +0100",
        "from": "Cleo <cleo@example.org>",
        "to": OWNER,
        "subject": "Hello",
        "content_type": "text/plain; charset=utf-8",
        **heads,
    }
    lines = [
        f"{name.replace('_', '-').title()}: {value}" for name, value in fields.items() if value
    ]
    return "\n".join([*lines, "", body, ""])


def source(path: Path, **settings: object) -> Mailbox:
    declared = {"covers_from": date(2020, 1, 1), "covers_to": date(2020, 12, 31), **settings}
    return Mailbox(system="mailbox", name="mail", path=path, **declared)


def write(
    folder: Path, *mails: str, start: str = GMAIL, end: str = "\n", name: str = OWNER
) -> Path:
    text = "".join(f"{start}\n{one}\n" for one in mails).replace("\n", end)
    (folder / f"{name}.mbox").write_bytes(text.encode())
    return folder


def read(declared: Mailbox) -> tuple[pd.DataFrame, pd.DataFrame, pd.Series]:
    """Return all messages, all rejects, and the one coverage row of a source's only mailbox."""
    (file,) = mailbox.files(declared)
    readings: list[Reading] = list(mailbox.read(declared, file))
    messages = [one.messages for one in readings if one.messages is not None]
    coverage = readings[-1].tables["core__coverage"]
    assert len(coverage) == 1
    return (
        pd.concat(messages, ignore_index=True),
        pd.concat([one.rejects for one in readings], ignore_index=True),
        coverage.iloc[0],
    )


@pytest.mark.parametrize("start", [GMAIL, THUNDERBIRD])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_mbox_is_split_at_its_separators(tmp_path: Path, start: str, end: str) -> None:
    body = "One.\n\nFrom here on we spoke of boats.\n>From Monday I am free.\n>>From 2."
    write(tmp_path, mail(body), mail("Two."), start=start, end=end)
    messages, rejects, _ = read(source(tmp_path))
    assert list(messages.columns) == list(MESSAGE_COLUMNS)
    assert messages["body"].tolist() == [
        "One.\n\nFrom here on we spoke of boats.\nFrom Monday I am free.",
        "Two.",
    ]
    assert messages["line"].tolist() == [1, 2]
    assert rejects.empty


def test_a_message_has_its_fields(tmp_path: Path) -> None:
    head = {
        "to": "Pat <PAT@Example.com>, Sam <sam@example.com>",
        "cc": "=?utf-8?q?J=C3=BC?= <j@x.org>",
    }
    write(tmp_path, mail("Grüße", subject="=?utf-8?q?Gespr=C3=A4ch?=", **head))
    message = read(source(tmp_path))[0].iloc[0]
    assert message["message_id"] == "<1@mail.example.org>"
    assert message["sender"] == "cleo@example.org"
    assert message["recipients"].split() == ["j@x.org", OWNER, "sam@example.com"]
    assert message["sent_at"] == pd.Timestamp("2020-01-06 08:00", tz="UTC")
    assert (message["subject"], message["body"]) == ("Gespräch", "Grüße")
    assert (message["channel"], message["automatic"]) == ("mailbox", False)


def test_the_owner_of_a_blind_copy_is_a_recipient(tmp_path: Path) -> None:
    write(tmp_path, mail(to="team@example.com"))
    assert OWNER in read(source(tmp_path))[0]["recipients"][0].split()


@pytest.mark.parametrize(
    ("why", "heads"),
    [
        ("sent by the owner", {"from": "Pat <pat@EXAMPLE.com>"}),
        ("sent from an alias", {"x_gmail_labels": "Archived,Sent"}),
        ("sent, in German, encoded", {"x_gmail_labels": "=?UTF-8?Q?Gesendet,Entw=C3=BCrfe?="}),
        ("sent, in French, raw", {"x_gmail_labels": "Messages envoyés,Ouvert"}),
        ("a chat", {"x_gmail_labels": "Chat"}),
        ("an Outlook draft", {"from": "", "x_unsent": "1"}),
        ("a Gmail draft", {"from": "", "x_gmail_labels": "Drafts"}),
    ],
)
def test_what_did_not_reach_the_owner_is_left_out(
    tmp_path: Path, why: str, heads: dict[str, str]
) -> None:
    write(tmp_path, mail("Kept."), mail("Left out.", **heads))
    messages, rejects, _ = read(source(tmp_path))
    assert messages["body"].tolist() == ["Kept."], why
    assert rejects.empty


@pytest.mark.parametrize(
    ("heads", "automatic"),
    [
        ({"auto_submitted": "auto-replied"}, True),
        ({"auto_submitted": "no"}, False),
        ({"precedence": "bulk"}, True),
        ({"precedence": "auto_reply"}, True),
        ({"x_autoreply": "yes"}, True),
        ({"list_id": "<news.example.org>"}, True),
        ({"return_path": "<>"}, True),
        ({"content_type": "text/calendar; method=REPLY"}, True),
        ({}, False),
    ],
)
def test_machines_are_told_apart(tmp_path: Path, heads: dict[str, str], automatic: bool) -> None:
    write(tmp_path, mail("BEGIN:VCALENDAR\nMETHOD:REPLY\nEND:VCALENDAR", **heads))
    assert read(source(tmp_path))[0]["automatic"].tolist() == [automatic]


def test_html_becomes_text_and_only_where_there_is_no_text(tmp_path: Path) -> None:
    html = "<html><head><style>p {}</style></head><body><p>Thank&nbsp;you &amp; bye</p><br>Z</body></html>"
    both = "--b\nContent-Type: text/plain\n\nPlain.\n--b\nContent-Type: text/html\n\n<p>Fancy.</p>\n--b--"
    write(
        tmp_path,
        mail(html, content_type="text/html"),
        mail(both, content_type="multipart/alternative; boundary=b"),
    )
    assert read(source(tmp_path))[0]["body"].tolist() == ["Thank you & bye\n\nZ", "Plain."]


def test_a_folder_of_eml_files_is_a_mailbox(tmp_path: Path) -> None:
    folder = tmp_path / OWNER / "Inbox"
    folder.mkdir(parents=True)
    for number in (2, 1):
        (folder / f"{number}.eml").write_bytes(mail(f"Mail {number}.").encode())
    (folder / "notes.txt").write_text("not mail")
    messages, _, coverage = read(source(tmp_path))
    assert messages["body"].tolist() == ["Mail 1.", "Mail 2."]
    assert coverage["coverage_id"] == OWNER


def test_batches_are_bounded_and_numbered_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mbox, "BATCH_MESSAGES", 2)
    declared = source(write(tmp_path, *(mail(f"{number}") for number in range(5))))
    (file,) = mailbox.files(declared)
    rows = [one.rows for one in mailbox.read(declared, file)]
    assert rows == [2, 2, 1, 0]
    assert read(declared)[0]["line"].tolist() == [1, 2, 3, 4, 5]


def test_bad_messages_are_rejected_without_their_values(tmp_path: Path) -> None:
    write(
        tmp_path,
        *[mail(f"{number}") for number in range(6)],
        mail("no sender", **{"from": ""}),
        mail("no date", date=""),
        mail("bad date", date="secret"),
        mail("\ufffd" * 9),
        mail("no zone", date="Mon, 6 Jan 2020 09:00:00"),
    )
    messages, rejects, _ = read(source(tmp_path))
    assert len(messages) == 6
    assert list(rejects.itertuples(index=False, name=None)) == [
        (7, "From", "there is no sender's address"),
        (8, "Date", "there is no Date"),
        (9, "Date", "the Date is not a date"),
        (10, "body", "the text's encoding cannot be read"),
        (11, "Date", "the Date has no time zone, and the source declares none"),
    ]


def test_a_declared_zone_reads_dates_without_one(tmp_path: Path) -> None:
    write(tmp_path, mail(date="Mon, 6 Jan 2020 09:00:00"))
    messages, _, _ = read(source(tmp_path, timezone="Europe/Paris"))
    assert messages["sent_at"][0] == pd.Timestamp("2020-01-06 08:00", tz="UTC")


@pytest.mark.parametrize(
    ("dates", "covers_from", "covers_to"),
    [
        (
            ["1 Feb 2020 10:00 +0000", "3 Mar 2020 10:00 +0000"],
            "2020-02-01 10:00",
            "2020-03-03 10:00",
        ),
        (["1 Feb 2019 10:00 +0000", "3 Mar 2021 10:00 +0000"], "2020-01-01", "2021-01-01"),
        (["1 Feb 2019 10:00 +0000"], "2020-01-01", "2020-01-01"),
    ],
    ids=["narrowed to the mail", "no wider than declared", "no mail in the declared days"],
)
def test_coverage_is_what_is_declared_and_shown(
    tmp_path: Path, dates: list[str], covers_from: str, covers_to: str
) -> None:
    write(tmp_path, *(mail(date=one) for one in dates))
    _, _, coverage = read(source(tmp_path))
    assert coverage["covers_from"] == pd.Timestamp(covers_from, tz="UTC")
    assert coverage["covers_to"] == pd.Timestamp(covers_to, tz="UTC")
    assert coverage["messages"] == len(dates)
    assert coverage["address_key"] == OWNER


def test_mail_that_the_owner_sent_shows_that_the_mailbox_was_in_use(tmp_path: Path) -> None:
    write(tmp_path, mail(), mail(date="Tue, 2 Jun 2020 10:00 +0000", **{"from": OWNER}))
    _, _, coverage = read(source(tmp_path))
    assert coverage["covers_to"] == pd.Timestamp("2020-06-02 10:00", tz="UTC")
    assert coverage["messages"] == 1


def test_every_dated_message_counts_for_its_month(tmp_path: Path) -> None:
    """Received, sent, by a machine, refused, or out of the declared days; only one without a date not."""
    write(
        tmp_path,
        mail(date="1 Jan 2020 00:30 +0100"),
        mail(date="3 Mar 2020 10:00 +0000"),
        mail(date="4 Mar 2020 10:00 +0000", **{"from": OWNER}),
        mail(date="5 Mar 2020 10:00 +0000", auto_submitted="auto-replied"),
        mail(date="6 Mar 2020 10:00 +0000", **{"from": ""}),
        mail(date="7 May 2021 10:00 +0000"),
        mail(date=""),
    )
    declared = source(tmp_path)
    (file,) = mailbox.files(declared)
    *_, last = mailbox.read(declared, file)
    months = last.tables["core__mail_month"]
    assert months[["coverage_id", "month", "messages"]].to_numpy().tolist() == [
        [OWNER, "2019-12", 1],
        [OWNER, "2020-03", 4],
        [OWNER, "2021-05", 1],
    ]
    assert months["first_at"][1] == pd.Timestamp("2020-03-03 10:00", tz="UTC")
    assert (
        months["last_at"][1] == months["version"][1] == pd.Timestamp("2020-03-06 10:00", tz="UTC")
    )


def test_declared_days_are_days_of_the_declared_zone(tmp_path: Path) -> None:
    write(tmp_path, mail(date="1 Feb 2019 10:00 +0000"), mail(date="3 Mar 2021 10:00 +0000"))
    _, _, coverage = read(source(tmp_path, timezone="America/New_York"))
    assert coverage["covers_from"] == pd.Timestamp("2020-01-01 05:00", tz="UTC")
    assert coverage["covers_to"] == pd.Timestamp("2021-01-01 05:00", tz="UTC")


def test_owners_may_be_declared(tmp_path: Path) -> None:
    write(tmp_path, mail(), name="All mail Including Spam and Trash")
    name = "All mail Including Spam and Trash.mbox"
    _, _, coverage = read(source(tmp_path, owners={name: "Pat@Example.com"}))
    assert coverage["coverage_id"] == OWNER
    with pytest.raises(SettingsWrong, match="owners"):
        mailbox.files(source(tmp_path))


def test_one_owner_has_one_mailbox(tmp_path: Path) -> None:
    write(tmp_path, mail())
    write(tmp_path, mail(), name="older")
    with pytest.raises(SettingsWrong, match="same owner"):
        mailbox.files(source(tmp_path, owners={"older.mbox": OWNER}))


@pytest.mark.parametrize("owners", [{}, {"gone.mbox": OWNER}])
def test_a_folder_without_mailboxes_is_missing(tmp_path: Path, owners: dict[str, str]) -> None:
    (tmp_path / "readme.txt").write_text("nothing here")
    with pytest.raises(SourceMissing):
        mailbox.files(source(tmp_path, owners=owners))
    with pytest.raises(SourceMissing, match="no such folder"):
        mailbox.files(source(tmp_path / "nowhere"))


@pytest.mark.parametrize("content", [b"", b"id,name\n1,secret\n", b"From here on, secret"])
def test_what_is_no_mailbox_is_refused(tmp_path: Path, content: bytes) -> None:
    (tmp_path / f"{OWNER}.mbox").write_bytes(content)
    with pytest.raises(FileUnreadable) as caught:
        read(source(tmp_path))
    assert "secret" not in str(caught.value)


def test_a_mailbox_of_which_most_is_unreadable_is_refused(tmp_path: Path) -> None:
    write(tmp_path, mail(), mail(date="secret"), mail(date="secret"))
    with pytest.raises(FileUnreadable, match="2 of 3 messages"):
        read(source(tmp_path))
