"""Immortal time: who stays longer has longer to send a note, and looks the better for it.

A note that says nothing about staying is planted. Taken as "ever sent one", it seems to cut the
hazard to a third; counted from the day it was sent, it says nothing. (On the Stanford heart
transplants, Crowley and Hu 1977, Journal of the American Statistical Association 72:27-36, the same
two ways give 0.27 and 1.14: transplanted patients had lived long enough to be transplanted.)
"""

from __future__ import annotations

import os

import numpy as np

from analysis.estimators.followed import Followed
from analysis.estimators.hazards import hazard_ratio
from analysis.estimators.survival import raw_difference
from analysis.finding import Estimate

# Read now: a fixture clears the environment for each test.
RUNS = 2000 if os.environ.get("GOODEGGS_SLOW") == "1" else 200
PEOPLE = 300


def drawn(rng: np.random.Generator) -> tuple[Followed, Followed]:
    """Return people taken as ever sent or never, and the same people from note to note."""
    left, note = rng.exponential(300, PEOPLE), rng.exponential(300, PEOPLE)
    end = np.minimum(left, 500)
    reason = (left <= 500).astype(int)
    sent = note < end
    none = np.zeros(PEOPLE, dtype=int)
    ever = Followed(end, reason, sent, none)
    # up to the note a sender is one of the others, who goes on being followed elsewhere
    by_day = Followed(
        np.concatenate([np.where(sent, note, end), end[sent]]),
        np.concatenate([np.where(sent, 0, reason), reason[sent]]),
        np.concatenate([np.zeros(PEOPLE, dtype=bool), np.ones(sent.sum(), dtype=bool)]),
        np.concatenate([none, none[sent]]),
        np.concatenate([np.zeros(PEOPLE), note[sent]]),
    )
    return ever, by_day


def _holds(found: Estimate, truth: float) -> bool:
    return found.low is not None and found.high is not None and found.low <= truth <= found.high


def test_naive_is_wrong_by_two_thirds_and_the_right_way_is_right() -> None:
    rng = np.random.default_rng(21)
    naive, right, held = [], [], []
    for _ in range(RUNS):
        found = [hazard_ratio(people, 1, 0.95) for people in drawn(rng)]
        naive.append(found[0].value)
        right.append(found[1].value)
        held.append([_holds(one, 1.0) for one in found])
    assert np.mean(np.log(naive)) < np.log(0.36)
    assert abs(np.mean(np.log(right))) < 0.03
    coverage = np.mean(held, axis=0)
    assert coverage[0] < 0.01
    assert coverage[1] > (0.935 if RUNS > 1000 else 0.91)


def test_naive_difference_at_a_fixed_time_is_as_wrong() -> None:
    """Among those who ever sent one, more than 20 of 100 fewer seem to have left after 200 days."""
    rng = np.random.default_rng(22)
    gaps = [raw_difference(drawn(rng)[0].risk_sets, 1, 200, 0.95).value for _ in range(20)]
    assert np.mean(gaps) > 0.2
