"""The roles of docs/postgresql.md, made on a real server: the reader sees no person's row."""

from __future__ import annotations

import re
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import make_url

from etl.config import Settings
from etl.store import bulk, published
from etl.store.engine import adbc
from etl.store.migrate import migrate
from etl.store.tables import PUBLISHED, Base

DOCUMENT = Path(__file__).parents[2] / "docs" / "postgresql.md"


def as_role(url: str, role: str) -> str:
    return make_url(url).set(username=role, password="x").render_as_string(hide_password=False)


def test_the_documented_roles_split_the_store(postgres_store: str) -> None:
    roles, rights = re.findall(r"```sql\n(.*?)```", DOCUMENT.read_text(), flags=re.DOTALL)
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
