"""Labelled messages out of a file of JSON lines: read, checked, and never repeated in an error."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from etl.errors import ContractBroken, reading

_EXPECTED = {
    "": 'a JSON object in UTF-8, such as {"label": "other", "subject": "Tuesday", "body": "..."}',
    "label": '"thank_you" or "other"',
    "body": "text",
    "id": "text or a whole number",
    **dict.fromkeys(("subject", "kind", "lang"), "text, or null"),
}


class Labelled(BaseModel):
    """A message, and whether it is a thank-you note in truth."""

    model_config = ConfigDict(extra="ignore", strict=True)

    label: Literal["thank_you", "other"]
    body: str
    subject: str | None = None
    id: str | int | None = None
    kind: str | None = None
    lang: str | None = None


def labelled(file: Path) -> Iterator[tuple[int, Labelled]]:
    """Yield number and content of each line that holds a message.

    Parameters
    ----------
    file
        JSON lines in UTF-8: `label` and `body`, and where known `subject`, `kind`, `lang` and `id`.
        Other keys are ignored, and empty lines.

    Raises
    ------
    SourceMissing, FileUnreadable
        If there is no such file, or it cannot be read.
    ContractBroken
        At the first line that is not as it should be; it names the line and the field, never a value.
    """
    with reading(file), file.open("rb") as handle:
        for number, raw in enumerate(handle, start=1):
            text = raw.removeprefix(b"\xef\xbb\xbf") if number == 1 else raw
            if not text.isspace():
                yield number, _line(file, number, text)


def _line(file: Path, number: int, raw: bytes) -> Labelled:
    try:
        return Labelled.model_validate_json(raw)
    except ValidationError as error:
        first = error.errors()[0]
        name = str(first["loc"][0]) if first["loc"] else ""
        missing = first["type"] == "missing"
    # Outside the block, so that no traceback carries the line's text along.
    if not name:
        problem = "the line is not a JSON object"
    else:
        problem = "the field is missing" if missing else "the field holds something else"
    raise ContractBroken(
        problem,
        file=file,
        line=number,
        field=name or None,
        expected=_EXPECTED[name],
        fix="Mend the line, or take it out",
    )
