"""Influence: planted truths and planted traps, the raw beside the adjusted, and the checks."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import offers
from analysis.cells import Cells
from analysis.finding import Finding, Verdict
from etl.claim import Claim
from etl.store.tables.out import INTERVIEW_EXCLUSIONS
from tests.analysis.frames import cells, drawn, interview, tables

CLAIM = Claim()
BERKELEY = [
    (512, 313, 89, 19),
    (353, 207, 17, 8),
    (120, 205, 202, 391),
    (138, 279, 131, 244),
    (53, 138, 94, 299),
    (22, 351, 24, 317),
]


def _check(found: Finding, method: str) -> float | None:
    (one,) = [check for check in found.checks if method in check.method]
    return one.value


def test_simpson_is_announced() -> None:
    """Bickel, Hammel and O'Connell (1975): crude +14 points, within department the other way."""
    found = offers.influence(cells(tables(*BERKELEY, *BERKELEY)), CLAIM)
    assert found.raw.value == pytest.approx(0.14)
    assert found.estimate.value is not None
    assert found.estimate.value < 0
    assert _check(found, "odds ratio") == pytest.approx(0.90)
    assert found.cautions[0].startswith("The direction changes")
    assert found.cautions[0].endswith("At least one of the two may be chance.")
    assert "varies (Breslow-Day" in str([check.method for check in found.checks])
    turned = offers.influence(cells(tables(*[(70, 30, 9, 1), (1, 9, 30, 70)] * 10)), CLAIM)
    assert turned.cautions[0].endswith(
        "within the same job, stage, round and earlier score, worse."
    )
    same = offers.influence(cells(tables(*[(30, 10, 20, 20)] * 12)), CLAIM)
    assert not any("direction changes" in caution for caution in same.cautions)


def test_rounds_are_not_more_chances() -> None:
    """Notes sent with chance .3 after each of up to 4 interviews, passed with chance .5, independent.

    "Ever sent" against "offered" shows an odds ratio of 4.12 where nothing is: exact enumeration. An
    interview at a time, the difference is none.
    """
    reached = np.array([0.5, 0.25, 0.125, 0.125])
    sent = 1 - 0.7 ** np.arange(1, 5)
    offer = 0.0625 * np.array([sent[3], 1 - sent[3]])
    odds = offer / (np.array([reached @ sent, 1 - reached @ sent]) - offer)
    assert odds[0] / odds[1] == pytest.approx(4.123171, abs=1e-4)

    rows = [
        {
            "job_id": job,
            "round": r,
            "stage": f"S{r}",
            "note_status": note,
            "outcome": outcome,
            "n": n,
        }
        for job in range(3)
        for r in range(1, 5)
        for note, share in (("sent", 0.3), ("not_sent", 0.7))
        for outcome in ("advanced", "rejected")
        for n in [round(16_000 * 0.5 ** (r - 1) * share * 0.5)]
    ]
    found = offers.influence(cells(interview(**pd.DataFrame(rows).to_dict("list"))), CLAIM)
    assert found.estimate.value == 0
    assert found.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE


def test_unobserved_is_not_not_sent() -> None:
    """True odds ratio 1.5; mailboxes seen of 9 in 10 who advanced, and of 6 in 10 who did not.

    Taking the unseen for not sent shows 2.59 (algebra); leaving them out, 1.5.
    """
    rows = [
        {"job_id": job, "note_status": note, "outcome": outcome, "exclusion": why, "n": n}
        for job in range(12)
        for outcome, note, why, n in (
            ("advanced", "sent", "", 450),
            ("advanced", "not_sent", "", 450),
            ("rejected", "sent", "", 240),
            ("rejected", "not_sent", "", 360),
            ("advanced", "unobserved", "uncovered", 100),
            ("rejected", "unobserved", "uncovered", 400),
        )
    ]
    frame = interview(**pd.DataFrame(rows).to_dict("list"))
    found = offers.influence(cells(frame), CLAIM)
    assert _check(found, "odds ratio") == pytest.approx(1.5)
    assert found.exclusions[INTERVIEW_EXCLUSIONS["uncovered"]] == 6000
    assert any("About 25 of 100 interviews are left out" in caution for caution in found.cautions)
    naive = frame.assign(
        note_status=frame["note_status"].replace("unobserved", "not_sent"), exclusion=""
    )
    assert _check(offers.influence(cells(naive), CLAIM), "odds ratio") == pytest.approx(2.6)


def test_planted_difference_is_recovered_and_the_raw_one_misleads() -> None:
    """Jobs that hear from more candidates also pass more on: raw is too high."""
    found = offers.influence(drawn(30_000, seed=7, effect=0.08), CLAIM)
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low <= 0.08 * 1.0 <= found.estimate.high
    assert found.raw.low is not None
    assert found.raw.low > 0.08


def test_verdict_rests_on_the_interval_as_shown() -> None:
    found = offers.influence(drawn(4000, seed=8), CLAIM)
    for number in (found.estimate, found.raw):
        for end in (number.value, number.low, number.high):
            assert end is not None
            assert round(end / 0.005, 6) == round(end / 0.005)
    sent, others = found.arms
    assert sent.value is not None
    assert others.value is not None
    assert found.raw.value == pytest.approx(sent.value - others.value, abs=0.0026)


def test_withdrawals_count_as_not_advancing_and_a_check_leaves_them_out() -> None:
    def employer(withdrew: int) -> Cells:
        rows = [
            {"job_id": job, "note_status": note, "outcome": outcome, "n": n}
            for job in range(12)
            for note, outcome, n in (
                ("sent", "advanced", 20),
                ("sent", "rejected", 20),
                ("not_sent", "advanced", 20),
                ("not_sent", "rejected", 20),
                ("not_sent", "withdrew", 10),
                ("sent", "withdrew", withdrew if job == 0 else 0),
            )
            if n
        ]
        return cells(interview(**pd.DataFrame(rows).to_dict("list")))

    found = offers.influence(employer(8), CLAIM)
    assert found.estimate.value == pytest.approx(0.5 - 0.4, abs=0.01)
    assert _check(found, "without withdrawals") == 0
    few = offers.influence(employer(7), CLAIM)
    assert not [check for check in few.checks if "withdrawals" in check.method]


def test_offers_in_the_end_are_exploratory_and_pay_for_counting_an_application_twice() -> None:
    frame = tables(*[(30, 10, 20, 20)] * 12)
    frame = frame.assign(offered=frame["outcome"] == "advanced")
    once = offers.offered(cells(frame), CLAIM)
    again = pd.concat([frame, frame.assign(round=2, stage="Final")], ignore_index=True)
    twice = offers.offered(cells(again), CLAIM)
    assert (twice.estimate.low, twice.estimate.high) == (once.estimate.low, once.estimate.high)
    assert twice.exploratory
    assert any(caution.startswith("Exploratory") for caution in twice.cautions)
    assert not offers.influence(cells(frame), CLAIM).exploratory


def test_a_difference_that_varies_is_announced() -> None:
    uneven = tables(*[(38, 2, 10, 30), (10, 30, 38, 2)] * 6)
    found = offers.influence(cells(uneven), CLAIM)
    assert any("not the same everywhere" in caution for caution in found.cautions)
    even = offers.influence(cells(tables(*[(30, 10, 20, 20)] * 12)), CLAIM)
    assert not any("not the same everywhere" in caution for caution in even.cautions)


def test_group_by_group() -> None:
    found = offers.by(drawn(6000, seed=9), CLAIM, "stage")
    assert [name for name, _ in found] == ["Phone", "Onsite", "Final"]
    assert all(one.exploratory and one.key == "advance" for _, one in found)
    with pytest.raises(ValueError, match="no dimension"):
        offers.by(cells(), CLAIM, "person_id")


def test_the_claim_rules() -> None:
    whole = drawn(4000, seed=10, effect=0.15)
    strict = CLAIM.model_copy(
        update={
            "smallest_effects": CLAIM.smallest_effects.model_copy(update={"advance": 0.6}),
            "landmark_hours": 48.0,
            "level": 0.99,
        }
    )
    usual, other = offers.influence(whole, CLAIM), offers.influence(whole, strict)
    assert usual.verdict in {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT}
    assert other.verdict is Verdict.NO_MEANINGFUL_DIFFERENCE
    assert "48 hours" in other.question
    assert "48 hours" in other.sentence
    assert other.level == 0.99
    assert other.estimate.low is not None
    assert usual.estimate.low is not None
    assert other.estimate.low < usual.estimate.low


def test_the_n_that_would_tell_tells() -> None:
    """Multiply an undecided employer to that n: it is decided, wherever the interval lies."""
    for table in [(22, 18, 20, 20), (21, 19, 20, 20), (20, 20, 21, 19)]:
        small = cells(tables(*[table] * 12))
        found = offers.influence(small, CLAIM)
        assert found.verdict is Verdict.CANNOT_TELL
        assert found.n_would_tell is not None
        assert f"About {found.n_would_tell:,} interviews" in found.doubt
        times = -(-found.n_would_tell // int(small.interview["n"].sum()))
        grown = replace(small, interview=small.interview.assign(n=small.interview["n"] * times))
        again = offers.influence(grown, CLAIM)
        assert again.verdict is not Verdict.CANNOT_TELL
        assert again.n_would_tell is None
