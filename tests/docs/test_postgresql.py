"""The roles of docs/postgresql.md, made on a real server: readers see no person's row."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from analysis import read
from etl.config import Settings
from etl.errors import RightMissing
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


def _sees(settings: Settings, tables: set[str]) -> None:
    """Fail unless a role may read these tables and no other."""
    for name in tables:
        assert published.read(settings.published, name).empty
    for name in set(Base.metadata.tables) - tables:
        with (
            pytest.raises(Exception, match="permission denied"),
            adbc(settings.store) as connection,
        ):
            bulk.read(connection, name)


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
    roles, rights, impact, reviewing = re.findall(
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
            server.execute(f"{rights} {impact} ALTER ROLE goodeggs_impact PASSWORD 'x'")
            reader, told = (
                Settings(store=as_role(postgres_store, f"goodeggs_{role}"))
                for role in ("reader", "impact")
            )
            _review(postgres_store, server, reviewing, tmp_path)
            _sees(reader, set(PUBLISHED))
            _sees(told, {*PUBLISHED, "out__impact"})
            assert read.impact(told.store) == ()
            with pytest.raises(RightMissing):
                read.impact(reader.store)
        finally:
            for role in ("goodeggs_impact", "goodeggs_reader", "goodeggs_loader"):
                server.execute(f"DROP OWNED BY {role}")
                server.execute(f"DROP ROLE {role}")
