"""The applicant tracking system's export: Harvest v3 JSON, one array a resource."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

from etl.simulate.self_identification import self_identification
from etl.simulate.story import Story
from etl.simulate.vendor_applications import application_tables
from etl.simulate.vendor_labels import REASONS, label_tables, plan_tables
from etl.simulate.vendor_notes import note_table
from etl.simulate.vendor_sessions import session_tables
from etl.simulate.world import ids

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
        for name, frame in _tables(story).items():
            # Arrow, whose column types come from every row; of frames DuckDB looks at a sample.
            connection.register(name, pa.Table.from_pandas(frame, preserve_index=False))
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
    return {
        name.strip(): query.strip() for name, _, query in (part.partition("\n") for part in parts)
    }


def _tables(story: Story) -> dict[str, pd.DataFrame]:
    """Return the table behind each query, by name."""
    rng = np.random.Generator(np.random.PCG64([story.seed, len(story.funnel.applications), 1]))
    reason_ids = ids(rng, len(REASONS), 40_140_000_000)
    return {
        **application_tables(story, rng, reason_ids),
        **label_tables(story, reason_ids),
        **plan_tables(story),
        **session_tables(story),
        "note": note_table(story, rng),
        "self_identification": self_identification(story),
    }
