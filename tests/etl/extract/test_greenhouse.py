"""Harvest v3: the fictional employer in `fixtures/greenhouse_v3`, fact by fact."""

from __future__ import annotations

import gzip
import random
import shutil
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from etl.errors import ContractBroken, SourceMissing, TimeWithoutZone
from etl.extract import casts, greenhouse
from etl.extract.contract import MESSAGE_COLUMNS, ExportFile, Reading
from etl.extract.folder import resource_of
from etl.store.tables import Base
from tests.etl.extract import reading as shared

V3 = shared.FIXTURES / "greenhouse_v3"
RESOURCES = sorted(set(greenhouse.CONTRACTS))


@pytest.fixture(scope="module")
def found() -> dict[str, pd.DataFrame]:
    return shared.tables(greenhouse, shared.greenhouse(V3, mail_covered=True))


def _read(path: Path, **settings: object) -> list[Reading]:
    """Return the readings of one file, by itself."""
    file = ExportFile(resource_of(path.name), path, path.name)
    return list(greenhouse.read(shared.greenhouse(path.parent, **settings), file))


def _row(table: pd.DataFrame, column: str, value: str) -> dict[str, object]:
    (row,) = table[table[column] == value].to_dict("records")
    return {str(name): None if pd.isna(item) else item for name, item in row.items()}


def test_every_resource_has_a_fixture_and_no_row_is_lost() -> None:
    source = shared.greenhouse(V3)
    assert sorted(file.resource for file in greenhouse.files(source)) == RESOURCES
    assert all(reading.rejects.empty for reading in shared.readings(greenhouse, source))


def test_tables_have_the_columns_and_types_of_the_store(found: dict[str, pd.DataFrame]) -> None:
    for name, table in found.items():
        stored = Base.metadata.tables[name].columns
        assert set(table.columns) == set(stored.keys()) - {"source", "digest"}, name
        for column in table.columns:
            kind = str(table[column].dtype)
            if str(stored[column].type) == "DATE":
                assert kind == "date32[day][pyarrow]", (name, column)
            if column == "version" or column.endswith("_at"):
                assert kind == "datetime64[us, UTC]", (name, column)
            if not stored[column].nullable:
                assert table[column].notna().all(), (name, column)


def test_candidates_and_addresses(found: dict[str, pd.DataFrame]) -> None:
    assert found["core__candidate"]["name_key"].tolist() == [
        "zoe oneil smith",
        "łukasz example",
        "noor sample",
    ]
    assert found["core__candidate_address"]["address_key"].tolist() == [
        "zoe.oneil@example.com",
        "zoe@work.example.com",
        "lukasz@example.com",
    ]


def test_applications(found: dict[str, pd.DataFrame]) -> None:
    rejected = _row(found["core__application"], "status", "rejected")
    assert rejected["rejected_at"] == pd.Timestamp("2026-02-20T10:00Z")
    assert rejected["rejection_reason_id"] == "rejection_reason:9201003"
    assert rejected["channel_id"] == "channel:12001"
    prospect = _row(found["core__application"], "status", "in_process")
    assert prospect["job_id"] is None and prospect["channel_id"] is None
    recruiters = found["core__application"].set_index("application_id")["recruiter_id"].dropna()
    assert recruiters.to_dict() == {"69102626001": "92120"}


@pytest.mark.parametrize("resource", ["applications", "candidates"])
def test_an_export_that_names_no_recruiter_is_read_all_the_same(
    tmp_path: Path, resource: str
) -> None:
    rows = [
        {name: value for name, value in row.items() if name != "recruiter_id"}
        for row in shared.records(resource)
    ]
    (reading,) = _read(shared.write(tmp_path / f"{resource}.json", rows))
    (table,) = (rows for name, rows in reading.tables.items() if name == f"core__{resource[:-1]}")
    assert len(table) == len(rows) and table["recruiter_id"].isna().all()
    assert reading.rejects.empty


def test_interviews(found: dict[str, pd.DataFrame]) -> None:
    video = _row(found["core__interview"], "interview_id", "17614337001")
    assert (video["format"], video["completed"]) == ("video", True)
    all_day = _row(found["core__interview"], "interview_id", "17614337002")
    # 26 February in New York, by a calendar's last day, which is the day after.
    assert all_day["starts_at"] == pd.Timestamp("2026-02-26T05:00Z")
    assert all_day["ends_at"] == pd.Timestamp("2026-02-27T05:00Z")
    assert all_day["completed"] is True
    ahead = _row(found["core__interview"], "interview_id", "17614337003")
    assert (ahead["format"], ahead["completed"]) == ("phone", False)


def test_interviewers_without_a_user_are_known_by_address(found: dict[str, pd.DataFrame]) -> None:
    guest = _row(found["core__interview_interviewer"], "address_key", "guest@partner.example.com")
    assert guest["interviewer_id"] == "guest@partner.example.com"
    assert len(found["core__interview_interviewer"]) == 4


def test_only_submitted_scorecards_by_their_interviewer(found: dict[str, pd.DataFrame]) -> None:
    cards = found["core__scorecard"]
    assert cards["score"].round(3).tolist() == [0.667, 1.0]
    assert cards["interviewer_id"].tolist() == ["4080", "4081"]


def test_offers_keep_versions_and_dates(found: dict[str, pd.DataFrame]) -> None:
    offer = _row(found["core__offer"], "status", "accepted")
    assert (offer["number"], str(offer["sent_on"]), str(offer["starts_on"])) == (
        2,
        "2026-03-06",
        "2026-04-13",
    )


def test_jobs_and_labels(found: dict[str, pd.DataFrame]) -> None:
    job = _row(found["core__job"], "title", "Data Analyst")
    assert (job["level"], job["department_id"], job["office_id"]) == (
        "Senior",
        "department:25907",
        "office:47012",
    )
    labels = found["core__label"]
    kind = _row(labels, "name", "Onsite Interview")
    assert (kind["kind"], kind["parent_id"]) == ("interview_kind", "stage:5418279003")
    assert _row(labels, "name", "Face to Face")["position"] == 1
    reasons = labels[labels["kind"] == "rejection_reason"]["name"].tolist()
    assert reasons == ["WE_REJECTED_THEM", "THEY_REJECTED_US", "NONE_SPECIFIED"]


def test_users_have_a_row_for_each_address(found: dict[str, pd.DataFrame]) -> None:
    both = found["core__interviewer"].query("interviewer_id == '4080'")["address_key"].tolist()
    assert both == ["kim.fiction@example.com", "kim@old.example.com"]


def test_emails_become_messages_and_notes_do_not() -> None:
    (reading,) = _read(V3 / "notes.json")
    assert reading.messages is not None
    assert list(reading.messages.columns) == list(MESSAGE_COLUMNS)
    thanks = reading.messages.iloc[0]
    assert thanks["sender"] == "zoe.oneil@example.com"
    assert thanks["recipients"] == (
        "jobs@example.com kim.fiction@example.com ola.fiction@example.com"
    )
    assert thanks["body"] == "Dear Kim,\nThank you for the talk about dashboards.\nZoë"
    assert thanks["channel"] == "ats" and thanks["line"] == 1
    assert len(reading.messages) == 2 and reading.rows == 3


def test_coverage_is_declared_and_ends_with_the_last_mail(found: dict[str, pd.DataFrame]) -> None:
    (row,) = found["core__coverage"].to_dict("records")
    assert pd.isna(row["address_key"]) and row["messages"] == 2
    assert row["covers_to"] == pd.Timestamp("2026-02-05T22:10Z")
    plain = shared.tables(greenhouse, shared.greenhouse(V3, mail_covered=False))
    assert not {"core__coverage", "core__mail_month"} & plain.keys()
    months = found["core__mail_month"]
    assert months[["month", "messages"]].to_numpy().tolist() == [["2026-02", 2]]
    assert months["coverage_id"].tolist() == [row["coverage_id"]]


def test_pages_gzip_and_folders_are_one_resource(tmp_path: Path) -> None:
    for name in greenhouse.REQUIRED:
        rows = shared.records(name)
        shared.write(tmp_path / f"{name}.json", rows[:1])
        shared.write(tmp_path / f"{name}-2.json", rows[1:2])
        shared.write(tmp_path / name / "2026-11-22.json", rows[2:])
    shared.write(tmp_path / "offers_2026-11-22.json", shared.records("offers"))
    zipped = gzip.compress((V3 / "jobs.json").read_bytes())
    (tmp_path / "jobs.json.gz").write_bytes(zipped)
    shared.write(tmp_path / "job_posts.json", [])
    shared.write(tmp_path / ".candidates.json", [])
    source = shared.greenhouse(tmp_path)
    names = [file.name for file in greenhouse.files(source)]
    assert names == sorted(names) and len(names) == 11
    assert greenhouse.ignored(source) == ["job_posts.json"]
    paged, whole = (
        shared.tables(greenhouse, source),
        shared.tables(greenhouse, shared.greenhouse(V3)),
    )
    for name in ("core__candidate", "core__application", "core__interview", "core__job"):
        assert_frame_equal(paged[name], whole[name])


@pytest.mark.parametrize("missing", greenhouse.REQUIRED)
def test_a_required_resource_is_missed_by_name(tmp_path: Path, missing: str) -> None:
    shutil.copytree(V3, tmp_path, dirs_exist_ok=True)
    (tmp_path / f"{missing}.json").unlink()
    with pytest.raises(SourceMissing, match=f"no file of {missing}"):
        greenhouse.files(shared.greenhouse(tmp_path))
    shared.write(tmp_path / f"{missing}.json", [])
    with pytest.raises(SourceMissing, match=f"{missing} holds no record"):
        greenhouse.files(shared.greenhouse(tmp_path))
    shared.write(tmp_path / f"{missing}-2.json", shared.records(missing))
    assert greenhouse.files(shared.greenhouse(tmp_path))


def test_times_without_a_zone_use_the_declared_one(tmp_path: Path) -> None:
    rows = [row | {"created_at": "2026-02-02T09:00:00"} for row in shared.records("candidates")]
    path = shared.write(tmp_path / "candidates.json", rows)
    (reading,) = _read(path, timezone="Europe/Paris")
    created = reading.tables["core__candidate"]["created_at"]
    assert (created == pd.Timestamp("2026-02-02T08:00Z")).all()
    with pytest.raises(TimeWithoutZone):
        _read(path, timezone=None)


def test_an_all_day_interview_needs_a_zone(tmp_path: Path) -> None:
    rows = [row | {"id": place} for place in range(30) for row in shared.records("interviews")[:1]]
    path = shared.write(tmp_path / "interviews.json", [*rows, shared.records("interviews")[1]])
    (reading,) = _read(path, timezone=None)
    assert reading.rejects.to_numpy().tolist() == [[31, "all_day_start_on", casts.NO_ZONE]]
    assert len(reading.tables["core__interview"]) == 30


def test_an_interview_cannot_end_before_it_starts(tmp_path: Path) -> None:
    row = shared.records("interviews")[0]
    rows = [row | {"id": place} for place in range(30)]
    rows[4] |= {"ends_at": "2026-02-05T19:00:00.000Z"}
    (reading,) = _read(shared.write(tmp_path / "interviews.json", rows))
    assert reading.rejects[["line", "field"]].to_numpy().tolist() == [[5, "ends_at"]]
    assert reading.rows == 30


def test_a_v1_file_under_a_v3_source_is_told_apart(tmp_path: Path) -> None:
    path = shared.write(tmp_path / "applications.json", shared.records("applications", 1))
    with pytest.raises(ContractBroken, match="set `system`"):
        _read(path)


@given(seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_no_table(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    resource = RESOURCES[seed % len(RESOURCES)]
    rows = shared.records(resource) * 3
    random.Random(seed).shuffle(rows)
    path = shared.write(tmp_path_factory.mktemp("v3") / f"{resource}.json", rows)
    (shuffled,), (plain,) = _read(path), _read(V3 / f"{resource}.json")
    for name, table in plain.tables.items():
        assert_frame_equal(shared.settled(name, shuffled.tables[name]), shared.settled(name, table))
    assert (plain.messages is None) == (shuffled.messages is None)
