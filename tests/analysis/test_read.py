"""From a real store to the headline."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analysis import findings, headline, read
from analysis.cells import Cells
from etl.claim import Claim
from etl.errors import NothingLoaded
from etl.store import bulk
from etl.store.engine import adbc, engine
from etl.store.tables import PUBLISHED, Base
from tests.analysis.frames import drawn

CLAIM = Claim(landmark_hours=48)


def _run(run_id: str) -> pd.DataFrame:
    table = bulk.table("ops__run")
    now = pd.Timestamp("2026-11-22T12:00:00Z").as_unit("us")
    counted = {column.name: 1 for column in table.columns if str(column.type) == "INTEGER"}
    times = {name: now for name in ("started_at", "finished_at", "data_until")}
    texts = {column.name: "" for column in table.columns if str(column.type) == "TEXT"}
    row = {
        **texts,
        **counted,
        **times,
        "run_id": run_id,
        "claim": CLAIM.model_dump_json(),
    }
    return pd.DataFrame([row])


def _fill(url: str, whole: Cells, run_id: str = "1") -> None:
    Base.metadata.create_all(engine(url), [Base.metadata.tables[name] for name in PUBLISHED])
    with adbc(url) as store:
        for name in ("interview", "hire", "stage"):
            bulk.replace(store, f"out__cell_{name}", getattr(whole, name))
        bulk.insert(store, "ops__run", _run(run_id))


@pytest.fixture
def store(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'published.db'}"


def test_five_lines_give_the_headline(store: str) -> None:
    whole = drawn(1500, seed=4)
    _fill(store, whole)
    cells = read.cells(store)
    found = findings.all_findings(cells, cells.claim)
    said = headline.headline(found)
    assert said.answer
    assert said.doubt
    assert cells.claim == CLAIM
    assert cells.run is not None
    assert cells.run["run_id"] == "1"
    assert found == findings.all_findings(whole, CLAIM)


def test_the_newest_run_counts(store: str) -> None:
    _fill(store, drawn(60, seed=5), "2026-01")
    with adbc(store) as connection:
        bulk.insert(connection, "ops__run", _run("2026-02"))
    assert read.runs(store)["run_id"].tolist() == ["2026-01", "2026-02"]
    last = read.cells(store).run
    assert last is not None
    assert last["run_id"] == "2026-02"
    assert read.files(store).empty
    assert read.rejects(store).empty


def test_a_load_that_comes_in_between_is_read_whole(
    store: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second table is asked for after a new load: nothing of the old one may stay."""
    old, new = drawn(100, seed=6), drawn(400, seed=7)
    _fill(store, old)
    asked = []
    plain = read._read

    def interrupted(url: str, table: str) -> pd.DataFrame:
        asked.append(table)
        if table == "out__cell_hire" and asked.count(table) == 1:
            with adbc(url) as connection:
                for name in ("interview", "hire", "stage"):
                    bulk.replace(connection, f"out__cell_{name}", getattr(new, name))
                bulk.insert(connection, "ops__run", _run("2"))
        return plain(url, table)

    monkeypatch.setattr(read, "_read", interrupted)
    found = read.cells(store)
    assert len(found.interview) == len(new.interview)
    assert len(found.hire) == len(new.hire)
    assert found.run is not None
    assert found.run["run_id"] == "2"


def test_nothing_loaded(store: str) -> None:
    with pytest.raises(NothingLoaded):
        read.cells(store)


def test_no_run_yet_reads_as_nothing(store: str) -> None:
    Base.metadata.create_all(engine(store), [Base.metadata.tables[name] for name in PUBLISHED])
    cells = read.cells(store)
    assert cells.run is None
    assert cells.claim == Claim()
