"""Setting up says plainly what a machine lacks."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from tests.house import ROOT


def _make_venv(folder: Path, python: str) -> subprocess.CompletedProcess[str]:
    script = ["sh", str(ROOT / ".ci" / "make-venv"), python]
    return subprocess.run(script, cwd=folder, capture_output=True, text=True)


def test_no_python_that_is_new_enough(tmp_path: Path) -> None:
    done = _make_venv(tmp_path, "no-such-python")
    assert done.returncode == 1
    assert "Python 3.11 or newer" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_python_without_venv(tmp_path: Path) -> None:
    python = tmp_path / "python"
    python.write_text('#!/bin/sh\ncase "$2" in *ensurepip*) exit 1;; esac\n')
    python.chmod(0o755)
    done = _make_venv(tmp_path, str(python))
    assert done.returncode == 1
    assert "apt-get install python3-venv" in done.stderr
    assert not (tmp_path / ".venv").exists()


def test_every_target_is_explained() -> None:
    said = subprocess.run(
        ["make", "--no-print-directory", "help"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    told = {line.split()[1] for line in said.splitlines()}
    assert {
        *(
            "help",
            "setup",
            "demo",
            "test",
            "check",
            "format",
            "docs",
            "shown",
            "bench",
            "bench-dashboard",
            "calibrate",
            "lock",
            "clean",
        ),
    } == told


def test_ci_runs_what_contributors_run() -> None:
    planned = subprocess.run(
        ["make", "--dry-run", "--always-make", "check"], cwd=ROOT, capture_output=True, text=True
    ).stdout
    order = [planned.index(step) for step in ("ruff format --check", "mypy", "bin/pytest")]
    assert order == sorted(order)
    assert (ROOT / ".ci" / "run").read_text().rstrip().endswith("make check </dev/null")


def test_what_is_imported_is_compiled_once() -> None:
    """Containers forbid it, and then every Python that a test starts takes seconds to begin."""
    probe = "--eval=probe: ; @env"
    forbidding = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}
    said = subprocess.run(
        ["make", probe, "probe"], cwd=ROOT, capture_output=True, text=True, env=forbidding
    ).stdout
    assert "PATH=" in said and "PYTHONDONTWRITEBYTECODE" not in said
