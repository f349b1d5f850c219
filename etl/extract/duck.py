"""DuckDB for what it does best: lists inside a column to rows, without a loop."""

from __future__ import annotations

import os
from collections.abc import Mapping
from functools import lru_cache

import duckdb
import numpy as np
import pandas as pd
import pyarrow as pa

_SETTINGS: dict[str, str | bool | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "700MB",
    "temp_directory": "",  # people's rows never spill to a disk
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
}
_ADDRESS = r"""[^\s<>,;:"''()\[\]]+@[^\s<>,;:"''()\[\]]+"""


def connection() -> duckdb.DuckDBPyConnection:
    """Return a new connection to this process's in-memory database; close it after use.

    Examples
    --------
    >>> connection().sql("SELECT 1").fetchall()
    [(1,)]
    """
    return _database(os.getpid()).cursor()


@lru_cache(maxsize=1)
def _database(_process: int) -> duckdb.DuckDBPyConnection:
    """Return the database of a process: a forked child must not use its parent's."""
    return duckdb.connect(config=_SETTINGS)


def unnest(lists: pd.Series, parts: Mapping[str, str]) -> pd.DataFrame:
    """Return one row for each element of JSON lists.

    Parameters
    ----------
    lists
        JSON lists as text; missing ones have no rows.
    parts
        Column → JSON path inside an element (`$.value`; `$` is the element itself).

    Returns
    -------
    pd.DataFrame
        Text columns; the index repeats that of `lists`, in its order.

    Examples
    --------
    >>> lists = pd.Series(['[{"value": "a"}, {"value": "b"}]', None], index=[7, 8])
    >>> list(unnest(lists, {"value": "$.value"})["value"].items())
    [(7, 'a'), (7, 'b')]
    """
    wanted = ", ".join(
        f"json_extract_string(item, '{path}') AS {name}" for name, path in parts.items()
    )
    query = (
        f"SELECT place, {wanted} FROM (SELECT place, unnest(json_extract(text, '$[*]')) AS item, "  # noqa: S608
        "generate_subscripts(json_extract(text, '$[*]'), 1) AS step FROM given) ORDER BY place, step"
    )
    found = _query(query, lists)
    return found.drop(columns="place").set_axis(lists.index[found["place"]], axis=0)


def addresses_in(texts: pd.Series) -> pd.Series:
    """Return the e-mail addresses that a text names: lower case, sorted, each once, with spaces.

    Examples
    --------
    >>> addresses_in(pd.Series(['Zoe <Z@example.com>, ["a@example.com"]', "nobody", None])).tolist()
    ['a@example.com z@example.com', '', '']
    """
    every = f"list_sort(list_distinct(regexp_extract_all(lower(text), '{_ADDRESS}')))"
    query = f"SELECT coalesce(array_to_string({every}, ' '), '') AS found FROM given ORDER BY place"  # noqa: S608
    return _query(query, texts)["found"].astype("str").set_axis(texts.index).rename(None)


def _query(query: str, texts: pd.Series) -> pd.DataFrame:
    """Run a query over `given(place, text)`: the texts and their places, 0 = first."""
    places = pa.array(np.arange(len(texts)))
    given = pa.table({"place": places, "text": pa.array(texts, pa.string())})
    with connection() as database:
        database.register("given", given)
        return database.sql(query).to_arrow_table().to_pandas()
