"""JSON arrays of any size, through DuckDB: batches of text columns, whole columns at a time.

DuckDB's own messages quote the data, so none of them is passed on: only the record's number is.
"""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path

import duckdb
import pandas as pd
import pyarrow as pa

from etl.errors import ContractBroken, FileUnreadable, SourceMissing
from etl.extract import duck
from etl.extract.contract import ExportFile
from etl.extract.fields import Contract, Field

BATCH = 100_000
"""Records in a batch: a few hundred megabytes at the widest."""

_GZIP = b"\x1f\x8b"
_AGAIN = "Export it again"
_FIELD_NAME = re.compile(r"[A-Za-z_][\w.-]{0,60}")


@dataclass(frozen=True)
class Batch:
    """Part of an array: text columns named as the contract says; the index is the record's number."""

    rows: pd.DataFrame
    records: int
    """Records in the whole file."""


@dataclass(frozen=True)
class _Part:
    """Files of one shape, and DuckDB's options to read them."""

    paths: list[str]
    options: str


def batches(file: ExportFile, contract: Contract, size: int = BATCH) -> Iterator[Batch]:
    """Read a JSON array, plain or gzipped, in the order of the file.

    Parameters
    ----------
    file
        The file, or a folder of files that are read as one; its name goes into messages.
    contract
        The fields to read.
    size
        Records in a batch; rounded up to DuckDB's own.

    Raises
    ------
    SourceMissing
        If the file is gone.
    FileUnreadable
        If it is empty, cut off, damaged, no array of objects, or not UTF-8.
    ContractBroken
        If all its records lack a required field.

    Examples
    --------
    >>> import tempfile
    >>> contract = Contract("jobs", (Field("id", "id"), Field("office", "id", "offices[0].id")))
    >>> with tempfile.NamedTemporaryFile(suffix=".json") as given:
    ...     _ = given.write(b'[{"id": 7, "offices": [{"id": 4}]}]')
    ...     given.flush()
    ...     (batch,) = batches(ExportFile("jobs", Path(given.name), "jobs.json"), contract)
    >>> batch.rows.to_dict("index")
    {1: {'id': '7', 'office': '4'}}
    """
    parts = _parts(file, contract)
    connection = duck.connection()
    try:
        records, names = 0, set[str]()
        for part in parts:
            given = f"SELECT json_keys(json) AS keys FROM read_json_objects($1, {part.options})"  # noqa: S608
            query = f"SELECT count(*), list_distinct(flatten(list(DISTINCT keys))) FROM ({given})"  # noqa: S608
            count, keys = connection.execute(query, [part.paths]).fetchall()[0]
            records += count
            names.update(keys or ())
        if not records:
            return
        _refuse_missing(contract, names, file.name)
        start = 1
        for part in parts:
            query = _select(contract, part.options)
            reader = connection.sql(query, params=[part.paths]).to_arrow_reader(size)
            for batch in _gathered(reader, size):
                rows = batch.to_pandas()
                rows.index = pd.RangeIndex(start, start + len(rows), name="line")
                start += len(rows)
                yield Batch(rows, records)
    except (duckdb.InvalidInputException, duckdb.IOException, UnicodeDecodeError) as error:
        raise _unreadable(file.name, error) from None
    finally:
        connection.close()


def _gathered(reader: pa.RecordBatchReader, size: int) -> Iterator[pa.Table]:
    """Put small batches together: DuckDB gives one for each file."""
    held: list[pa.RecordBatch] = []
    rows = 0
    for batch in reader:
        held.append(batch)
        rows += len(batch)
        if rows >= size:
            yield pa.Table.from_batches(held)
            held, rows = [], 0
    if held:
        yield pa.Table.from_batches(held)


def _parts(file: ExportFile, contract: Contract) -> list[_Part]:
    """Look at every file, and group those that DuckDB can read in one go."""
    paths = [file.path]
    if file.path.is_dir():
        paths = [path for path in sorted(file.path.rglob("*.json*")) if path.is_file()]
    found: dict[str, list[str]] = {}
    for path in paths:
        # a name that looks like a pattern must match itself alone
        literal = re.sub(r"([*?\[])", r"[\1]", str(path))
        found.setdefault(_options(path, file.name, contract.single), []).append(literal)
    return [_Part(names, options) for options, names in found.items()]


def _options(path: Path, name: str, single: bool) -> str:
    """Return how to read a file, by content, having read enough to refuse what cannot be."""
    try:
        with path.open("rb") as plain:
            zipped = plain.read(2) == _GZIP
        with gzip.open(path) if zipped else path.open("rb") as opened:
            head = opened.read(4096)
            while zipped and opened.read(1 << 20):
                pass  # to the end: the checksum stands there, and DuckDB does not look at it
    except FileNotFoundError:
        raise SourceMissing("there is no such file", file=name, fix=_AGAIN) from None
    except (EOFError, gzip.BadGzipFile, zlib.error):
        raise FileUnreadable(
            "the gzip file is cut off or damaged", file=name, fix="Copy or export it again"
        ) from None
    except OSError:
        raise FileUnreadable(
            "the file cannot be opened", file=name, fix="Let this user read it"
        ) from None
    if not head.strip():
        raise FileUnreadable("the file is empty", file=name, fix=_AGAIN)
    if b"\x00" in head or head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise _wrong_encoding(name, None)
    first = head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1]
    if first != b"[" and not (single and first == b"{"):
        raise FileUnreadable(
            "the file holds one object" if first == b"{" else "the file is not JSON",
            file=name,
            expected="a JSON array of records: [ {...}, {...} ]",
            fix="Export the list as the API gives it, one array to a file",
        )
    shape = "array" if first == b"[" else "unstructured"
    return f"format = '{shape}', compression = '{'gzip' if zipped else 'none'}'"


def _select(contract: Contract, options: str) -> str:
    """Return the query for a contract's fields as text columns; `$1` are the paths."""
    columns = {item.key: _column_type(item, contract) for item in contract.fields}
    wanted = ", ".join(_expression(item, columns[item.key]) for item in contract.fields)
    if contract.single:
        columns.pop("filename", None)
        options += ", filename = true"
    declared = ", ".join(f"{_quoted(key)}: '{kind}'" for key, kind in columns.items())
    return f"SELECT {wanted} FROM read_json($1, {options}, columns = {{{declared}}})"  # noqa: S608


def _unreadable(name: str, error: Exception) -> FileUnreadable:
    """Return the error for what DuckDB could not read, with the record's number and no data."""
    text = "" if isinstance(error, UnicodeDecodeError) else str(error)
    found = re.search(r"record/value (\d+)", text)
    # for malformed JSON, DuckDB counts the array itself as the first value
    line = max(int(found[1]) - ("Malformed" in text), 1) if found else None
    if "UTF-8" in text or isinstance(error, UnicodeDecodeError):
        return _wrong_encoding(name, line)
    if "transform" in text:
        return FileUnreadable(
            "a record is not an object, or names a field twice",
            file=name,
            line=line,
            expected="an array of objects",
            fix=_AGAIN,
        )
    return FileUnreadable(
        "the file is cut off or not JSON, about here"
        if line
        else "the file is cut off or not JSON",
        file=name,
        line=line,
        fix=_AGAIN,
    )


def _wrong_encoding(name: str, line: int | None) -> FileUnreadable:
    return FileUnreadable(
        "the text is not in UTF-8", file=name, line=line, expected="UTF-8", fix="Save it as UTF-8"
    )


def _refuse_missing(contract: Contract, names: set[str], file: str) -> None:
    """Refuse a file that lacks a required field, showing the names it has that are not read."""
    declared = {item.key for item in contract.fields}
    missing = sorted({item.key for item in contract.fields if item.required} - names)
    if not missing:
        return
    others = [name for name in names - declared if _FIELD_NAME.fullmatch(name)]
    others.sort(key=lambda name: (-max(_likeness(name, item) for item in missing), name))
    instead = f"; instead it has {', '.join(others[:8])}" if others else ""
    raise ContractBroken(
        f"{contract.title} lacks {', '.join(missing)}{instead}",
        file=file,
        field=missing[0],
        expected="the field under this name in at least one record",
        fix="Export all fields, or set `system` in goodeggs.toml to the version that wrote the file",
    )


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, one, other).ratio()


def _column_type(item: Field, contract: Contract) -> str:
    alike = [other for other in contract.fields if other.key == item.key]
    return "VARCHAR" if all(other.place == other.key for other in alike) else "JSON"


def _expression(item: Field, column_type: str) -> str:
    column, name = _quoted(item.key), _quoted(item.name)
    if column_type == "VARCHAR":
        return f"{column} AS {name}"
    path = "$" + item.place.removeprefix(item.key)
    return f"json_extract_string({column}, '{path}') AS {name}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'
