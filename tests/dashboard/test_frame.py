"""What stands around the pages: loads that are made or have landed, the tour, the way on."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import queries, tour
from dashboard.app import PAGES
from dashboard.serve import APP, FICTIONAL_VARIABLE, URL_VARIABLE
from dashboard.words import DIMENSIONS
from etl.errors import StoreUnreachable
from etl.store.lock import run_lock
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import NOW, Employer


def opened() -> AppTest:
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    assert not app.exception
    return app


def said(app: AppTest) -> str:
    return "\n".join(
        str(one.value) for kind in ("markdown", "info", "caption") for one in app.get(kind)
    )


def keys(app: AppTest) -> list[str | None]:
    return [one.key for one in app.button]


def test_a_filter_without_a_choice_is_not_drawn(publish: Publish) -> None:
    publish(Employer(grouped=False))
    app = AppTest.from_file(str(APP), default_timeout=30)
    # An old link, or a load before this one, may have named a value.
    app.session_state["recruiter_group"] = ["unknown"]
    app.run()
    assert not app.exception
    drawn = {one.key for one in app.sidebar.multiselect}
    assert drawn == set(DIMENSIONS) - {"recruiter_group"}
    assert "Recruiter group" not in said(app)


def test_a_load_that_is_being_made_is_said(publish: Publish) -> None:
    url = publish(Employer())
    assert "A new load is being made" not in said(opened())
    queries._in_progress.clear()
    with run_lock(url):
        assert "A new load is being made" in said(opened())


def test_the_first_load_that_is_being_made_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'none.db'}"
    monkeypatch.setenv(URL_VARIABLE, url)
    with run_lock(url):
        app = opened()
    assert app.title[0].value == "Nothing has been loaded yet"
    assert "The first load is being made" in said(app)


def test_a_newer_load_is_offered_and_filters_stay(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())
    app = opened()
    app.multiselect(key="department").select("Sales").run()
    assert "show_newer" not in keys(app)
    shown = queries.load()
    publish(Employer(run_id="20260102T000000-sample", finished=NOW))
    queries._newest.clear()
    with monkeypatch.context() as patch:
        # As the page stands that was drawn before the newer load landed.
        patch.setattr(queries, "load", lambda: shown)
        app.run()
        assert "A newer load has landed" in said(app)
    app.button(key="show_newer").click().run()
    assert "show_newer" not in keys(app)
    assert app.multiselect(key="department").value == ["Sales"]


def test_a_store_that_is_lost_leaves_the_page_that_is_open(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())

    def lost(*_: object) -> bool:
        raise StoreUnreachable("gone", fix="Wait")

    for asked in ("is_old", "in_progress"):
        with monkeypatch.context() as patch:
            patch.setattr(queries, asked, lost)
            assert opened().title[0].value == "Is it true here?"


def test_the_tour_is_offered_on_a_fictional_employer_only(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())
    app = opened()
    assert "tour" in keys(app) and "tour_go_on" not in keys(app)
    assert "fictional" not in said(app)
    monkeypatch.setenv(FICTIONAL_VARIABLE, "1")
    app = opened()
    assert "A fictional employer" in said(app)
    app.button(key="tour_end").click().run()
    assert "tour_go_on" not in keys(app)


def test_the_tour_has_its_steps_and_stands_over_the_page_it_speaks_of(publish: Publish) -> None:
    publish(Employer())
    app = opened()
    app.button(key="tour").click().run()
    assert "1 of 5" in said(app)
    app.button(key="tour_next").click().run()
    assert "2 of 5" in said(app)
    app.switch_page(f"views/{tour.STEPS[1].view}.py").run()
    assert f"Tour, 2 of 5.** {tour.STEPS[1].sentence}" in said(app)
    app.button(key="tour_go_on").click().run()
    assert "3 of 5" in said(app)


def test_every_step_of_the_tour_is_a_sentence_about_a_page() -> None:
    views = {view for view, *_ in PAGES}
    assert {step.view for step in tour.STEPS} <= views
    assert all(step.sentence.endswith(".") and ". " not in step.sentence for step in tour.STEPS)


def test_every_page_ends_with_the_way_to_the_next(publish: Publish) -> None:
    publish(Employer())
    told = [(view, title) for view, title, _ in PAGES]
    app = opened()
    for (view, _), (_, following) in zip(told, [*told[1:], told[0]], strict=True):
        app.switch_page(f"views/{view}.py").run()
        assert app.get("page_link")[-1].proto.label == f"Next: {following}"
