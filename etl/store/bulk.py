"""Rows in bulk: whole tables in and out through Arrow, inside the caller's transaction."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pyarrow as pa
import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.sql import Executable

from etl.store.tables import Base

_ARROW: dict[type, pa.DataType] = {
    sa.BigInteger: pa.int64(),
    sa.Integer: pa.int32(),
    sa.Text: pa.string(),
    sa.DateTime: pa.timestamp("us", "UTC"),
    sa.Date: pa.date32(),
    sa.Double: pa.float64(),
    sa.Boolean: pa.bool_(),
}
_DIALECTS: dict[str, Any] = {"sqlite": sqlite, "postgresql": postgresql}


def table(name: str) -> sa.Table:
    """Return a table of the store by name."""
    return Base.metadata.tables[name]


def schema(of: sa.Table) -> pa.Schema:
    """Return the Arrow schema of a table."""
    return pa.schema([pa.field(column.name, _ARROW[type(column.type)]) for column in of.columns])


def _backend(connection: Any) -> str:
    vendor = connection.adbc_get_info()["vendor_name"].lower()
    return "sqlite" if "sqlite" in vendor else "postgresql"


def execute(connection: Any, statement: Executable) -> None:
    """Run a SQLAlchemy statement on an ADBC connection."""
    dialect = _DIALECTS[_backend(connection)].dialect()
    sql = str(statement.compile(dialect=dialect, compile_kwargs={"literal_binds": True}))  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(sql)


def read(connection: Any, name: str) -> pd.DataFrame:
    """Return a whole table.

    Text is pandas' Arrow-backed `str`, instants are `datetime64[us, UTC]`, nullable whole numbers
    `Int64`, nullable flags `boolean`, dates `datetime64[us]` at midnight.
    """
    of = table(name)
    columns = ", ".join(f'"{column.name}"' for column in of.columns)
    with connection.cursor() as cursor:
        if _backend(connection) == "sqlite":
            # The driver types a column by its first batch: one batch must hold the whole result.
            cursor.execute(f'SELECT count(*) FROM "{name}"')  # noqa: S608
            rows_there = cursor.fetchone()[0]
            cursor.adbc_statement.set_options(
                **{"adbc.sqlite.query.batch_rows": str(max(rows_there, 1))}
            )
        cursor.execute(f'SELECT {columns} FROM "{name}"')  # noqa: S608 - names come from the models
        rows = cursor.fetch_arrow_table()
    return to_pandas(of, rows)


def to_pandas(of: sa.Table, rows: pa.Table) -> pd.DataFrame:
    """Return Arrow rows as a frame with the table's types."""
    series = {}
    for column, field in zip(of.columns, schema(of), strict=True):
        values = rows.column(column.name)
        if pa.types.is_timestamp(field.type) and pa.types.is_string(values.type):
            values = values.cast(pa.timestamp("us"))
        # SQLite has no type to report for a column without a value.
        empty = values.null_count == len(values)
        if pa.types.is_integer(field.type):
            # Counts are multiplied later on: 32 bits would overflow without a word.
            field = field.with_type(pa.int64())
        values = pa.nulls(len(values), field.type) if empty else values.cast(field.type)
        kind: Any = None
        if pa.types.is_date(field.type):
            values = values.cast(pa.timestamp("us"))
        elif column.nullable and pa.types.is_integer(field.type):
            kind = pd.Int64Dtype()
        elif column.nullable and pa.types.is_boolean(field.type):
            kind = pd.BooleanDtype()
        series[column.name] = (
            values.to_pandas(types_mapper=lambda _, kind=kind: kind) if kind else values.to_pandas()
        )
    return pd.DataFrame(series)


def _arrow(of: sa.Table, frame: pd.DataFrame) -> pa.Table:
    return pa.Table.from_pandas(frame, schema=schema(of), preserve_index=False)


def replace(connection: Any, name: str, frame: pd.DataFrame) -> None:
    """Replace a table's rows by a frame's, which must have the table's columns."""
    execute(connection, sa.delete(table(name)))
    insert(connection, name, frame)


def insert(connection: Any, name: str, frame: pd.DataFrame) -> None:
    """Append a frame's rows to a table."""
    of = table(name)
    keys = [column.name for column in of.primary_key]
    if len(frame):
        with connection.cursor() as cursor:
            cursor.adbc_ingest(name, _arrow(of, frame.sort_values(keys)), mode="append")


def upsert(connection: Any, name: str, frame: pd.DataFrame, *, again: bool = False) -> None:
    """Insert a frame's rows; where a key is there already, the greater (version, digest) stays.

    The result does not depend on the order in which frames come.

    Parameters
    ----------
    connection
        An open ADBC connection to the store.
    name
        A core table.
    frame
        Rows with all its columns.
    again
        Whether these rows were stored before as other rules made them: then a row stays only
        if its version is later.
    """
    if frame.empty:
        return
    of = table(name)
    keys = [column.name for column in of.primary_key]
    newest = frame.sort_values([*keys, "version", "digest"]).drop_duplicates(keys, keep="last")
    staged = sa.Table(
        f"stage_{name}", sa.MetaData(), *(sa.Column(c.name, c.type) for c in of.columns)
    )
    with connection.cursor() as cursor:
        cursor.adbc_ingest(staged.name, _arrow(of, newest), mode="create", temporary=True)
    new = (
        _DIALECTS[_backend(connection)]
        .insert(of)
        .from_select(list(of.columns.keys()), sa.select(staged).where(sa.true()))
    )
    later = (
        new.excluded.version >= of.c.version
        if again
        else sa.tuple_(new.excluded.version, new.excluded.digest)
        > sa.tuple_(of.c.version, of.c.digest)
    )
    changes = {c.name: new.excluded[c.name] for c in of.columns if c.name not in keys}
    execute(connection, new.on_conflict_do_update(index_elements=keys, set_=changes, where=later))
    with connection.cursor() as cursor:
        cursor.execute(f'DROP TABLE "{staged.name}"')
