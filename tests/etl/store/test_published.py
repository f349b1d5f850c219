"""What readers see: the last whole load, or a sentence that says what to do."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from etl.config import Settings
from etl.errors import NothingLoaded, RightMissing, StoreUnreachable
from etl.store import bulk, published
from etl.store.engine import adbc, engine
from etl.store.migrate import migrate


def test_before_the_first_run_a_reader_is_told_what_to_do(store_url: str) -> None:
    with pytest.raises(NothingLoaded, match="goodeggs run"):
        published.read(Settings(store=store_url).published, "ops__run")


def test_a_server_that_is_down_is_said_to_be(tmp_path: Path) -> None:
    with pytest.raises(StoreUnreachable):
        published.read("postgresql+psycopg://u:secret@127.0.0.1:1/x", "ops__run")


def test_a_file_that_is_no_database_is_said_to_be_unreadable(tmp_path: Path) -> None:
    (tmp_path / "x-published.db").write_text("no database, but long enough to look at" * 40)
    with pytest.raises(StoreUnreachable):
        published.read(f"sqlite:///{tmp_path / 'x-published.db'}", "ops__run")


def test_what_an_earlier_version_published_is_not_current_and_is_replaced(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    target = Settings(store=store).published
    migrate(store)
    with adbc(store) as connection:
        published.publish(connection, target)
    with engine(target).begin() as connection:
        connection.execute(sa.text("ALTER TABLE ops__run DROP COLUMN error_rates"))
    with pytest.raises(NothingLoaded, match="another version"):
        published.read(target, "ops__run")
    assert not published.is_current(target, "any")
    with adbc(store) as connection:
        published.publish(connection, target)
    assert published.read(target, "ops__run").empty


def test_an_empty_store_publishes_empty_tables(store_url: str) -> None:
    settings = Settings(store=store_url)
    migrate(store_url)
    with adbc(store_url) as connection:
        published.publish(connection, settings.published)
    frame = published.read(settings.published, "out__cell_interview")
    assert frame.empty
    assert list(frame.columns) == [c.name for c in bulk.table("out__cell_interview").columns]


def test_a_reader_that_opened_the_old_load_goes_on_with_it(tmp_path: Path) -> None:
    store = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    target = Settings(store=store).published
    migrate(store)
    with adbc(store) as connection:
        published.publish(connection, target)
    with adbc(target, read_only=True) as reader:
        with adbc(store) as connection:
            published.publish(connection, target)
        assert bulk.read(reader, "ops__run").empty


def test_a_reader_can_change_nothing(store_url: str) -> None:
    migrate(store_url)
    row = pd.DataFrame({"study_id": [1], "dimension": "", "value": "", "position": 1, "key": "a"})
    with (
        pytest.raises(Exception, match=r"read-only|cannot be reached"),
        adbc(store_url, read_only=True) as connection,
    ):
        bulk.insert(connection, "out__impact", row.assign(document="{}"))
    assert published.read(store_url, "out__impact").empty


def test_a_reader_of_the_store_itself_sees_the_last_whole_load_while_another_is_written(
    store_url: str,
) -> None:
    migrate(store_url)
    row = pd.DataFrame({"study_id": [1], "dimension": "", "value": "", "position": 1, "key": "a"})
    with adbc(store_url) as writer:
        bulk.insert(writer, "out__impact", row.assign(document="{}"))
        assert published.read(store_url, "out__impact").empty
    assert len(published.read(store_url, "out__impact")) == 1


def test_who_may_not_open_the_file_is_told_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    migrate(store)
    monkeypatch.setattr("os.access", lambda path, mode: False)
    with pytest.raises(RightMissing, match="user or database role that may"):
        published.read(store, "out__impact")
