"""The page Pipeline, as data."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from analysis.filters import Filters
from analysis.view import Load, View, load
from dashboard import counting
from dashboard.blocks import Block, Chart, Choice, Fold, Heading, Notice, Small, Words
from dashboard.views.pipeline import content
from tests.dashboard.sample import Employer


@pytest.fixture(scope="module")
def loaded(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """Return the load of a small employer."""
    path = tmp_path_factory.mktemp("published") / "published.db"
    return load(Employer().published().write(path))


def _chosen(blocks: Iterator[Block], **how: str) -> list[Block]:
    """Return the blocks in reading order, those that follow each choice, and what unfolds."""
    found: list[Block] = []
    for block in blocks:
        found.append(block)
        if isinstance(block, Choice):
            found += _chosen(iter(block.then(block.chosen(how))), **how)
        if isinstance(block, Fold):
            found += _chosen(iter(block.blocks), **how)
    return found


def _charts(blocks: list[Block]) -> dict[str, Chart]:
    return {block.key: block for block in blocks if isinstance(block, Chart)}


def _said(blocks: list[Block]) -> str:
    return " ".join(block.text for block in blocks if isinstance(block, Words | Small))


def test_it_says_first_how_many_are_hired_open_and_how_soon(loaded: Load) -> None:
    blocks = _chosen(content(View(loaded)))
    assert [block.level for block in blocks if isinstance(block, Heading)] == [1, 2]
    first = next(block for block in blocks if isinstance(block, Words)).text
    for part in ("ended in a hire", "still open", "Half of those hired", "n ≈"):
        assert part in first


def test_every_chart_has_a_sentence_intervals_n_and_a_table(loaded: Load) -> None:
    charts = _charts(_chosen(content(View(loaded))))
    assert list(charts) == ["funnel", "outcomes", "time_in_stage", "went_on_by", "time_by"]
    for chart in charts.values():
        assert len(chart.table) >= len(chart.rows) > 0
        assert "interval" in chart.definition
        assert chart.sentence
    for key in ("funnel", "time_in_stage", "went_on_by", "time_by"):
        assert charts[key].rows["text"].str.contains("n ≈").all()
        assert charts[key].rows["text"].str.contains(r"\(\d").all()
    assert charts["funnel"].rows["label"].tolist() == [
        "Phone screen",
        "Technical interview",
        "On-site",
    ]
    assert "**On-site**" in charts["funnel"].sentence


def test_competing_outcomes_with_the_open_ones_and_without(loaded: Load) -> None:
    chart = _charts(_chosen(content(View(loaded))))["outcomes"]
    of_all = chart.rows.groupby("label")["value"].sum()
    assert of_all.to_numpy() == pytest.approx([1, 1, 1], abs=0.02)
    assert set(chart.rows["kind"]) == {"went on", "rejected", "withdrew", "still open"}
    assert chart.rows[["low", "high", "n"]].notna().all(axis=None)
    assert "still open" in chart.figure.layout.annotations[0].text
    table = chart.table.set_index(["Stage", "Outcome"])
    went, waits = (table.loc[("Phone screen", name)] for name in ("Went on", "Still open"))
    assert went["Of all who entered"] != went["Without the open ones"]
    assert waits["Without the open ones"] == ""


@pytest.mark.parametrize("vendor", list(counting.VENDORS))
def test_a_vendors_number_with_its_definition_its_source_and_what_differs(
    loaded: Load, vendor: str
) -> None:
    blocks = _chosen(content(View(loaded)), count_as=vendor)
    said, name = _said(blocks), counting.CHOICES[vendor]
    for part in (f"{name}'s conversion", "Source:", "Not the same here"):
        assert part in said
    charts = _charts(blocks)
    assert ("time_as" in charts) == (vendor != "ashby")
    assert "rounded counts" in charts["funnel_as"].definition
    assert ("time to hire**:" in said) == (vendor in ("greenhouse", "lever"))


def test_definitions_unfold(loaded: Load) -> None:
    said = _said(_chosen(content(View(loaded))))
    for word in ("cohort", "Still open", "Kaplan-Meier", "Moved back", "Time to hire"):
        assert word in said


@pytest.mark.parametrize(
    "by", ["department", "job", "source_channel", "location", "recruiter_group", "quarter"]
)
def test_group_by_group(loaded: Load, by: str) -> None:
    charts = _charts(_chosen(content(View(loaded)), pipeline_by=by, pipeline_stage="On-site"))
    assert "On-site" in charts["went_on_by"].sentence
    assert len(charts["went_on_by"].rows) == len(loaded.options[by])


def test_by_recruiter_group_where_groups_are_declared(loaded: Load) -> None:
    charts = _charts(_chosen(content(View(loaded)), pipeline_by="recruiter_group"))
    for key in ("went_on_by", "time_by"):
        assert set(charts[key].rows["label"]) == {"Tech hiring", "Store hiring"}
        assert "by recruiter group" in charts[key].sentence
        assert charts[key].table.columns[0] == "Recruiter group"


def test_what_has_one_value_is_not_offered(tmp_path: Path) -> None:
    url = Employer(grouped=False).published().write(tmp_path / "published.db")
    blocks = _chosen(content(View(load(url))), pipeline_by="recruiter_group")
    (by,) = (block for block in blocks if isinstance(block, Choice) and block.label == "By")
    assert list(by.options) == ["department", "job", "source_channel", "location", "quarter"]
    assert "by department" in _charts(blocks)["went_on_by"].sentence


def test_an_employer_of_one_place_and_one_stage_still_has_a_page(tmp_path: Path) -> None:
    made = Employer(grouped=False).published()
    for name, frame in made.tables.items():
        if "quarter" in frame:
            one = frame[frame["job"] == "Data Engineer"].assign(
                source_channel="Referral", quarter="2025-Q3"
            )
            made.tables[name] = one[one["stage"] == "Phone screen"] if "stage" in one else one
    only = load(made.write(tmp_path / "published.db"))
    assert not any(only.options.values())
    charts = _charts(_chosen(content(View(only))))
    assert charts["went_on_by"].rows["label"].tolist() == ["Engineering"]


def test_a_stage_that_filters_leave_out_has_no_groups(loaded: Load) -> None:
    view = View(loaded, Filters(stage=("Phone screen",)))
    blocks = _chosen(content(view), pipeline_stage="On-site")
    assert _charts(blocks)["went_on_by"].rows.empty
    assert "The stage filter does not apply to this line" in _said(blocks)


@pytest.mark.parametrize("people", [1, 3])
def test_too_little_data(people: int, tmp_path: Path) -> None:
    url = Employer(people=people).published().write(tmp_path / "published.db")
    blocks = list(content(View(load(url))))
    assert [type(block) for block in blocks] == [Heading, Notice]
