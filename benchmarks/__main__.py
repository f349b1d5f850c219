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

from etl.people.pseudonyms import create_key
from etl.simulate.employer import write

COMMAND = str(Path(sys.executable).with_name("goodeggs"))
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
            most = max(most, sum(map(_bytes, _family(process.pid))))
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


def _family(pid: int) -> list[int]:
    """Return a process and all that it started, as far as Linux tells."""
    try:
        threads = Path(f"/proc/{pid}/task").iterdir()
        children = [child for one in threads for child in (one / "children").read_text().split()]
    except OSError:
        return [pid]
    return [pid, *(member for child in children for member in _family(int(child)))]


def _bytes(pid: int) -> int:
    """Return a process's proportional share of memory; 0 where it cannot be asked."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next((1024 * int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


if __name__ == "__main__":
    main()
