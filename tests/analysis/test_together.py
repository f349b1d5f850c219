"""Several questions at once: what stands, for planted truths and among many looks at nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from analysis import offers, together
from analysis.finding import Estimate, Exhibit, Finding, Verdict, decide
from analysis.findings import all_findings
from etl.claim import Claim
from tests.analysis.frames import drawn

NONE = Estimate(None, None, None, "not shown")


def _finding(
    key: str, low: float | None, high: float | None, *, exploratory: bool = False
) -> Finding:
    value = None if low is None or high is None else (low + high) / 2
    return Finding(
        key=key,
        question="?",
        estimate=Estimate(value, low, high, ""),
        raw=NONE,
        unit="points",
        smallest_effect=0.05,
        level=0.95,
        arms=(),
        verdict=decide(low, high, 0.05),
        sentence="",
        doubt="",
        method="",
        exploratory=exploratory,
    )


# the declared intervals | of each, what its note says
HOLM = [
    # p = .0001, .03: Holm asks for .025 and then .05, Bonferroni for .025 of both
    (((0.06, 0.18), (0.004, 0.08)), ("can still", "can still")),
    (((0.06, 0.18), (0.004, 0.08), (0.004, 0.08)), ("can still", "no longer", "no longer")),
    (((0.004, 0.08), (-0.08, -0.004)), ("no longer", "no longer")),
    (((0.06, 0.18), (-0.2, 0.2)), ("can still", None)),
    (((0.06, 0.18), (None, None)), ("can still", None)),
    (((0.06, 0.18),), (None,)),
]


@pytest.mark.parametrize(("intervals", "said"), HOLM)
def test_holm(intervals: tuple, said: tuple) -> None:
    found = together.declared([_finding(str(i), *ends) for i, ends in enumerate(intervals)])
    for one, wanted in zip(found, said, strict=True):
        notes = [text for text in one.cautions if "Asked together" in text]
        assert len(notes) == (wanted is not None)
        assert wanted is None or wanted in notes[0]


def test_widened_intervals_get_the_verdict_of_the_same_rule() -> None:
    supported, alike = together.declared([_finding("a", 0.052, 0.2), _finding("b", -0.048, 0.03)])
    assert supported.verdict is Verdict.SUPPORTED
    assert 'would be "too small to matter or not"' in supported.cautions[-1]
    assert "direction" not in alike.cautions[-1]
    assert 'would be "cannot tell"' in alike.cautions[-1]


def test_exploratory_ones_are_not_among_the_declared() -> None:
    aside = _finding("b", 0.06, 0.2, exploratory=True)
    assert together.declared([_finding("a", 0.06, 0.2), aside])[1] == aside


def test_all_findings_say_it_where_they_can_tell() -> None:
    for one in all_findings(drawn(20_000, seed=3), Claim()):
        notes = [text for text in one.cautions if "Asked together" in text]
        told = one.verdict is not Verdict.CANNOT_TELL and not one.exploratory
        assert len(notes) == told
        assert all(text.startswith("3 questions were declared") for text in notes)


def test_the_false_ones_among_the_declared_stay_in_5_of_100() -> None:
    """Three questions with nothing to them: a direction is told in one of them in 1 of 20 cases."""
    rng = np.random.default_rng(5)
    wrong = 0
    for values in rng.normal(0, 1, (800, 3)):
        found = [_finding(str(i), v - 1.96, v + 1.96) for i, v in enumerate(values)]
        wrong += any(
            "can still" in text for one in together.declared(found) for text in one.cautions
        )
    assert wrong / 800 == pytest.approx(0.05, abs=0.025)


def test_benjamini_and_hochberg_over_the_explored() -> None:
    exhibit = Exhibit("curve", "", "", "points", 0.95, (), "")
    strong = [_finding(str(i), 0.06, 0.2, exploratory=True) for i in range(2)]
    weak = [_finding(str(i), 0.001, 0.1, exploratory=True) for i in range(4)]
    nothing = [_finding(str(i), -0.05, 0.06, exploratory=True) for i in range(6)]
    found = together.explored([exhibit, *strong, *weak, *nothing, _finding("a", 0.06, 0.2)])
    assert found[0] == exhibit
    assert [one.cautions[0][:52] for one in found[1:3]] == [
        "Of 12 differences explored side by side, this one st"
    ] * 2
    assert all("does not stand out" in one.cautions[0] for one in found[3:7])
    assert not any(one.cautions for one in found[7:])
    assert together.explored(strong[:1]) == strong[:1]


def test_groups_side_by_side_say_whether_they_stand_out() -> None:
    named = offers.by(drawn(20_000, seed=3), Claim(), "department")
    assert [name for name, _ in named] == ["Depot", "Kitchen", "Office", "Sales"]
    for _, one in named:
        low, high = one.estimate.low, one.estimate.high
        assert low is not None
        assert high is not None
        assert any("side by side" in text for text in one.cautions) == (not low <= 0 <= high)


def test_nothing_else_of_a_finding_changes() -> None:
    before = [_finding("a", 0.06, 0.2), _finding("b", 0.06, 0.2)]
    after = [replace(one, cautions=()) for one in together.declared(before)]
    assert after == before
