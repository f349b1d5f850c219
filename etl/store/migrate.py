"""The store's schema, brought to this version by Alembic before every run."""

from __future__ import annotations

import os
from pathlib import Path

import sqlalchemy as sa
from alembic import command
from alembic.config import Config
from alembic.util import CommandError

from etl.errors import SettingsWrong
from etl.store.engine import SQLITE, parse, sqlite_path, unreachable


def config(url: str) -> Config:
    """Return Alembic's configuration for a store."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    settings.attributes["url"] = url
    return settings


def migrate(url: str) -> None:
    """Create the store's tables, or bring them to this version.

    A new SQLite store is made readable by its owner alone: it holds people's rows.

    Raises
    ------
    StoreUnreachable
        If the store cannot be opened or written.
    """
    try:
        if parse(url).get_backend_name() == SQLITE:
            path = sqlite_path(url)
            path.touch(mode=0o600, exist_ok=True)
            os.chmod(path, 0o600)
        command.upgrade(config(url), "head")
    except CommandError:
        raise SettingsWrong(
            "this store was made by a newer Good Eggs",
            fix="Update Good Eggs, or name another store",
        ) from None
    except (OSError, sa.exc.OperationalError, sa.exc.DatabaseError) as error:
        raise unreachable(url, error) from None
