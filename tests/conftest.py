"""What every test may ask for, and what no test may do."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from tests import outside
from tests.servers import bring, chromium, postgres

settings.register_profile("quick", max_examples=25, deadline=None, derandomize=True, database=None)
settings.register_profile("slow", max_examples=500, deadline=None, database=None)
settings.load_profile("slow" if os.environ.get("GOODEGGS_SLOW") == "1" else "quick")

sys.addaudithook(outside.watch)


@pytest.fixture(autouse=True)
def _stay_at_home() -> Iterator[None]:
    """Fail a test that tried to reach another machine, even if it swallowed the refusal."""
    outside.calls.clear()
    yield
    assert not outside.calls, f"reached for another machine: {outside.calls}"


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keep the developer's own store and key out of the tests."""
    for name in [name for name in os.environ if name.startswith("GOODEGGS_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def chromium_path() -> str:
    """Return the path of the browser for browser tests."""
    found = chromium.find()
    assert found is not None, bring.BY_HAND["chromium"]
    return str(found)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """Serve PostgreSQL for the session; yield its URL, `postgresql://...`."""
    binaries = postgres.find()
    assert binaries is not None, bring.BY_HAND["postgresql"]
    with postgres.serve(binaries) as url:
        yield url


@pytest.fixture
def postgres_store(postgres_url: str) -> Iterator[str]:
    """Make an empty database; yield its SQLAlchemy URL, `postgresql+psycopg://...`."""
    with postgres.database(postgres_url) as store:
        yield store


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Return the URL of an empty store; a test that asks for it runs on both databases."""
    if request.param == "postgresql":
        return str(request.getfixturevalue("postgres_store"))
    return f"sqlite:///{tmp_path / 'goodeggs.db'}"
