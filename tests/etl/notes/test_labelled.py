"""Labelled lines: what is read, and that what is refused is told by place and never by value."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.errors import ContractBroken, FileUnreadable, SourceMissing
from etl.notes.labelled import labelled

GOOD = {"label": "other", "body": "See you on Friday"}


def lines(file: Path, *given: bytes) -> Path:
    file.write_bytes(b"\n".join(given))
    return file


def test_only_label_and_body_are_needed_and_unknown_keys_and_empty_lines_are_passed_over(
    tmp_path: Path,
) -> None:
    whole = {**GOOD, "id": 7, "kind": None, "lang": "en", "subject": None, "mood": [1]}
    file = lines(
        tmp_path / "a.jsonl",
        b"\xef\xbb\xbf" + json.dumps(GOOD).encode(),
        b"  ",
        json.dumps(whole).encode() + b"\r",
        b"",
    )
    found = dict(labelled(file))
    assert list(found) == [1, 3]
    assert (found[3].id, found[3].kind, found[3].lang) == (7, None, "en")


@pytest.mark.parametrize(
    ("line", "field", "expected"),
    [
        (b'{"label": "other", "body": "jane.secret', None, "JSON object"),
        (b'["other", "jane.secret"]', None, "JSON object"),
        ('{"label": "other", "body": "jane.secret ä"}'.encode("latin-1"), None, "UTF-8"),
        (rb'{"label": "other", "body": "jane.secret \ud83d"}', None, "JSON object"),
        (b'{"body": "jane.secret"}', "label", "thank_you"),
        (b'{"label": "jane.secret", "body": "x"}', "label", "thank_you"),
        (b'{"label": "other", "subject": "jane.secret"}', "body", "text"),
        (b'{"label": "other", "body": null, "kind": "jane.secret"}', "body", "text"),
        (b'{"label": "other", "body": "jane.secret", "lang": 3}', "lang", "text"),
        (b'{"label": "other", "body": "jane.secret", "id": 1.5}', "id", "whole number"),
    ],
)
def test_a_bad_line_is_told_by_file_line_field_and_what_was_expected(
    tmp_path: Path, line: bytes, field: str | None, expected: str
) -> None:
    file = lines(tmp_path / "a.jsonl", json.dumps(GOOD).encode(), line)
    with pytest.raises(ContractBroken) as caught:
        list(labelled(file))
    error = caught.value
    assert (error.file, error.line, error.field) == (file, 2, field)
    assert error.expected is not None and expected in error.expected
    while error is not None:
        assert "secret" not in str(error)
        error = error.__cause__ or error.__context__  # type: ignore[assignment]


def test_files_that_are_not_there_or_no_files(tmp_path: Path) -> None:
    with pytest.raises(SourceMissing):
        list(labelled(tmp_path / "none.jsonl"))
    with pytest.raises(FileUnreadable):
        list(labelled(tmp_path))
