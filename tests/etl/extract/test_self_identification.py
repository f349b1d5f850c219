"""Both versions of Harvest give the same table of voluntary answers."""

from __future__ import annotations

from pathlib import Path
from types import ModuleType

import pytest

from etl.errors import ContractBroken
from etl.extract import greenhouse, greenhouse_v1
from tests.etl.extract import reading as shared

TABLE = "core__self_identification"
QUESTIONS = ["gender", "race", "veteran", "disability"]


@pytest.mark.parametrize(
    ("module", "version", "said"),
    [
        (greenhouse, 3, ["declined", "declined", "unknown", "unknown"]),
        (greenhouse_v1, 1, ["unknown", "unknown", "declined", "unknown"]),
    ],
)
def test_the_vendors_answers(module: ModuleType, version: int, said: list[str]) -> None:
    folder = shared.FIXTURES / f"greenhouse_v{version}"
    (row,) = shared.tables(module, shared.greenhouse(folder, version))[TABLE].itertuples()
    assert row.application_id == "69102626001"
    assert str(row.version) == "2026-02-02 09:05:00+00:00"
    assert [getattr(row, question) for question in QUESTIONS] == said


def test_a_renamed_question_refuses_the_file(tmp_path: Path) -> None:
    rows = [{**row, "sex": row["gender"]} for row in shared.records("eeoc")]
    for row in rows:
        del row["gender"]
    for name in greenhouse.REQUIRED:
        shared.write(tmp_path / f"{name}.json", shared.records(name))
    shared.write(tmp_path / "eeoc.json", rows)
    with pytest.raises(ContractBroken, match="gender"):
        shared.readings(greenhouse, shared.greenhouse(tmp_path))
