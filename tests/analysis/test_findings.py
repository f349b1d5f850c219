"""All findings together: they never crash, never claim a cause, and do not hang on the rows' order."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analysis import offers, pipeline, rates, words
from analysis.cells import Cells
from analysis.filters import DIMENSIONS, Filters, options
from analysis.finding import Estimate, Finding, Verdict
from analysis.findings import all_findings
from analysis.headline import headline
from analysis.words import Comparison
from etl.claim import Claim
from tests.analysis.frames import cells, drawn, hire, interview, rated, stage, tables

CLAIM = Claim()

UNTELLING: dict[str, Cells] = {
    "nothing": cells(),
    "one row each": cells(interview(), hire(), stage()),
    "cells that count nobody": cells(interview(n=0), hire(n=0), stage(n=0)),
    "all senders": cells(
        interview(outcome=["advanced", "rejected"], n=[300, 300]), hire(n=200, squares=200.0)
    ),
    "no senders": cells(
        interview(note_status="not_sent", outcome=["advanced", "rejected"], n=[300, 300]),
        hire(note_status="not_sent", n=200, squares=200.0),
    ),
    "nobody advances, stays or differs": cells(
        tables(*[(0, 40, 0, 40)] * 12),
        hire(note_status=["sent", "not_sent"], first_year="left_voluntarily", n=200),
    ),
    "everybody advances": cells(tables(*[(40, 0, 40, 0)] * 12)),
    "only senders advance": cells(tables(*[(40, 0, 0, 40)] * 12)),
    "one of each in many jobs": cells(tables(*[(1, 0, 0, 0), (0, 0, 0, 1)] * 200)),
    "everybody left out": cells(
        interview(exclusion="decided_before_landmark", n=500), hire(exclusion="unrated", n=500)
    ),
    "no mailbox covered": cells(
        interview(exclusion="uncovered", note_status="unobserved", n=500),
        hire(exclusion="uncovered", note_status="unobserved", n=500),
    ),
    "an unheard of status": cells(
        interview(note_status="perhaps", outcome="vanished", n=500),
        stages=stage(outcome="vanished", n=50),
    ),
    "one rated on each side": cells(hires=rated([np.array([1.0])], [np.array([-1.0])])),
    "sums that are missing": cells(
        hires=hire(note_status=["sent", "not_sent"], n=200, total=np.nan, squares=np.nan)
    ),
}


@pytest.mark.parametrize("name", UNTELLING)
def test_they_cannot_tell_and_say_why(name: str) -> None:
    whole = UNTELLING[name]
    found = all_findings(whole, CLAIM)
    assert [one.key for one in found] == ["advance", "offer", "performance", "retention"]
    for one in found:
        assert one.verdict is Verdict.CANNOT_TELL
        assert len(one.doubt) > 20
        assert one.sentence.startswith("These records cannot tell whether")
        json.dumps(one.to_dict(), allow_nan=False)
    assert headline(found).answer.startswith("Cannot tell yet")
    assert headline(found).doubt


@pytest.mark.parametrize("name", UNTELLING)
def test_pages_of_next_to_nothing(name: str) -> None:
    whole = UNTELLING[name]
    assert set(options(whole)) == set(DIMENSIONS)
    assert len(pipeline.stages(whole)) == whole.stage["stage"].nunique()
    for dimension in DIMENSIONS:
        assert list(rates.sending(whole, dimension)) == [
            *("group", "n", "sent", "rate", "low", "high", "unobserved_share")
        ]
        assert all(
            one.verdict is Verdict.CANNOT_TELL for _, one in offers.by(whole, CLAIM, dimension)
        )
    nowhere = Filters(department=("nowhere",), job=("none",)).apply(whole)
    assert all(one.verdict is Verdict.CANNOT_TELL for one in all_findings(nowhere, CLAIM))


def test_the_order_of_rows_changes_nothing() -> None:
    whole = drawn(2500, seed=1)
    rng = np.random.default_rng(5)
    frames = [
        frame.iloc[rng.permutation(len(frame))].reset_index(drop=True)
        for frame in (whole.interview, whole.hire, whole.stage, whole.application)
    ]
    mixed = Cells(*frames)
    assert all_findings(mixed, CLAIM) == all_findings(whole, CLAIM)
    pd.testing.assert_frame_equal(pipeline.stages(mixed), pipeline.stages(whole))
    for dimension in ("department", "quarter"):
        pd.testing.assert_frame_equal(
            rates.sending(mixed, dimension), rates.sending(whole, dimension)
        )


def test_cells_may_be_split_further_and_typed_otherwise() -> None:
    """A cell of 3 is three cells of 1; Arrow's types are NumPy's; text may be categories."""
    whole = drawn(1500, seed=2)
    expected = all_findings(whole, CLAIM)
    single = whole.interview.loc[whole.interview.index.repeat(whole.interview["n"])].assign(n=1)
    others = (whole.hire, whole.stage, whole.application)
    arrow = [frame.convert_dtypes(dtype_backend="pyarrow") for frame in (single, *others)]
    assert all_findings(Cells(*arrow), CLAIM) == expected
    pd.testing.assert_frame_equal(pipeline.stages(Cells(*arrow)), pipeline.stages(whole))
    pd.testing.assert_frame_equal(pipeline.times(Cells(*arrow)), pipeline.times(whole))
    category = whole.interview.astype({"stage": "category", "exclusion": "category"})
    assert all_findings(Cells(category, *others), CLAIM) == expected


FORBIDDEN = re.compile(
    r"\b(driv\w*|boost\w*|prov(e|es|ed|en|ing)\b|caus\w*|because of the note|leads? to|results? in"
    r"|thanks to|impact\w*|effects? of|due to|makes?)\b",
    flags=re.IGNORECASE,
)


def _said(found: Finding) -> Iterator[str]:
    yield from (found.question, found.sentence, found.doubt, found.method)
    yield from (*found.assumptions, *found.cautions, *found.exclusions)
    yield from (number.method for number in (found.estimate, found.raw, *found.checks))


@pytest.mark.parametrize("verdict", Verdict)
def test_no_sentence_claims_a_cause(verdict: Verdict) -> None:
    ends = {
        Verdict.SUPPORTED: (0.25, 0.4),
        Verdict.TOO_SMALL_OR_NOT: (0.01, 0.4),
        Verdict.NO_MEANINGFUL_DIFFERENCE: (-0.01, 0.01),
        Verdict.CONTRADICTED: (-0.4, -0.01),
        Verdict.CANNOT_TELL: (-0.4, 0.4),
    }[verdict]
    number = Estimate(sum(ends) / 2, *ends, "method")
    of = Comparison("hires with a note", "stayed", "those without")
    for say, smallest in ((words.rates, 0.05), (words.ratings, 0.2)):
        sentence = say(verdict, number, smallest, of)
        assert not FORBIDDEN.search(sentence)
        if verdict is not Verdict.CANNOT_TELL:
            assert "could be as low as" in sentence
            assert "of 100" in sentence
        assert not re.search(r"\d\.\d{2,}|None|nan|\s\s|%", sentence)


def _every_verdict() -> Iterator[Finding]:
    for table in ((30, 10, 10, 30), (23, 17, 20, 20), (10, 30, 30, 10), (20, 20, 20, 20)):
        yield from all_findings(cells(tables(*[table] * 12)), CLAIM)
        yield from all_findings(cells(tables(*[tuple(50 * n for n in table)] * 12)), CLAIM)
    for whole in (*UNTELLING.values(), drawn(800, 3), drawn(20_000, 3)):
        yield from all_findings(whole, CLAIM)


def test_no_finding_claims_a_cause_or_judges_a_person() -> None:
    found = list(_every_verdict())
    assert {one.verdict for one in found if one.key == "advance"} == set(Verdict)
    texts = {text for one in found for text in _said(one)}
    texts |= {headline(found[i : i + 4]).answer for i in range(0, len(found), 4)}
    assert not [text for text in texts if FORBIDDEN.search(text)]
    assert not [text for text in texts if re.search(r"\bscore of|rank|good egg", text)]
    assert not [text for text in texts if re.search(r"None|\bnan\b|\s\s|\.\.", text)]


def test_the_same_interval_gets_the_same_words() -> None:
    seen: dict[tuple, str] = {}
    for one in _every_verdict():
        refused = one.verdict is Verdict.CANNOT_TELL
        ends = (one.estimate.value, one.estimate.low, one.estimate.high)
        key = (one.question, *ends, refused)
        assert seen.setdefault(key, one.sentence) == one.sentence


def test_influence_without_signal_refutes_the_rule() -> None:
    rng = np.random.default_rng(6)
    ratings = rng.normal(0, 1, (2, 2000))
    ratings -= ratings.mean(axis=1, keepdims=True)
    hires = rated([ratings[0]], [ratings[1]])
    hires = pd.concat(
        [hires.assign(n=half, total=0.0, first_year=year) for half, year in HALVES],
        ignore_index=True,
    )
    found = all_findings(cells(tables(*[(600, 200, 400, 400)] * 12), hires), CLAIM)
    assert [str(one.verdict) for one in found if not one.exploratory] == [
        "supported",
        "no meaningful difference",
        "no meaningful difference",
    ]
    assert headline(found).answer.endswith("on these records the rule is refuted.")
    assert "not an experiment" in headline(found).doubt


HALVES = ((1500, "stayed"), (500, "left_voluntarily"))


def test_the_headline_hears_declared_findings_only_in_any_order() -> None:
    found = all_findings(cells(tables(*[(600, 200, 400, 400)] * 12)), CLAIM)
    aside = replace(found[0], exploratory=True, verdict=Verdict.CONTRADICTED)
    said = headline(found)
    assert "advance more often" in said.answer
    assert headline([*reversed(found)]) == said
    assert headline([*found, aside]) == said
