"""Whatever order the exports come in, reviewers are asked the same, and the rates are the same."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.config import Review, Settings
from etl.review import store
from etl.review.desk import open_desk
from etl.review.keys import load_review_key
from etl.review.queue import give_label, next_message

MESSAGES = 84
SHARE = 0.5
EMPTY = pd.DataFrame(
    {"note_id": [], "interview_id": [], "after_decision": [], "text_probability": []}
)


class Office:
    """A review store that is told of messages, and of interviews, batch by batch."""

    def __init__(self, folder: Path, **review: object) -> None:
        key = folder / "goodeggs-review.key"
        if not key.exists():
            key.touch(mode=0o600)
            key.write_text("07" * 32)
        asked = Review.model_validate({"reviewers": ("ana",), "share": SHARE, **review})
        self.settings = Settings(
            store=f"sqlite:///{folder / 'goodeggs.db'}", review=asked, review_key_file=key
        )

    @property
    def url(self) -> str:
        return self.settings.review_store

    def run(self, messages: pd.DataFrame, notes: pd.DataFrame) -> None:
        desk = open_desk(self.settings)
        assert desk.draw is not None
        drawn = desk.draw.of(messages, messages["note_id"])
        desk.keep([drawn], notes)

    def items(self) -> pd.DataFrame:
        columns = ("note_id", "stratum", "weight", "order_key", "probability", "follows")
        query = sa.select(*(store.item.c[name] for name in columns))
        with store.opened(self.url) as connection:
            rows = connection.execute(query.order_by(store.item.c.note_id)).all()
        return pd.DataFrame(rows, columns=list(columns))

    def asked(self) -> list[int]:
        key = load_review_key(self.settings.review_key_file)
        shown: list[int] = []
        while message := next_message(self.url, key, key.reviewer("ana"), skipped=frozenset(shown)):
            shown.append(message.note_id)
        return shown

    def label(self, asked: list[int]) -> None:
        key = load_review_key(self.settings.review_key_file)
        for note in asked:
            give_label(self.url, key.reviewer("ana"), note, TRUTH[note])


def _messages() -> pd.DataFrame:
    ids = pd.Series(range(1, MESSAGES + 1))
    return pd.DataFrame(
        {
            "note_id": ids,
            "subject": "Today",
            "body": "Thank you",
            "names": "",
            "sender": ids.map("{}@example.com".format),
            "sent_at": pd.Timestamp("2026-03-02T10:00", tz="UTC"),
            "recipients": "",
            "probability": ids.mod(12).map(lambda n: (0.01, 0.5, 0.95)[n % 3]),
            "reasons": "",
        }
    )


def _notes(messages: pd.DataFrame) -> pd.DataFrame:
    """Return `out__note`: every fifth message follows no interview."""
    follow = messages[messages["note_id"] % 5 != 0]
    return pd.DataFrame(
        {
            "note_id": follow["note_id"],
            "interview_id": follow["note_id"],
            "after_decision": False,
            "hours_after": 3.0,
            "text_probability": follow["probability"],
            "probability": follow["probability"],
        }
    )


WHOLE = _messages()
TRUTH = WHOLE.set_index("note_id")["probability"].map(lambda p: "note" if p > 0.3 else "other")
INTERVIEWS = pd.DataFrame(
    {
        "interview_id": range(1, 400),
        "application_id": range(1, 400),
        "round": 1,
        "covered": True,
    }
)


def _outcome(office: Office) -> tuple[pd.DataFrame, list[int], object]:
    items, asked = office.items(), office.asked()
    office.label(asked)
    rates = open_desk(office.settings).error_rates(_notes(WHOLE), INTERVIEWS, 72.0)
    return items, asked, rates


@pytest.fixture(scope="module")
def at_once(tmp_path_factory: pytest.TempPathFactory) -> tuple[pd.DataFrame, list[int], object]:
    office = Office(tmp_path_factory.mktemp("once"))
    office.run(WHOLE, _notes(WHOLE))
    return _outcome(office)


@settings(max_examples=8)
@given(st.permutations(range(4)), st.integers(0, 4))
def test_any_order_of_exports_gives_one_queue_and_one_measurement(
    at_once: tuple[pd.DataFrame, list[int], object], order: list[int], interviews_come: int
) -> None:
    items, asked, rates = at_once
    assert rates is not None and asked and not set(asked) & set(range(5, MESSAGES, 5))
    with tempfile.TemporaryDirectory() as folder:
        office = Office(Path(folder))
        here = WHOLE.iloc[:0]
        for turn, part in enumerate(order):
            batch = WHOLE[WHOLE["note_id"] % 4 == part]
            here = pd.concat([here, batch])
            office.run(batch, _notes(here) if turn >= interviews_come else EMPTY)
        # The interviews at last: nothing else is new.
        office.run(WHOLE.iloc[:0], _notes(WHOLE))
        again = _outcome(office)
    pd.testing.assert_frame_equal(again[0], items)
    assert again[1:] == (asked, rates)


def test_what_follows_no_interview_is_kept_sealed_and_shown_to_nobody(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run(WHOLE, EMPTY)
    assert office.asked() == [] and len(office.items()) > MESSAGES / 2
    office.run(WHOLE.iloc[:0], _notes(WHOLE))
    assert office.asked()


def test_of_unlike_copies_the_one_with_the_better_chance_counts_in_any_order(
    tmp_path: Path,
) -> None:
    clear, unsure = (WHOLE.iloc[[0]].assign(probability=p) for p in (0.95, 0.5))
    found = []
    for name, runs in (
        ("a", [clear, unsure]),
        ("b", [unsure, clear]),
        ("c", [pd.concat([clear, unsure])]),
    ):
        (tmp_path / name).mkdir()
        office = Office(tmp_path / name)
        for batch in runs:
            office.run(batch, _notes(WHOLE))
        found.append(office.items().to_dict("records"))
    assert found[0] == found[1] == found[2] and found[0][0]["stratum"] == "unsure"


def test_a_classifier_that_is_less_sure_now_moves_the_stratum_with_the_weight(
    tmp_path: Path,
) -> None:
    office = Office(tmp_path)
    office.run(WHOLE.assign(probability=0.95), _notes(WHOLE))
    office.run(WHOLE.assign(probability=0.6), _notes(WHOLE))
    items = office.items()
    assert set(items["stratum"]) == {"unsure"} and set(items["weight"]) == {1.0}


def test_fewer_days_shorten_what_is_kept(tmp_path: Path) -> None:
    office = Office(tmp_path, keep_days=30)
    office.run(WHOLE, _notes(WHOLE))
    with store.opened(office.url) as connection:
        ago = datetime.now(UTC) - timedelta(days=5)
        connection.execute(
            sa.update(store.item).values(drawn_at=ago, expires_at=ago + timedelta(days=30))
        )
    open_desk(Office(tmp_path, keep_days=6).settings)
    with store.opened(office.url) as connection:
        left = connection.scalars(sa.select(store.item.c.expires_at)).all()
    assert {one.replace(tzinfo=UTC) for one in left} == {ago + timedelta(days=6)}
    assert office.asked()
    open_desk(Office(tmp_path, keep_days=40).settings)
    open_desk(Office(tmp_path, keep_days=4).settings)
    assert office.asked() == []


def test_where_nobody_reviews_any_more_nobody_knows_the_rates(tmp_path: Path) -> None:
    office = Office(tmp_path)
    office.run(WHOLE, _notes(WHOLE))
    office.label(office.asked())
    off = open_desk(Office(tmp_path, reviewers=()).settings)
    assert len(off.labels) and off.error_rates(_notes(WHOLE), INTERVIEWS, 72.0) is None
