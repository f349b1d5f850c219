"""From a mailbox to a label and back: what a run draws, keeps, destroys, and takes from reviewers."""

from __future__ import annotations

import json
import re
import shutil
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.config import Review, Settings
from etl.errors import KeyWrong
from etl.notes.error_rates import ErrorRates
from etl.notes.moment import FLOOR
from etl.review import store
from etl.review.keys import load_review_key
from etl.review.queue import give_label, next_message
from etl.store import published
from etl.store.engine import sqlite_path
from tests.employers import assert_same, contents, copy, make, run_here, settings_for

ASKED = Review(reviewers=("Ana", "Ben"), share=0.3)


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make(tmp_path_factory.mktemp("review") / "exports", 250, mailboxes=25)


@dataclass
class Office:
    """An employer's store with its reviewers."""

    settings: Settings

    @property
    def url(self) -> str:
        return self.settings.review_store

    def run(self, **review: object) -> bool:
        """Run; return whether anything was new."""
        asked = self.settings.review.model_copy(update=review)
        settings = self.settings.model_copy(update={"review": asked})
        return not run_here(settings, studies=False).unchanged

    def items(self) -> pd.DataFrame:
        with store.opened(self.url) as connection:
            rows = connection.execute(sa.select(store.item).order_by(store.item.c.note_id))
            return pd.DataFrame(rows.all(), columns=list(rows.keys()))

    def asked(self) -> pd.DataFrame:
        """Return the drawn messages that reviewers are shown."""
        items = self.items()
        return items[items["follows"]].reset_index(drop=True)

    def notes(self) -> pd.DataFrame:
        return contents(self.settings.store)["out__note"].set_index("note_id")

    def say(self, note: int, *labels: str) -> None:
        key = load_review_key(self.settings.review_key_file)
        for name, said in zip(ASKED.reviewers, labels, strict=False):
            give_label(self.url, key.reviewer(name), note, said)

    def last_run(self) -> pd.Series:
        last = published.last_run(published.read(self.settings.published, "ops__run"))
        assert last is not None
        return last


def _open(employer: Path, url: str, folder: Path) -> Office:
    key = folder / "goodeggs-review.key"
    key.touch(mode=0o600)
    key.write_text("07" * 32)
    office = Office(
        settings_for(employer, url).model_copy(update={"review": ASKED, "review_key_file": key})
    )
    office.run()
    return office


@pytest.fixture(scope="module")
def first(employer: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of a SQLite office that nobody writes to."""
    folder = tmp_path_factory.mktemp("first")
    _open(employer, f"sqlite:///{folder / 'goodeggs.db'}", folder)
    return folder


@pytest.fixture
def office(employer: Path, first: Path, tmp_path: Path) -> Office:
    """Return an office on SQLite, after its first run."""
    here = shutil.copytree(first, tmp_path / "office")
    settings = settings_for(employer, f"sqlite:///{here / 'goodeggs.db'}")
    update = {"review": ASKED, "review_key_file": here / "goodeggs-review.key"}
    return Office(settings.model_copy(update=update))


@pytest.fixture(params=["sqlite", "postgresql"])
def anywhere(
    request: pytest.FixtureRequest, employer: Path, office: Office, tmp_path: Path
) -> Office:
    """Return an office on either database."""
    if request.param == "sqlite":
        return office
    return _open(employer, request.getfixturevalue("postgres_store"), tmp_path)


@pytest.fixture(scope="module")
def plain(employer: Path) -> Settings:
    """Return the settings of the employer loaded by nobody who reviews."""
    settings = settings_for(employer)
    run_here(settings, studies=False)
    return settings


def test_what_is_asked_follows_an_interview_and_comes_without_names(office: Office) -> None:
    items, notes = office.asked(), office.notes()
    assert set(items["stratum"]) == {"unsure", "clear_note", "clear_other"}
    drawn = notes.loc[items["note_id"]]
    assert drawn["interview_id"].notna().all() and not drawn["after_decision"].any()
    key = load_review_key(office.settings.review_key_file)
    texts = [key.opened(sealed) for sealed in items["sealed"]]
    assert all(texts) and any("[name]" in text for text in texts)
    assert not [text for text in texts if re.search(r"\S@\S", text)]


def test_a_label_overrides_survives_and_is_taken_back_by_none(
    anywhere: Office, office: Office
) -> None:
    assert anywhere.asked()["note_id"].tolist() == office.asked()["note_id"].tolist()
    notes = anywhere.notes().loc[anywhere.asked()["note_id"]]
    tagged, other = notes.index[notes["is_note"]][0], notes.index[~notes["is_note"]][0]
    anywhere.say(int(tagged), "other", "other")
    anywhere.say(int(other), "note", "note")
    assert anywhere.run()
    after = anywhere.notes().loc[[tagged, other]]
    assert after["is_note"].tolist() == [False, True]
    assert set(after["decided_by"]) == {"reviewer"}
    assert not anywhere.run(), "nothing new: the labels are in"
    assert anywhere.run(share=0.4), "read again under another share"
    again = anywhere.notes().loc[[tagged, other]]
    assert again["is_note"].tolist() == [False, True]
    assert anywhere.run(reviewers=()), "review turned off: what was said still holds"
    assert anywhere.notes().loc[[tagged, other], "is_note"].tolist() == [False, True]
    assert anywhere.items()["sealed"].isna().all()


def test_a_label_changes_what_is_compared(office: Office) -> None:
    before = contents(office.settings.store)["out__interview"].set_index("interview_id")
    notes = office.notes().loc[office.asked()["note_id"]]
    notes = notes[notes["is_note"] & (notes["hours_after"] <= 24)]
    status = before["note_status"].reindex(notes["interview_id"])
    alone = before["notes"].reindex(notes["interview_id"]) == 1
    chosen = notes[((status == "sent") & alone).to_numpy()].iloc[0]
    office.say(int(chosen.name), "other")
    office.run()
    after = contents(office.settings.store)["out__interview"].set_index("interview_id")
    assert after.loc[chosen["interview_id"], "note_status"] in ("not_sent", "unobserved")


def test_a_tie_changes_nothing(office: Office) -> None:
    note = int(office.asked()["note_id"].iloc[0])
    before = office.notes()
    office.say(note, "note", "other")
    assert office.run()
    pd.testing.assert_frame_equal(office.notes(), before)


def test_a_destroyed_text_never_comes_back(office: Office) -> None:
    note = int(office.asked()["note_id"].iloc[0])
    office.say(note, "note", "note")
    before = office.items().drop(columns="sealed")
    office.run(share=0.31)
    after = office.items().set_index("note_id")
    assert after.loc[note, "sealed"] is None
    pd.testing.assert_frame_equal(
        after.drop(columns=["sealed", "weight"]).loc[before["note_id"]].reset_index(),
        before.drop(columns="weight"),
    )


def test_a_better_chance_lowers_the_weight_of_those_drawn_before(office: Office) -> None:
    office.run(share=0.6)
    items = office.items()
    clear = items[items["stratum"] != "unsure"]
    assert clear["weight"].round(6).eq(round(1 / 0.6, 6)).all()


def test_expired_texts_go_at_the_next_run_even_if_nothing_is_new(office: Office) -> None:
    with store.opened(office.url) as connection:
        past = datetime.now(UTC) - timedelta(days=1)
        connection.execute(sa.update(store.item).values(expires_at=past))
    assert not office.run()
    assert office.items()["sealed"].isna().all()


def test_enough_review_measures_the_tag(office: Office) -> None:
    notes = office.notes()
    for note in office.asked()["note_id"]:
        said = "note" if notes.loc[note, "is_note"] else "other"
        office.say(int(note), said, said)
    office.run()
    rates = ErrorRates.from_text(office.last_run()["error_rates"])
    assert rates is not None and rates.basis == "reviewed"
    assert rates.sensitivity_rate == rates.specificity_rate == 1
    assert rates.agreement is not None and rates.agreement.kappa == 1
    assert 30 <= (rates.reviewed or 0) <= len(office.asked())


def test_nothing_is_drawn_unless_somebody_is_named(plain: Settings) -> None:
    assert not sqlite_path(plain.review_store).exists()
    assert not plain.review_key_file.exists()


def test_drawing_changes_no_other_row(plain: Settings, office: Office) -> None:
    left, right = contents(office.settings.store), contents(plain.store)
    drawn = set(left["core__note"]["note_id"]) - set(right["core__note"]["note_id"])
    assert drawn
    for name in ("core__note", "core__note_recipient", "out__note"):
        kept = ~left[name]["note_id"].isin(drawn)
        left[name] = left[name][kept].reset_index(drop=True)
    del left["out__cell_reason"], right["out__cell_reason"]
    assert_same(left, right)


def test_no_text_is_in_a_file_but_sealed_in_its_own(office: Office) -> None:
    settings = office.settings
    key = load_review_key(settings.review_key_file)
    texts = []
    while message := next_message(settings.review_store, key, key.reviewer("Ana")):
        texts += [line for line in message.text.splitlines() if len(line) > 30]
        give_label(settings.review_store, key.reviewer("Ana"), message.note_id, "note")
    stored = b"".join(path.read_bytes() for path in sqlite_path(settings.store).parent.iterdir())
    assert len(texts) > 20
    assert not [text for text in texts if text.encode() in stored]
    with sqlite3.connect(sqlite_path(settings.store)) as main:
        assert not main.execute(
            "SELECT name FROM sqlite_master WHERE name LIKE 'review%'"
        ).fetchall()


def test_a_lost_key_is_asked_for_and_not_replaced(office: Office) -> None:
    office.settings.review_key_file.unlink()
    with pytest.raises(KeyWrong, match="review key is missing"):
        office.run()
    assert not office.settings.review_key_file.exists()


def test_exports_in_turn_ask_what_they_ask_at_once(
    employer: Path, office: Office, tmp_path: Path
) -> None:
    """The mailboxes come when hardly an interview is known: the queue is the same in the end."""
    settings = settings_for(copy(employer, tmp_path / "turns"))
    turns = Office(
        settings.model_copy(
            update={"review": ASKED, "review_key_file": office.settings.review_key_file}
        )
    )
    file = tmp_path / "turns" / "greenhouse" / "interviews.json"
    whole = json.loads(file.read_text())
    file.write_text(json.dumps(whole[: len(whole) // 10]))
    turns.run()
    assert len(turns.asked()) < len(office.asked()) / 2
    file.write_text(json.dumps(whole))
    turns.run()
    columns = ["note_id", "stratum", "weight", "order_key", "probability"]
    assert len(office.asked()) > 40
    pd.testing.assert_frame_equal(turns.asked()[columns], office.asked()[columns])


def test_what_nobody_wants_to_see_any_more_is_retracted(
    employer: Path, office: Office, tmp_path: Path
) -> None:
    notes = contents(office.settings.store)["core__note"]
    low = notes[notes["probability"] < FLOOR]["note_id"]
    asked = low[low.isin(office.asked()["note_id"])]
    office.say(int(asked.iloc[0]), "other", "other")
    office.run(reviewers=())
    after = contents(office.settings.store)["core__note"]
    assert len(low) > 1
    assert after.loc[after["probability"] < FLOOR, "note_id"].tolist() == [asked.iloc[0]]
