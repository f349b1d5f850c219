"""Stores for the pages, and a clean cache for every test."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from streamlit.components.v2 import manifest_scanner

from dashboard.serve import URL_VARIABLE
from tests.dashboard.sample import Employer, Published

Publish = Callable[[Employer | Published], str]


@pytest.fixture(autouse=True)
def _fresh_caches() -> Iterator[None]:
    """Caches outlive a session: forget them between tests."""
    yield
    st.cache_data.clear()
    st.cache_resource.clear()


@pytest.fixture(scope="session", autouse=True)
def _no_other_packages_components() -> Iterator[None]:
    """Look for none: every page that a test opens would read what each installed package is."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", list)
        yield


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Employer], Path]:
    """Return a function that writes an employer's published file once; nobody writes to it."""

    @cache
    def writing(employer: Employer) -> Path:
        path = tmp_path_factory.mktemp("written") / "published.db"
        employer.published().write(path)
        return path

    return writing


@pytest.fixture
def publish(
    written: Callable[[Employer], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Publish:
    """Return a function that publishes an employer, or tables, and points the pages at it."""

    def publishing(employer: Employer | Published) -> str:
        path = tmp_path / "published.db"
        if isinstance(employer, Employer):
            # Replaced, as a run does, and not written over.
            shutil.copy(written(employer), path.with_suffix(".new")).replace(path)
        else:
            employer.write(path)
        monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{path}")
        return f"sqlite:///{path}"

    return publishing
