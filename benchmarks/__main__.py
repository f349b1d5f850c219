"""How long a whole run takes, and how much memory: `make bench`.

Makes a fictional employer, then times the command that users run, from outside. On Linux the memory
is that of all its processes together, pages they share counted once.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.processes import COMMAND, memory_of
from etl.people.pseudonyms import create_key
from etl.simulate.employer import write

SAMPLE_SECONDS = 0.2


def main() -> None:
    """Measure help, a first run, and a run with nothing new."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--applications", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=2026)
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        employer = Path(folder) / "employer"
        begun = time.perf_counter()
        write(employer, asked.applications, asked.seed)
        create_key(employer / "goodeggs.key")
        size = sum(path.stat().st_size for path in employer.rglob("*") if path.is_file())
        print(f"{asked.applications:,} applications, {size / 1e6:,.0f} MB of exports")
        print(f"{'simulate':<28}{time.perf_counter() - begun:8.2f} s")
        settings = ["--settings", str(employer / "goodeggs.toml")]
        _measure("goodeggs --help", ["--help"])
        _measure("goodeggs run", ["run", "--json", *settings])
        _measure("goodeggs run, nothing new", ["run", "--json", *settings])
        _measure("goodeggs findings", ["findings", "--json", *settings])


def _measure(name: str, arguments: list[str]) -> None:
    begun = time.perf_counter()
    with tempfile.TemporaryFile("w+") as output:
        process = subprocess.Popen([COMMAND, *arguments], stdout=output)
        most = 0
        while process.poll() is None:
            most = max(most, memory_of(process.pid))
            time.sleep(min(SAMPLE_SECONDS, 0.01 + (time.perf_counter() - begun) / 10))
        seconds = time.perf_counter() - begun
        output.seek(0)
        said = output.read()
    if process.returncode:
        sys.exit(f"{name} ended with {process.returncode}")
    print(f"{name:<28}{seconds:8.2f} s{most / 1e6:10,.0f} MB")
    stages = json.loads(said).get("seconds", {}) if "--json" in arguments else {}
    for stage, lap in stages.items():
        print(f"  {stage:<26}{lap:8.2f} s")


if __name__ == "__main__":
    main()
