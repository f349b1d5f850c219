"""The evaluation of labelled messages: that it is what classify gives, and what others reckon."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import brier_score_loss, f1_score

from etl.errors import FileUnreadable
from etl.notes import evaluate as evaluation
from etl.notes.classify import REASONS, classify
from etl.notes.evaluate import UNNAMED, compare, evaluate
from etl.notes.fit import training_texts
from etl.terminal_notes import declaration, print_evaluation

NOTE = "Thank you for the interview yesterday. I enjoyed our conversation and meeting the team."
OTHER = "Could we move the interview to another day? Thanks."
SECRET = "Xanthippe"


def lines(folder: Path, *rows: dict[str, Any]) -> Path:
    file = folder / "labelled.jsonl"
    file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return file


def judged(note: list[bool], probability: list[float]) -> pd.DataFrame:
    rows = range(1, len(note) + 1)
    return pd.DataFrame({"line": rows, "id": [f"m{row}" for row in rows]}).assign(
        label=np.where(note, "thank_you", "other"),
        kind=["mixed", "scheduling"] * (len(note) // 2) + ["mixed"] * (len(note) % 2),
        lang="en",
        probability=probability,
        reasons="",
    )


MESSAGES = st.lists(st.tuples(st.booleans(), st.floats(0, 1)), min_size=1, max_size=60)


@given(MESSAGES)
def test_measures_are_those_of_scikit_learn(messages: list[tuple[bool, float]]) -> None:
    note, probability = (list(column) for column in zip(*messages, strict=True))
    told = np.array(probability) >= 0.5
    found = compare(judged(note, probability))
    assert found.brier == pytest.approx(brier_score_loss(note, probability, pos_label=True))
    assert found.overall.f1.value in (
        None,
        pytest.approx(f1_score(note, told, zero_division=0)),
    )
    wrong = [one.line - 1 for one in found.mistakes]
    assert set(wrong) == set(np.flatnonzero(told != np.array(note)))
    off = np.abs(np.array(probability) - np.array(note))[wrong]
    assert (np.diff(off) <= 0).all()
    for part in (found.languages, found.kinds):
        assert sum(one.notes + one.others for one in part.values()) == len(note)
    assert sum(one.notes.n for one in found.ranges) == len(note)
    assert 0 <= found.calibration_error <= 1


def test_a_perfect_and_a_useless_classifier() -> None:
    note = [True] * 20 + [False] * 20
    perfect = compare(judged(note, [1.0] * 20 + [0.0] * 20))
    assert (perfect.overall.f1.value, perfect.brier, perfect.calibration_error) == (1, 0, 0)
    assert perfect.mistakes == []
    assert "sensitivity = [20, 20]\nspecificity = [20, 20]" in declaration(perfect.overall)
    useless = compare(judged(note, [0.9, 0.1] * 20))
    assert (useless.overall.recall.value, useless.overall.false_positives.value) == (0.5, 0.5)
    assert useless.calibration_error == pytest.approx(0.4)
    assert "no better than chance" in declaration(useless.overall)
    nothing = compare(judged([False, False], [0.2, 0.2]))
    assert nothing.overall.f1.value is nothing.overall.precision.value is None
    assert "too few" in declaration(nothing.overall)


def test_it_decides_exactly_as_classify_does_over_chunks_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Every second is called something else, so that there are mistakes, however good the weights.
    texts = training_texts().iloc[::40].reset_index(drop=True).fillna({"subject": ""})
    texts.loc[::2, "label"] = "other"
    file = lines(tmp_path, *texts.to_dict("records"))
    messages = texts.assign(automatic=False)
    told = classify(messages)
    whole = evaluate(file)
    monkeypatch.setattr(evaluation, "CHUNK", 7)
    assert evaluate(file) == whole
    assert whole.mistakes
    wrong = messages[told["is_note"] != (messages["label"] == "thank_you")]
    assert {one.id for one in whole.mistakes} == set(wrong["id"])
    assert whole.overall.found + whole.overall.mistaken == told["is_note"].sum()
    for one in whole.mistakes:
        assert {*one.speaks_for, *one.speaks_against} <= set(REASONS.values())


def test_the_number_of_the_line_stands_for_an_id_and_what_is_not_named_is_said_so(
    tmp_path: Path,
) -> None:
    file = lines(tmp_path, {"label": "other", "body": NOTE}, {"label": "thank_you", "body": NOTE})
    (mistake,) = evaluate(file).mistakes
    assert (mistake.id, mistake.line, mistake.kind, mistake.lang) == ("1", 1, UNNAMED, UNNAMED)
    assert "thanks for the interview" in mistake.speaks_for


def test_texts_are_carried_only_if_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    row = {"label": "other", "subject": f"{SECRET}'s day", "body": f"{NOTE} \x1b[2J{SECRET}"}
    file = lines(tmp_path, row, {"label": "thank_you", "body": f"{OTHER} {SECRET}"})
    quiet, told = evaluate(file), evaluate(file, texts=True)
    print_evaluation(quiet)
    assert SECRET not in capsys.readouterr().out + json.dumps(quiet.to_dict())
    print_evaluation(told)
    shown = capsys.readouterr().out
    assert shown.count(SECRET) == 3 and "\x1b" not in shown
    assert json.dumps(told.to_dict()).count(SECRET) == 3


def test_its_json_has_every_measure_with_its_interval_and_n(tmp_path: Path) -> None:
    rows = [{"label": "other", "body": OTHER, "kind": "scheduling", "lang": "en"}] * 3
    found = json.loads(json.dumps(evaluate(lines(tmp_path, *rows)).to_dict(), allow_nan=False))
    assert found.keys() == {
        *("classifier", "threshold", "level", "messages", "overall", "languages", "kinds"),
        *("calibration", "brier", "calibration_error", "mistakes"),
    }
    assert found["messages"] == 3
    assert found["kinds"]["scheduling"]["false_positives"].keys() == {"value", "low", "high", "n"}
    assert found["overall"]["recall"] == {"value": None, "low": None, "high": None, "n": 0}


def test_a_file_without_messages_is_refused(tmp_path: Path) -> None:
    with pytest.raises(FileUnreadable, match="no message"):
        evaluate(lines(tmp_path))
