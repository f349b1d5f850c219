"""The roles of docs/postgresql.md, made on a real server: the reader sees no person's row."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from etl.config import Settings
from etl.review.queue import give_label, next_message
from etl.review.store import sweep
from etl.store import bulk, published
from etl.store.engine import adbc
from etl.store.migrate import migrate
from etl.store.tables import PUBLISHED, Base
from tests.reviewing import TEXT, Desk

DOCUMENT = Path(__file__).parents[2] / "docs" / "postgresql.md"


def as_role(url: str, role: str) -> str:
    return make_url(url).set(username=role, password="x").render_as_string(hide_password=False)


def _review(
    url: str, server: psycopg.Connection[tuple[object, ...]], rights: str, folder: Path
) -> None:
    """Let the loader draw a message, and the reader review it."""
    desk = Desk(folder, as_role(url, "goodeggs_loader"), names=("Ana",))
    desk.draw(1)
    server.execute(rights)
    reader = as_role(url, "goodeggs_reader")
    message = next_message(reader, desk.key, desk.who("Ana"))
    assert message is not None and message.text == TEXT
    give_label(reader, desk.who("Ana"), 1, "note")
    sweep(desk.url)
    assert desk.kept() == set()


def test_the_documented_roles_split_the_store(postgres_store: str, tmp_path: Path) -> None:
    roles, rights, reviewing = re.findall(
        r"```sql\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL
    )
    plain = make_url(postgres_store).set(drivername="postgresql")
    with psycopg.connect(plain.render_as_string(hide_password=False), autocommit=True) as server:
        for statement in roles.strip().split(";")[:-1]:
            server.execute(statement)
        try:
            for role in ("goodeggs_loader", "goodeggs_reader"):
                server.execute(f"ALTER ROLE {role} PASSWORD 'x'")
            migrate(as_role(postgres_store, "goodeggs_loader"))
            server.execute(rights)
            reader = Settings(store=as_role(postgres_store, "goodeggs_reader")).published
            for name in PUBLISHED:
                assert published.read(reader, name).empty
            _review(postgres_store, server, reviewing, tmp_path)
            for name in set(Base.metadata.tables) - set(PUBLISHED):
                with (
                    pytest.raises(Exception, match="permission denied"),
                    adbc(reader) as connection,
                ):
                    bulk.read(connection, name)
        finally:
            for role in ("goodeggs_reader", "goodeggs_loader"):
                server.execute(f"DROP OWNED BY {role}")
                server.execute(f"DROP ROLE {role}")
