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
from datetime import timedelta
from itertools import pairwise, product
from pathlib import Path
from urllib.parse import urlparse

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Locator,
    Page,
    expect,
    sync_playwright,
)

from dashboard import serve, words
from dashboard.app import PAGES
from etl.store.lock import run_lock
from tests.dashboard.sample import NOW, Employer

ROOT = Path(__file__).parents[2]
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
expect.set_options(timeout=60_000)
SIZES = {"wide": (1280, 900), "phone": (390, 844), "zoomed to 200 %": (640, 450)}
VIEWS = {title: view for view, title, _ in PAGES}
TITLES = list(VIEWS)
WORDY = ["Methods and words"]
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


@pytest.fixture
def fictional(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a store of its own, as that of a made-up employer; yield the address and the store's URL."""
    url = Employer().published().write(tmp_path / "published.db")
    environment = {**os.environ, serve.URL_VARIABLE: url, serve.FICTIONAL_VARIABLE: "1"}
    with served(url, tmp_path, environment) as address:
        yield address, url


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
        self.page.set_default_timeout(60_000)
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
        self.page.get_by_role("combobox", name=name).fill(value)
        self.page.get_by_role("option", name=value).click()
        self.page.keyboard.press("Escape")
        # An open list takes the next click for itself.
        expect(self.page.get_by_role("listbox")).to_have_count(0)
        expect(self.page.get_by_text(f"{name}: {value}")).to_be_visible()
        self.settle()

    def take(self, button: Locator) -> bytes:
        """Press a button that gives a file; return the file."""
        with self.page.expect_download(timeout=180_000) as taken:
            button.click()
        return taken.value.path().read_bytes()

    def settle(self) -> None:
        """Wait until the app has run and drawn."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator("h1")).to_be_visible()
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    # High enough for all filters: a list closes when its page scrolls under it.
    context = browser.new_context(viewport={"width": 1280, "height": 1300})
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
        expect(page.get_by_test_id("stException")).to_have_count(0)
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


def test_a_link_reproduces_a_view_and_takes_nothing_that_is_not_offered(visit: Visit) -> None:
    page = visit.open("senders?department=Sales&department=gone&location=%3Cb%3E&sending_by=Job")
    expect(page.get_by_text("Department: Sales")).to_be_visible()
    expect(page.get_by_text("Location:")).to_have_count(0)
    choice = page.get_by_role("combobox", name="By")
    expect(choice).to_have_value("Job")
    expect(page).to_have_url(f"{visit.address}/senders?department=Sales&sending_by=Job")
    _turn_to(visit, "Offers")
    expect(page).to_have_url(f"{visit.address}/offers?department=Sales")
    _turn_to(visit, "Who sends notes")
    expect(choice).to_have_value("Job")
    page.reload()
    visit.settle()
    expect(page).to_have_url(f"{visit.address}/senders?department=Sales&sending_by=Job")
    expect(page.get_by_text("Department: Sales")).to_be_visible()
    assert visit.wrong == []


def test_two_tabs_are_independent_and_the_back_button_leaves_a_page_in_one_step(
    visit: Visit,
) -> None:
    page = visit.open()
    _turn_to(visit, "Offers")
    visit.choose("Department", "Sales")
    page.get_by_role("combobox", name="Department").fill("Engineering")
    page.get_by_role("option", name="Engineering").click()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Department: Engineering, Sales")).to_be_visible()
    visit.settle()
    other = Visit(page.context, visit.address)
    other.open("offers?department=Support+%26+Care")
    expect(other.page.get_by_text("Department: Support & Care")).to_be_visible()
    expect(page).to_have_url(f"{visit.address}/offers?department=Sales&department=Engineering")
    expect(page.get_by_text("Department: Engineering, Sales")).to_be_visible()
    page.go_back()
    expect(page.locator("h1")).to_have_text(TITLES[0])
    assert visit.wrong == other.wrong == []


def _turn_to(visit: Visit, title: str) -> None:
    visit.page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(visit.page.locator("h1")).to_have_text(title)
    visit.settle()


def test_a_verdict_explains_itself_by_keyboard(visit: Visit) -> None:
    page = visit.open()
    verdict = page.locator(".st-key-card_performance").get_by_test_id("stPopoverButton")
    verdict.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_text("Here the 95% interval reaches from")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_text("Here the 95% interval reaches from")).to_have_count(0)
    assert visit.wrong == []


def test_the_tour_is_taken_by_keyboard(browser: Browser, fictional: tuple[str, str]) -> None:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    visit = Visit(context, fictional[0])
    page = visit.open()
    expect(page.get_by_text("A fictional employer")).to_be_visible()
    page.get_by_role("button", name="Take the tour").first.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("1 of 5")).to_be_visible()
    dialog.get_by_role("button", name="Next").press("Enter")
    expect(dialog.get_by_text("2 of 5")).to_be_visible()
    dialog.get_by_role("link", name="Show me").press("Enter")
    expect(page.locator("h1")).to_have_text("Offers")
    expect(page.get_by_text("Tour, 2 of 5.")).to_be_visible()
    page.get_by_role("button", name="Next", exact=True).press("Enter")
    expect(dialog.get_by_text("3 of 5")).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Tour, 3 of 5.")).to_have_count(0)
    context.close()
    assert visit.wrong == []


def test_a_load_lands_while_a_page_is_open(browser: Browser, fictional: tuple[str, str]) -> None:
    address, url = fictional
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    visit = Visit(context, address)
    page = visit.open("offers")
    visit.choose("Department", "Sales")
    with run_lock(url):
        expect(page.get_by_text("A new load is being made.")).to_be_visible(timeout=90_000)
        newer = Employer(run_id="20260102T000000-sample", finished=NOW - timedelta(days=3))
        newer.published().write(Path(urlparse(url).path))
    expect(page.get_by_text("A newer load has landed.")).to_be_visible(timeout=90_000)
    page.get_by_role("button", name="Show the newer load").click()
    expect(page.get_by_text(f"Loaded on {words.day(newer.finished)}")).to_be_visible()
    expect(page.get_by_text("Department: Sales")).to_be_visible()
    expect(page).to_have_url(f"{address}/offers?department=Sales")
    _turn_to(visit, "Retention")
    expect(page.get_by_text("Department: Sales")).to_be_visible()
    expect(page.get_by_text("A newer load has landed.")).to_have_count(0)
    context.close()
    assert visit.wrong == []


def test_the_keyboard_comes_to_the_page_in_one_step(visit: Visit) -> None:
    page = visit.open()
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to main content"
    assert page.evaluate("document.documentElement.lang") == "en"


def test_filters_that_match_nothing_lead_back(visit: Visit) -> None:
    page = visit.open()
    visit.choose("Department", "Sales")
    visit.choose("Location", "Berlin")
    expect(page.get_by_text("These filters leave nothing to show.")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Clear all filters").click()
    expect(page.locator(".st-key-card_advance")).to_be_visible()
    assert visit.wrong == []


def test_a_chart_has_a_table_and_is_taken_away_from_this_machine_alone(visit: Visit) -> None:
    page = visit.open("offers")
    # Files come from the server, stamped; Plotly's own buttons would make them without a stamp.
    expect(page.locator(".modebar")).to_have_count(0)
    chart = page.get_by_test_id("stExpander").filter(has_text="Show as a table").first
    chart.locator("summary").click()
    expect(chart.locator("table")).to_be_visible()
    for name, begins in (("CSV", b"\xef\xbb\xbfpage"), ("PNG", b"\x89PNG"), ("SVG", b"<svg ")):
        assert visit.take(chart.get_by_role("button", name=name)).startswith(begins)
    assert visit.wrong == []


def test_a_page_is_taken_away_as_it_is_shown(visit: Visit) -> None:
    page = visit.open("offers?department=Sales")
    page.get_by_test_id("stMain").get_by_role("button", name="Take away").click()
    held = page.get_by_test_id("stPopoverBody")
    html = visit.take(held.get_by_role("button", name="HTML").first).decode()
    assert "<h1>Good Eggs: Offers</h1>" in html and "Department: Sales" in html
    assert visit.take(held.get_by_role("button", name="PDF").first).startswith(b"%PDF")
    assert b"Department: Sales" in visit.take(held.get_by_role("button", name="CSV"))
    assert b"All pages" in visit.take(held.get_by_role("button", name="All as HTML"))
    assert visit.wrong == []


@pytest.mark.parametrize(
    ("size", "scheme"),
    [*product(("wide", "phone"), ("light", "dark")), ("zoomed to 200 %", "light")],
)
def test_every_page_is_whole(browser: Browser, address: str, size: str, scheme: str) -> None:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    visit = Visit(context, address)
    for title, view in VIEWS.items():
        page = visit.open("" if title == TITLES[0] else view)
        expect(page.locator("h1")).to_have_text(title)
        expect(page).to_have_title(f"{title} · Good Eggs")
        levels = page.evaluate(HEADINGS)
        assert levels[0] == 1 and levels.count(1) == 1, f"{title} begins otherwise: {levels}"
        assert all(b - a <= 1 for a, b in pairwise(levels)), f"{title} skips a level: {levels}"
        expect(page.get_by_test_id("stException")).to_have_count(0)
        if title not in WORDY:
            expect(page.locator(".js-plotly-plot").first).to_be_visible()
        main = page.get_by_test_id("stMain")
        assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{title} scrolls sideways"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cut = page.evaluate(CUT_OFF)
        assert cut == [], f"{title}: words outside their chart"
        is_dark = page.evaluate(IS_DARK)
        assert is_dark == (scheme == "dark")
        assert _barriers(page) == [], f"{title} shuts somebody out"
    context.close()
    assert visit.wrong == []


def _barriers(page: Page) -> list[tuple[str, str]]:
    """Return what axe-core holds against WCAG 2.2 AA, and against good practice: rule and element."""
    found = Axe().run(page, options={"runOnly": [*WCAG, "best-practice"]})
    return [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]


WCAG = ("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa")
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))"
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
