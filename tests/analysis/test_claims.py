"""The history of a claim: what was declared when, and what was changed after a look."""

from __future__ import annotations

from contextlib import nullcontext
from typing import Any

import pandas as pd
import pytest

from analysis.claims import caution, check_tables, history
from etl.claim import Claim, SmallestEffects
from etl.errors import SettingsWrong


def runs(*claims: tuple[Claim, int]) -> pd.DataFrame:
    """Return a run a day, each with its claim and how many interviews it loaded."""
    first = pd.Timestamp("2026-03-01T04:00Z")
    rows = [
        {
            "run_id": f"{day:02}",
            "started_at": first + pd.Timedelta(days=day),
            "claim": claim.model_dump_json(),
            "interviews": interviews,
        }
        for day, (claim, interviews) in enumerate(claims)
    ]
    return pd.DataFrame(rows)


def test_a_claim_that_never_changed_is_one() -> None:
    (only,) = history(runs((Claim(), 900), (Claim(), 950)))
    assert (only.digest, only.interviews, only.changes) == (Claim().digest, 0, ())
    assert caution((only,)) is None


def test_a_change_after_a_look_is_told_with_what_it_changed() -> None:
    wider = Claim(smallest_effects=SmallestEffects(advance=0.02), outcomes=("advance",))
    found = history(runs((Claim(), 900), (wider, 900), (Claim(), 950)))
    assert [one.interviews for one in found] == [0, 900, 900]
    assert found[1].changes == (
        "outcomes from advance and performance and retention to advance",
        "smallest_effects.advance from 0.05 to 0.02",
    )
    said = caution(found)
    assert said is not None and "2026-03-03" in said and "2 times" in said


# rules of the claim asked | of the claim that the tables were made with | the field that is refused
WHO = {"column": "source_channel", "values": ("Referral",), "who": "who were referred"}
CHAT = {"leave_out": {"stage": ("Chat",)}}
TABLES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({}, {}, ""),
    ({"level": 0.9, "outcomes": ("advance",)}, {}, ""),
    ({"landmark_hours": 48}, {}, "claim.landmark_hours"),
    ({"window_days": 3}, {}, "claim.window_days"),
    (CHAT, {}, "claim.leave_out"),
    ({}, CHAT, "claim.leave_out"),
    ({"leave_out": {"stage": ("Chat", "Tour")}}, {"leave_out": {"stage": ("Tour", "Chat")}}, ""),
    ({"exposure": WHO, "landmark_hours": 48}, {}, ""),
    ({"exposure": WHO, **CHAT}, {}, "claim.leave_out"),
    ({"exposure": WHO, **CHAT}, CHAT, ""),
]


@pytest.mark.parametrize(("asked", "made", "field"), TABLES)
def test_a_claim_is_asked_of_tables_that_were_made_by_its_rules(
    asked: dict[str, Any], made: dict[str, Any], field: str
) -> None:
    refused = pytest.raises(SettingsWrong, match=field) if field else nullcontext()
    with refused:
        check_tables(Claim(**asked), Claim(**made))


def test_a_change_before_any_interview_was_loaded_is_no_peek() -> None:
    found = history(runs((Claim(), 0), (Claim(level=0.9), 800)))
    assert caution(found) is None and "before any interview" in found[1].told


def test_what_an_earlier_version_recorded_is_read_with_todays_defaults() -> None:
    old = runs((Claim(), 900))
    old["claim"] = '{"landmark_hours":24.0,"window_days":7.0,"level":0.95,"smallest_effects":{}}'
    (only,) = history(old)
    assert only.digest == Claim().digest
