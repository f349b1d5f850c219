"""How fast the pages are at a million applications: `make bench-dashboard`.

Makes a fictional employer, loads it, and repeats its cells, each time under requisitions of their
own, until they stand for a million applications. Then a real server is visited by a real browser,
one viewer first and many at once later. Times are what a viewer waits: from the click until the
page says the new thing and the script has ended.
"""

from __future__ import annotations

import argparse
import os
import random
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from itertools import chain
from pathlib import Path

import numpy as np
import pandas as pd
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.sync.client import ClientConnection, connect
from websockets.typing import Origin, Subprotocol

from benchmarks.processes import COMMAND, memory_of
from dashboard import serve
from etl.people.pseudonyms import create_key
from etl.simulate.employer import write
from etl.store import bulk
from etl.store.engine import adbc
from tests.servers import chromium

WHOLE = 1_000_000
CELLS = ("out__cell_interview", "out__cell_hire", "out__cell_stage", "out__cell_application")
PAGES = ("Offers", "Performance", "Retention", "How sure are we?", "Is it true here?")
VIEWERS = (1, 5, 10, 20)
VIEWS = ("", "pipeline", "offers", "performance", "retention", "senders", "gate", "sure", "health")
QUARTERS = ("", "2024-Q1", "2024-Q2", "2024-Q3", "2024-Q4")
STREAMLIT = Subprotocol("streamlit")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"),
    *("--disable-component-update", "--disable-sync"),
]


def main() -> None:
    """Print how long the first paint, a filter and a page take, the memory, and the curve of viewers."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=40_000, help="made, then repeated")
    parser.add_argument("--repeats", type=int, default=15, help="times each step is measured")
    parser.add_argument("--store", type=Path, help="a published file to use instead")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        store = asked.store or _store(Path(folder), asked.applications)
        with _served(store, Path(folder)) as (address, server), sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=str(chromium.find()), args=ARGUMENTS
            )
            _alone(browser, address, asked.repeats)
            _memory(browser, address, server)
            browser.close()
            _together(address)


def _store(folder: Path, applications: int) -> Path:
    """Return a published file whose cells stand for a million applications."""
    employer = folder / "employer"
    write(employer, applications, seed=2)
    create_key(employer / "goodeggs.key")
    settings = ["--settings", str(employer / "goodeggs.toml")]
    subprocess.run([COMMAND, "run", "--json", *settings], check=True, stdout=subprocess.DEVNULL)
    store = employer / "goodeggs-published.db"
    times = WHOLE // applications
    with adbc(f"sqlite:///{store}") as connection:
        for name in CELLS:
            cells = bulk.read(connection, name)
            repeated = pd.concat([cells] * times, ignore_index=True)
            if "job_id" in cells:
                # Other requisitions of the same names: strata are as many as a large employer's.
                time = np.arange(len(repeated)) // len(cells)
                repeated["job_id"] = repeated["job_id"] ^ (time << 40)
            numbered = repeated.assign(cell_id=np.arange(1, len(repeated) + 1))
            bulk.replace(connection, name, numbered)
            print(f"{name}: {len(numbered):,} cells of {numbered['n'].sum():,.0f}")
    return store


@contextmanager
def _served(store: Path, folder: Path) -> Iterator[tuple[str, subprocess.Popen[bytes]]]:
    with socket.socket() as probe:
        probe.bind(("localhost", 0))
        port = probe.getsockname()[1]
    url = f"sqlite:///{store}"
    with (folder / "log").open("w") as log:
        server = subprocess.Popen(
            serve.command(url, port),
            env={**os.environ, serve.URL_VARIABLE: url},
            stdout=log,
            stderr=log,
        )
        try:
            while True:
                try:
                    urllib.request.urlopen(f"http://localhost:{port}/_stcore/health", timeout=5)
                    break
                except OSError:
                    time.sleep(0.2)
            yield f"http://localhost:{port}", server
        finally:
            server.terminate()
            server.wait(timeout=30)


def _alone(browser: Browser, address: str, repeats: int) -> None:
    """Measure one viewer: cold once, then warm."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})
    page.set_default_timeout(120_000)
    cold = _timed(lambda: _paint(page, address))
    print(f"{'first page, new server':<34}{cold:8.2f} s")
    _print("first page, warm", [_timed(lambda: _paint(page, address)) for _ in range(repeats)])
    _settle(page)
    departments = _options(page)
    seen, unseen = [], []
    for number in range(repeats):
        name = departments[number % len(departments)]
        times = unseen if number < len(departments) else seen
        page.get_by_role("combobox", name="Department").click()
        times.append(_timed(lambda name=name: _filter(page, name)))
        _clear(page)
    _print("filter, never asked before", unseen)
    if seen:
        _print("filter, asked before", seen)
    for title in PAGES:
        _turn(page, title)
    times = [_timed(lambda t=title: _turn(page, t)) for _ in range(3) for title in PAGES]
    _print("page, warm", times)
    page.close()


def _memory(browser: Browser, address: str, server: subprocess.Popen[bytes]) -> None:
    pages = [browser.new_context().new_page() for _ in range(10)]
    for page in pages:
        page.set_default_timeout(120_000)
        _paint(page, address)
    for page in pages:
        _turn(page, "Offers")
    print(f"{'server with ten sessions':<34}{memory_of(server.pid) / 1e6:8,.0f} MB")
    for page in pages:
        page.context.close()


def _together(address: str) -> None:
    """Measure so many viewers at once, each of whom turns a page or sets a filter every few seconds.

    These speak the pages' own protocol and draw nothing: so many browsers would be what is measured.
    """
    for viewers in VIEWERS:
        with ThreadPoolExecutor(viewers) as pool:
            times = list(chain.from_iterable(pool.map(partial(_visit, address), range(viewers))))
        _print(f"{viewers} viewers: page or filter", times)


def _visit(address: str, seed: int) -> list[float]:
    chance, times = random.Random(seed), []
    stream = f"{address.replace('http', 'ws', 1)}/_stcore/stream"
    with connect(stream, subprotocols=[STREAMLIT], origin=Origin(address), max_size=None) as socket:
        _ask(socket, "", "")
        for _ in range(6):
            time.sleep(chance.uniform(1.0, 4.0))
            view, quarter = chance.choice(VIEWS), chance.choice(QUARTERS)
            times.append(_timed(partial(_ask, socket, view, quarter)))
    return times


def _ask(socket: ClientConnection, view: str, quarter: str) -> None:
    """Ask for a page under a filter, and take all that it draws."""
    asked = BackMsg()
    asked.rerun_script.page_name = view
    asked.rerun_script.query_string = f"quarter={quarter}" if quarter else ""
    socket.send(asked.SerializeToString())
    drawn = ForwardMsg()
    while drawn.WhichOneof("type") != "script_finished":
        drawn.ParseFromString(socket.recv(timeout=300))


def _paint(page: Page, address: str) -> None:
    """Open the first page, until its answer can be read."""
    page.goto(address)
    expect(page.locator("h2").first).to_be_visible(timeout=120_000)


def _settle(page: Page) -> None:
    app = page.get_by_test_id("stApp")
    expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=120_000)


def _options(page: Page) -> list[str]:
    page.get_by_role("combobox", name="Department").click()
    found = page.get_by_role("option").all_inner_texts()
    page.keyboard.press("Escape")
    return [one for one in found if one != "Select all"]


def _filter(page: Page, value: str) -> None:
    """Choose a value of the list that is open."""
    page.get_by_role("option", name=value, exact=True).click()
    expect(page.get_by_text(f"Department: {value}")).to_be_visible(timeout=120_000)
    _settle(page)


def _clear(page: Page) -> None:
    page.keyboard.press("Escape")
    # By keyboard: the list that is closing takes a click for itself.
    button = page.get_by_role("button", name="Clear all filters")
    button.first.press("Enter")
    expect(button).to_have_count(0, timeout=120_000)
    _settle(page)


def _turn(page: Page, title: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title).click()
    expect(page.locator("h1")).to_have_text(title, timeout=120_000)
    _settle(page)


def _timed(act: Callable[[], None]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def _print(name: str, times: list[float]) -> None:
    ordered = sorted(times)
    slow = ordered[min(len(ordered) - 1, int(0.95 * len(ordered)))]
    print(f"{name:<34}{statistics.median(times):8.2f} s median{slow:8.2f} s 95th  n {len(times)}")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
