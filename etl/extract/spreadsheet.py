"""CSV and XLSX files as columns of text, under the names that the file gives them."""

from __future__ import annotations

import csv
import io
import re
import warnings
import zipfile
from collections.abc import Collection
from datetime import date, datetime

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.csv

from etl.errors import ContractBroken, FileUnreadable, SettingsWrong, SourceMissing
from etl.extract.contract import ExportFile, no_rejects

_DELIMITERS = (",", ";", "\t", "|")
_ENCODINGS = ("utf-8", "utf-16", "cp1252", "cp1250", "cp932")
_EXCEL_SEPARATOR = re.compile(r'\ufeff?"?sep=.*')


def read(
    file: ExportFile, columns: Collection[str], encoding: str
) -> tuple[pd.DataFrame, pd.DataFrame]:
    r"""Read the declared columns of a CSV or XLSX file as text; nothing is guessed of their types.

    Parameters
    ----------
    file
        CSV with comma, semicolon, tab or bar between cells, or the first sheet of an XLSX.
    columns
        Names of the columns wanted; spaces around them do not count.
    encoding
        Encoding of a CSV.

    Returns
    -------
    rows, rejects
        Text columns with the line as index (the header is line 1; a line break inside a cell does
        not count), empty cells missing, empty lines left out; rejects for lines of another length.

    Raises
    ------
    SourceMissing, FileUnreadable, SettingsWrong
        If the file is gone; empty or not of its kind; its encoding is wrong, or unknown.
    ContractBroken
        If a column is missing or stands there twice.

    Examples
    --------
    >>> import tempfile
    >>> from pathlib import Path
    >>> with tempfile.NamedTemporaryFile(suffix=".csv") as given:
    ...     _ = given.write(b"Name;ID\nPat;0042\n")
    ...     given.flush()
    ...     rows, _ = read(ExportFile("staff", Path(given.name), "staff.csv"), ["ID"], "utf-8")
    >>> rows.to_dict("index")
    {2: {'ID': '0042'}}
    """
    try:
        content = file.path.read_bytes()
    except FileNotFoundError:
        raise SourceMissing(
            "there is no such file", file=file.path, fix="Put it there, or change goodeggs.toml"
        ) from None
    except OSError:
        raise FileUnreadable(
            "the file cannot be opened", file=file.name, fix="Let this user read it"
        ) from None
    if not content.strip():
        raise FileUnreadable("the file is empty", file=file.name, fix="Export it again")
    if file.path.suffix.lower() in (".xlsx", ".xlsm", ".xls"):
        table, rejects = _sheet(content, file.name), no_rejects()
        _refuse_missing(list(table.columns), columns, file.name)
    else:
        text = _decoded(content, encoding, file.name)
        table, rejects = _csv(text, columns, file.name)
    table = table[list(dict.fromkeys(columns))].astype("str")
    table = table.apply(lambda column: column.str.strip())
    table = table.where(table != "")
    return table, rejects


def _decoded(content: bytes, encoding: str, name: str) -> str:
    """Return the text, refusing an encoding that is wrong and saying which one fits."""
    try:
        text = content.decode(encoding)
    except LookupError:
        raise SettingsWrong(
            "there is no such encoding", field="encoding", fix="Use utf-8, utf-16 or cp1252"
        ) from None
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        fitting = next((other for other in _ENCODINGS if _fits(content, other)), "utf-8")
        raise FileUnreadable(
            f"the text is not in {encoding}",
            file=name,
            line=line,
            expected=f"the declared encoding; this text can be read as {fitting}",
            fix=f'Set encoding = "{fitting}" in goodeggs.toml, or save the file as {encoding}',
        ) from None
    # Single-byte encodings read anything; letters beyond ASCII that are valid UTF-8 are no accident.
    if not content.isascii() and not encoding.lower().startswith("utf") and _fits(content, "utf-8"):
        raise FileUnreadable(
            f"the text is in UTF-8, not in {encoding}",
            file=name,
            fix='Set encoding = "utf-8" in goodeggs.toml',
        )
    return text.removeprefix("\ufeff")


def _fits(content: bytes, encoding: str) -> bool:
    if encoding == "utf-16" and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _csv(text: str, columns: Collection[str], name: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    first = 1
    if _EXCEL_SEPARATOR.match(text):
        text, first = text.partition("\n")[2], 2
    header, delimiter = _header(text, columns)
    _refuse_missing(header, columns, name)
    if text.count('"') % 2:
        # All that follows would be read as one cell, and its rows be lost.
        raise _cells_unclear(name)
    content = text.encode("utf-8")
    ragged: list[int] = []

    def skip(row: pa.csv.InvalidRow) -> str:
        ragged.append(row.number)
        return "skip"

    try:
        table = pa.csv.read_csv(
            io.BytesIO(content),
            pa.csv.ReadOptions(
                use_threads=False,
                block_size=max(len(content), 1),
                column_names=[str(place) for place in range(len(header))],
                skip_rows_after_names=1,
            ),
            pa.csv.ParseOptions(
                delimiter=delimiter,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=skip,
            ),
            pa.csv.ConvertOptions(
                column_types={str(place): pa.string() for place in range(len(header))},
                strings_can_be_null=True,
                null_values=[""],
            ),
        )
    except pa.ArrowInvalid:
        raise _cells_unclear(name) from None
    numbers = pd.RangeIndex(2, 2 + table.num_rows + len(ragged)).difference(ragged, sort=True)
    rows = table.to_pandas().set_axis(header, axis=1).set_axis(numbers + first - 1, axis=0)
    rejects = pd.DataFrame(
        {"line": ragged, "field": "line", "reason": f"{len(header)} cells, as in the header"}
    )
    rejects = no_rejects() if rejects.empty else rejects.assign(line=rejects["line"] + first - 1)
    return rows.dropna(how="all"), rejects


def _cells_unclear(name: str) -> FileUnreadable:
    return FileUnreadable(
        "the cells cannot be told apart, as when a quote opens and never closes",
        file=name,
        fix="Export it again, with quotes inside a cell doubled",
    )


def _header(text: str, columns: Collection[str]) -> tuple[list[str], str]:
    """Return the header's names and the delimiter: the one under which most are the wanted ones."""
    headers = {
        delimiter: [
            cell.strip() for cell in next(csv.reader(io.StringIO(text), delimiter=delimiter), [])
        ]
        for delimiter in _DELIMITERS
    }
    best = max(
        headers, key=lambda item: (len(set(columns) & set(headers[item])), len(headers[item]))
    )
    return headers[best], best


def _refuse_missing(header: list[str], columns: Collection[str], name: str) -> None:
    missing = [column for column in dict.fromkeys(columns) if column not in header]
    twice = sorted({column for column in columns if header.count(column) > 1})
    if twice:
        raise ContractBroken(
            "two columns have this name",
            file=name,
            line=1,
            field=twice[0],
            fix="Rename one of them",
        )
    if not missing:
        return
    if len(missing) == len(set(columns)):
        # The first line may be a person's row: it is not shown.
        problem = "the first line holds none of the declared columns"
    else:
        others = [column for column in header if column and column not in columns]
        has = f"; it also has {', '.join(others[:12])}" if others else ""
        problem = f"the file lacks the column{'s' * (len(missing) > 1)} {', '.join(missing)}{has}"
    raise ContractBroken(
        problem,
        file=name,
        line=1,
        field=missing[0],
        expected="a header with the names that goodeggs.toml declares",
        fix="Correct the names in goodeggs.toml, or add the column to the export",
    )


def _sheet(content: bytes, name: str) -> pd.DataFrame:
    """Return the first sheet: whole numbers without a decimal point, dates in ISO."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
            cells = list(book.worksheets[0].iter_rows(values_only=True))
            book.close()
    except (zipfile.BadZipFile, KeyError, ValueError, IndexError, OSError, EOFError):
        raise FileUnreadable(
            "the file is not an XLSX workbook", file=name, fix="Save it as .xlsx or as CSV"
        ) from None
    if not cells:
        raise FileUnreadable("the first sheet is empty", file=name, fix="Export it again")
    header = ["" if cell is None else str(cell).strip() for cell in cells[0]]
    rows = pd.DataFrame(
        [[_cell_text(cell) for cell in row] for row in cells[1:]],
        columns=header,
        index=pd.RangeIndex(2, len(cells) + 1),
        dtype="str",
    )
    return rows.dropna(how="all")


def _cell_text(cell: object) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell)
