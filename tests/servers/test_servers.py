"""The servers that tests stand on are what they say, and a missing one is said plainly."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import create_engine, text

from tests import outside
from tests.servers import bring, chromium


def test_chromium_answers(chromium_path: str) -> None:
    done = subprocess.run([chromium_path, "--version"], capture_output=True, text=True, timeout=60)
    assert done.returncode == 0
    assert "Chrom" in done.stdout


def test_store_is_empty_and_writable(store_url: str) -> None:
    engine = create_engine(store_url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE only_here (n integer)"))
        connection.execute(text("INSERT INTO only_here VALUES (1)"))
        assert connection.execute(text("SELECT count(*) FROM only_here")).scalar() == 1
    engine.dispose()


def test_postgres_wants_its_password(postgres_url: str) -> None:
    name, _, rest = postgres_url.rpartition("@")
    wrong = f"{name.rpartition(':')[0]}:wrong@{rest}"
    with pytest.raises(psycopg.OperationalError, match="password"):
        psycopg.connect(wrong)


@pytest.mark.parametrize("host", ["192.0.2.1", "example.invalid", "8.8.8.8", "::2"])
def test_no_test_leaves_this_machine(host: str) -> None:
    with pytest.raises(OSError, match="may not leave"):
        socket.create_connection((host, 9), timeout=0.1)
    assert outside.calls
    outside.calls.clear()


def test_missing_servers_are_named_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bring, "NEEDED", {"chromium": lambda: None, "postgresql": lambda: None})
    monkeypatch.setattr(bring, "bring", lambda names: None)
    assert bring.main() == 1
    said = capsys.readouterr().err
    assert "need chromium" in said
    assert "apt-get install postgresql" in said.replace("\n", " ")


def test_nothing_is_installed_where_nothing_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bring, "NEEDED", {"chromium": lambda: Path("there")})
    monkeypatch.setattr(bring, "bring", lambda names: pytest.fail("installed something"))
    assert bring.main() == 0


def test_playwrights_own_browser_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "chromium-1234" / "chrome-linux" / "chrome"
    program.parent.mkdir(parents=True)
    program.touch()
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setattr(chromium, "_MAC", ())
    assert chromium.find() == program
