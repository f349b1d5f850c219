"""A message is drawn or not, whatever it comes with, in whichever order, however often."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.review.draw import Draw, strata
from etl.review.keys import ReviewKey

KEY = ReviewKey(b"a key for tests")
PROBABILITIES = st.floats(0, 1)


def drawn(
    ids: list[int],
    probability: list[float],
    share: float = 0.3,
    known: frozenset[int] = frozenset(),
    labelled: frozenset[int] = frozenset(),
) -> pd.DataFrame:
    judged = pd.DataFrame(
        {
            "subject": "Today",
            "body": "Thank you",
            "names": "Pat",
            "sender": [f"{one}@example.com" for one in ids],
            "sent_at": pd.Timestamp("2026-03-02T10:00", tz="UTC"),
            "recipients": "",
            "probability": probability,
            "reasons": "",
        }
    )
    return Draw(KEY, share, known, labelled).of(judged, pd.Series(ids, dtype="Int64"))


@given(
    st.lists(
        st.tuples(st.integers(0, 2**63 - 1), PROBABILITIES), max_size=40, unique_by=lambda x: x[0]
    ),
    st.randoms(use_true_random=False),
    st.integers(0, 40),
)
def test_order_and_company_do_not_matter(messages, chance, cut: int) -> None:  # type: ignore[no-untyped-def]
    def ids(some: list[tuple[int, float]]) -> set[int]:
        return set(drawn([i for i, _ in some], [p for _, p in some])["note_id"])

    whole = ids(messages)
    shuffled = list(messages)
    chance.shuffle(shuffled)
    assert ids(shuffled) == whole
    assert ids(messages[:cut]) | ids(messages[cut:]) == whole


def test_all_unsure_and_a_share_of_the_clear_are_drawn_and_stand_for_all() -> None:
    n = 6000
    probability = np.repeat([0.05, 0.5, 0.95], n // 3)
    rows = drawn(list(range(n)), list(probability), share=0.1)
    stood_for = rows.groupby("stratum")["weight"].agg(["size", "sum"])
    assert stood_for.loc["unsure"].tolist() == [2000, 2000.0]
    for clear in ("clear_note", "clear_other"):
        assert stood_for.loc[clear, "size"] == pytest.approx(200, abs=50)
        assert stood_for.loc[clear, "sum"] == pytest.approx(2000, abs=500)


def test_a_greater_share_draws_the_same_and_more() -> None:
    less, more = (
        set(drawn(list(range(500)), [0.01] * 500, share)["note_id"]) for share in (0.05, 0.2)
    )
    assert less < more


def test_of_those_drawn_before_only_the_labelled_stay_drawn_all_without_their_texts() -> None:
    known, labelled = frozenset({1, 2, 4}), frozenset({1})
    rows = drawn([1, 2, 3, 4], [0.01, 0.5, 0.01, 0.01], 1e-9, known, labelled).set_index("note_id")
    assert set(rows.index) == {1, 2}
    assert rows["sealed"].isna().all()


def test_where_nobody_reviews_only_the_labelled_are_kept() -> None:
    judged = pd.DataFrame(
        {"probability": [0.5, 0.5, 0.5], "reasons": "", "subject": "", "body": ""}
    )
    rows = Draw(None, 0.05, frozenset({2, 3}), frozenset({2})).of(
        judged.assign(names="", sender="", recipients="", sent_at=pd.Timestamp(0, tz="UTC")),
        pd.Series([1, 2, 3], dtype="Int64"),
    )
    assert rows["note_id"].tolist() == [2]


def test_what_is_kept_is_sealed_and_without_names() -> None:
    (sealed,) = drawn([9], [0.5])["sealed"]
    assert b"Thank" not in sealed
    assert KEY.opened(sealed) == "Today\n\nThank you"


@given(st.lists(PROBABILITIES, min_size=1))
def test_every_message_has_one_stratum(probability: list[float]) -> None:
    assert set(strata(pd.Series(probability))) <= {"unsure", "clear_note", "clear_other"}


def test_copies_of_a_message_are_drawn_together() -> None:
    """The mailbox's copy and the ATS's have ids of their own, but one sender and one minute."""
    both = pd.DataFrame(
        {
            "sender": "a@example.com",
            "sent_at": pd.to_datetime(["2026-03-02T10:00:01Z", "2026-03-02T10:00:59Z"]),
            "probability": 0.01,
            "reasons": "",
            "subject": "",
            "body": "",
            "names": "",
            "recipients": "",
        }
    )
    for seed in range(40):
        ids = pd.Series([seed, 1000 + seed], dtype="Int64")
        copies = both.assign(sender=f"{seed}@example.com")
        assert len(Draw(KEY, 0.3, frozenset(), frozenset()).of(copies, ids)) in (0, 2)
