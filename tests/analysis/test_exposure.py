"""Another piece of folklore over the same cells: the same engine, other arms, other words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from analysis.claims import LATE
from analysis.exposure import exposed
from analysis.findings import all_findings
from etl.claim import Claim, load_claim
from tests.analysis.frames import cells, hire, interview

ROOT = Path(__file__).parents[2]
REFERRED = Claim.model_validate(
    {
        "exposure": {
            "column": "source_channel",
            "values": ["Referral"],
            "who": "who were referred",
        }
    }
)

ARMS = """
channel  | note status | exclusion               | arm      | left out                | why
Referral | not_sent    |                         | sent     |                         | the note status plays no part
Ad       | sent        |                         | not_sent |                         | the same
Referral | unobserved  | uncovered               | sent     |                         | whether mail was seen plays no part
Ad       | unobserved  | part_covered            | not_sent |                         | the same
Ad       | not_sent    | unrecognised            | not_sent |                         | the same
Referral | not_sent    | decided_before_landmark | sent     |                         | a referral needs no time to be sent
Ad       | not_sent    | earlier_in_round        | not_sent | earlier_in_round        | a round still counts once
Ad       | not_sent    | decision_undated        | not_sent | decision_undated        | stays out as declared
Ad       | not_sent    | left_out                | not_sent | left_out                | stays out as declared
"""


@pytest.mark.parametrize(
    ("channel", "status", "exclusion", "arm", "left_out", "why"),
    [tuple(cell.strip() for cell in line.split("|")) for line in ARMS.strip().splitlines()[1:]],
)
def test_arms(channel: str, status: str, exclusion: str, arm: str, left_out: str, why: str) -> None:
    frame = interview(source_channel=[channel], note_status=[status], exclusion=[exclusion])
    row = exposed(cells(frame), REFERRED).interview.iloc[0]
    assert (row["note_status"], row["exclusion"]) == (arm, left_out), why


def test_a_claim_about_notes_leaves_the_cells_as_they_are() -> None:
    whole = cells(interview(n=[9]))
    assert exposed(whole, Claim()) is whole


def test_what_hires_do_not_have_puts_them_in_no_arm() -> None:
    friday = load_claim(ROOT / "data" / "claims" / "friday.toml")
    found = exposed(cells(interview(weekday=["Friday"]), hire(n=[40])), friday)
    assert found.interview["note_status"].tolist() == ["sent"]
    assert found.hire["exclusion"].tolist() == ["uncovered"]


def by_channel(jobs: int = 12) -> pd.DataFrame:
    """Referred candidates advance in 60 of 100 cases, others in 40; notes are sent to nobody."""
    rows = [
        interview(
            job_id=job,
            source_channel=[channel] * 2,
            note_status="unobserved",
            exclusion="uncovered",
            outcome=["advanced", "rejected"],
            n=[advanced, 100 - advanced],
        )
        for job in range(jobs)
        for channel, advanced in (("Referral", 60), ("Ad", 40))
    ]
    return pd.concat(rows, ignore_index=True)


def test_the_same_engine_answers_in_the_claims_own_words() -> None:
    found = {one.key: one for one in all_findings(cells(by_channel()), REFERRED)}
    advance = found["advance"]
    assert advance.estimate.value == pytest.approx(0.2, abs=0.005)
    assert advance.sentence.startswith(
        "Candidates who were referred advanced more often than others"
    )
    for one in found.values():
        said = " ".join([one.question, one.sentence, one.doubt, *one.assumptions, *one.cautions])
        assert "note" not in said.replace("nothing", "")


def test_a_claim_that_was_not_declared_before_the_load_says_so() -> None:
    whole = cells(by_channel())
    run = {"claim": Claim().model_dump_json(), "error_rates": ""}
    loaded = replace(whole, run=run)
    assert all(LATE in one.cautions for one in all_findings(loaded, REFERRED))
    assert not any(LATE in one.cautions for one in all_findings(loaded, loaded.claim))


def test_what_the_claim_does_not_name_is_exploratory() -> None:
    found = all_findings(cells(by_channel()), Claim(outcomes=("offer",)))
    assert {one.key: one.exploratory for one in found} == {
        "advance": True,
        "offer": False,
        "performance": True,
        "retention": True,
    }
