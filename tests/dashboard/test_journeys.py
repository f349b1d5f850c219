"""What each reader comes for, in a real browser: two minutes, ten minutes, an hour."""

from __future__ import annotations

import io
from urllib.parse import parse_qs, urlparse

import pandas as pd
from playwright.sync_api import Browser, Page, expect

from tests.dashboard.browsing import Visit

CARDS = ("advance", "performance", "retention")


def test_a_recruiter_has_two_minutes(visit: Visit) -> None:
    """The answer, its doubt, why; then the same of the own department, and a link for a colleague."""
    page = visit.open()
    expect(page.locator("h1")).to_have_text("Is it true here?")
    expect(page.locator("h2").first).not_to_be_empty()
    expect(page.get_by_text("How sure?").first).to_be_visible()
    for key in CARDS:
        card = page.locator(f".st-key-card_{key}")
        expect(card.locator(".stMarkdownBadge").first).to_be_visible()
        for said in ("Adjusted", "Raw", "n ≈"):
            expect(card).to_contain_text(said)
    expect(page.get_by_text("What this page cannot tell you")).to_be_visible()
    page.locator(".st-key-card_advance").get_by_test_id("stPopoverButton").click()
    expect(page.get_by_text("Here the 95% interval reaches from")).to_be_visible()
    page.keyboard.press("Escape")
    visit.choose("Department", "Engineering")
    sent = Visit(page.context, visit.address)
    sent.page.goto(page.url)
    sent.settle()
    expect(sent.page.get_by_text("Department: Engineering")).to_be_visible()
    for key in CARDS:
        card = f".st-key-card_{key}"
        assert sent.page.locator(card).inner_text() == page.locator(card).inner_text()
    assert visit.wrong == sent.wrong == []


def test_a_head_of_talent_has_ten_minutes(browser: Browser, address: str) -> None:
    """From the answer to what a gate would cost, how sure one is, and a report for the board."""
    visit = Visit(browser.new_context(viewport={"width": 1024, "height": 768}), address)
    page = visit.open()
    page.locator(".st-key-card_advance").get_by_role("link").click()
    expect(page.locator("h1")).to_have_text("Offers")
    visit.settle()
    visit.turn_to("If it were a gate")
    expect(page.get_by_text("This page exists to argue against gates.")).to_be_visible()
    before = _main(page)
    visit.pick("A note would be asked for", "after at least one round")
    expect(page).to_have_url(f"{address}/gate?gate=after+at+least+one+round")
    assert _main(page) != before
    visit.turn_to("How sure are we?")
    expect(page.get_by_role("heading", name="Would more data tell?")).to_be_visible()
    page.get_by_test_id("stMain").get_by_role("button", name="Take away").click()
    held = page.get_by_test_id("stPopoverBody")
    html = visit.take(held.get_by_role("button", name="All as HTML")).decode()
    assert all(f"{title}</h" in html for title in ("Is it true here?", "If it were a gate"))
    assert visit.take(held.get_by_role("button", name="All as PDF")).startswith(b"%PDF")
    page.context.close()
    assert visit.wrong == []


def test_an_analyst_has_an_hour(visit: Visit) -> None:
    """Another definition, group by group; and the numbers taken away are those on the screen."""
    page = visit.open("pipeline?department=Sales")
    visit.pick("Count as", "Greenhouse")
    expect(page.get_by_text("Greenhouse's conversion")).to_be_visible()
    visit.pick("By", "Source channel")
    asked = {"department": ["Sales"], "count_as": ["Greenhouse"], "pipeline_by": ["Source channel"]}
    assert parse_qs(urlparse(page.url).query) == asked
    chart = page.get_by_test_id("stExpander").filter(has_text="Show as a table").last
    chart.locator("summary").click()
    shown = chart.locator("tbody tr th, tbody tr td:first-child").all_inner_texts()
    taken = pd.read_csv(io.BytesIO(visit.take(chart.get_by_role("button", name="CSV"))))
    assert taken["label"].tolist() == shown != []
    assert taken["filters"].unique().tolist() == ["Department: Sales"]
    page.get_by_test_id("stMain").get_by_role("button", name="Take away").click()
    held = page.get_by_test_id("stPopoverBody")
    whole = pd.read_csv(io.BytesIO(visit.take(held.get_by_role("button", name="CSV"))))
    assert set(taken["label"]) <= set(whole["label"])
    assert visit.take(held.get_by_role("button", name="PDF").first).startswith(b"%PDF")
    assert visit.wrong == []


def _main(page: Page) -> str:
    return page.get_by_test_id("stMain").inner_text()
