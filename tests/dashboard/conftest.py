"""Stores for the pages, and a clean cache for every test."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import streamlit as st

from dashboard.serve import URL_VARIABLE
from tests.dashboard.sample import Employer, Published

Publish = Callable[[Employer | Published], str]


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Caches outlive a session: forget them between tests."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture
def publish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Publish:
    """Return a function that publishes an employer, or tables, and points the pages at it."""

    def publishing(employer: Employer | Published) -> str:
        tables = employer.published() if isinstance(employer, Employer) else employer
        url = tables.write(tmp_path / "published.db")
        monkeypatch.setenv(URL_VARIABLE, url)
        return url

    return publishing
