"""The whole employer: the same every time, ready to run, and as large as its truth says."""

from __future__ import annotations

import csv
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from etl.config import Greenhouse, Hris, Mailbox, load
from etl.simulate.employer import write
from etl.simulate.reviews import CYCLES
from etl.simulate.story import FEWEST_APPLICATIONS, tell
from tests.etl.simulate.conftest import APPLICATIONS, SEED


def content(folder: Path) -> dict[str, str]:
    """Return each file's hash, by its name below the folder."""
    return {
        str(path.relative_to(folder)): sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_the_same_seed_and_size_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, APPLICATIONS, SEED)
    assert content(tmp_path) == content(folder)


def test_another_seed_gives_another_employer(folder: Path, tmp_path: Path) -> None:
    write(tmp_path, APPLICATIONS, SEED + 1)
    alike = content(tmp_path).items() & content(folder).items()
    assert {name for name, _ in alike} == {"goodeggs.toml"}


def test_too_few_applications_are_refused() -> None:
    with pytest.raises(ValueError, match=str(FEWEST_APPLICATIONS)):
        tell(FEWEST_APPLICATIONS - 1, 1)


@pytest.mark.parametrize("seed", range(4))
def test_the_smallest_employer_can_be_written(seed: int, tmp_path: Path) -> None:
    write(tmp_path, FEWEST_APPLICATIONS, seed)
    assert (tmp_path / "truth.json").stat().st_size > 0


def test_the_settings_load_and_name_what_is_there(folder: Path) -> None:
    settings = load(folder / "goodeggs.toml")
    ats, mail, hr = settings.source
    assert isinstance(ats, Greenhouse) and ats.path.is_dir()
    assert isinstance(mail, Mailbox) and mail.path.is_dir()
    assert isinstance(hr, Hris) and hr.reviews is not None and hr.rating is not None
    for file, columns in ((hr.employees, hr.employee_columns), (hr.reviews, hr.review_columns)):
        with file.open(encoding="utf-8", newline="") as lines:
            header = next(csv.reader(lines))
        assert columns is not None
        assert set(columns.model_dump().values()) - set(header) == set()


def test_every_rating_and_reason_is_declared(folder: Path) -> None:
    hr = load(folder / "goodeggs.toml").source[2]
    assert isinstance(hr, Hris) and hr.reviews is not None and hr.rating is not None
    with hr.reviews.open(encoding="utf-8", newline="") as lines:
        reviews = list(csv.DictReader(lines))
    in_words = {name for name, _, _ in CYCLES[2:]}
    for review in reviews:
        known = hr.rating.words if review["Review Cycle"] in in_words else set("12345")
        assert review["Rating"] in known
    with hr.employees.open(encoding="utf-8", newline="") as lines:
        reasons = {row["Termination Reason"] for row in csv.DictReader(lines)}
    undeclared = reasons - {""} - set(hr.voluntary_reasons) - set(hr.involuntary_reasons)
    assert undeclared <= {"End of fixed-term contract"}


def test_the_truth_counts_what_was_written(
    truth: dict[str, Any], resource: dict[str, list[dict[str, Any]]], folder: Path
) -> None:
    rows = dict(truth["rows"])
    copies = rows.pop("mail_copies")
    assert rows == {name: len(items) for name, items in resource.items()}
    assert rows["applications"] == truth["applications"] == APPLICATIONS
    messages = sum(
        path.read_bytes().count(b"\r\nX-GM-THRID: ") for path in folder.glob("mail/*.mbox")
    )
    assert copies == messages + len(list(folder.glob("mail/*/*.eml")))
