"""One small employer, written once for all tests of the simulator."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from etl.simulate.employer import write
from etl.simulate.story import Story, tell

APPLICATIONS, SEED = 600, 3


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the employer's folder."""
    target = tmp_path_factory.mktemp("simulated")
    write(target, APPLICATIONS, SEED)
    return target


@pytest.fixture(scope="session")
def resource(folder: Path) -> dict[str, list[dict[str, Any]]]:
    """Return the vendor's rows by resource."""
    return {
        path.stem: json.loads(path.read_bytes()) for path in (folder / "greenhouse").glob("*.json")
    }


@pytest.fixture(scope="session")
def truth(folder: Path) -> dict[str, Any]:
    """Return `truth.json`."""
    return json.loads((folder / "truth.json").read_bytes())


@pytest.fixture(scope="session")
def story() -> Story:
    """Return the story that the folder tells."""
    return tell(APPLICATIONS, SEED)
