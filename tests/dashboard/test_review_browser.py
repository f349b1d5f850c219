"""The Review page in a real browser: signing in, keys alone, and nothing that stays behind."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from dashboard.serve import environment
from etl.review.reviewers import give_code
from tests.dashboard.sample import Employer
from tests.dashboard.test_browser import IS_DARK, Visit, browser, served
from tests.reviewing import Desk

__all__ = ["browser"]
SHOTS = os.environ.get("GOODEGGS_SHOTS")
TEXT = (
    "Following our conversation\n\nGood evening [name],\n\nWhat a nice conversation that was, thank you. "
    "The way you pair newcomers with somebody from another team sounds like a place where one learns.\n\n"
    "Could you tell me when you mean to decide?\n\n[name]"
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Desk:
    desk = Desk(tmp_path_factory.mktemp("desk"))
    desk.draw(*range(1, 16), text=TEXT)
    return desk


@pytest.fixture(scope="module")
def address(desk: Desk, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    folder = tmp_path_factory.mktemp("server")
    url = Employer(size=20).published().write(folder / "published.db")
    with served(url, folder, environment(url, (desk.url, desk.key_file), None)) as address:
        yield address


def sign_in(visit: Visit, desk: Desk) -> Page:
    page = visit.open("review")
    page.get_by_label("Your name").fill("Ana")
    page.get_by_label("Access code").fill(give_code(desk.url, desk.key, "Ana"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("What a nice conversation")).to_be_visible(timeout=30_000)
    visit.settle()
    return page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_a_reviewer_needs_no_mouse(
    browser: Browser, address: str, desk: Desk, scheme: str, width: int
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900}, color_scheme=scheme)
    visit = Visit(context, address)
    page = sign_in(visit, desk)
    before = len(desk.labels())
    shot(page, f"review-{scheme}-{width}")
    for key, said in (("n", "a note"), ("o", "something else"), ("t", "cannot tell")):
        page.keyboard.press(key)
        expect(page.get_by_text(f"The one before: you said “{said}”")).to_be_visible(timeout=30_000)
        visit.settle()
    assert len(desk.labels()) == before + 3
    page.get_by_text("The one before").click()
    expect(page.get_by_text("By the text alone")).to_be_visible()
    shot(page, f"review-after-{scheme}-{width}")
    assert page.get_by_test_id("stMain").evaluate("e => e.scrollWidth <= e.clientWidth")
    assert page.evaluate(IS_DARK) == (scheme == "dark")
    assert "review" in page.url and "?" not in page.url
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_label("Access code")).to_be_visible(timeout=30_000)
    shot(page, f"review-door-{scheme}-{width}")
    page.reload()
    visit.settle()
    expect(page.get_by_text("What a nice conversation")).to_have_count(0)
    context.close()
    assert visit.wrong == []


def shot(page: Page, name: str) -> None:
    """Keep a picture where somebody wants to look at it."""
    if SHOTS:
        page.wait_for_timeout(500)
        page.screenshot(path=Path(SHOTS) / f"{name}.png", full_page=True)


def test_a_new_session_has_no_right(browser: Browser, address: str, desk: Desk) -> None:
    contexts: list[BrowserContext] = [browser.new_context() for _ in range(2)]
    sign_in(Visit(contexts[0], address), desk)
    page = Visit(contexts[1], address).open("review")
    expect(page.get_by_label("Access code")).to_be_visible()
    expect(page.get_by_text("What a nice conversation")).to_have_count(0)
    for context in contexts:
        context.close()
