"""One tiny employer, exported by Greenhouse v1 and by v3: the whole pipeline gives the same facts."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from etl.config import load
from etl.people.pseudonyms import create_key
from tests.employers import contents, run_here

FIXTURES = Path(__file__).parent / "extract" / "fixtures"


def interviews(folder: Path, system: str) -> pd.DataFrame:
    settings = folder / f"{system}.toml"
    settings.write_text(
        f'store = "sqlite:///{system}.db"\n[[source]]\nname = "ats"\nsystem = "{system}"\n'
        f'path = "{FIXTURES / system}"\ntimezone = "UTC"\n',
        encoding="utf-8",
    )
    loaded = load(settings)
    run_here(loaded)
    return contents(loaded.store)["out__interview"]


@pytest.fixture
def both(tmp_path: Path) -> tuple[pd.DataFrame, pd.DataFrame]:
    create_key(tmp_path / "goodeggs.key")
    return interviews(tmp_path, "greenhouse_v1"), interviews(tmp_path, "greenhouse_v3")


def test_v1_and_v3_tell_the_same_story(both: tuple[pd.DataFrame, pd.DataFrame]) -> None:
    v1, v3 = both
    told = v1.set_index("stage")[["round", "note_status", "outcome", "hired"]].to_dict("index")
    assert told == {
        "Phone Screen": {"round": 1, "note_status": "sent", "outcome": "advanced", "hired": True},
        "Face to Face": {
            "round": 2,
            "note_status": "unobserved",
            "outcome": "advanced",
            "hired": True,
        },
    }
    pd.testing.assert_frame_equal(v1, v3)
