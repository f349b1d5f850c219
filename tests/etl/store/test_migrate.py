"""The migrations make exactly the tables that the models describe, on both databases."""

from __future__ import annotations

import stat
import subprocess
import sys
from pathlib import Path

import pytest
import sqlalchemy as sa
from alembic import command
from sqlalchemy import inspect

from etl.errors import SettingsWrong
from etl.store.engine import engine
from etl.store.migrate import config, migrate
from etl.store.tables import Base


def test_migrations_and_models_agree(store_url: str) -> None:
    migrate(store_url)
    command.check(config(store_url))
    assert set(Base.metadata.tables) <= set(inspect(engine(store_url)).get_table_names())


def test_migrating_twice_changes_nothing(store_url: str) -> None:
    migrate(store_url)
    migrate(store_url)
    command.check(config(store_url))


def test_a_new_sqlite_store_is_for_its_owner_alone(tmp_path: Path) -> None:
    migrate(f"sqlite:///{tmp_path / 'goodeggs.db'}")
    assert stat.S_IMODE((tmp_path / "goodeggs.db").stat().st_mode) == 0o600


@pytest.mark.parametrize("nth", [1, 3, 20])
def test_a_migration_that_dies_half_way_leaves_nothing_and_can_be_run_again(
    tmp_path: Path, nth: int
) -> None:
    url = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    die = f"""
import itertools, os, sqlalchemy as sa
from etl.store.migrate import migrate
seen = itertools.count(1)
@sa.event.listens_for(sa.Engine, "before_cursor_execute")
def die(connection, cursor, statement, *rest):
    if "CREATE TABLE core__" in statement and next(seen) == {min(nth, 15)}:
        os._exit(9)
migrate({url!r})
"""
    assert subprocess.run([sys.executable, "-c", die], check=False).returncode == 9
    migrate(url)
    command.check(config(url))


def test_a_store_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    migrate(url)
    with engine(url).begin() as connection:
        connection.execute(sa.text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(SettingsWrong, match="newer"):
        migrate(url)


def test_adverse_impact_leaves_the_published_table_and_comes_back(store_url: str) -> None:
    keys = ["gate_hires", "gate_impact_gender", "gate_passes_race", "gateXimpactXless"]

    def told(table: str) -> list[str]:
        with engine(store_url).connect() as connection:
            return list(
                connection.execute(sa.text(f"SELECT key FROM {table} ORDER BY position")).scalars()
            )

    command.upgrade(config(store_url), "0006")
    with engine(store_url).begin() as connection:
        for number, key in enumerate(keys):
            row = f"({number}, '', '', {number}, '{key}', '{{}}')"
            connection.execute(sa.text(f"INSERT INTO out__study VALUES {row}"))
    command.upgrade(config(store_url), "0007")
    assert (told("out__study"), told("out__impact")) == ([keys[0], keys[3]], keys[1:3])
    command.downgrade(config(store_url), "0006")
    assert told("out__study") == keys
