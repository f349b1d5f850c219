"""Recruiter groups from the settings to the cells, and what of the settings is refused."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from etl.config import Settings, load
from etl.errors import SettingsWrong
from etl.simulate.settings import TEAMS, settings_text
from tests.employers import contents, copy, make, run_here, settings_for

A, B, C, D = (f"{name}@example.com" for name in ("ana", "ben", "cem", "dee"))

# what is declared | what is said of it
REFUSED = [
    ({"Tech": [A, B]}, '"Tech" has fewer than 3 addresses, .* no person is on a page: join it'),
    ({"Tech": [A, B, " ANA@example.com "]}, '"Tech" has fewer than 3 addresses'),
    ({"Tech": []}, '"Tech" has fewer than 3 addresses'),
    ({"Tech": [A, B, C], "Store": [D, B, f"x{D}"]}, '"Tech" and "Store" share an address: leave'),
    ({"Tech": [A, B, C], "Store": [A.title(), D, f"x{D}"]}, "share an address"),
    ({"Tech": [A, B, C, "Dee"]}, '"Tech" holds something that is no address: write each'),
    ({" ": [A, B, C]}, "each group has a name, unlike the others': name it"),
    ({"Tech": [A, B, C], "tech ": [D, f"x{D}", f"y{D}"]}, "each group has a name"),
    ({"Other": [A, B, C]}, '"other" is what those in no group are called: give'),
    ({"unknown": [A, B, C]}, '"unknown" is what those in no group are called'),
]


@pytest.mark.parametrize(("declared", "says"), REFUSED)
def test_groups_that_are_refused(tmp_path: Path, declared: dict[str, list[str]], says: str) -> None:
    path = tmp_path / "goodeggs.toml"
    told = "\n".join(f'"{name}" = {json.dumps(members)}' for name, members in declared.items())
    path.write_text(f"[recruiter_groups]\n{told}\n")
    with pytest.raises(SettingsWrong, match=says) as refused:
        load(path)
    assert "recruiter_groups" in str(refused.value)
    # No error holds a person's address.
    assert not {A, B, C, D, A.title(), "Dee"} & set(str(refused.value).split())


def test_a_simulated_employer_declares_its_recruiters_if_they_are_enough(tmp_path: Path) -> None:
    path = tmp_path / "goodeggs.toml"
    for count, told in ((5, {}), (7, dict(zip(TEAMS, (4, 3), strict=True)))):
        path.write_text(settings_text([f"r{number}@example.com" for number in range(count)]))
        groups = load(path).recruiter_groups
        assert {name: len(addresses) for name, addresses in groups.items()} == told


@pytest.fixture(scope="module")
def employer(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[str]]:
    """Return an employer's settings, its applications being eight users' in turn, and their addresses."""
    settings = make(tmp_path_factory.mktemp("recruiters") / "exports", 160, mailboxes=1)
    exports = settings.parent / "greenhouse"
    users = json.loads((exports / "users.json").read_bytes())[:8]
    applications = json.loads((exports / "applications.json").read_bytes())
    for number, row in enumerate(applications):
        row["recruiter_id"] = users[number % 8]["id"] if number % 9 else None
    (exports / "applications.json").write_text(json.dumps(applications))
    for row in (candidates := json.loads((exports / "candidates.json").read_bytes())):
        row["recruiter_id"] = None
    (exports / "candidates.json").write_text(json.dumps(candidates))
    return settings, [user["primary_email"] for user in users]


def told(settings: Settings) -> dict[str, set[str]]:
    """Return the groups by table."""
    tables = contents(settings.store, ("out",))
    return {
        name: set(rows["recruiter_group"])
        for name, rows in tables.items()
        if "recruiter_group" in rows and len(rows)
    }


def test_groups_reach_every_table_and_are_a_setting_like_others(
    employer: tuple[Path, list[str]], tmp_path: Path
) -> None:
    file, addresses = employer
    plain = settings_for(copy(file, tmp_path / "here"))
    run_here(plain, studies=False)
    with_applications = told(plain)
    assert len(with_applications) == 8
    assert set().union(*with_applications.values()) == {"unknown"}

    groups = {"Tech": tuple(addresses[:3]), "Store": tuple(one.upper() for one in addresses[3:])}
    grouped = plain.model_copy(update={"recruiter_groups": groups})
    report = run_here(grouped, studies=False)
    assert (report.unchanged, report.files_read) == (False, 0)
    found = told(grouped)
    assert found["out__cell_application"] == {"Tech", "Store", "unknown"}
    assert found["out__interview"] >= {"Tech", "Store"}
    assert all(groups_of <= {"Tech", "Store", "unknown"} for groups_of in found.values())
    assert run_here(grouped, studies=False).unchanged

    assert not run_here(plain, studies=False).unchanged
    assert told(plain) == with_applications
