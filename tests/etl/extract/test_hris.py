"""Employees and reviews: every way of writing them that the settings can declare."""

from __future__ import annotations

import datetime as dt
import random
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pandas.testing import assert_frame_equal

from etl.config import EmployeeColumns, Hris, RatingScale, ReviewColumns
from etl.errors import ContractBroken, FileUnreadable, RatingOffScale, SourceMissing
from etl.extract import hris
from etl.extract.contract import Reading
from etl.store.tables import Base
from tests.etl.extract.reading import settled

EMPLOYEES = EmployeeColumns(
    employee_id="Employee ID",
    hired_on="Hire Date",
    left_on="Termination Date",
    leaving_reason="Reason",
    work_email="Work Email",
    personal_email="Home Email",
    first_name="First",
    last_name="Last",
    candidate_id="ATS ID",
)
REVIEWS = ReviewColumns(
    employee_id="Employee ID",
    cycle="Cycle",
    rating="Rating",
    reviewed_on="Date",
    calibration_group="Group",
    reviewer_kind="Kind",
)
SCALE = RatingScale(minimum=1, maximum=5, best="maximum", words={"Exceeds": 4, "Meets": 3})
HEAD = "Employee ID,Hire Date,Termination Date,Reason,Work Email,Home Email,First,Last,ATS ID"
ZOE = "0042,2026-04-13,,,Zoe@Corp.example.com,zoe.oneil@example.com,Zoë,O'Neil-Smith,53883394001"
REVIEW_HEAD = "Employee ID,Cycle,Rating,Date,Group,Kind"


def source(folder: Path, **settings: Any) -> Hris:
    """Return a source of `employees.csv` and, where there is one, `reviews.csv`."""
    reviews = folder / "reviews.csv"
    declared = {
        "name": "hr",
        "system": "hris",
        "employees": folder / "employees.csv",
        "reviews": reviews if reviews.exists() else None,
        "employee_columns": EMPLOYEES,
        "review_columns": REVIEWS,
        "rating": SCALE,
        "candidate_source": "ats",
        "voluntary_reasons": ("Resigned",),
        "involuntary_reasons": ("Dismissed",),
        "manager_reviews": ("Manager",),
    }
    return Hris.model_validate(declared | settings)


def employees(folder: Path, text: str, written: str = "utf-8", **settings: Any) -> Reading:
    """Return the reading of an employees' file."""
    (folder / "employees.csv").write_text(text, encoding=written, newline="")
    made = source(folder, **settings)
    (reading,) = hris.read(made, hris.files(made)[0])
    return reading


def reviews(folder: Path, *lines: str, head: str = REVIEW_HEAD, **settings: Any) -> Reading:
    """Return the reading of a reviews' file."""
    (folder / "employees.csv").touch()
    (folder / "reviews.csv").write_text("\n".join((head, *lines)), encoding="utf-8")
    made = source(folder, **settings)
    (reading,) = hris.read(made, hris.files(made)[1])
    return reading


def test_an_employee_becomes_a_row_of_the_store(tmp_path: Path) -> None:
    table = employees(tmp_path, f"{HEAD}\n{ZOE}\n").tables["core__employee"]
    stored = set(Base.metadata.tables["core__employee"].columns.keys())
    assert set(table.columns) == stored - {"source", "digest"}
    assert str(table["hired_on"].dtype) == "date32[day][pyarrow]"
    (row,) = table.to_dict("records")
    assert row["employee_id"] == "0042"
    assert row["candidate_id"] == "53883394001"
    assert row["work_address_key"] == "zoe@corp.example.com"
    assert row["personal_address_key"] == "zoe.oneil@example.com"
    assert row["name_key"] == "zoe oneil smith"
    assert row["hired_on"] == dt.date(2026, 4, 13)
    assert pd.isna(row["left_on"]) and pd.isna(row["leaving"])
    assert row["version"] == pd.Timestamp("2026-04-13T00:00Z")


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_delimiters_are_found_and_encodings_declared(
    tmp_path: Path, delimiter: str, encoding: str
) -> None:
    text = f"{HEAD}\r\n{ZOE}\r\n".replace(",", delimiter)
    declared = "utf-8" if encoding == "utf-8-sig" else encoding
    table = employees(tmp_path, text, encoding, encoding=declared).tables["core__employee"]
    assert table["name_key"].tolist() == ["zoe oneil smith"]


def test_cells_may_hold_delimiters_quotes_and_line_breaks(tmp_path: Path) -> None:
    odd = '7,2026-01-01,,,"a@example.com",,"Ann\nMarie, ""Annie""",Example,'
    reading = employees(tmp_path, f"sep=,\n{HEAD}\n{odd}\n\n{ZOE}\nshort,line\n" + f"{ZOE}\n" * 30)
    assert reading.tables["core__employee"]["name_key"][0] == "ann marie annie example"
    assert reading.rejects["reason"].tolist() == ["9 cells, as in the header"]
    assert reading.rows == 33


@pytest.mark.parametrize(
    ("left", "reason", "expected"),
    [
        ("2026-05-01", "Resigned", "voluntary"),
        ("2026-05-01", " resigned ", "voluntary"),
        ("2026-05-01", "Dismissed", "involuntary"),
        ("2026-05-01", "Retired", "unknown"),
        ("2026-05-01", "", "unknown"),
        ("", "Resigned", None),
        ("9999-12-31", "", None),
    ],
)
def test_leaving_is_mapped(tmp_path: Path, left: str, reason: str, expected: str | None) -> None:
    text = f"{HEAD}\n7,2026-01-01,{left},{reason},,,,,\n"
    (row,) = employees(tmp_path, text).tables["core__employee"].to_dict("records")
    assert row["leaving"] == expected or (expected is None and pd.isna(row["leaving"]))
    assert pd.isna(row["left_on"]) == (expected is None)


def test_who_left_before_the_hire_is_rejected(tmp_path: Path) -> None:
    wrong = "7,2026-01-02,2026-01-01,,,,,,"
    reading = employees(tmp_path, f"{HEAD}\n{wrong}\n" + f"{ZOE}\n" * 30)
    assert reading.rejects.to_numpy().tolist() == [
        [2, "Termination Date", "a date not before the hire"]
    ]


def test_only_declared_columns_are_needed(tmp_path: Path) -> None:
    columns = EmployeeColumns(employee_id="id", hired_on="hired")
    text = "hired,id,more\n2026-01-01,7,x\n"
    table = employees(tmp_path, text, employee_columns=columns).tables["core__employee"]
    assert table["employee_id"].tolist() == ["7"]
    assert table["name_key"].isna().all() and table["left_on"].isna().all()


def test_xlsx_is_read_like_csv(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEAD.split(","))
    sheet.append(
        [
            *("0042", dt.date(2026, 4, 13), None, None, "Zoe@Corp.example.com"),
            *("zoe.oneil@example.com", "Zoë", "O'Neil-Smith", 53883394001),
        ]
    )
    sheet.append([43.0, dt.datetime(2026, 4, 14), dt.datetime(2026, 5, 1), "Resigned"])
    sheet.append([])
    book.save(tmp_path / "employees.xlsx")
    made = source(tmp_path, employees=tmp_path / "employees.xlsx")
    (reading,) = hris.read(made, hris.files(made)[0])
    table = reading.tables["core__employee"]
    plain = employees(tmp_path, f"{HEAD}\n{ZOE}\n43,2026-04-14,2026-05-01,Resigned,,,,,\n")
    assert_frame_equal(table, plain.tables["core__employee"])


def test_a_review_becomes_a_row_of_the_store(tmp_path: Path) -> None:
    table = reviews(tmp_path, "0042,2026H1,4,2026-07-01,Berlin,Manager").tables[
        "core__performance_review"
    ]
    stored = set(Base.metadata.tables["core__performance_review"].columns.keys())
    assert set(table.columns) == stored - {"source", "digest"}
    (row,) = table.to_dict("records")
    assert (row["employee_id"], row["cycle"], row["calibration_group"], row["rating"]) == (
        "0042",
        "2026H1",
        "Berlin",
        0.75,
    )
    assert row["reviewed_on"] == dt.date(2026, 7, 1)


def test_only_managers_reviews_count_and_no_rating_is_no_review(tmp_path: Path) -> None:
    lines = [
        "1,2026H1,4,2026-07-01,,manager",
        "1,2026H1,99,2026-07-01,,Self",
        "2,2026H1,,2026-07-01,,Manager",
        "3,2026H1,Not rated,2026-07-01,,Manager",
    ]
    reading = reviews(tmp_path, *lines)
    assert reading.tables["core__performance_review"]["employee_id"].tolist() == ["1"]
    assert reading.rejects.empty and reading.rows == 4
    every = reviews(tmp_path, lines[0], lines[1].replace("99", "2"), manager_reviews=())
    assert len(every.tables["core__performance_review"]) == 2


def test_few_ratings_off_the_scale_are_rejected_and_many_refused(tmp_path: Path) -> None:
    good = [f"{place},2026H1,3,2026-07-01,,Manager" for place in range(30)]
    reading = reviews(tmp_path, "x,2026H1,6,2026-07-01,,Manager", *good)
    assert reading.rejects.to_numpy().tolist() == [
        [2, "Rating", "a rating from 1 to 5, or a word mapped in goodeggs.toml"]
    ]
    with pytest.raises(RatingOffScale, match="field Rating") as caught:
        reviews(tmp_path, *["x,2026H1,6,2026-07-01,,Manager"] * 3, *good)
    assert "from 1 to 5" in str(caught.value)


@pytest.mark.parametrize("which", ["employees", "reviews"])
def test_a_file_that_is_not_there_is_named(tmp_path: Path, which: str) -> None:
    (tmp_path / "employees.csv").touch()
    made = source(tmp_path, **{which: tmp_path / "gone.csv"})
    with pytest.raises(SourceMissing, match=rf"gone\.csv: there is no file of {which}"):
        hris.files(made)


def test_a_header_alone_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no row below the header"):
        employees(tmp_path, f"{HEAD}\n")


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ContractBroken, match="two columns have this name"):
        employees(tmp_path, f"{HEAD},First\n{ZOE},x\n")


@given(seed=st.integers(0, 2**16))
def test_the_order_of_rows_changes_no_table(
    seed: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("hr")
    lines = [f"{place},{place % 28 + 1:02}/03/2025,,,,,,," for place in range(40)]
    shuffled = random.Random(seed).sample(lines, len(lines))
    found = [
        settled(
            "core__employee", employees(folder, "\n".join((HEAD, *order))).tables["core__employee"]
        )
        for order in (lines, shuffled)
    ]
    assert_frame_equal(*found)
    assert (
        found[0]["hired_on"]
        .map(str)
        .str.endswith(tuple(f"03-{day:02}" for day in range(1, 29)))
        .all()
    )
