"""The sample employer in data/sample is what the simulator writes, to the byte, and loads."""

from __future__ import annotations

from pathlib import Path

from etl.simulate.employer import write
from tests.employers import copy, run_here, settings_for

SAMPLE = Path(__file__).parents[1] / "data" / "sample"
APPLICATIONS, SEED = 120, 1


def content(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        # Whoever tries the sample leaves a store and a key beside it.
        if path.is_file() and (path.name == "goodeggs.toml" or not path.name.startswith("goodeggs"))
    }


def test_the_sample_is_what_the_simulator_writes(tmp_path: Path) -> None:
    write(tmp_path / "anew", APPLICATIONS, SEED)
    anew, committed = content(tmp_path / "anew"), content(SAMPLE)
    assert sorted(anew) == sorted(committed)
    assert [name for name, written in anew.items() if committed[name] != written] == []


def test_the_sample_loads_without_a_reject(tmp_path: Path) -> None:
    settings = copy(SAMPLE / "goodeggs.toml", tmp_path / "sample")
    report = run_here(settings_for(settings))
    assert report.rejected.empty
    assert report.counts["applications"] == APPLICATIONS
