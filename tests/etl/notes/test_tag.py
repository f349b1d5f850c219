"""What is drawn for review changes nothing that may be a note."""

from __future__ import annotations

import itertools

import pandas as pd
import pytest

from etl.notes.moment import FLOOR
from etl.notes.tag import YIELDS, tag
from etl.people.pseudonyms import Key, pseudonymise
from etl.store import bulk
from etl.store.engine import adbc
from etl.store.load import load_core
from etl.store.migrate import migrate

NOTE = "Thank you so much for taking the time to interview me today. I enjoyed our conversation."
OTHER = "Please find attached the invoice for the parcel."


def _message(body: str, to: str, sent: str) -> pd.DataFrame:
    """Return one message; all are copies of one Message-ID."""
    return pd.DataFrame(
        {
            "message_id": ["<1@example.com>"],
            "subject": "",
            "body": body,
            "names": "",
            "sender": "a@example.com",
            "recipients": to,
            "sent_at": pd.Timestamp(sent, tz="UTC"),
            "channel": "mailbox",
            "reply": pd.array([False], dtype="boolean"),
            "automatic": False,
        }
    )


def _rows(messages: pd.DataFrame, drawn: bool) -> dict[str, list[pd.DataFrame]]:
    def all_of(judged: pd.DataFrame) -> pd.Series:
        return pd.Series(drawn, index=judged.index)

    notes, recipients, others = tag(messages, all_of)
    likely = set(notes.loc[notes["probability"] >= FLOOR, "note_id"])
    assert set(others) | likely == {"<1@example.com>"}
    found = {}
    for name, frame in (("core__note", notes), ("core__note_recipient", recipients)):
        rows = pseudonymise(frame, Key(b"x"), "box")
        digest = pd.util.hash_pandas_object(rows, index=False) & 0x7FFFFFFFFFFFFFFF
        found[name] = [rows.assign(source="box", digest=digest.astype("int64"))]
    return found


@pytest.mark.parametrize("drawn", [False, True], ids=["review off", "review on"])
@pytest.mark.parametrize("order", list(itertools.permutations(range(2))))
def test_a_drawn_copy_never_replaces_one_that_may_be_a_note(
    store_url: str, drawn: bool, order: tuple[int, ...]
) -> None:
    copies = [
        _message(NOTE, "b@example.com", "2026-03-02T10:00"),
        _message(OTHER, "c@example.com", "2026-03-02T11:00"),
    ]
    migrate(store_url)
    with adbc(store_url) as store:
        for turn in order:
            load_core(store, _rows(copies[turn], drawn))
        notes, recipients = (
            bulk.read(store, name) for name in ("core__note", "core__note_recipient")
        )
    assert len(notes) == 1 and (notes["probability"] > 0.5).all()
    assert (notes["version"] == notes["sent_at"]).all()
    assert len(recipients) == 1


def test_a_drawn_message_alone_is_kept_without_recipients(store_url: str) -> None:
    migrate(store_url)
    with adbc(store_url) as store:
        load_core(store, _rows(_message(OTHER, "c@example.com", "2026-03-02T11:00"), drawn=True))
        notes = bulk.read(store, "core__note")
        assert notes["version"].tolist() == [YIELDS]
        assert bulk.read(store, "core__note_recipient").empty
