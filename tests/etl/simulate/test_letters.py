"""Interviewers' mail: two vendors' conventions, many ways to write, and much that says thanks."""

from __future__ import annotations

import email
import re
from collections import Counter
from email.message import EmailMessage
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from etl.simulate import mime
from etl.simulate.clock import months
from etl.simulate.mail import deliveries
from etl.simulate.names import LANGUAGES
from etl.simulate.pile import KINDS, NOTE, NOTICE
from etl.simulate.story import Story
from etl.simulate.world import DEPARTMENTS

SEPARATOR = re.compile(
    rb"(?m)^From \d{19}@xxx (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) [A-Z][a-z]{2} \d\d "
    rb"\d\d:\d\d:\d\d \+0000 20\d\d\r\n(?=X-GM-THRID: \d+\r\nX-Gmail-Labels: )"
)


@pytest.fixture(scope="module")
def raw(folder: Path) -> dict[str, list[bytes]]:
    """Return each Gmail mailbox's messages as they lie in the file."""
    return {
        path.stem: SEPARATOR.split(path.read_bytes())[1:]
        for path in sorted((folder / "mail").glob("*.mbox"))
    }


@pytest.fixture(scope="module")
def parsed(raw: dict[str, list[bytes]]) -> dict[str, list[EmailMessage]]:
    """Return each Gmail mailbox's messages, parsed."""
    return {
        owner: [
            email.message_from_bytes(re.sub(rb"(?m)^>(>*From )", rb"\1", item), policy=default)
            for item in box
        ]
        for owner, box in raw.items()
    }


@pytest.fixture(scope="module")
def messages(parsed: dict[str, list[EmailMessage]]) -> list[EmailMessage]:
    """Return every Gmail message, parsed."""
    return [message for box in parsed.values() for message in box]


def text_of(message: EmailMessage) -> str:
    """Return the message's best text."""
    body = message.get_body(("plain", "html"))
    return body.get_content() if body is not None else ""


def test_mailboxes_follow_the_vendors_convention(raw: dict[str, list[bytes]], folder: Path) -> None:
    for path in (folder / "mail").glob("*.mbox"):
        content = path.read_bytes()
        assert SEPARATOR.match(content)
        assert content.count(b"\n") == content.count(b"\r\n")
        unescaped = re.findall(rb"(?m)^From ", content)
        assert len(unescaped) == len(SEPARATOR.findall(content))
    assert any(b"\n>From " in item for box in raw.values() for item in box)


def test_one_owner_has_a_folder_of_eml(folder: Path) -> None:
    (owner,) = (path for path in (folder / "mail").iterdir() if path.is_dir())
    files = sorted(owner.glob("*.eml"))
    assert len(files) > 5
    message = email.message_from_bytes(files[0].read_bytes(), policy=default)
    assert message["Message-ID"] and message["X-MS-Has-Attach"] is not None


def test_one_department_has_no_mailbox_and_every_other_colleague_has(
    folder: Path, story: Story
) -> None:
    users = story.world.users
    present = {path.name.removesuffix(".mbox") for path in (folder / "mail").iterdir()}
    assert present == set(users.loc[users["mail"], "email"])
    absent = {DEPARTMENTS[at].name for at in users.loc[~users["mail"], "department"]}
    assert absent == {"Operations"}


def test_messages_can_be_read_and_say_when(messages: list[EmailMessage]) -> None:
    offsets = Counter()
    for message in messages:
        assert not message.defects
        assert text_of(message).strip()
        offsets[parsedate_to_datetime(message["Date"]).utcoffset()] += 1
    assert len(offsets) > 5


def test_headers_and_bodies_come_in_many_ways(raw: dict[str, list[bytes]]) -> None:
    whole = b"".join(item for box in raw.values() for item in box)
    for mark in (
        b"=?UTF-8?B?", b"multipart/alternative", b'text/html; charset="', b"quoted-printable", b"base64",
        b"ISO-2022-JP", b"iso-8859-1", b"text/calendar; method=REPLY", b"Auto-Submitted: auto-replied",
        b"X-Gmail-Labels: Chat", b"X-Gmail-Labels: Sent", b"\r\n> ", b"-----Original Message-----",
        b"Sent from my iPhone", b"Thank you for helping us save paper", b"Posteingang",
    ):  # fmt: skip
        assert mark in whole, mark


def test_some_notes_have_html_only(messages: list[EmailMessage]) -> None:
    assert any(message.get_content_type() == "text/html" for message in messages)


def test_one_note_lies_in_several_mailboxes_under_one_id(messages: list[EmailMessage]) -> None:
    copies = Counter(message["Message-ID"] for message in messages)
    assert max(copies.values()) > 1


def test_what_an_owner_sent_is_labelled(parsed: dict[str, list[EmailMessage]]) -> None:
    for owner, box in parsed.items():
        for message in box:
            labels = str(message["X-Gmail-Labels"])
            sent = any(word in labels for word in ("Sent", "Gesendet", "送信済み"))
            assert sent == (f"<{owner}>" in str(message["From"])) or "Chat" in labels


def test_every_kind_and_language_occurs(story: Story) -> None:
    messages = story.letters.messages
    assert set(messages["kind"]) == set(range(len(KINDS)))
    notes = messages[messages["kind"] == NOTE]
    shares = notes["language"].value_counts(normalize=True)
    assert 0.5 < shares[LANGUAGES.index("en")] < 0.95
    assert len(shares) >= 6


def test_notes_go_to_the_panel_and_follow_the_interview(story: Story) -> None:
    messages, rounds = story.letters.messages, story.funnel.rounds
    notes = messages[messages["kind"] == NOTE]
    of_round = rounds.iloc[notes["round"].to_numpy()]
    assert (notes["at"].to_numpy() > of_round["first_end"].to_numpy()).all()
    assert (notes.groupby("round").size() > 1).any()
    reached = set(story.letters.recipients["message"])
    assert set(notes.index) <= reached


def test_a_scheduling_reply_comes_before_the_interview(story: Story) -> None:
    messages, rounds = story.letters.messages, story.funnel.rounds
    replies = messages[messages["kind"] == KINDS.index("scheduling")]
    starts = rounds["start"].to_numpy()[replies["round"].to_numpy()]
    assert (replies["at"].to_numpy() < starts).all()


def test_a_withdrawal_comes_between_interview_and_decision(story: Story) -> None:
    messages, rounds = story.letters.messages, story.funnel.rounds
    replies = messages[messages["kind"] == KINDS.index("withdrawal")]
    of_round = rounds.iloc[replies["round"].to_numpy()]
    assert (replies["at"].to_numpy() > of_round["end"].to_numpy()).all()
    assert (replies["at"].to_numpy() < of_round["decided"].to_numpy()).all()


def test_the_volume_is_that_of_real_mailboxes(story: Story, truth: dict[str, Any]) -> None:
    copies = len(deliveries(story.world, story.letters))
    assert copies == truth["rows"]["mail_copies"]
    notices = int((story.letters.messages["kind"] == NOTICE).sum())
    assert 1.5 <= (copies - notices) / truth["funnel"]["interviews"] <= 4


def test_every_mailbox_gets_mail_every_month_but_one(story: Story, truth: dict[str, Any]) -> None:
    copies, silence = deliveries(story.world, story.letters), story.letters.silence
    at = story.letters.messages["at"].to_numpy()[copies["message"]]
    month = np.searchsorted(months(), at, "right") - 1
    count = np.zeros((len(story.world.users), len(months()) - 1), dtype=np.int64)
    np.add.at(count, (copies["user"].to_numpy(), month), 1)
    silent = np.argwhere((count == 0) & story.world.users["mail"].to_numpy()[:, None])
    assert silent.tolist() == [[silence.user, np.searchsorted(months(), silence.begin)]]
    assert truth["planted_cases"]["interviews_in_a_silent_month"] > 0


@pytest.mark.parametrize(
    ("text", "printed"),
    [
        ("plain", "plain"),
        ("Gespräch", "=?UTF-8?B?R2VzcHLDpGNo?="),
    ],
)
def test_header_words(text: str, printed: str) -> None:
    assert mime.encoded(text) == printed


def test_long_header_words_are_cut_between_letters() -> None:
    text = "面接のお礼につきまして、本日はありがとうございました"
    folded = mime.encoded(text)
    assert all(len(line) <= 76 for line in folded.split("\r\n"))
    message = email.message_from_bytes(f"Subject: {folded}\r\n\r\n".encode(), policy=default)
    assert message["Subject"] == text
