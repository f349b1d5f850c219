"""An explanation holds all that a probability is made of, and says it so that it can be read."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from etl.notes.classify import REASONS, WEIGHTS, classify
from etl.notes.explain import Explanation, explain
from etl.notes.fit import training_texts
from etl.notes.moment import EVIDENCE, judge
from etl.notes.moment import REASONS as MOMENT
from etl.terminal_notes import print_explanation

NOTE = "Dear Pat, thank you for the interview yesterday. I enjoyed meeting the team, and am keen."
OTHER = "I must withdraw my application. Thank you for the offer of an interview."


def message(body: str, subject: str = "", automatic: bool = False) -> pd.DataFrame:
    return pd.DataFrame([{"subject": subject, "body": body, "automatic": automatic}])


def summed(told: Explanation) -> float:
    return told.start + sum(one.log_odds for one in (*told.reasons, *told.phrases))


def test_everything_that_weighs_is_told_so_that_it_adds_up_to_the_probability() -> None:
    for row in training_texts().drop_duplicates("lang").to_dict("records"):
        one = message(row["body"], row["subject"] or "")
        told, judged = explain(one), classify(one).iloc[0]
        assert told.probability == judged["probability"]
        assert told.is_note == judged["is_note"]
        assert 1 / (1 + np.exp(-summed(told))) == pytest.approx(told.probability, abs=1e-6)
        stored = {REASONS[code] for code in judged["reasons"].split(",") if code in WEIGHTS}
        assert {reason.words for reason in told.reasons} == stored


@pytest.mark.parametrize("body", ["", "> Thank you for the interview yesterday", "?!", "面接"])
def test_a_message_that_says_next_to_nothing_is_explained_too(body: str) -> None:
    told = explain(message(body))
    assert 1 / (1 + np.exp(-summed(told))) == pytest.approx(told.probability, abs=1e-6)


def test_a_reason_comes_with_the_sentences_that_bear_it() -> None:
    told = {one.words: one for one in explain(message(NOTE, "Today")).reasons}
    assert told["thanks for the interview"].sentences == (
        "dear, thank you for the interview yesterday.",
    )
    assert told["wants nothing else"].sentences == ()
    weights = [abs(one.log_odds) for one in explain(message(NOTE)).reasons]
    assert weights == sorted(weights, reverse=True)


def test_phrases_are_whole_words_and_pairs_of_the_text() -> None:
    body = message("Thank you so much. It was wonderful.", "Re: Thanks")
    phrases = [one.words for one in explain(body).phrases]
    assert phrases and not [one for one in phrases if one.startswith("~")]
    assert set(" ".join(phrases).replace("subject:", "").split()) <= set(
        ["thank", "you", "so", "much", "it", "was", "wonderful", "re", "thanks"]
    )


@pytest.mark.parametrize("body", [NOTE, OTHER, "Good day and thanks for the talk."])
def test_no_moment_takes_the_probability_out_of_the_range_that_is_told(body: str) -> None:
    told = explain(message(body))
    moments = pd.DataFrame(
        [
            {"hours_after": hours, "addressed": met, "reply": reply, "after_decision": late}
            for hours in (2.0, 50.0, 100.0)
            for met in (True, False)
            for reply in (True, False)
            for late in (True, False)
        ]
    )
    moments = moments.assign(
        note_id=moments.index,
        interview_id=moments.index,
        text_probability=told.probability,
        reasons="",
    )
    low, high = told.range
    probabilities = judge(moments)["probability"]
    assert low <= probabilities.min() + 1e-9 and probabilities.max() <= high + 1e-9


def test_a_lawyer_reads_the_decision_every_reason_and_what_the_moment_adds(
    capsys: pytest.CaptureFixture[str],
) -> None:
    print_explanation(explain(message(NOTE)))
    said = capsys.readouterr().out
    assert "would count as a thank-you note" in said and "English" in said
    assert 'in "dear, thank you for the interview yesterday."' in said
    assert "No moment would change what it is" in said
    for code, words in MOMENT.items():
        assert f"{EVIDENCE[code]:+.2f}  {words}" in said
    print_explanation(explain(message(OTHER)))
    said = capsys.readouterr().out
    assert "would not count as a thank-you note" in said
    assert "withdraws" in said.partition("against a note")[2]


def test_what_a_machine_sent_needs_no_other_reason(capsys: pytest.CaptureFixture[str]) -> None:
    told = explain(message(NOTE, automatic=True))
    assert (told.is_note, told.probability, told.range) == (False, 0, (0, 0))
    print_explanation(told)
    assert "a machine sent it" in capsys.readouterr().out
