"""Fictional employers for the tests, made once a session and loaded where a test wants them."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pandas as pd

from analysis.studies import study
from etl.config import Settings, load
from etl.people.pseudonyms import create_key
from etl.pipeline import run
from etl.report import Report
from etl.simulate.employer import write
from etl.store import bulk
from etl.store.engine import adbc
from etl.store.tables import Base

VARYING = {"run_id", "started_at", "finished_at", "reader"}
"""What two runs over the same files may differ in."""


def make(folder: Path, applications: int, seed: int = 11, mailboxes: int = 12) -> Path:
    """Write an employer, with the fullest of its mailboxes, and a key; return the settings file.

    Of forty mailboxes each costs every run as much as many applications do.
    """
    write(folder, applications, seed)
    smallest_first = sorted((folder / "mail").glob("*.mbox"), key=lambda path: path.stat().st_size)
    for path in smallest_first[:-mailboxes]:
        path.unlink()
    create_key(folder / "goodeggs.key")
    return folder / "goodeggs.toml"


def settings_for(settings: Path, store: str | None = None) -> Settings:
    """Return the settings, with another store if one is named."""
    loaded = load(settings)
    return loaded.model_copy(update={"store": store}) if store else loaded


def run_here(settings: Settings, *, studies: bool = True) -> Report:
    """Run the ETL in this process; without studies, a third of it, where no test reads them."""
    with ThreadPoolExecutor(1) as executor:
        return run(settings, executor=executor, study=study if studies else lambda *_: {})


def contents(store: str, layers: tuple[str, ...] = ("core", "out")) -> dict[str, pd.DataFrame]:
    """Return every table of the layers, in the order of its key."""
    with adbc(store) as connection:
        tables = {
            name: bulk.read(connection, name)
            for name in Base.metadata.tables
            if name.split("__")[0] in layers
        }
    return {
        name: frame.sort_values([c.name for c in bulk.table(name).primary_key]).reset_index(
            drop=True
        )
        for name, frame in tables.items()
    }


def assert_same(left: dict[str, pd.DataFrame], right: dict[str, pd.DataFrame]) -> None:
    """Fail, naming the table, unless both stores hold the same."""
    assert left.keys() == right.keys()
    for name, frame in left.items():
        pd.testing.assert_frame_equal(frame, right[name], obj=name)


def copy(settings: Path, folder: Path, *, loaded: bool = False) -> Path:
    """Copy an employer, with its store only if that is to be loaded already."""
    ignored = None if loaded else shutil.ignore_patterns("*.db", "*.db-*", "*.lock")
    shutil.copytree(settings.parent, folder, ignore=ignored)
    return folder / settings.name
