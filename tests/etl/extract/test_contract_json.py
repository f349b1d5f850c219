"""JSON arrays: batches, numbers of records, what is refused."""

from __future__ import annotations

import gzip
import json
import os
from pathlib import Path

import pytest

from etl.errors import ContractBroken, SourceMissing
from etl.extract.contract import ExportFile
from etl.extract.fields import Contract, Field
from etl.extract.json_array import batches

CONTRACT = Contract(
    "jobs",
    (
        Field("id", "id", required=True, empty=False),
        Field("office", "id", "offices[0].id"),
        Field("started", "instant", "start.date_time"),
        Field("tags", "list"),
    ),
)


def _file(path: Path, content: object) -> ExportFile:
    path.write_text(json.dumps(content), encoding="utf-8")
    return ExportFile("jobs", path, path.name)


def test_nested_fields_become_columns_of_text(tmp_path: Path) -> None:
    file = _file(
        tmp_path / "jobs.json",
        [
            {"id": 10**11, "offices": [{"id": 4}], "start": {"date_time": "x"}, "tags": ["a"]},
            {"id": "b-2", "offices": [], "start": {"date": "y"}, "tags": None, "new": 1},
            {"id": 3},
        ],
    )
    (batch,) = batches(file, CONTRACT)
    assert batch.records == 3
    assert batch.rows.index.tolist() == [1, 2, 3]
    assert batch.rows.fillna("-").to_numpy().tolist() == [
        ["100000000000", "4", "x", '["a"]'],
        ["b-2", "-", "-", "-"],
        ["3", "-", "-", "-"],
    ]


def test_records_are_numbered_through_all_batches(tmp_path: Path) -> None:
    file = _file(tmp_path / "jobs.json", [{"id": place} for place in range(1, 5001)])
    parts = list(batches(file, CONTRACT, size=2048))
    assert len(parts) == 3
    for part in parts:
        assert part.rows["id"].astype("int64").tolist() == part.rows.index.tolist()
        assert part.records == 5000


@pytest.mark.parametrize("name", ["jobs.json.gz", "jobs.json"])
def test_gzip_is_known_by_content(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(gzip.compress(b'[{"id": 1}]'))
    (batch,) = batches(ExportFile("jobs", tmp_path / name, name), CONTRACT)
    assert batch.rows["id"].tolist() == ["1"]


def test_an_empty_array_gives_nothing(tmp_path: Path) -> None:
    assert list(batches(_file(tmp_path / "jobs.json", []), CONTRACT)) == []


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / "jobs.json").write_bytes(b'\xef\xbb\xbf[{"id": 1}]')
    (batch,) = batches(ExportFile("jobs", tmp_path / "jobs.json", "jobs.json"), CONTRACT)
    assert len(batch.rows) == 1


def test_the_difference_names_the_likeliest_renamed_field_first(tmp_path: Path) -> None:
    file = _file(tmp_path / "jobs.json", [{"zzz": 1, "job_id": 2, "pat@example.com": 3}])
    with pytest.raises(ContractBroken) as caught:
        list(batches(file, CONTRACT))
    assert "lacks id; instead it has job_id, zzz" in str(caught.value)
    assert "@" not in str(caught.value)


def test_a_field_that_some_records_have_is_not_missing(tmp_path: Path) -> None:
    file = _file(tmp_path / "jobs.json", [{"name": "a"}, {"id": 1}])
    (batch,) = batches(file, CONTRACT)
    assert CONTRACT.check(batch.rows, None).rejects["line"].tolist() == [1]


def test_a_folder_of_single_objects_is_one_file(tmp_path: Path) -> None:
    feed = Contract("feeds", (Field("a", "list"), Field("path", at="filename")), single=True)
    for name in ("2.json", "10.json"):
        (tmp_path / name).write_text('{\n "a": [1]\n}', encoding="utf-8")
    (tmp_path / "more.json").write_text('[{"a": []}]', encoding="utf-8")
    parts = list(batches(ExportFile("feeds", tmp_path, "feeds"), feed))
    names = [os.path.basename(path) for part in parts for path in part.rows["path"]]
    assert names == ["10.json", "2.json", "more.json"]
    assert {part.records for part in parts} == {3}


def test_a_name_like_a_pattern_matches_itself_alone(tmp_path: Path) -> None:
    folder = tmp_path / "exports [2026]"
    folder.mkdir()
    _file(folder / "jobs1.json", [{"id": 1}])
    file = _file(folder / "jobs[1].json", [{"id": 2}])
    (batch,) = batches(file, CONTRACT)
    assert batch.rows["id"].tolist() == ["2"]


def test_a_file_that_went_away_is_missing(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        list(batches(ExportFile("jobs", tmp_path / "jobs.json", "jobs.json"), CONTRACT))
