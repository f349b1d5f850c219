"""The command that users run, and how much memory a process and all that it started hold together."""

from __future__ import annotations

import sys
from pathlib import Path

COMMAND = str(Path(sys.executable).with_name("goodeggs"))


def memory_of(pid: int) -> int:
    """Return the bytes of a process and all that it started, pages they share counted once."""
    return sum(map(_bytes, _family(pid)))


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
