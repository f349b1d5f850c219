"""Pseudonyms: stable under one key, unlinkable under another, and never the id."""

from __future__ import annotations

import stat
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.errors import KeyWrong
from etl.people.pseudonyms import Key, create_key, load_key, pseudonymise


@given(st.lists(st.one_of(st.none(), st.text(max_size=20)), max_size=30))
def test_equal_values_and_only_they_share_a_pseudonym(values: list[str | None]) -> None:
    series = pd.Series(values, dtype="str")
    made = Key(b"a").pseudonyms(series, "candidate", "ats")
    assert made.isna().tolist() == series.isna().tolist()
    assert made.nunique() == series.nunique()
    assert made.dropna().between(0, 2**63 - 1).all()


def test_ids_mean_something_only_inside_their_source_addresses_everywhere() -> None:
    key, one = Key(b"a"), pd.Series(["17"])
    assert key.pseudonyms(one, "candidate", "x")[0] != key.pseudonyms(one, "candidate", "y")[0]
    assert key.pseudonyms(one, "address", "x")[0] == key.pseudonyms(one, "address", "y")[0]
    assert (
        key.pseudonyms(one, "candidate", "x")[0] != Key(b"b").pseudonyms(one, "candidate", "x")[0]
    )


def test_an_hr_files_candidate_ids_are_the_ats_s() -> None:
    key = Key(b"a")
    ats = pseudonymise(pd.DataFrame({"candidate_id": ["17"]}), key, "ats")
    hr = pseudonymise(pd.DataFrame({"candidate_id": ["17"]}), key, "hr", candidate_scope="ats")
    assert ats["candidate_id"][0] == hr["candidate_id"][0]


def test_a_key_file_is_for_its_owner_and_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "goodeggs.key"
    first = create_key(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with pytest.raises(FileExistsError):
        create_key(path)
    assert load_key(path).fingerprint == first.fingerprint


@pytest.mark.parametrize(
    ("content", "mode", "says"),
    [
        (None, 0, "missing"),
        ("00" * 32, 0o644, "others can read"),
        ("not hex", 0o600, "no pseudonym"),
    ],
)
def test_a_bad_key_is_explained(tmp_path: Path, content: str | None, mode: int, says: str) -> None:
    path = tmp_path / "goodeggs.key"
    if content is not None:
        path.write_text(content)
        path.chmod(mode)
    with pytest.raises(KeyWrong, match=says):
        load_key(path)


def test_a_kill_while_a_key_is_written_leaves_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def killed(_: int) -> None:
        raise KeyboardInterrupt

    path = tmp_path / "goodeggs.key"
    with monkeypatch.context() as patched:
        patched.setattr("etl.people.pseudonyms.os.fsync", killed)
        with pytest.raises(KeyboardInterrupt):
            create_key(path)
    assert list(tmp_path.iterdir()) == []
    create_key(path)
    assert list(tmp_path.iterdir()) == [path]
