"""Stores for the pages, and a clean cache for every test."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import streamlit as st
from playwright.sync_api import Browser, sync_playwright
from streamlit.components.v2 import manifest_scanner

from dashboard.serve import URL_VARIABLE
from tests.dashboard.browsing import ARGUMENTS, Visit, served
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


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a sample store as `goodeggs dashboard` does, from a folder that is not the project's."""
    folder = tmp_path_factory.mktemp("server")
    url = Employer().published().write(folder / "published.db")
    with served(url, folder, {**os.environ, URL_VARIABLE: url}) as address:
        yield address


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    # High enough for all filters: a list closes when its page scrolls under it.
    context = browser.new_context(viewport={"width": 1280, "height": 1300})
    yield Visit(context, address)
    context.close()
