"""What is wrong with an export, and the message that lets a person mend it.

Each line: what is in the file, the error, and words that the message must have. A fictional name
is planted in the data; it must stand in no message and in no reject.
"""

from __future__ import annotations

import gzip
import json
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from etl.errors import (
    ContractBroken,
    FileUnreadable,
    RatingOffScale,
    SourceMissing,
    TimeWithoutZone,
    UserFixable,
)
from etl.extract import greenhouse, hris
from etl.extract.contract import ExportFile, Reading
from tests.etl.extract import reading as shared
from tests.etl.extract import test_hris as people

NAME = shared.PLANTED
FIRST, LAST = NAME.split()


def _candidates(**changes: Any) -> list[dict[str, Any]]:
    row = shared.records("candidates")[0] | {"first_name": FIRST, "last_name": LAST}
    return [row | {"id": place} | changes for place in range(20)]


def _without(field: str, instead: str | None = None) -> bytes:
    rows = _candidates()
    for row in rows:
        value = row.pop(field)
        if instead:
            row[instead] = value
    return _json(rows)


def _json(rows: object) -> bytes:
    return json.dumps(rows, ensure_ascii=False).encode()


ROWS = _candidates()
ZIPPED = gzip.compress(_json(ROWS) * 50)
FLIPPED = bytearray(ZIPPED)
FLIPPED[-6] ^= 0xFF

JSON_FILES: dict[str, tuple[bytes | None, type[UserFixable], tuple[str, ...]]] = {
    "gone": (None, SourceMissing, ("no such file",)),
    "empty": (b"", FileUnreadable, ("empty", "Export it again")),
    "blank": (b" \n ", FileUnreadable, ("empty",)),
    "cut off": (_json(ROWS)[:-40], FileUnreadable, ("cut off", "line 20", "Export it again")),
    "cut off between records": (_json(ROWS)[:-1], FileUnreadable, ("cut off",)),
    "no JSON": (f"{NAME},1".encode(), FileUnreadable, ("not JSON", "JSON array")),
    "one object": (_json({"data": ROWS}), FileUnreadable, ("one object", "one array to a file")),
    "an array of texts": (_json([NAME, NAME]), ContractBroken, ("lacks", "first_name")),
    "a text among records": (_json([*ROWS, NAME]), FileUnreadable, ("line 21", "not an object")),
    "a field twice": (
        f'[{{"id":1,"id":2,"first_name":"{FIRST}","last_name":"","email_addresses":[]}}]'.encode(),
        FileUnreadable,
        ("names a field twice", "line 1"),
    ),
    "latin-1": (
        json.dumps(_candidates(title="Café"), ensure_ascii=False).encode("latin-1"),
        FileUnreadable,
        ("UTF-8", "Save it as UTF-8"),
    ),
    "UTF-16": (json.dumps(ROWS).encode("utf-16"), FileUnreadable, ("UTF-8",)),
    "gzip cut off": (ZIPPED[: len(ZIPPED) // 2], FileUnreadable, ("gzip", "damaged")),
    "gzip with a wrong checksum": (bytes(FLIPPED), FileUnreadable, ("gzip", "damaged")),
    "a field renamed": (
        _without("email_addresses", "email_address"),
        ContractBroken,
        ("email_addresses", "instead it has email_address", "set `system`"),
    ),
    "a field missing": (_without("last_name"), ContractBroken, ("lacks last_name",)),
    "times without a zone": (
        _json(_candidates(created_at="2026-02-02T09:00:00")),
        TimeWithoutZone,
        ("created_at", "zone", "goodeggs.toml"),
    ),
    "words for times": (
        _json(_candidates(created_at=NAME)),
        ContractBroken,
        ("created_at", "20 of 20 rows", "2026-11-22T09:30:00Z"),
    ),
    "no ids": (_json([row | {"id": None} for row in ROWS]), ContractBroken, ("field id", "an id")),
    "an object for a list": (
        _json(_candidates(email_addresses={"value": NAME})),
        ContractBroken,
        ("email_addresses", "a list"),
    ),
}


def _refusal(read: Callable[[], object], error: type[UserFixable]) -> str:
    """Return the message, having checked that neither it nor its trace holds the planted name."""
    with pytest.raises(error) as caught:
        read()
    assert type(caught.value) is error
    assert caught.value.exit_code == error.exit_code and not caught.value.retryable
    text = str(caught.value)
    trace = "".join(traceback.format_exception_only(caught.value))
    for part in (NAME, FIRST, LAST, "Philo"):
        assert part not in text and part not in trace
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return text


@pytest.mark.parametrize("wrong", JSON_FILES)
def test_a_broken_json_export(tmp_path: Path, wrong: str) -> None:
    content, error, words = JSON_FILES[wrong]
    path = tmp_path / "candidates.json"
    if content is not None:
        path.write_bytes(content)
    source = shared.greenhouse(tmp_path, timezone=None)
    file = ExportFile("candidates", path, "candidates.json")
    text = _refusal(lambda: list(greenhouse.read(source, file)), error)
    for word in ("candidates.json", *words):
        assert word in text


ZOE = people.ZOE.replace("Zoë", FIRST).replace("O'Neil-Smith", LAST)
GOOD = f"{people.HEAD}\n{ZOE}\n"

CSV_FILES: dict[str, tuple[bytes, type[UserFixable], tuple[str, ...]]] = {
    "empty": (b"", FileUnreadable, ("empty",)),
    "a header alone": (f"{people.HEAD}\n".encode(), FileUnreadable, ("no row",)),
    "cp1252": (
        GOOD.replace(FIRST, FIRST + "é").encode("cp1252"),
        FileUnreadable,
        ("not in utf-8", "line 2", 'encoding = "cp1252"'),
    ),
    "UTF-16": (GOOD.encode("utf-16"), FileUnreadable, ('encoding = "utf-16"',)),
    "a column missing": (
        GOOD.replace("Hire Date", "Start").encode(),
        ContractBroken,
        ("lacks the column Hire Date", "also has Start", "goodeggs.toml"),
    ),
    "no header": (f"{ZOE}\n{ZOE}\n".encode(), ContractBroken, ("none of the declared columns",)),
    "ambiguous dates": (
        GOOD.replace("2026-04-13", "03/04/2026").encode(),
        ContractBroken,
        ("Hire Date", "line 2", "YYYY-MM-DD"),
    ),
    "words for dates": (
        GOOD.replace("2026-04-13", NAME).encode(),
        ContractBroken,
        ("Hire Date", "a date such as"),
    ),
    "no employee ids": (
        GOOD.replace("0042", "").encode(),
        ContractBroken,
        ("Employee ID", "line 2"),
    ),
    "an open quote": ((GOOD + f'7,"{NAME}\n{ZOE}').encode(), FileUnreadable, ("quote",)),
}


@pytest.mark.parametrize("wrong", CSV_FILES)
def test_a_broken_hr_file(tmp_path: Path, wrong: str) -> None:
    content, error, words = CSV_FILES[wrong]
    (tmp_path / "employees.csv").write_bytes(content)
    source = people.source(tmp_path)
    text = _refusal(lambda: list(hris.read(source, hris.files(source)[0])), error)
    for word in ("employees.csv", *words):
        assert word in text


def test_a_wrong_encoding_that_reads_anything_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "employees.csv").write_bytes(GOOD.replace(FIRST, FIRST + "é").encode("utf-8"))
    source = people.source(tmp_path, encoding="cp1252")
    text = _refusal(lambda: list(hris.read(source, hris.files(source)[0])), FileUnreadable)
    assert 'encoding = "utf-8"' in text


def test_a_broken_workbook(tmp_path: Path) -> None:
    path = tmp_path / "employees.xlsx"
    path.write_bytes(GOOD.encode())
    source = people.source(tmp_path, employees=path)
    text = _refusal(lambda: list(hris.read(source, hris.files(source)[0])), FileUnreadable)
    assert "not an XLSX workbook" in text and "CSV" in text


def test_ratings_off_the_scale(tmp_path: Path) -> None:
    lines = [f"{place},2026H1,{NAME},2026-07-01,,Manager" for place in range(5)]
    text = _refusal(lambda: people.reviews(tmp_path, *lines), RatingOffScale)
    for word in ("reviews.csv", "field Rating", "from 1 to 5", "goodeggs.toml"):
        assert word in text


REJECTS: list[tuple[str, dict[str, Any], str]] = [
    ("candidates", {"created_at": NAME}, "created_at"),
    ("candidates", {"id": f"{{{NAME}}}"}, "id"),
    ("candidates", {"email_addresses": NAME}, "email_addresses"),
    ("applications", {"status": NAME}, "status"),
    ("applications", {"candidate_id": None}, "candidate_id"),
    ("interviews", {"status": NAME}, "status"),
    ("interviews", {"starts_at": NAME}, "starts_at"),
    ("interviewers", {"user_id": None, "email": NAME}, "user_id"),
    ("scorecards", {"candidate_rating": NAME}, "candidate_rating"),
    ("offers", {"starts_on": NAME}, "starts_on"),
    ("offers", {"version": NAME}, "version"),
    ("rejection_reasons", {"type": {"key": NAME}}, "type.key"),
    ("notes", {"email_from": NAME}, "email_from"),
    ("notes", {"type": "EMAIL", "created_at": None}, "created_at"),
]


@pytest.mark.parametrize(("resource", "bad", "field"), REJECTS)
def test_a_bad_row_is_rejected_by_line_and_field_and_good_rows_go_on(
    tmp_path: Path, resource: str, bad: dict[str, Any], field: str
) -> None:
    good = shared.records(resource)[0]
    rows = [good | {"id": place} for place in range(40)]
    rows[16] |= bad
    path = shared.write(tmp_path / f"{resource}.json", rows)
    source = shared.greenhouse(tmp_path)
    reading: Reading
    (reading,) = greenhouse.read(source, ExportFile(resource, path, path.name))
    assert reading.rejects[["line", "field"]].to_numpy().tolist() == [[17, field]]
    assert not reading.rejects["reason"].str.contains("Philo|Quux").any()
    kept = reading.messages if resource == "notes" else next(iter(reading.tables.values()))
    assert kept is not None and len(kept) in (39, 78)
