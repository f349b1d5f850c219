"""Rows go in and come out the same, on both databases; upserts do not mind the order."""

from __future__ import annotations

import datetime as dt
from itertools import permutations

import pandas as pd
import pytest

from etl.store import bulk
from etl.store.engine import adbc
from etl.store.migrate import migrate


def job(key: int, title: str, version: str, digest: int) -> dict[str, object]:
    return {
        "job_id": key,
        "title": title,
        "level": None,
        "department_id": None,
        "office_id": None,
        "source": "ats",
        "version": pd.Timestamp(version, tz="UTC"),
        "digest": digest,
    }


@pytest.fixture
def store(store_url: str) -> str:
    migrate(store_url)
    return store_url


def test_every_type_comes_back_as_it_went(store: str) -> None:
    went = pd.DataFrame(
        {
            "employee_id": [1, 2**62],
            "candidate_id": pd.array([None, 7], dtype="Int64"),
            "work_address_key": pd.array([None, None], dtype="Int64"),
            "personal_address_key": pd.array([3, None], dtype="Int64"),
            "name_key": pd.array([4, 5], dtype="Int64"),
            "hired_on": pd.to_datetime([dt.date(2024, 2, 29), dt.date(1999, 12, 31)]).astype(
                "datetime64[us]"
            ),
            "left_on": pd.to_datetime([None, dt.date(2025, 1, 1)]).astype("datetime64[us]"),
            "leaving": [None, "voluntary"],
            "source": ["hr", "hr"],
            "version": pd.to_datetime(
                ["2026-03-29T01:59:59.123456Z", "1970-01-01T00:00:00Z"], format="ISO8601"
            ),
            "digest": [0, 2**63 - 1],
        }
    ).astype({"leaving": "str", "source": "str", "version": "datetime64[us, UTC]"})
    with adbc(store) as connection:
        bulk.insert(connection, "core__employee", went)
    with adbc(store) as connection:
        came = bulk.read(connection, "core__employee")
    pd.testing.assert_frame_equal(came, went[came.columns])


def test_a_text_that_starts_after_many_empty_rows_is_read_as_text(store: str) -> None:
    rows = [job(n, "Nurse", "2026-01-01", n) for n in range(3000)]
    rows[-1]["level"] = "senior"
    with adbc(store) as connection:
        bulk.insert(connection, "core__job", pd.DataFrame(rows))
    with adbc(store) as connection:
        assert bulk.read(connection, "core__job")["level"].dropna().tolist() == ["senior"]


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_the_same_rows_in_any_order_leave_the_same_table(store: str, order: list[int]) -> None:
    batches = [
        [job(1, "first", "2026-01-01", 5), job(2, "other", "2026-01-01", 1)],
        [job(1, "later", "2026-02-01", 1), job(1, "earlier", "2025-12-01", 9)],
        [job(1, "same time, greater digest", "2026-02-01", 2)],
    ]
    for number in order:
        with adbc(store) as connection:
            bulk.upsert(connection, "core__job", pd.DataFrame(batches[number]))
    with adbc(store) as connection:
        titles = bulk.read(connection, "core__job").set_index("job_id")["title"].to_dict()
    assert titles == {1: "same time, greater digest", 2: "other"}


def test_what_fails_half_way_leaves_nothing(store: str) -> None:
    with pytest.raises(RuntimeError), adbc(store) as connection:
        bulk.insert(connection, "core__job", pd.DataFrame([job(1, "a", "2026-01-01", 1)]))
        raise RuntimeError
    with adbc(store) as connection:
        assert bulk.read(connection, "core__job").empty
