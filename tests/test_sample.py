"""The sample employer in data/sample is what the simulator writes, to the byte, and loads."""

from __future__ import annotations

from pathlib import Path

from etl.people.pseudonyms import create_key
from etl.simulate.employer import write
from tests.employers import copy, run_here, settings_for

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
APPLICATIONS, SEED = 120, 1


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
        and not path.name.startswith("goodeggs-")
        and path.suffix not in {".db", ".key"}
    }


def test_the_sample_is_what_the_simulator_writes(tmp_path: Path) -> None:
    write(tmp_path / "anew", APPLICATIONS, SEED)
    anew, committed = content(tmp_path / "anew"), content(SAMPLE)
    assert sorted(anew) == sorted(committed)
    assert [name for name, written in anew.items() if committed[name] != written] == []


def test_the_sample_loads_without_a_reject(tmp_path: Path) -> None:
    settings = copy(SAMPLE / "goodeggs.toml", tmp_path / "sample")
    create_key(settings.parent / "goodeggs.key")
    report = run_here(settings_for(settings))
    assert report.rejected.empty
    assert report.counts["applications"] == APPLICATIONS
