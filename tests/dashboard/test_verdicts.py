"""Every verdict says why it is this one, with the finding's own interval."""

from __future__ import annotations

import pytest

from analysis.finding import Arm, Estimate, Finding, Verdict, decide
from dashboard.verdicts import why
from dashboard.words import VERDICTS

ARMS = (Arm("sent", 120, 0.4), Arm("not_sent", 300, 0.3))


def finding(low: float | None, high: float | None, verdict: Verdict | None = None) -> Finding:
    number = Estimate(None if low is None else 0.0, low, high, "")
    decided = decide(low, high, 0.05) if verdict is None else verdict
    doubt = "More than 30 of 100 interviews are unobserved."
    return Finding(
        "advance", "?", number, number, "points", 0.05, 0.9, ARMS, decided, "", doubt, ""
    )


@pytest.mark.parametrize(
    ("low", "high", "so"),
    [
        (0.06, 0.12, "where it matters, on the claim's side"),
        (0.01, 0.09, "on the claim's side, but not all of it where it matters"),
        (-0.03, 0.04, "nearer to no difference than would matter"),
        (-0.12, -0.01, "on the other side of no difference"),
        (-0.02, 0.09, "one that would matter for the claim."),
        (-0.09, 0.02, "one that would matter against it."),
        (-0.09, 0.09, "one that would matter for the claim or against it."),
    ],
)
def test_a_verdict_says_how_its_interval_lies(low: float, high: float, so: str) -> None:
    one = finding(low, high)
    said = why(one)
    assert said.startswith(f"**{str(one.verdict).capitalize()}.** {VERDICTS[one.verdict]}")
    assert "90% interval" in said and "n ≈ 120 with a note, 300 without" in said
    assert "matter from +5.0 points" in said
    assert so in said


def test_a_verdict_without_an_interval_says_so() -> None:
    assert "no interval can be given. More than 30" in why(finding(None, None))


def test_a_verdict_that_was_refused_says_what_refused_it() -> None:
    said = why(finding(0.06, 0.12, Verdict.CANNOT_TELL))
    assert "The interval alone does not decide here. More than 30" in said
    assert "+6.0 to +12.0 points" in said
