"""A real browser at a real server: how a test opens a page, waits for it, and hears what went wrong."""

from __future__ import annotations

import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlparse

from playwright.sync_api import BrowserContext, ConsoleMessage, Locator, Page, expect

from dashboard import serve
from dashboard.app import PAGES
from tests.house import ROOT

ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]
expect.set_options(timeout=60_000)
VIEWS = {title: view for view, title, _ in PAGES}
TITLES = list(VIEWS)
# Streamlit itself looks for its server below a page's address first, and reads a 404 as "not here".
LOOKED_FOR = "/_stcore/"
IS_DARK = """() => {
    const [r, g, b] = getComputedStyle(document.querySelector('[data-testid=stApp]'))
        .backgroundColor.match(/\\d+/g).map(Number);
    return r + g + b < 3 * 128;
}"""


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

    def pick(self, name: str, value: str) -> None:
        """Make a choice that stands on the page, by keyboard, and wait until the page is another."""
        main = self.page.get_by_test_id("stMain")
        before = main.inner_text()
        choice = main.get_by_role("combobox", name=name, exact=True)
        # A list closes when its page scrolls under it.
        choice.evaluate("box => box.scrollIntoView({block: 'center'})")
        choice.fill(value)
        expect(self.page.get_by_role("option", name=value, exact=True)).to_be_visible()
        choice.press("Enter")
        expect(choice).to_have_value(value)
        expect(main).not_to_have_text(before, use_inner_text=True)
        self.settle()

    def take(self, button: Locator) -> bytes:
        """Press a button that gives a file; return the file."""
        with self.page.expect_download(timeout=180_000) as taken:
            # By keyboard: while charts are drawn on a busy machine, a click may miss what moves.
            button.press("Enter")
        return taken.value.path().read_bytes()

    def settle(self) -> None:
        """Wait until the app has run and drawn."""
        app = self.page.get_by_test_id("stApp")
        expect(app).to_have_attribute("data-test-connection-state", "CONNECTED")
        expect(app).to_have_attribute("data-test-script-state", "notRunning")
        expect(self.page.locator("h1")).to_be_visible()
        expect(self.page.get_by_test_id("stSkeleton")).to_have_count(0)

    def turn_to(self, title: str) -> None:
        """Go to a page by the navigation."""
        nav = self.page.get_by_test_id("stSidebarNav")
        nav.get_by_role("link", name=title, exact=True).click()
        expect(self.page.locator("h1")).to_have_text(title)
        self.settle()
