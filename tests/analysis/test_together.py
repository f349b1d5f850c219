"""Several questions at once: what stands, for planted truths and among many looks at nothing."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import offers, together
from analysis.claims import LATE
from analysis.finding import Estimate, Exhibit, Finding, Verdict, decide
from analysis.findings import all_findings, as_declared
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
    asked = [_finding(str(i), *ends) for i, ends in enumerate(intervals)]
    found = together.declared(asked, (), len(asked))
    for one, wanted in zip(found, said, strict=True):
        notes = [text for text in one.cautions if "Asked together" in text]
        assert len(notes) == (wanted is not None)
        assert wanted is None or wanted in notes[0]


def test_widened_intervals_get_the_verdict_of_the_same_rule() -> None:
    supported, alike = together.declared(
        [_finding("a", 0.052, 0.2), _finding("b", -0.048, 0.03)], (), 2
    )
    assert supported.verdict is Verdict.SUPPORTED
    assert 'would be "too small to matter or not"' in supported.cautions[-1]
    assert "direction" not in alike.cautions[-1]
    assert 'would be "cannot tell"' in alike.cautions[-1]


def test_exploratory_ones_are_not_among_the_declared() -> None:
    aside = _finding("b", 0.06, 0.2, exploratory=True)
    assert together.declared([_finding("a", 0.06, 0.2), aside], (), 2)[1] == aside


def test_all_findings_say_it_where_they_can_tell() -> None:
    for one in all_findings(drawn(20_000, seed=3), Claim()):
        notes = [text for text in one.cautions if "Asked together" in text]
        told = one.verdict is not Verdict.CANNOT_TELL and not one.exploratory
        assert len(notes) == told
        assert all(text.startswith("3 questions were declared") for text in notes)


FIVE = Claim(outcomes=("advance", "performance", "retention", "acceptance", "increment"))


def _notes(one: Finding | Exhibit) -> list[str]:
    return [text for text in one.cautions if "Asked together" in text]


def test_what_cells_and_what_rows_answer_are_one_family() -> None:
    """p = .03: it stands beside one of .0001, and not beside another of .03."""
    strong, third = _finding("advance", 0.06, 0.18), _finding("acceptance", 0.004, 0.08)
    studies = [Exhibit("curve", "", "", "points", 0.95, (), "", exploratory=False), third]
    (advance,) = together.declared([strong], studies, 2)
    curve, acceptance = together.declared(studies, [strong], 2)
    assert curve == studies[0]
    assert "can still" in _notes(advance)[0] and "can still" in _notes(acceptance)[0]
    weak = _finding("advance", 0.004, 0.08)
    assert "no longer" in _notes(together.declared([weak], studies, 2)[0])[0]
    assert "no longer" in _notes(together.declared(studies, [weak], 2)[1])[0]


def test_a_declared_outcome_that_a_view_cannot_answer_was_asked_all_the_same() -> None:
    """p = .03 stands alone, and not as one of two of which the other is not known."""
    weak = _finding("advance", 0.004, 0.08)
    assert not _notes(together.declared([weak], (), 1)[0])
    assert "2 questions" in _notes(together.declared([weak], (), 2)[0])[0]
    assert "no longer" in _notes(together.declared([weak], (), 2)[0])[0]


@given(st.lists(st.floats(0, 0.2), min_size=2, max_size=6))
def test_nothing_stands_without_the_others_that_would_fall_beside_them(values: list[float]) -> None:
    found = [_finding(str(i), value - 0.05, value + 0.05) for i, value in enumerate(values)]
    known, beside = found[:1], found[1:]
    alone, whole = (_notes(together.declared(known, one, len(found))[0]) for one in ((), beside))
    assert not any("can still" in text for text in alone) or "can still" in whole[0]


def test_a_claim_of_five_outcomes_is_one_family_wherever_it_is_told() -> None:
    cells = drawn(20_000, seed=3)
    studies = [
        _finding("acceptance", 0.06, 0.2),
        _finding("increment", 0.001, 0.1),
        _finding("resigning", 0.06, 0.2, exploratory=True),
    ]
    answers = all_findings(cells, FIVE, studies)
    acceptance, increment, resigning = as_declared(studies, answers, cells, FIVE)
    told = [one for one in (*answers, acceptance, increment) if _notes(one)]
    assert {"advance", "acceptance", "increment"} <= {one.key for one in told}
    assert all(_notes(one)[0].startswith("5 questions were declared") for one in told)
    assert "can still" in _notes(acceptance)[0] and "no longer" in _notes(increment)[0]
    assert resigning == studies[2]


def test_a_claim_that_was_changed_after_a_look_says_so_beside_declared_studies_too() -> None:
    cells = replace(drawn(2000, seed=3), run={"claim": Claim().model_dump_json()})
    (late,) = as_declared([_finding("acceptance", 0.06, 0.2)], (), cells, FIVE)
    assert LATE in late.cautions


def test_the_false_ones_among_the_declared_stay_in_5_of_100() -> None:
    """Three questions with nothing to them: a direction is told in one of them in 1 of 20 cases."""
    rng = np.random.default_rng(5)
    wrong = 0
    for values in rng.normal(0, 1, (800, 3)):
        found = [_finding(str(i), v - 1.96, v + 1.96) for i, v in enumerate(values)]
        told = together.declared(found, (), 3)
        wrong += any("can still" in text for one in told for text in one.cautions)
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
    after = [replace(one, cautions=()) for one in together.declared(before, (), 2)]
    assert after == before
