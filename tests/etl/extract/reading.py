"""What the tests of the extractors share: a source to read, and all of its readings as tables."""

from __future__ import annotations

import json
from pathlib import Path
from types import ModuleType
from typing import Any

import pandas as pd

from etl.config import Greenhouse, Hris
from etl.extract.contract import Reading
from etl.store.tables import Base

FIXTURES = Path(__file__).parent / "fixtures"
PLANTED = "Philomena Quuxworthy"
"""A name that stands in bad data, and must stand in no message."""


def greenhouse(path: Path, version: int = 3, **settings: Any) -> Greenhouse:
    """Return a Greenhouse source."""
    declared = {"timezone": "America/New_York", **settings}
    return Greenhouse(name="ats", system=f"greenhouse_v{version}", path=path, **declared)


def readings(module: ModuleType, source: Greenhouse | Hris) -> list[Reading]:
    """Return every reading of every file."""
    return [reading for file in module.files(source) for reading in module.read(source, file)]


def tables(module: ModuleType, source: Greenhouse | Hris) -> dict[str, pd.DataFrame]:
    """Return all rows by table: of rows with one key, the one of the latest version."""
    found: dict[str, list[pd.DataFrame]] = {}
    for reading in readings(module, source):
        for name, table in reading.tables.items():
            found.setdefault(name, []).append(table)
    return {name: settled(name, pd.concat(parts)) for name, parts in found.items()}


def settled(name: str, table: pd.DataFrame) -> pd.DataFrame:
    """Return a table sorted by key, the latest version of each row."""
    key = [column.name for column in Base.metadata.tables[name].primary_key]
    table = table.sort_values([*key, "version"]).drop_duplicates(key, keep="last")
    return table.reset_index(drop=True)


def write(path: Path, rows: object) -> Path:
    """Write JSON, making folders as needed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def records(resource: str, version: int = 3) -> list[dict[str, Any]]:
    """Return the fixture's records of a resource."""
    path = FIXTURES / f"greenhouse_v{version}" / f"{resource}.json"
    return list(json.loads(path.read_text(encoding="utf-8")))
