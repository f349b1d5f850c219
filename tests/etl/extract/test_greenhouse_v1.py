"""Harvest v1: the same fictional employer as in v3 gives the same rows."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pandas as pd
import pytest
from pandas.testing import assert_frame_equal

from etl.errors import FileUnreadable, SourceMissing
from etl.extract import greenhouse, greenhouse_v1
from tests.etl.extract import reading as shared

V1, V3 = shared.FIXTURES / "greenhouse_v1", shared.FIXTURES / "greenhouse_v3"

SAME = (
    "core__candidate",
    "core__candidate_address",
    "core__interviewer",
    "core__application",
    "core__interview",
    "core__interview_interviewer",
    "core__scorecard",
    "core__offer",
    "core__job",
)


@pytest.fixture(scope="module")
def v1() -> dict[str, pd.DataFrame]:
    return shared.tables(greenhouse_v1, shared.greenhouse(V1, 1, mail_covered=True))


@pytest.fixture(scope="module")
def v3() -> dict[str, pd.DataFrame]:
    return shared.tables(greenhouse, shared.greenhouse(V3, mail_covered=True))


@pytest.mark.parametrize("name", SAME)
def test_both_versions_tell_the_same(
    v1: dict[str, pd.DataFrame], v3: dict[str, pd.DataFrame], name: str
) -> None:
    apart = ["recruiter_id"] if name == "core__application" else []
    assert_frame_equal(v1[name].drop(columns=apart), v3[name].drop(columns=apart))


def test_a_recruiter_is_named_on_the_candidate_alone(v1: dict[str, pd.DataFrame]) -> None:
    recruiters = v1["core__candidate"].set_index("candidate_id")["recruiter_id"].dropna()
    assert recruiters.to_dict() == {"53883394001": "92120"}
    assert v1["core__application"]["recruiter_id"].isna().all()


def test_both_versions_name_the_same(
    v1: dict[str, pd.DataFrame], v3: dict[str, pd.DataFrame]
) -> None:
    columns = ["label_id", "kind", "name", "parent_id"]
    assert_frame_equal(v1["core__label"][columns], v3["core__label"][columns])
    stages = [found["core__label"].query("kind == 'stage'")["position"] for found in (v1, v3)]
    assert stages[0].tolist() == stages[1].tolist() == [0, 1, 2]


def test_both_versions_give_the_same_messages_and_coverage(
    v1: dict[str, pd.DataFrame], v3: dict[str, pd.DataFrame]
) -> None:
    mail = []
    for module, version, path in ((greenhouse_v1, 1, V1), (greenhouse, 3, V3)):
        parts = shared.readings(module, shared.greenhouse(path, version))
        every = pd.concat([part.messages for part in parts if part.messages is not None])
        mail.append(every.drop(columns="line").sort_values("sent_at", ignore_index=True))
    assert_frame_equal(mail[0], mail[1])
    columns = ["covers_from", "covers_to", "messages"]
    assert_frame_equal(v1["core__coverage"][columns], v3["core__coverage"][columns])
    columns = ["month", "messages", "first_at", "last_at", "version"]
    assert_frame_equal(v1["core__mail_month"][columns], v3["core__mail_month"][columns])


def test_stage_moves_are_read_from_prose_at_the_time_of_the_entry(
    v1: dict[str, pd.DataFrame], v3: dict[str, pd.DataFrame]
) -> None:
    columns = ["application_id", "stage_id", "entered_at", "exited_at"]
    dated = [
        found["core__stage_event"].dropna(subset="entered_at")[columns].reset_index(drop=True)
        for found in (v1, v3)
    ]
    assert_frame_equal(dated[0], dated[1])
    undated = v1["core__stage_event"][v1["core__stage_event"]["entered_at"].isna()]
    assert undated["stage_id"].tolist() == ["stage:5418280003", "stage:5418279003"]


def test_applications_are_found_inside_candidates_alone(
    tmp_path: Path, v1: dict[str, pd.DataFrame]
) -> None:
    for name in greenhouse_v1.REQUIRED:
        shutil.copy(V1 / f"{name}.json", tmp_path)
    found = shared.tables(greenhouse_v1, shared.greenhouse(tmp_path, 1))
    assert_frame_equal(found["core__application"], v1["core__application"])


def test_a_bad_embedded_row_is_rejected_at_its_candidate(tmp_path: Path) -> None:
    rows = [shared.records("candidates", 1)[0] | {"id": place} for place in range(30)]
    rows[6]["applications"] = [rows[6]["applications"][0] | {"status": "vanished"}]
    for name in greenhouse_v1.REQUIRED:
        shutil.copy(V1 / f"{name}.json", tmp_path)
    shared.write(tmp_path / "candidates.json", rows)
    first, *_ = shared.readings(greenhouse_v1, shared.greenhouse(tmp_path, 1))
    assert first.rejects.to_numpy().tolist() == [
        [7, "applications.status", "one of active, rejected, hired, converted"]
    ]
    assert len(first.tables["core__candidate"]) == 30


def test_a_feed_may_be_one_array_with_candidate_ids(
    tmp_path: Path, v1: dict[str, pd.DataFrame]
) -> None:
    shutil.copytree(V1, tmp_path, dirs_exist_ok=True)
    shutil.rmtree(tmp_path / "activity_feed")
    feeds = []
    for path in sorted((V1 / "activity_feed").iterdir()):
        feed = json.loads(path.read_text(encoding="utf-8"))
        feeds.append({"candidate_id": int(path.stem), **feed})
    shared.write(tmp_path / "activity_feed.json", feeds)
    found = shared.tables(greenhouse_v1, shared.greenhouse(tmp_path, 1))
    assert_frame_equal(found["core__stage_event"], v1["core__stage_event"])


def test_who_applied_twice_was_moved_in_the_application_of_the_time(tmp_path: Path) -> None:
    shutil.copytree(V1, tmp_path, dirs_exist_ok=True)
    rows = shared.records("applications", 1)
    again = rows[0] | {"id": 1, "applied_at": "2026-03-01T00:00:00.000Z"}
    shared.write(tmp_path / "applications.json", [*rows, again])
    found = shared.tables(greenhouse_v1, shared.greenhouse(tmp_path, 1))["core__stage_event"]
    moved = found.dropna(subset="entered_at").sort_values("entered_at")
    assert moved["application_id"].tolist() == ["69102626001", "69102626001", "1"]


def test_missing_and_broken_files_are_refused(tmp_path: Path) -> None:
    shutil.copytree(V1, tmp_path, dirs_exist_ok=True)
    (tmp_path / "activity_feed" / "7.json").write_text('{"emails": [', encoding="utf-8")
    source = shared.greenhouse(tmp_path, 1)
    with pytest.raises(FileUnreadable, match=r"activity_feed.*cut off"):
        shared.readings(greenhouse_v1, source)
    (tmp_path / "scheduled_interviews.json").unlink()
    with pytest.raises(SourceMissing, match="scheduled_interviews"):
        greenhouse_v1.files(source)
