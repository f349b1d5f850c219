"""The applicant tracking system's export: Harvest v3 JSON, one array a resource."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd

from etl.simulate.greenhouse_tables import tables
from etl.simulate.story import Story

_MACROS = """
CREATE MACRO ts(s) AS CASE WHEN s >= 0 THEN
    strftime(make_timestamp(s * 1000000 + ((s * 7919) % 1000) * 1000), '%Y-%m-%dT%H:%M:%S.%gZ') END;
CREATE MACRO ts0(s) AS CASE WHEN s >= 0 THEN
    strftime(make_timestamp(s * 1000000), '%Y-%m-%dT%H:%M:%S.%gZ') END;
CREATE MACRO day(s) AS CASE WHEN s >= 0 THEN strftime(make_timestamp(s * 1000000), '%Y-%m-%d') END;
"""


def write_greenhouse(folder: Path, story: Story) -> dict[str, int]:
    """Write the export into `folder`; return the rows of each resource."""
    folder.mkdir(parents=True, exist_ok=True)
    rows: dict[str, int] = {}
    with duckdb.connect() as connection:
        connection.execute(_MACROS)
        for name, frame in tables(story).items():
            connection.register(name, _plain(frame))
        for resource, query in queries().items():
            target = str(folder / f"{resource}.json").replace("'", "''")
            copied = connection.execute(f"COPY ({query}) TO '{target}' (FORMAT json, ARRAY true)")
            rows[resource] = copied.fetchall()[0][0]
    return rows


def queries() -> dict[str, str]:
    """Return the query of each resource, from `greenhouse.sql`.

    Examples
    --------
    >>> queries()["rejection_reasons"].split()[:2]
    ['SELECT', 'id,']
    """
    text = resources.files("etl.simulate").joinpath("greenhouse.sql").read_text(encoding="utf-8")
    parts = text.split("-- resource: ")[1:]
    return {name.strip(): query.strip() for name, _, query in (part.partition("\n") for part in parts)}


def _plain(frame: pd.DataFrame) -> pd.DataFrame:
    """Return the frame with plain object strings, which DuckDB scans without a copy through Arrow."""
    for column in frame.columns:
        if isinstance(frame[column].dtype, pd.StringDtype):
            frame[column] = frame[column].astype(object).where(frame[column].notna(), None)
    return frame if len(frame) else frame.astype({c: np.int64 for c in frame.columns})
