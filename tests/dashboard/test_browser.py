"""The frame in a real browser, on a real server: filters, links, tabs, the tour, a load that lands."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlparse

import pytest
from playwright.sync_api import Browser, expect

from dashboard import serve, words
from etl.store.lock import run_lock
from tests.dashboard.browsing import TITLES, Visit, served
from tests.dashboard.sample import NOW, Employer


@pytest.fixture
def fictional(tmp_path: Path) -> Iterator[tuple[str, str]]:
    """Serve a store of its own, as that of a made-up employer; yield the address and the store's URL."""
    url = Employer().published().write(tmp_path / "published.db")
    environment = {**os.environ, serve.URL_VARIABLE: url, serve.FICTIONAL_VARIABLE: "1"}
    with served(url, tmp_path, environment) as address:
        yield address, url


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
    visit.turn_to("Offers")
    expect(page).to_have_url(f"{visit.address}/offers?department=Sales")
    visit.turn_to("Who sends notes")
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
    visit.turn_to("Offers")
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
    visit.settle()
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
    visit.turn_to("Retention")
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
