"""Reads are cached by the load, and a new load is seen."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import read
from analysis.filters import Filters
from analysis.finding import Finding
from dashboard import queries
from dashboard.serve import URL_VARIABLE
from etl.claim import Claim
from etl.errors import NothingLoaded, StoreUnreachable
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
    before = queries.findings(old, Filters())["advance"].arms[0].n
    publish(Employer(size=120, run_id="20260202T000000-sample"))
    queries._newest.clear()
    new = queries.load()
    assert new.run_id != old.run_id
    assert queries.findings(new, Filters())["advance"].arms[0].n != before


def test_filters_are_part_of_what_is_remembered(publish: Publish) -> None:
    publish(Employer())
    load = queries.load()
    whole, sales = (
        queries.findings(load, filters)["advance"].arms[0].n
        for filters in (Filters(), Filters(department=("Sales",)))
    )
    assert whole != sales


def test_all_that_a_claim_declares_is_one_family_on_every_page(publish: Publish) -> None:
    """Of two declared, one is made of cells and one was stored: each knows of the other."""
    made = Employer(effect=0.2).published()
    claim = Claim(outcomes=("advance", "acceptance"))
    made.tables["ops__run"]["claim"] = claim.model_dump_json()
    stored = made.tables["out__study"]
    one = Finding.from_dict(json.loads(stored.loc[0, "document"]))
    acceptance = replace(one, key="acceptance", exploratory=False)
    stored.loc[0, "document"] = json.dumps(acceptance.to_dict())
    publish(made)
    load = queries.load()
    shown = queries.closer(load, Filters())
    assert shown is not None
    for told in (queries.findings(load, Filters())["advance"], shown[0]):
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
    refused = queries.rejects(queries.load())
    assert refused["rows"].tolist() == [3, 2]
    assert refused.loc[0, ["source", "field", "file", "line"]].tolist() == [
        "ats",
        "applied_at",
        "applications.json",
        17,
    ]
