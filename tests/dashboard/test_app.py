"""Every page, in every state that it is designed for, through the real router."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from importlib import import_module
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis import read
from analysis.finding import Verdict
from analysis.view import Load, View
from dashboard import draw, queries, verdicts, words
from dashboard.app import PAGES
from dashboard.serve import APP, URL_VARIABLE
from dashboard.words import TITLES
from etl.errors import StoreUnreachable
from etl.notes.error_rates import Agreement, ErrorRates
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import NOW, Employer
from tests.house import ROOT

FILES = {title: f"views/{view}.py" for view, title, _ in PAGES}
FIRST = next(iter(FILES))
FINDING_PAGES = [FIRST, "Offers", "Performance", "Retention", "Who sends notes"]
WORDY = ["Methods and words"]

# What a page may never say: a claim of cause, or a use of notes on a person.
CLAIMED = re.compile(
    r"\b(driv(es?|en|ing)|boost\w*|caus(es?|ed|ing)|prov(es?|ed|en|ing)|lead(s|ing)? to|results? in"
    r"|thanks to|because of the note|good egg score|significant\w*)\b",
    flags=re.IGNORECASE,
)


def _open(title: str) -> AppTest:
    """Open a page as a viewer does: first the app, then the page."""
    app = AppTest.from_file(str(APP), default_timeout=30).run()
    if title != FIRST and not app.exception:
        app.switch_page(FILES[title]).run()
    return app


def _title(app: AppTest) -> str:
    return str(app.title[0].value)


def _said(app: AppTest) -> str:
    """Return all words on the page."""
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "warning")
    words = [str(element.value) for kind in kinds for element in getattr(app, kind)]
    words += [table.value.to_string() for table in app.table]
    return "\n".join(words)


def _charts(app: AppTest) -> int:
    return len(app.get("plotly_chart"))


@pytest.fixture(scope="module", params=FILES)
def page(
    request: pytest.FixtureRequest, written: Callable[[Employer], Path]
) -> tuple[str, AppTest]:
    """Return each page's title, and the page opened once, on a load of forty days ago."""
    stale = written(Employer(finished=NOW - timedelta(days=40)))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(URL_VARIABLE, f"sqlite:///{stale}")
        return request.param, _open(request.param)


def test_a_page_opens(page: tuple[str, AppTest]) -> None:
    title, app = page
    assert not app.exception
    assert _title(app) == title
    assert _charts(app) >= (title not in WORDY)
    assert [one.key for one in app.sidebar.multiselect] == list(words.DIMENSIONS)


def test_no_page_claims_too_much(page: tuple[str, AppTest]) -> None:
    assert not CLAIMED.findall(_said(page[1]))


def test_the_first_page_gives_answer_doubt_and_three_verdicts(publish: Publish) -> None:
    publish(Employer())
    app = _open("Is it true here?")
    view = View(queries.load())
    found, headline = view.findings, view.answer
    assert app.header[0].value == headline.answer
    said = _said(app)
    assert headline.doubt in said
    for key in ("advance", "performance", "retention"):
        assert verdicts.brief(found[key]) in said
        assert verdicts.why(found[key]) in said
        assert found[key].doubt in said
        assert str(found[key].verdict).capitalize() in said
    assert [
        s.value for s in app.subheader if s.value in ("Offers", "Performance", "Retention")
    ] == [
        "Offers",
        "Performance",
        "Retention",
    ]
    assert "What this page cannot tell you" in said


def test_every_chart_has_a_sentence_above_and_a_table(publish: Publish) -> None:
    publish(Employer())
    for title in FINDING_PAGES:
        app = _open(title)
        # Where every group is too small to draw, a line says so; the table says what there is.
        undrawn = sum("too small to show" in one.value for one in app.info)
        assert len(app.table) >= _charts(app) + undrawn


@pytest.mark.parametrize("title", FINDING_PAGES)
@pytest.mark.parametrize("people", [0, 1])
def test_an_empty_store_and_a_single_row_say_too_little(
    title: str, people: int, publish: Publish
) -> None:
    publish(Employer(people=people))
    app = _open(title)
    assert not app.exception
    assert _title(app) == title
    assert "Too little data to show anything yet" in app.info[0].value
    assert not _charts(app)


@pytest.mark.parametrize("title", FINDING_PAGES)
def test_everything_suppressed_says_too_little(title: str, publish: Publish) -> None:
    publish(Employer(people=7))
    app = _open(title)
    assert not app.exception
    assert "Too little data" in app.info[0].value


@pytest.mark.parametrize("people", [0, 1])
def test_the_data_page_opens_on_next_to_nothing(people: int, publish: Publish) -> None:
    publish(Employer(people=people, rejects=False))
    app = _open("Data health")
    assert not app.exception
    assert _title(app) == "Data health"
    assert "No row was refused" in _said(app)
    assert not re.search(r"\b[1-7] (interviews|hires|applications)", _said(app))


def test_few_interviews_still_open_every_page(publish: Publish) -> None:
    publish(Employer(size=4))
    for title in FILES:
        app = _open(title)
        assert not app.exception
        assert _title(app) == title


@pytest.mark.parametrize("title", FINDING_PAGES)
def test_filters_that_match_nothing_offer_the_way_back(title: str, publish: Publish) -> None:
    publish(Employer())
    app = _open(title)
    # Sales people work in Lisbon only.
    app.multiselect(key="department").select("Sales")
    app.multiselect(key="location").select("Berlin").run()
    assert not app.exception
    assert _title(app) == title
    assert "These filters leave nothing to show" in app.info[0].value
    assert not _charts(app)
    app.button(key="clear_from_notice").click().run()
    assert not app.exception
    assert _charts(app)
    assert app.multiselect(key="department").value == []


def test_studies_are_told_on_a_page_with_their_numbers(publish: Publish) -> None:
    publish(Employer())
    said = _said(_open("Retention"))
    staying = View(queries.load()).studies["staying"]
    assert staying.sentence in said
    for point in staying.points:
        assert words.estimate(point.estimate, staying.unit) in said


def test_every_study_has_a_page(publish: Publish) -> None:
    publish(Employer())
    pages = [import_module(f"dashboard.views.{Path(file).stem}") for file in FILES.values()]
    told = [key for page in pages for key in getattr(page, "STUDIES", ())]
    assert sorted(told) == sorted(View(queries.load()).studies)


def test_studies_are_of_one_value_of_one_filter(publish: Publish) -> None:
    publish(Employer())
    app = _open("If it were a gate")
    app.multiselect(key="department").select("Sales").run()
    assert _charts(app)
    app.multiselect(key="department").select("Engineering").run()
    assert "one value of one filter" in app.info[0].value
    app.button(key="clear_from_notice").click().run()
    assert _charts(app)
    app.multiselect(key="location").select("Berlin").run()
    assert "Too few here for a closer look" in app.info[0].value
    assert not app.exception


def test_the_claim_and_its_history_are_told(publish: Publish) -> None:
    publish(Employer())
    assert "before any data was loaded" in _said(_open("How sure are we?"))


def test_every_question_has_a_title() -> None:
    """A finding of a study is drawn beside the others, under its short title."""
    told = (ROOT / "analysis" / "studies").glob("*.py")
    keys = {
        key for file in told for key in re.findall(r"Plan\([^)]*?key=\"(\w+)\"", file.read_text())
    }
    assert keys - {"after_decision"} <= TITLES.keys()
    assert len(keys) > 3


def test_a_filter_narrows_and_stays_over_pages(publish: Publish) -> None:
    publish(Employer())
    app = _open("Is it true here?")
    before = _said(app)
    app.multiselect(key="department").select("Engineering").run()
    assert _said(app) != before
    app.switch_page(FILES["Offers"]).run()
    assert app.multiselect(key="department").value == ["Engineering"]
    assert any("Department: Engineering" in caption.value for caption in app.caption)


def test_a_fresh_load_is_stamped_without_a_warning(publish: Publish) -> None:
    publish(Employer())
    app = _open("Offers")
    assert not app.warning
    assert app.caption[0].value.startswith("Loaded on ")


def test_a_stale_load_says_how_old_it_is(page: tuple[str, AppTest]) -> None:
    _, app = page
    assert "40 days old" in app.warning[0].value


def test_no_store_named_says_which_command_comes_next() -> None:
    app = _open("Is it true here?")
    assert not app.exception
    assert _title(app) == "Nothing has been loaded yet"
    assert "goodeggs run" in _said(app)


def test_no_load_yet_says_which_command_comes_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path / 'none.db'}")
    app = _open("Is it true here?")
    assert not app.exception
    assert _title(app) == "Nothing has been loaded yet"
    assert "goodeggs run" in _said(app)


def test_a_store_without_a_run_says_which_command_comes_next(publish: Publish) -> None:
    employer = Employer().published()
    employer.tables["ops__run"] = employer.tables["ops__run"].head(0)
    publish(employer)
    app = _open("Is it true here?")
    assert not app.exception
    assert _title(app) == "Nothing has been loaded yet"


def test_an_unreachable_store_is_friendly_and_names_no_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(URL_VARIABLE, "postgresql+psycopg://reader:secret@localhost:1/goodeggs")
    app = _open("Is it true here?")
    assert not app.exception
    assert _title(app) == "The store cannot be reached"
    assert "localhost" not in _said(app) and "secret" not in _said(app)
    assert app.button(key="try_again").label == "Try again"


def test_a_store_that_is_lost_while_a_page_is_open(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())
    app = _open("Offers")

    def lost() -> Load:
        raise StoreUnreachable("gone", fix="Wait")

    monkeypatch.setattr(queries, "load", lost)
    app.run()
    assert not app.exception
    assert _title(app) == "The store cannot be reached"


def test_a_new_load_is_shown_and_drops_filters_that_it_does_not_offer(publish: Publish) -> None:
    publish(Employer())
    app = _open("Is it true here?")
    app.multiselect(key="stage").select("On-site").run()
    newer = Employer(run_id="20260102T000000-sample", finished=NOW)
    published = newer.published()
    cells = published.tables["out__cell_interview"]
    published.tables["out__cell_interview"] = cells[cells["stage"] != "On-site"]
    stages = published.tables["out__cell_stage"]
    published.tables["out__cell_stage"] = stages[stages["stage"] != "On-site"]
    publish(published)
    queries._newest.clear()
    app.run()
    assert not app.exception
    assert app.multiselect(key="stage").value == []
    assert queries.load().run_id == newer.run_id


def test_a_store_that_is_lost_under_a_page(
    publish: Publish, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())
    app = _open("Is it true here?")

    def lost(*_: object) -> None:
        raise StoreUnreachable("gone", fix="Wait")

    monkeypatch.setattr(read, "files", lost)
    app.switch_page(FILES["Data health"]).run()
    assert not app.exception
    assert "The store cannot be reached" in [title.value for title in app.title]


@pytest.mark.parametrize("title", ["Is it true here?", "Performance"])
def test_a_filter_on_stages_says_that_hires_have_none(title: str, publish: Publish) -> None:
    publish(Employer())
    app = _open(title)
    told = "The stage filter does not apply to performance and retention"
    assert told not in _said(app)
    app.multiselect(key="stage").select("On-site").run()
    assert told in _said(app)


def test_every_verdict_has_a_sign_of_its_own() -> None:
    assert len({sign for sign, _ in draw.SIGNS.values()}) == len(Verdict)
    assert not {"red", "green"} & {colour for _, colour in draw.SIGNS.values()}


def test_the_notes_page_tells_the_reasons_on_either_side(publish: Publish) -> None:
    publish(Employer())
    app = _open("Data health")
    notes, others = (one.value for one in app.table if "Reason" in one.value)
    assert notes.to_numpy().tolist() == [
        ["thanks for time", "58% (56 to 61), n 1,200"],
        ["was glad of the meeting", "36% (33 to 39), n 1,200"],
    ]
    assert others.to_numpy().tolist() == [["withdraws", "38% (30 to 45), n 160"]]
    assert "renewed interest" not in _said(app)


@pytest.mark.parametrize("people", [0, 7])
def test_the_notes_page_opens_on_next_to_nothing(people: int, publish: Publish) -> None:
    publish(Employer(people=people))
    app = _open("Data health")
    assert not app.exception
    assert [one.value for one in app.info].count("Too few messages to show.") == 2


def test_the_notes_page_tells_that_error_rates_are_not_known(publish: Publish) -> None:
    publish(Employer())
    said = _said(_open("Data health"))
    assert "How often the tagger is wrong on this employer's mail is not known" in said
    assert "`goodeggs notes evaluate`" in said


def test_the_notes_page_tells_the_error_rates_and_findings_use_them(publish: Publish) -> None:
    rates = ErrorRates(
        basis="reviewed",
        sensitivity=(91.4, 100),
        specificity=(388, 400),
        agreement=Agreement(n=122, kappa=0.81, low=0.7, high=0.92),
        reviewed=423,
    )
    publish(Employer(error_rates=rates.to_text()))
    data = _open("Data health")
    said = _said(data)
    assert "These are the reviewed rates, from about 425 messages" in said
    (table,) = [one.value for one in data.table if "Measured" in one.value]
    assert table["Measured"].tolist() == [
        "91% (84 to 95%)",
        "97% (95 to 98%)",
        "0.81 (0.70 to 0.92)",
    ]
    assert table["n ≈"].tolist() == ["100 interviews", "400 interviews", "120 messages"]
    offers = _said(_open("Offers"))
    assert (
        "corrected for mis-tagging (reviewed rates: 91.4 of 100 notes are tagged, n = 100" in offers
    )
