"""Two runs at once: the second says so and stops."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import RunInProgress, StoreUnreachable
from etl.store.lock import run_lock


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


@pytest.mark.parametrize(
    "url", ["sqlite:///{folder}/missing/x.db", "postgresql+psycopg://u:secret@127.0.0.1:1/x"]
)
def test_an_unreachable_store_is_named_without_its_password(url: str, tmp_path: Path) -> None:
    url = url.format(folder=tmp_path)
    with pytest.raises(StoreUnreachable) as caught, run_lock(url):
        pass
    assert "secret" not in str(caught.value)
    assert caught.value.retryable
