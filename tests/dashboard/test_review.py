"""The Review page in every state, and who gets no further."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import access
from dashboard.app import REVIEW
from dashboard.serve import APP, REVIEW_KEY_VARIABLE, REVIEW_STORE_VARIABLE, environment
from etl.review import store
from etl.review.reviewers import give_code, register
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import Employer
from tests.reviewing import TEXT, Desk

VIEW, TITLE, _ = REVIEW
FILE = f"views/{VIEW}.py"


@pytest.fixture
def desk(publish: Publish, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Desk:
    """Return a desk that the pages know."""
    publish(Employer(size=20))
    desk = Desk(tmp_path)
    monkeypatch.setenv(REVIEW_STORE_VARIABLE, desk.url)
    monkeypatch.setenv(REVIEW_KEY_VARIABLE, str(desk.key_file))
    access.limit.clear()
    return desk


def opened() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    return app.switch_page(FILE).run()


def signed_in(desk: Desk, name: str = "Ana") -> AppTest:
    return attempt(opened(), name, give_code(desk.url, desk.key, name))


def attempt(app: AppTest, name: str, code: str) -> AppTest:
    app.text_input(key="review_name").set_value(name)
    app.text_input(key="review_code").set_value(code)
    app.button[0].click().run()
    return app


def said(app: AppTest) -> str:
    assert not app.exception
    kinds = ("title", "text", "markdown", "caption", "info", "warning")
    return "\n".join(str(one.value) for kind in kinds for one in getattr(app, kind))


def test_without_a_review_store_there_is_no_page(publish: Publish) -> None:
    publish(Employer(size=20))
    assert access.desk() is None
    with pytest.raises(ValueError, match="Could not find a navigation page"):
        opened()


def test_the_server_is_given_the_store_only_if_review_is_on(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(REVIEW_STORE_VARIABLE, "sqlite:///stray.db")
    assert REVIEW_STORE_VARIABLE not in environment("sqlite:///a.db", None, None)
    given = environment("sqlite:///a.db", ("sqlite:///b.db", tmp_path / "key"), None)
    assert given[REVIEW_STORE_VARIABLE] == "sqlite:///b.db"
    assert given[REVIEW_KEY_VARIABLE] == str(tmp_path / "key")


def test_without_the_right_no_text_is_shown(desk: Desk) -> None:
    desk.draw(1)
    app = opened()
    assert app.title[0].value == TITLE and "kettle" not in said(app)
    for name, code in (("Ana", ""), ("Ana", "abcd"), ("Eve", "abcd")):
        app = attempt(app, name, code)
        assert "do not belong together" in said(app) and "kettle" not in said(app)


def test_too_many_tries_lock_the_door_for_everybody(desk: Desk) -> None:
    desk.draw(1)
    code = give_code(desk.url, desk.key, "Ana")
    app = opened()
    for _ in range(access.TRIES):
        app = attempt(app, "Ana", "wrong")
    assert "Too many tries" in said(attempt(opened(), "Ana", code))
    access.limit.clear()
    assert "kettle" in said(attempt(opened(), "Ana", code))


def test_a_label_takes_the_message_away_and_only_then_the_classifier_speaks(desk: Desk) -> None:
    desk.draw(1, 2)
    app = signed_in(desk)
    assert app.text[0].value == TEXT
    assert "2 to review" in said(app) and "classifier" not in said(app)
    app.button(key="label_other").click().run()
    assert desk.labels() == {(1, desk.who("Ana"), "other")}
    assert "1 to review" in said(app)
    assert "the classifier said **a note** (60% note)" in said(app)
    app.button(key="label_cannot_tell").click().run()
    assert "Nothing to review" in said(app)
    assert desk.kept() == {1, 2}, "Ben has yet to see them"


def test_two_tabs_show_the_same_and_keep_one_label(desk: Desk) -> None:
    desk.draw(1)
    code = give_code(desk.url, desk.key, "Ana")
    tabs = [attempt(opened(), "Ana", code) for _ in range(2)]
    tabs[0].button(key="label_note").click().run()
    tabs[1].button(key="label_other").click().run()
    assert desk.labels() == {(1, desk.who("Ana"), "note")}
    assert all("Nothing to review" in said(tab) for tab in tabs)


def test_an_expired_text_is_not_shown(desk: Desk) -> None:
    desk.draw(1, days=-1)
    assert "Nothing to review" in said(signed_in(desk))
    assert desk.kept() == set()


def test_who_signs_out_sees_nothing_more(desk: Desk) -> None:
    desk.draw(1)
    app = signed_in(desk)
    app.button(key="sign_out").click().run()
    assert "kettle" not in said(app) and app.text_input(key="review_code")


def test_a_right_that_is_taken_back_ends_at_the_next_step(desk: Desk) -> None:
    desk.draw(1, 2)
    app = signed_in(desk)
    with store.opened(desk.url) as connection:
        register(connection, desk.key, ("Ben",))
    app.button(key="label_note").click().run()
    assert desk.labels() == set() and "kettle" not in said(app)


def test_a_store_that_cannot_be_reached_is_said(desk: Desk) -> None:
    desk.draw(1)
    app = signed_in(desk)
    (desk.folder / "goodeggs-review.db").rename(desk.folder / "moved.db")
    app.button(key="label_note").click().run()
    assert app.title[0].value == "The store cannot be reached"
    (desk.folder / "moved.db").rename(desk.folder / "goodeggs-review.db")
    app.button(key="try_again").click().run()
    assert "Your last answer was not kept" in said(app) and "kettle" in said(app)
    assert desk.labels() == set()


def test_a_missing_key_is_said(desk: Desk) -> None:
    desk.draw(1)
    app = signed_in(desk)
    desk.key_file.unlink()
    assert "The review key does not fit" in said(app.run())


def test_filters_are_not_forgotten_over_a_review(desk: Desk) -> None:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    app.sidebar.multiselect(key="department").set_value(["Engineering"]).run()
    app.switch_page(FILE).run()
    assert not app.sidebar.multiselect
    app.switch_page("views/offers.py").run()
    assert app.sidebar.multiselect(key="department").value == ["Engineering"]


def test_the_session_holds_no_text_name_or_code(desk: Desk) -> None:
    desk.draw(1)
    app = signed_in(desk)
    held = repr(app.run().session_state._state.filtered_state)
    assert "reviewer_right" in held
    assert "kettle" not in held and "Ana" not in held
