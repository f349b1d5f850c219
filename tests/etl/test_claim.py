"""A claim's file: what it may say, and what is said of one that contradicts itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.claim import Claim, load_claim
from etl.config import load
from etl.errors import SettingsWrong

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("name", ["referred", "friday"])
def test_the_shipped_claims_load(name: str) -> None:
    assert load_claim(ROOT / "data" / "claims" / f"{name}.toml").exposure is not None


WRONG = [
    ("", "no claim is declared"),
    ("[claim", "not TOML"),
    ("[claim]\nlandmark = 24", "claim.landmark"),
    ("[claim]\noutcomes = ['happiness']", "claim.outcomes.0"),
    ("[claim]\noutcomes = ['offer', 'offer']", "named twice"),
    ("[claim]\nleave_out = { mood = ['bad'] }", "claim.leave_out.mood"),
    ("[claim.exposure]\ncolumn = 'person_id'\nvalues = ['1']\nwho = 'who were'", "claim.exposure.column"),
    ("[claim.exposure]\ncolumn = 'weekday'\nvalues = []\nwho = 'who were'", "claim.exposure.values"),
    ("[claim.exposure]\ncolumn = 'weekday'\nvalues = ['Friday']\nwho = 'lucky'", "claim.exposure.who"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "told"), WRONG)
def test_a_wrong_claim_is_refused_by_field(tmp_path: Path, text: str, told: str) -> None:
    file = tmp_path / "claim.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(SettingsWrong, match=told.replace("[", r"\[")):
        load_claim(file)


def test_a_claim_that_is_not_there_or_no_text(tmp_path: Path) -> None:
    with pytest.raises(SettingsWrong, match="no such file"):
        load_claim(tmp_path / "none.toml")
    (tmp_path / "claim.toml").write_bytes(b"\xff\xfe[claim]")
    with pytest.raises(SettingsWrong, match="UTF-8"):
        load_claim(tmp_path / "claim.toml")


@pytest.mark.parametrize("text", [None, "[claim", "[claim]\nlandmark_hours = 0\nlevel = 2"])
def test_a_claims_file_and_the_settings_are_refused_in_the_same_words(
    tmp_path: Path, text: str | None
) -> None:
    file = tmp_path / "goodeggs.toml"
    if text is not None:
        file.write_text(text, encoding="utf-8")
    told = []
    for read in (load, load_claim):
        with pytest.raises(SettingsWrong) as caught:
            read(file)
        told.append(caught.value.problem)
    assert told[0] == told[1]


def test_the_digest_changes_with_anything_declared() -> None:
    others = [
        Claim(landmark_hours=48),
        Claim(outcomes=("advance",)),
        Claim(leave_out={"stage": ("Chat",)}),
    ]
    assert len({one.digest for one in [Claim(), *others]}) == 4
