"""The pages in a real browser, on a real server: what a recruiter does, and what must never show."""

from __future__ import annotations

import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    expect,
    sync_playwright,
)

from dashboard import serve
from dashboard.app import PAGES
from tests.dashboard.sample import Employer

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
SIZES = {"wide": (1280, 900), "phone": (390, 844)}
VIEWS = {title: view for pages in PAGES.values() for view, title, _ in pages}
TITLES = list(VIEWS)
# Streamlit itself looks for its server below a page's address first, and reads a 404 as "not here".
LOOKED_FOR = "/_stcore/"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve a sample store as `goodeggs dashboard` does, from a folder that is not the project's."""
    folder = tmp_path_factory.mktemp("server")
    url = Employer().published().write(folder / "published.db")
    environment = {**os.environ, serve.URL_VARIABLE: url}
    with served(url, folder, environment) as address:
        yield address


@contextmanager
def served(url: str, folder: Path, environment: dict[str, str]) -> Iterator[str]:
    """Serve the pages, from a folder that is not the project's; yield the address."""
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    environment = {**environment, "PYTHONPATH": str(ROOT)}
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            serve.command(url, port), env=environment, cwd=folder, stdout=log, stderr=log
        )
        try:
            _wait(f"http://localhost:{port}/_stcore/health", server, folder / "log")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(timeout=20)


def _wait(health: str, server: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        try:
            with urllib.request.urlopen(health, timeout=5):
                return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            assert server.poll() is None, log.read_text()
            time.sleep(0.1)
    raise AssertionError(f"the server does not answer: {log.read_text()}")


@pytest.fixture(scope="module")
def browser(chromium_path: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium_path, args=ARGUMENTS)
        yield browser
        browser.close()


class Visit:
    """An open page, and what went wrong on it."""

    def __init__(self, context: BrowserContext, address: str) -> None:
        self.page, self.address, self.wrong = context.new_page(), address, list[str]()
        self.page.set_default_timeout(30_000)
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.wrong.append(str(error)))
        self.page.on("request", lambda request: self._on_request(request.url))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and LOOKED_FOR not in message.location["url"]:
            self.wrong.append(message.text)

    def _on_request(self, url: str) -> None:
        if urlparse(url).hostname not in ("localhost", None):
            self.wrong.append(f"asked {url}")

    def open(self, path: str = "") -> Page:
        self.page.goto(f"{self.address}/{path}")
        self.settle()
        return self.page

    def choose(self, name: str, value: str) -> None:
        """Set a filter, and wait until the page says so."""
        self.page.get_by_role("combobox", name=name).click()
        self.page.get_by_role("option", name=value).click()
        self.page.keyboard.press("Escape")
        expect(self.page.get_by_text(f"{name}: {value}")).to_be_visible(timeout=30_000)
        self.settle()

    def settle(self) -> None:
        """Wait until the app has run and drawn."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=30_000)
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
        expect(self.page.locator("h1")).to_be_visible(timeout=30_000)
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0, timeout=30_000)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    yield Visit(context, address)
    context.close()


def test_the_first_page_gives_answer_doubt_and_three_cards(visit: Visit) -> None:
    page = visit.open()
    expect(page.locator("h1")).to_have_text("Is it true here?")
    expect(page.locator("h2").first).not_to_be_empty()
    expect(page.get_by_text("How sure?").first).to_be_visible()
    for key in ("advance", "performance", "retention"):
        card = page.locator(f".st-key-card_{key}")
        expect(card).to_be_visible()
        expect(card.locator(".stMarkdownBadge").first).to_be_visible()
        expect(card).to_contain_text("Adjusted")
        expect(card).to_contain_text("Raw")
        expect(card).to_contain_text("n ≈")
    expect(page.get_by_text("What this page cannot tell you")).to_be_visible()
    assert visit.wrong == []


def test_each_page_is_one_click_away(visit: Visit) -> None:
    page = visit.open()
    for title in [*TITLES[1:], TITLES[0]]:
        page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
        expect(page.locator("h1")).to_have_text(title)
        visit.settle()
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
    assert visit.wrong == []


def test_a_filter_narrows_stays_and_is_taken_away(visit: Visit) -> None:
    page = visit.open()
    card = page.locator(".st-key-card_advance")
    before = card.inner_text()
    visit.choose("Department", "Engineering")
    assert card.inner_text() != before
    page.get_by_test_id("stSidebarNav").get_by_role("link", name="Offers").click()
    expect(page.locator("h1")).to_have_text("Offers")
    expect(page.get_by_text("Department: Engineering")).to_be_visible()
    page.get_by_role("button", name="Clear all filters").click()
    expect(page.get_by_text("Department: Engineering")).to_have_count(0)
    assert visit.wrong == []


def test_filters_that_match_nothing_lead_back(visit: Visit) -> None:
    page = visit.open()
    visit.choose("Department", "Sales")
    visit.choose("Location", "Berlin")
    expect(page.get_by_text("These filters leave nothing to show.")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Clear all filters").click()
    expect(page.locator(".st-key-card_advance")).to_be_visible()
    assert visit.wrong == []


def test_a_chart_has_a_table_and_keeps_no_export(visit: Visit) -> None:
    page = visit.open("offers")
    expect(page.locator(".modebar")).to_have_count(0)
    page.get_by_text("Show as a table").first.click()
    expect(page.locator("table").first).to_be_visible()
    assert visit.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", SIZES)
def test_every_page_is_whole(browser: Browser, address: str, scheme: str, size: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    visit = Visit(context, address)
    for title, view in VIEWS.items():
        page = visit.open("" if title == TITLES[0] else view)
        expect(page.locator("h1")).to_have_text(title)
        expect(page.get_by_test_id("stException")).to_have_count(0)
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{title} scrolls sideways"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cut = page.evaluate(CUT_OFF)
        assert cut == [], f"{title}: words outside their chart"
        is_dark = page.evaluate(IS_DARK)
        assert is_dark == (scheme == "dark")
    context.close()
    assert visit.wrong == []


CUT_OFF = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const frame = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('.annotation-text, .xtitle')]
        .filter(words => words.getBoundingClientRect().right > frame.right + 1
                      || words.getBoundingClientRect().left < frame.left - 1)
        .map(words => words.textContent);
})"""
IS_DARK = """() => {
    const [r, g, b] = getComputedStyle(document.querySelector('[data-testid=stApp]'))
        .backgroundColor.match(/\\d+/g).map(Number);
    return r + g + b < 3 * 128;
}"""
