"""Every page in a real browser: light and dark, wide and on a phone, at 200 %, for everybody."""

from __future__ import annotations

from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, ViewportSize, expect

from tests.dashboard.browsing import IS_DARK, TITLES, VIEWS, Visit

WIDE = ViewportSize(width=1280, height=900)
PHONE = ViewportSize(width=390, height=844)
ZOOMED = ViewportSize(width=640, height=450)
"""A wide window at 200 %."""
WORDY = ["Methods and words"]
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
HEADINGS = "[...document.querySelectorAll('h1, h2, h3, h4')].map(h => Number(h.tagName[1]))"
CUT_OFF = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
    const frame = plot.getBoundingClientRect();
    return [...plot.querySelectorAll('.annotation-text, .xtitle')]
        .filter(words => words.getBoundingClientRect().right > frame.right + 1
                      || words.getBoundingClientRect().left < frame.left - 1)
        .map(words => words.textContent);
})"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_one_click_away_and_at_200_percent(
    browser: Browser, address: str, scheme: str
) -> None:
    context = browser.new_context(viewport=WIDE, color_scheme=scheme)
    visit = Visit(context, address)
    page = visit.open()
    for title in [*TITLES[1:], TITLES[0]]:
        visit.turn_to(title)
        _is_whole(page, title, scheme)
        page.set_viewport_size(ZOOMED)
        _fits(page, title)
        page.set_viewport_size(WIDE)
    context.close()
    assert visit.wrong == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_whole_on_a_phone(browser: Browser, address: str, scheme: str) -> None:
    context = browser.new_context(viewport=PHONE, color_scheme=scheme)
    visit = Visit(context, address)
    for title, view in VIEWS.items():
        _is_whole(visit.open("" if title == TITLES[0] else view), title, scheme)
    context.close()
    assert visit.wrong == []


def _is_whole(page: Page, title: str, scheme: str) -> None:
    expect(page.locator("h1")).to_have_text(title)
    expect(page).to_have_title(f"{title} · Good Eggs")
    levels = page.evaluate(HEADINGS)
    assert levels[0] == 1 and levels.count(1) == 1, f"{title} begins otherwise: {levels}"
    assert all(b - a <= 1 for a, b in pairwise(levels)), f"{title} skips a level: {levels}"
    expect(page.get_by_test_id("stException")).to_have_count(0)
    if title not in WORDY:
        expect(page.locator(".js-plotly-plot").first).to_be_visible()
    _fits(page, title)
    assert page.evaluate(IS_DARK) == (scheme == "dark")
    assert _barriers(page, scheme) == [], f"{title} shuts somebody out"


def _fits(page: Page, title: str) -> None:
    main = page.get_by_test_id("stMain")
    assert main.evaluate("e => e.scrollWidth <= e.clientWidth"), f"{title} scrolls sideways"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    # Charts are drawn anew in the moment after their window has changed.
    for _ in range(20):
        if not (cut := page.evaluate(CUT_OFF)):
            return
        page.wait_for_timeout(100)
    assert cut == [], f"{title}: words outside their chart"


def _barriers(page: Page, scheme: str) -> list[tuple[str, str]]:
    """Return what axe-core holds against WCAG 2.2 AA, and against good practice: rule and element.

    Light and dark differ in colours alone, so dark is asked about these.
    """
    rules = (
        {"type": "tag", "values": [*WCAG, "best-practice"]}
        if scheme == "light"
        else {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}
    )
    found = Axe().run(page, options={"runOnly": rules})
    return [(one["id"], one["nodes"][0]["html"]) for one in found.response["violations"]]
