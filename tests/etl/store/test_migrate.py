"""The migrations make exactly the tables that the models describe, on both databases."""

from __future__ import annotations

import stat
from pathlib import Path

from alembic import command
from sqlalchemy import inspect

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
