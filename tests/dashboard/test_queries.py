"""Reads are cached by the load, and a new load is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis import read
from analysis.filters import Filters
from analysis.finding import Estimate, Exhibit, Finding, Point
from dashboard import queries
from dashboard.serve import IMPACT_STORE_VARIABLE, URL_VARIABLE
from etl.claim import Claim
from etl.errors import NothingLoaded, StoreUnreachable
from etl.store import bulk
from etl.store.engine import adbc
from etl.store.migrate import migrate
from tests.dashboard.conftest import Publish
from tests.dashboard.sample import Employer


def test_a_load_is_read_once(publish: Publish, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(Employer())
    first = queries.load()
    monkeypatch.setattr(read, "cells", lambda url: pytest.fail("read again"))
    assert queries.load() is first


def test_a_new_load_is_read_and_computed_anew(publish: Publish) -> None:
    publish(Employer())
    old = queries.load()
    before = queries.of(old, Filters()).findings["advance"].arms[0].n
    publish(Employer(size=120, run_id="20260202T000000-sample"))
    queries._newest.clear()
    new = queries.load()
    assert new.run_id != old.run_id
    assert queries.of(new, Filters()).findings["advance"].arms[0].n != before


def test_filters_are_part_of_what_is_remembered(publish: Publish) -> None:
    publish(Employer())
    load = queries.load()
    whole, sales = (
        queries.of(load, filters).findings["advance"].arms[0].n
        for filters in (Filters(), Filters(department=("Sales",)))
    )
    assert whole != sales


def test_all_that_a_claim_declares_is_one_family_on_every_page(publish: Publish) -> None:
    """Of two declared, one is made of cells and one was stored: each knows of the other."""
    made = Employer(effect=0.2).published()
    claim = Claim(outcomes=("advance", "acceptance"))
    made.tables["ops__run"]["claim"] = claim.model_dump_json()
    stored = made.tables["out__study"]
    whole = stored.index[stored["dimension"] == ""]
    one = Finding.from_dict(json.loads(stored.loc[whole[0], "document"]))
    told = replace(one, key="acceptance", exploratory=False)
    (place,) = whole[stored.loc[whole, "key"] == "acceptance"]
    stored.loc[place, "document"] = json.dumps(told.to_dict())
    publish(made)
    view = queries.of(queries.load(), Filters())
    assert view.studies is not None
    for told in (view.findings["advance"], view.studies["acceptance"]):
        (said,) = (text for text in told.cautions if "Asked together" in text)
        assert said.startswith("2 questions") and "can still be told" in said


def test_no_store_is_no_load() -> None:
    with pytest.raises(NothingLoaded):
        queries.load()


def test_a_store_that_cannot_be_opened(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    file = tmp_path / "published.db"
    file.write_bytes(b"no database" * 100)
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{file}")
    with pytest.raises((StoreUnreachable, NothingLoaded)):
        queries.load()


def test_refused_rows_are_counted_by_what_is_wrong(publish: Publish) -> None:
    publish(Employer())
    refused = queries.of(queries.load(), Filters()).rejects
    assert refused["rows"].tolist() == [3, 2]
    assert refused.loc[0, ["source", "field", "file", "line"]].tolist() == [
        "ats",
        "applied_at",
        "applications.json",
        17,
    ]


EXHIBIT = Exhibit(
    "gate_impact_gender",
    "Adverse impact",
    "Cannot tell.",
    "ratio",
    0.95,
    (Point("female", 120, Estimate(0.9, 0.8, 1.0, "Koopman")),),
    "Koopman",
)


@pytest.fixture
def people(tmp_path: Path) -> str:
    """Return the URL of a store with people's rows and one exhibit of adverse impact."""
    url = f"sqlite:///{tmp_path / 'goodeggs.db'}"
    migrate(url)
    row = {"study_id": [1], "dimension": "", "value": "", "position": 1, "key": EXHIBIT.key}
    with adbc(url) as connection:
        told = pd.DataFrame({**row, "document": json.dumps(EXHIBIT.to_dict())})
        bulk.insert(connection, "out__impact", told)
    return url


def impact(filters: Filters | None = None) -> tuple[Exhibit, ...] | None:
    return queries.of(queries.load(), filters or Filters()).impact


def test_adverse_impact_is_for_a_server_with_the_right(
    publish: Publish, people: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also where another server, or this one before, had it: what is remembered is remembered by the right."""
    publish(Employer())
    assert impact() is None
    monkeypatch.setenv(IMPACT_STORE_VARIABLE, people)
    assert impact() == (EXHIBIT,)
    assert impact(Filters(department=("Sales",))) == ()
    monkeypatch.setenv(IMPACT_STORE_VARIABLE, people.replace("goodeggs", "another"))
    with pytest.raises(NothingLoaded):
        impact()
    monkeypatch.delenv(IMPACT_STORE_VARIABLE)
    assert impact() is None


def test_adverse_impact_is_read_once_a_load(
    publish: Publish, people: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    publish(Employer())
    monkeypatch.setenv(IMPACT_STORE_VARIABLE, people)
    before = impact()
    monkeypatch.setattr(read, "impact", lambda url: pytest.fail("read again"))
    assert impact() == before
