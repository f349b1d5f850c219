"""The whole pipeline, on an employer whose truth is known: it finds it, and the naive way does not.

The employer is small by default; GOODEGGS_SLOW=1 makes it large enough for narrow intervals.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analysis import offers, performance, read
from analysis.estimators.proportions import newcombe
from analysis.finding import Verdict
from analysis.populations import UNSEEN
from etl.claim import Claim
from etl.people.pseudonyms import load_key
from etl.store import bulk
from etl.store.engine import adbc
from tests.employers import make, run_here, settings_for

SIZE = 60_000 if os.environ.get("GOODEGGS_SLOW") == "1" else 8_000


@pytest.fixture(scope="module")
def settings_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    settings = make(tmp_path_factory.mktemp("truth") / "exports", SIZE, seed=5, mailboxes=40)
    run_here(settings_for(settings))
    return settings


@pytest.fixture(scope="module")
def truth(settings_file: Path) -> dict[str, dict[str, float]]:
    return dict(json.loads((settings_file.parent / "truth.json").read_text(encoding="utf-8")))


@pytest.fixture(scope="module")
def cells(settings_file: Path) -> read.Cells:
    return read.cells(settings_for(settings_file).published)


@pytest.fixture(scope="module")
def interviews(settings_file: Path) -> pd.DataFrame:
    with adbc(settings_for(settings_file).store) as connection:
        return bulk.read(connection, "out__interview")


def test_the_difference_in_pass_through_is_found(
    cells: read.Cells, truth: dict[str, dict[str, float]]
) -> None:
    found = offers.influence(cells, Claim()).estimate
    assert found.low is not None and found.high is not None
    assert found.low <= truth["at_landmark"]["advance"] <= found.high


def test_raw_overstates_it(cells: read.Cells, truth: dict[str, dict[str, float]]) -> None:
    """Jobs where notes are customary also have more that pass: the raw difference mixes the two."""
    finding = offers.influence(cells, Claim())
    assert finding.raw.value is not None and finding.estimate.value is not None
    assert finding.raw.value > finding.estimate.value + 0.01


def test_ever_sent_a_note_is_far_off(
    interviews: pd.DataFrame, truth: dict[str, dict[str, float]]
) -> None:
    """The usual way: who ever sent a note v who did not. More rounds are more notes: far too large."""
    people = interviews.groupby("application_id").agg(
        sent=("notes", "max"), offered=("offered", "max")
    )
    arms = people.groupby(people["sent"] > 0)["offered"].agg(["sum", "size"])
    low, _ = newcombe(
        int(arms["sum"][True]), int(arms["size"][True]), int(arms["sum"][False]), int(arms["size"][False]), 0.95
    )  # fmt: skip
    assert low > truth["planted"]["advance"] + 0.02


def test_a_note_says_nothing_about_performance(cells: read.Cells) -> None:
    found = performance.signal(cells, Claim())
    assert found.estimate.low is not None and found.estimate.high is not None
    assert found.estimate.low <= 0 <= found.estimate.high
    assert found.verdict in (Verdict.CANNOT_TELL, Verdict.NO_MEANINGFUL_DIFFERENCE)


def _truth_of_interviews(settings_file: Path) -> pd.DataFrame:
    """Return what is true of each interview, under its pseudonym."""
    settings = settings_for(settings_file)
    true = pd.read_csv(settings_file.parent / "truth_interviews.csv", dtype="str")
    ats = next(source.name for source in settings.source if source.system == "greenhouse_v3")
    key = load_key(settings.key_file)
    number = key.pseudonyms(true["interview_id"], "interview", ats).astype("int64")
    return true[["observed", "silent", "sent_by_landmark"]].assign(interview_id=number)


def test_what_cannot_be_seen_is_told(settings_file: Path, interviews: pd.DataFrame) -> None:
    """Interviews are unseen where the truth says so, those in the silent month of a mailbox among them."""
    truth = _truth_of_interviews(settings_file)
    both = interviews.merge(truth, on="interview_id", validate="1:1")
    assert len(both) == len(interviews) == len(truth)
    would_count = both["exclusion"].isin(["", *UNSEEN])
    unseen = both["exclusion"].isin(["uncovered", "part_covered"])[would_count]
    assert (unseen == (both["observed"] == "False")[would_count]).all()
    assert (both["silent"] == "True")[would_count].any()
    assert {"uncovered", "part_covered"} <= set(both["exclusion"])


def test_notes_are_tagged_as_they_were_sent(settings_file: Path, interviews: pd.DataFrame) -> None:
    """F1 and specificity of the note status, with the moment, over interviews whose mailboxes we see."""
    sent = _truth_of_interviews(settings_file)
    both = interviews[interviews["exclusion"] == ""].merge(sent, on="interview_id")
    tagged, true = both["note_status"] == "sent", both["sent_by_landmark"] == "True"
    assert 2 * (tagged & true).sum() / (tagged.sum() + true.sum()) > 0.97
    assert (~tagged & ~true).sum() / (~true).sum() > 0.98


def test_whom_a_gate_would_shut_out_is_found(
    settings_file: Path, truth: dict[str, dict[str, Any]]
) -> None:
    """More women write than men: that is planted, and a gate would shut out men. By race nothing is."""
    true = truth["self_identification"]["sent_by_landmark"]
    ratio = true["Male"]["share"] / true["Female"]["share"]
    impact = {one.key: one for one in read.impact(settings_for(settings_file).store)}
    gender, race = (impact[f"gate_impact_{by}"] for by in ("gender", "race"))
    found = {point.label: point.estimate for point in gender.points}["male"]
    assert found.low is not None and found.high is not None
    assert found.low <= ratio <= found.high and found.high < 1
    assert found.method.startswith("flagged")
    assert not any(point.estimate.method.startswith("flagged") for point in race.points)
