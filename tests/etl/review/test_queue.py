"""The queue: who sees what, when a text goes, and that it is gone."""

from __future__ import annotations

import stat
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa
from typer.testing import CliRunner

from etl.cli import app
from etl.config import Settings
from etl.errors import KeyWrong, StoreUnreachable
from etl.review import store
from etl.review.keys import ReviewKey
from etl.review.queue import give_label, next_message, what_was_seen
from etl.review.reviewers import admitted, give_code, holds, register
from tests.reviewing import TEXT, Desk


@pytest.fixture
def desk(store_url: str, tmp_path: Path) -> Desk:
    return Desk(tmp_path, store_url)


def shown_to(desk: Desk, name: str) -> list[int]:
    """Return the messages that a reviewer who skips them all is shown, in order."""
    skipped: list[int] = []
    while message := next_message(desk.url, desk.key, desk.who(name), skipped=frozenset(skipped)):
        skipped.append(message.note_id)
    return skipped


def test_strata_come_in_turn_each_in_random_order(desk: Desk) -> None:
    desk.draw(4, 1, 7)
    desk.draw(5, 2, stratum="clear_note")
    desk.draw(6, 3, stratum="clear_other")
    assert shown_to(desk, "Ana") == [1, 2, 3, 4, 5, 6, 7] == shown_to(desk, "Ben")


def test_nobody_sees_a_message_again_nor_what_the_other_said(desk: Desk) -> None:
    desk.draw(1, 2)
    give_label(desk.url, desk.who("Ana"), 1, "note")
    assert shown_to(desk, "Ana") == [2]
    assert shown_to(desk, "Ben") == [1, 2]
    message = next_message(desk.url, desk.key, desk.who("Ben"))
    assert message is not None and message.text == TEXT and message.waiting == 2


def test_the_second_label_destroys_the_text(desk: Desk) -> None:
    desk.draw(1, 2)
    give_label(desk.url, desk.who("Ana"), 1, "note")
    assert desk.kept() == {1, 2}
    give_label(desk.url, desk.who("Ben"), 1, "cannot_tell")
    assert desk.kept() == {2}
    assert what_was_seen(desk.url, 1).probability == 0.6


def test_where_one_reviews_one_label_is_enough(store_url: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, store_url, names=("Ana",))
    desk.draw(1)
    give_label(desk.url, desk.who("Ana"), 1, "other")
    assert desk.kept() == set()


def test_the_first_word_counts_in_two_tabs_too(desk: Desk) -> None:
    desk.draw(1)
    for said in ("note", "other", "note"):
        give_label(desk.url, desk.who("Ana"), 1, said)
    assert desk.labels() == {(1, desk.who("Ana"), "note")}
    assert desk.kept() == {1}


def test_many_at_once_lose_no_label(desk: Desk) -> None:
    notes = range(1, 9)
    desk.draw(*notes)

    def label_all(name: str) -> None:
        for note in notes:
            give_label(desk.url, desk.who(name), note, "note")

    threads = [threading.Thread(target=label_all, args=(name,)) for name in ("Ana", "Ben", "Ana")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(desk.labels()) == 16
    assert shown_to(desk, "Ana") == [] and desk.kept() == set()


def test_an_expired_text_is_destroyed_before_anybody_is_shown_one(desk: Desk) -> None:
    desk.draw(1, days=-0.001)
    desk.draw(2, days=1)
    assert shown_to(desk, "Ana") == [2]
    assert desk.kept() == {2}


def test_a_label_for_a_text_that_went_meanwhile_still_counts(desk: Desk) -> None:
    desk.draw(1, days=-1)
    assert next_message(desk.url, desk.key, desk.who("Ana")) is None
    give_label(desk.url, desk.who("Ana"), 1, "note")
    assert desk.labels() == {(1, desk.who("Ana"), "note")}


def test_only_the_three_labels_are_taken(desk: Desk) -> None:
    desk.draw(1)
    with pytest.raises(ValueError, match="no such label"):
        give_label(desk.url, desk.who("Ana"), 1, "sent")


def test_another_key_opens_nothing(desk: Desk) -> None:
    desk.draw(1)
    with pytest.raises(KeyWrong, match="another key"):
        next_message(desk.url, ReviewKey(b"another"), desk.who("Ana"))


def test_a_code_opens_and_a_new_one_or_a_lost_name_closes(desk: Desk) -> None:
    code = give_code(desk.url, desk.key, "Ana")
    proof = admitted(desk.url, desk.key, " ana", code.upper())
    assert proof is not None and holds(desk.url, desk.who("Ana"), proof)
    for name, wrong in (("Ana", "x"), ("Ana", ""), ("Ben", code), ("Eve", code), ("Ben", "")):
        assert admitted(desk.url, desk.key, name, wrong) is None
    second = give_code(desk.url, desk.key, "Ana")
    assert not holds(desk.url, desk.who("Ana"), proof)
    proof = admitted(desk.url, desk.key, "Ana", second)
    assert proof is not None
    with store.opened(desk.url) as connection:
        register(connection, desk.key, ("Ben",))
    assert not holds(desk.url, desk.who("Ana"), proof)


def test_no_code_name_or_text_is_in_the_file_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.draw(1, 2)
    code = give_code(desk.url, desk.key, "Ana")
    path = tmp_path / "goodeggs-review.db"
    stored = path.read_bytes()
    for secret in ("Ana", "Ben", code, code.replace("-", ""), "kettle"):
        assert secret.encode() not in stored
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def _sealed(desk: Desk) -> list[bytes]:
    with store.opened(desk.url) as connection:
        return [one for one in connection.scalars(sa.select(store.item.c.sealed)) if one]


@pytest.mark.parametrize("long", [1, 60], ids=["in a page", "over many pages"])
def test_a_destroyed_text_is_really_gone_from_the_file(tmp_path: Path, long: int) -> None:
    desk = Desk(tmp_path)
    desk.draw(*range(1, 40), text=TEXT * long)
    sealed = _sealed(desk)
    path = tmp_path / "goodeggs-review.db"
    assert all(one[-60:] in path.read_bytes() for one in sealed)
    for note in range(1, 40):
        for name in desk.names:
            give_label(desk.url, desk.who(name), note, "note")
    left = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert not [
        one for one in sealed if any(one[at:][:60] in left for at in (0, len(one) // 2, -60))
    ]
    assert b"kettle" not in left
    assert {file.name for file in tmp_path.iterdir()} == {
        "goodeggs-review.db",
        "goodeggs-review.key",
    }


def test_postgresql_writes_the_table_anew(postgres_store: str, tmp_path: Path) -> None:
    desk = Desk(tmp_path, postgres_store)
    desk.draw(1, 2, days=-1)
    with store.opened(desk.url) as connection:
        store.tidy(connection, datetime.now(UTC) + timedelta(days=1))
    where = sa.text("SELECT pg_relation_filepath('review__item')")
    with store.engine(desk.url).connect() as connection:
        before = connection.scalar(where)
    store.sweep(desk.url)
    with store.engine(desk.url).connect() as connection:
        assert connection.scalar(where) != before
    assert desk.kept() == set()


def test_a_store_that_is_not_there_is_said_and_not_made(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'gone.db'}"
    with pytest.raises(StoreUnreachable):
        next_message(url, ReviewKey(b"x"), 1)
    assert list(tmp_path.iterdir()) == []


def test_the_start_of_the_dashboard_destroys_what_is_over(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.draw(1, days=-1)
    desk.draw(2)
    monkeypatch.setattr("dashboard.serve.serve", lambda *_, **__: 0)
    monkeypatch.setattr(Settings, "review_store", desk.url)
    file = tmp_path / "goodeggs.toml"
    for reviewers, kept in (("[]", {1, 2}), ('["Ana"]', {2})):
        file.write_text(f"[review]\nreviewers = {reviewers}\n")
        result = CliRunner().invoke(app, ["dashboard", "--settings", str(file)])
        assert result.exit_code == 0, result.output
        assert desk.kept() == kept


def test_a_write_that_is_cut_off_leaves_no_journal(tmp_path: Path) -> None:
    desk = Desk(tmp_path)
    desk.draw(*range(1, 20), text=TEXT * 60)
    sealed = _sealed(desk)
    with store.opened(desk.url) as connection:
        assert connection.scalar(sa.text("PRAGMA journal_mode")) == "memory"
        connection.execute(sa.update(store.item).values(sealed=None))
        assert {file.name for file in tmp_path.iterdir()} == {
            "goodeggs-review.db",
            "goodeggs-review.key",
        }
    left = (tmp_path / "goodeggs-review.db").read_bytes()
    assert sealed and not [one for one in sealed if one[-60:] in left]


def test_what_follows_no_interview_is_not_asked_about(desk: Desk) -> None:
    desk.draw(1, 2)
    with store.opened(desk.url) as connection:
        store.set_follows(connection, pd.Series([2]))
    assert shown_to(desk, "Ana") == [2]
