"""A message belongs to the interview that it follows, and to no other."""

from __future__ import annotations

import pandas as pd
import pytest

from etl.notes.attach import attach
from tests.histories import at

# interview: person, ended, interviewer; note: sent, to -> the interview it belongs to
RULES = [
    ("the latest one before it", {1: (7, 0, 50), 2: (7, 48, 50)}, (60, (50,)), 2),
    ("not one still to come", {1: (7, 0, 50), 2: (7, 48, 50)}, (24, (50,)), 1),
    ("within the window", {1: (7, 0, 50)}, (7 * 24, (50,)), 1),
    ("not after the window", {1: (7, 0, 50)}, (7 * 24 + 1, (50,)), None),
    ("not before any interview", {1: (7, 10, 50)}, (2, (50,)), None),
    ("ten minutes early: clocks differ", {1: (7, 10, 50)}, (10 - 1 / 6, (50,)), 1),
    ("eleven minutes early: before it", {1: (7, 10, 50)}, (10 - 11 / 60, (50,)), None),
    (
        "clocks differ, and one ended earlier the same hour: the later one",
        {1: (7, 9.5, 50), 2: (7, 10, 50)},
        (9.9, (50,)),
        2,
    ),
    (
        "half an hour before the later one ends: the earlier one",
        {1: (7, 9, 50), 2: (7, 10, 50)},
        (9.5, (50,)),
        1,
    ),
    ("not another person's", {1: (8, 0, 50)}, (2, (50,)), None),
    (
        "two processes at once: of the one it was addressed to",
        {1: (7, 0, 50), 2: (7, 5, 60)},
        (6, (50,)),
        1,
    ),
    ("addressed to nobody we know: the latest", {1: (7, 0, 50), 2: (7, 5, 60)}, (6, (99,)), 2),
]


@pytest.mark.parametrize(("why", "interviews", "note", "expected"), RULES)
def test_attach(
    why: str,
    interviews: dict[int, tuple[int, float, int]],
    note: tuple[float, tuple[int, ...]],
    expected: int | None,
) -> None:
    found = attached(interviews, [note])
    assert found["interview_id"].tolist() == ([] if expected is None else [expected]), why


def test_copies_in_several_mailboxes_are_one_note() -> None:
    found = attached({1: (7, 0, 50)}, [(2, (50,)), (2.001, (51,))])
    assert len(found) == 1


def test_the_addressees_of_all_copies_count() -> None:
    found = attached({1: (7, 0, 50), 2: (7, 1, 60)}, [(2, (99,)), (2.001, (50,))])
    assert found["interview_id"].tolist() == [1]


def attached(
    interviews: dict[int, tuple[int, float, int]], notes: list[tuple[float, tuple[int, ...]]]
) -> pd.DataFrame:
    return attach(
        pd.DataFrame(
            {
                "note_id": range(len(notes)),
                "person_id": 7,
                "sent_at": [at(sent) for sent, _ in notes],
                "channel": "mailbox",
                "probability": 0.9,
            }
        ),
        pd.DataFrame(
            [(number, to) for number, (_, all_to) in enumerate(notes) for to in all_to],
            columns=["note_id", "address_key"],
        ),
        pd.DataFrame(
            [(key, person, at(ended)) for key, (person, ended, _) in interviews.items()],
            columns=["interview_id", "person_id", "ended_at"],
        ),
        pd.DataFrame(
            [(key, address) for key, (_, _, address) in interviews.items()],
            columns=["interview_id", "address_key"],
        ),
        pd.Timedelta(days=7),
    )
