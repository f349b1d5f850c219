"""What a note adds to the interview score: planted truths, refusals, and what may be shown."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest

from analysis.finding import Finding, Verdict
from analysis.rows import Rows
from analysis.studies.performance import RELIABILITIES, UNSCORED, increment
from etl.claim import Claim
from tests.analysis.studies.hiring import employer


def _found(rows: Rows, claim: Claim | None = None) -> Finding:
    (found,) = increment(rows, claim or Claim())
    assert isinstance(found, Finding)
    return found


@pytest.mark.parametrize(
    ("effect", "verdict"),
    [
        (0.5, Verdict.SUPPORTED),
        (0.0, Verdict.NO_MEANINGFUL_DIFFERENCE),
        (-0.5, Verdict.CONTRADICTED),
    ],
)
def test_planted(effect: float, verdict: Verdict) -> None:
    found = _found(employer(6000, effect=effect))
    assert found.verdict is verdict
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    # A rating's spread within its group is about 1, less what hiring took.
    assert found.estimate.low <= effect * 1.05 <= found.estimate.high
    assert found.raw.value is not None
    assert found.exploratory


def test_a_score_filed_after_the_note_is_no_control() -> None:
    """The note raises the late score: with it as control, a note that tells nothing looks bad."""
    found = _found(employer(6000, in_score=0.8))
    (late,) = [check for check in found.checks if "late ones too" in check.method]
    assert found.estimate.low is not None
    assert found.estimate.high is not None
    assert found.estimate.low < 0 < found.estimate.high
    assert late.high is not None
    assert late.high < -0.1


def test_a_redundant_note_looks_incremental_until_the_score_is_taken_as_noisy() -> None:
    """Able people send more notes and the note tells nothing else; of the score about .6 is no error."""
    found = _found(employer(5000, goes_with_ability=0.7, noise=1.15, hired=0.999))
    assert found.estimate.low is not None
    assert found.estimate.low > 0.05
    noisy = [check for check in found.checks if "reliability" in check.method]
    values = [check.value for check in noisy]
    assert len(values) == len(RELIABILITIES)
    assert values == sorted(values, reverse=True)  # type: ignore[type-var]
    assert noisy[-1].low is not None
    assert noisy[-1].low < 0
    assert any("If the interview score's reliability" in caution for caution in found.cautions)


def test_a_note_that_adds_something_adds_a_share_of_variance() -> None:
    found = _found(employer(6000, effect=0.5))
    (gain,) = [check for check in found.checks if "share of the variance" in check.method]
    assert gain.low is not None
    assert gain.high is not None
    assert 0 < gain.low < gain.high < 0.1


def _only(sent: bool) -> Callable[[Rows], Rows]:
    def of(rows: Rows) -> Rows:
        return replace(rows, hire=rows.hire.assign(note_status="sent" if sent else "not_sent"))

    return of


def _hire(**columns: object) -> Callable[[Rows], Rows]:
    return lambda rows: replace(rows, hire=rows.hire.assign(**columns))


def _interview(**columns: object) -> Callable[[Rows], Rows]:
    return lambda rows: replace(rows, interview=rows.interview.assign(**columns))


def _first(n: int) -> Callable[[Rows], Rows]:
    return lambda rows: replace(rows, hire=rows.hire.iloc[:n])


def _withheld(rows: Rows) -> Rows:
    hidden = frozenset({("performance", "sent")})
    return replace(rows, cells=replace(rows.cells, withheld=hidden))


@pytest.mark.parametrize(
    ("change", "why", "shown"),
    [
        (_only(True), "7 or fewer came without", False),
        (_only(False), "7 or fewer came with a note", False),
        (_first(0), "7 or fewer", False),
        (_first(40), "Fewer than 50 hires", True),
        (_hire(performance=0.0), "nothing varies", False),
        (_hire(cycle="a", calibration_group="all"), "in one review cycle", True),
        (_interview(prior_score=float("nan")), "7 or fewer", False),
        (_withheld, "single out", False),
    ],
    ids=["all sent", "none", "nobody", "few", "constant", "one group", "unscored", "withheld"],
)
def test_cannot_tell_and_says_why(change: Callable[[Rows], Rows], why: str, shown: bool) -> None:
    found = _found(change(employer(2000)))
    assert found.verdict is Verdict.CANNOT_TELL
    assert why in found.doubt
    assert (found.estimate.low is not None) is shown
    assert "cannot tell" in found.sentence


def test_a_constant_score_leaves_the_plain_difference() -> None:
    found = _found(_interview(prior_score=0.5)(employer(3000, effect=0.5)))
    assert found.estimate.value == pytest.approx(0.5, abs=0.15)


def test_those_without_a_score_are_counted() -> None:
    rows = employer(2000)
    late = rows.interview["application_id"].isin(rows.hire["application_id"].iloc[:103])
    found = _found(
        replace(
            rows,
            interview=rows.interview.assign(prior_score=rows.interview["prior_score"].where(~late)),
        )
    )
    assert found.exclusions[UNSCORED] == 105
    assert sum(arm.n or 0 for arm in found.arms) == pytest.approx(800 - 103, abs=6)


def test_it_is_exploratory_unless_declared() -> None:
    declared = Claim(outcomes=("advance", "increment"))
    rows = employer(1000)
    assert not _found(rows, declared).exploratory
    assert _found(rows).exploratory
    referred = {"column": "source_channel", "values": ("Referral",), "who": "who were referred"}
    of_another = declared.model_copy(update={"exposure": Claim(exposure=referred).exposure})
    assert _found(rows, of_another).exploratory


def test_a_document_holds_it_whole_and_on_the_grid() -> None:
    found = _found(employer(1500))
    assert Finding.from_dict(json.loads(json.dumps(found.to_dict(), allow_nan=False))) == found
    for arm in found.arms:
        assert arm.n is not None
        assert arm.n % 5 == 0
    for one in (found.estimate, found.raw, *found.checks[1:]):
        for end in (one.value, one.low, one.high):
            assert end is not None
            assert round(end * 100, 6) == round(end * 100)


def test_the_order_of_rows_changes_nothing() -> None:
    rows = employer(1000)
    shuffled = replace(
        rows,
        hire=rows.hire.sample(frac=1, random_state=1),
        interview=rows.interview.sample(frac=1, random_state=2),
    )
    assert _found(shuffled) == _found(rows)


def test_text_columns_may_be_missing_for_the_unrated() -> None:
    rows = employer(1000)
    gone = rows.hire.index < 100
    hire = rows.hire.assign(
        cycle=rows.hire["cycle"].mask(gone),
        calibration_group=rows.hire["calibration_group"].mask(gone),
        performance=rows.hire["performance"].mask(gone),
        exclusion=pd.Series("", index=rows.hire.index).mask(gone, "unrated"),
    )
    assert _found(replace(rows, hire=hire)).exclusions["no manager's review yet"] == 100
