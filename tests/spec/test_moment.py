"""What a message's moment adds to its text: it tips the doubtful, and turns nothing that is clear."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.notes.moment import FLOOR, MOST, facts, judge

# why, hours after the interview, to an interviewer, answers mail, after the decision, text's probability, is a note
RULES = [
    ("doubtful, the same evening", 3, True, False, False, 0.4, True),
    ("doubtful, an answer to a mail a week later", 150, False, True, False, 0.6, False),
    ("doubtful, after the decision", 30, False, False, True, 0.6, False),
    ("in the middle, nothing known", 30, False, False, False, 0.5, True),
    ("clear, however late", 160, False, True, True, 0.9, True),
    ("clearly other mail, however early", 1, True, False, False, 0.15, False),
]


def message(**known: object) -> dict[str, object]:
    usual = {"note_id": 1, "interview_id": 7, "hours_after": 3.0, "addressed": True, "reply": False}
    return {
        **usual,
        "after_decision": False,
        "text_probability": 0.5,
        "reasons": "glad_of_meeting",
        **known,
    }


@pytest.mark.parametrize(("why", "hours", "to", "reply", "late", "text", "note"), RULES)
def test_the_moment(
    why: str, hours: float, to: bool, reply: bool, late: bool, text: float, note: bool
) -> None:
    one = message(
        hours_after=hours, addressed=to, reply=reply, after_decision=late, text_probability=text
    )
    assert judge(pd.DataFrame([one]))["is_note"].tolist() == [note], why


def test_of_several_messages_the_likelier_earlier_one_is_the_note() -> None:
    both = pd.DataFrame(
        [
            message(note_id=1, hours_after=2.0, text_probability=0.95),
            message(note_id=2, hours_after=30.0, text_probability=0.55),
            message(note_id=3, hours_after=40.0, text_probability=0.97),
        ]
    )
    assert facts(both)["not_the_first"].tolist() == [False, True, False]


def test_another_interviews_messages_do_not_matter() -> None:
    both = pd.DataFrame(
        [
            message(note_id=1, text_probability=0.95),
            message(note_id=2, interview_id=8, hours_after=5.0),
        ]
    )
    assert not facts(both)["not_the_first"].any()


def test_the_reasons_of_the_moment_stand_behind_those_of_the_text() -> None:
    told = judge(pd.DataFrame([message(hours_after=90.0, reply=None)]))["reasons"][0]
    assert told == "glad_of_meeting,after_days,to_interviewer"


@given(st.floats(0, 1), st.floats(0, 400), st.booleans(), st.booleans(), st.booleans())
def test_no_moment_makes_a_note_of_what_is_below_the_floor(
    text: float, hours: float, to: bool, reply: bool, late: bool
) -> None:
    one = message(
        text_probability=text, hours_after=hours, addressed=to, reply=reply, after_decision=late
    )
    judged = judge(pd.DataFrame([one]))
    if text < FLOOR * 0.999:
        assert not judged["is_note"][0]
    assert MOST < 2


def test_messages_in_any_order_are_judged_the_same() -> None:
    rows = [
        message(note_id=n, hours_after=float(h), text_probability=p)
        for n, h, p in [(1, 2, 0.9), (2, 2, 0.9), (3, 1, 0.6)]
    ]
    straight = judge(pd.DataFrame(rows, index=[1, 2, 3])).sort_index()
    turned = judge(pd.DataFrame(rows[::-1], index=[3, 2, 1])).sort_index()
    pd.testing.assert_frame_equal(straight, turned)
