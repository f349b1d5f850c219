"""The verdict of an interval.

Smallest effect of interest: 0.05. An end that only touches a limit is not beyond it.
"""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.finding import Verdict, decide

RULE = """
    low    | high   | verdict
    0.06   | 0.12   | supported
    0.051  | 0.9    | supported
    0.05   | 0.12   | too small to matter or not
    0.01   | 0.12   | too small to matter or not
    0.01   | 0.05   | too small to matter or not
    0.01   | 0.049  | no meaningful difference
    -0.049 | 0.049  | no meaningful difference
    -0.02  | 0.03   | no meaningful difference
    0.0    | 0.0    | no meaningful difference
    -0.04  | -0.01  | no meaningful difference
    -0.05  | -0.01  | contradicted
    -0.12  | -0.01  | contradicted
    -0.30  | -0.20  | contradicted
    -0.05  | 0.02   | cannot tell
    -0.02  | 0.05   | cannot tell
    0.0    | 0.05   | cannot tell
    -0.12  | 0.0    | cannot tell
    -0.12  | 0.12   | cannot tell
    -inf   | inf    | cannot tell
    none   | none   | cannot tell
    none   | 0.12   | cannot tell
    nan    | 0.12   | cannot tell
"""


def _rows(table: str) -> list[tuple[str, ...]]:
    lines = [line for line in table.strip().splitlines()[1:] if line.strip()]
    return [tuple(part.strip() for part in line.split("|")) for line in lines]


def _end(text: str) -> float | None:
    return None if text == "none" else float(text)


@pytest.mark.parametrize(("low", "high", "verdict"), _rows(RULE))
def test_rule(low: str, high: str, verdict: str) -> None:
    assert decide(_end(low), _end(high), 0.05) == verdict


@pytest.mark.parametrize(
    ("low", "high", "smallest"),
    [(0.2, 0.1, 0.05), (0.1, 0.2, 0.0), (0.1, 0.2, -0.05), (0.1, 0.2, math.nan)],
)
def test_impossible_questions_are_refused(low: float, high: float, smallest: float) -> None:
    with pytest.raises(ValueError, match=r"interval|smallest effect"):
        decide(low, high, smallest)


ENDS = st.floats(-2, 2)


@given(ENDS, ENDS, st.floats(0.001, 1))
def test_turned_round_it_never_stays_in_favour(a: float, b: float, smallest: float) -> None:
    low, high = sorted((a, b))
    there, back = decide(low, high, smallest), decide(-high, -low, smallest)
    favourable = {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT}
    assert not {there, back} <= favourable
    neutral = {Verdict.NO_MEANINGFUL_DIFFERENCE, Verdict.CANNOT_TELL}
    assert (there in neutral) == (back in neutral)


@given(ENDS, st.floats(0, 0.999), st.floats(0.001, 1))
def test_a_narrow_interval_is_always_decided(low: float, share: float, smallest: float) -> None:
    verdict = decide(low, low + share * smallest * 0.99, smallest)
    assert verdict is not Verdict.CANNOT_TELL


@given(ENDS, ENDS, st.floats(0, 1), st.floats(0, 1), st.floats(0.001, 1))
def test_a_wider_interval_never_claims_more(
    a: float, b: float, left: float, right: float, smallest: float
) -> None:
    low, high = sorted((a, b))
    wide = decide(low - left, high + right, smallest)
    if wide in {
        Verdict.SUPPORTED,
        Verdict.NO_MEANINGFUL_DIFFERENCE,
    }:
        assert decide(low, high, smallest) is wide
