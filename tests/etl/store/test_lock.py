"""Two runs at once: the second says so and stops."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from etl.errors import RunInProgress, StoreUnreachable
from etl.store.lock import is_held, run_lock


def test_the_second_run_is_told(store_url: str) -> None:
    with (
        run_lock(store_url),
        pytest.raises(RunInProgress, match="Another run"),
        run_lock(store_url),
    ):
        pass


def test_the_lock_is_free_again_after_an_error(store_url: str) -> None:
    with pytest.raises(RuntimeError), run_lock(store_url):
        raise RuntimeError
    with run_lock(store_url):
        pass


def test_a_reader_sees_a_run_at_work_and_does_not_stop_the_next(store_url: str) -> None:
    assert not is_held(store_url)
    with run_lock(store_url):
        assert is_held(store_url)
    assert not is_held(store_url)
    with run_lock(store_url):
        pass


def test_a_run_that_was_killed_is_not_at_work(store_url: str) -> None:
    dies = f"""
import os
from etl.store.lock import is_held, run_lock
with run_lock({store_url!r}):
    os._exit(9 if is_held({store_url!r}) else 1)
"""
    assert subprocess.run([sys.executable, "-c", dies], check=False).returncode == 9
    assert not is_held(store_url)


@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/missing/x.db", "postgresql+psycopg://u:secret@127.0.0.1:1/x"]
)
def test_an_unreachable_store_is_named_without_its_password(url: str, tmp_path: Path) -> None:
    url = url.format(folder=tmp_path)
    with pytest.raises(StoreUnreachable) as caught, run_lock(url):
        pass
    assert "secret" not in str(caught.value)
    assert caught.value.retryable
