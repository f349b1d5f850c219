"""The shipped weights are those of the training texts, and do as well as is claimed."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from etl.notes import classify, fit, lexicon, measure

FEWEST = 10
"""Messages of a kind from which its rate of false positives is looked at."""


@pytest.fixture(scope="module")
def texts() -> pd.DataFrame:
    return fit.training_texts()


@pytest.fixture(scope="module")
def cross_validated(texts: pd.DataFrame) -> np.ndarray:
    return measure.cross_validated(texts)


def test_the_training_texts_are_well_formed(texts: pd.DataFrame) -> None:
    assert texts["id"].is_unique
    assert set(texts["label"]) == {"thank_you", "other"}
    assert set(texts["lang"]) == set(lexicon.LANGUAGES)
    assert ((texts["label"] == "thank_you") == texts["kind"].isin(["thank_you", "mixed"])).all()


def test_the_shipped_weights_are_fitted_to_the_shipped_texts(texts: pd.DataFrame) -> None:
    shipped = json.loads((lexicon.HERE / "weights.json").read_text(encoding="utf-8"))
    fitted = fit.weights_table(texts)
    assert shipped["weights"].keys() == fitted["weights"].keys()
    assert shipped["intercept"] == pytest.approx(fitted["intercept"], abs=0.02)
    assert shipped["weights"] == pytest.approx(fitted["weights"], abs=0.02)


def test_a_feature_that_tells_nothing_gets_no_weight() -> None:
    features = len(fit.LEXICON.features)
    has = np.zeros((40, features))
    has[:20, 0] = 1
    note = np.arange(40) < 20
    weights = fit.fit(has, note)[1:]
    assert weights[0] == pytest.approx(fit.LIMIT)
    assert np.allclose(weights[1:], 0)


def test_near_twins_are_never_on_both_sides() -> None:
    note = "Thank you so much for the interview on {} about the post of {}, I enjoyed it."
    bodies = [note.format("Monday", "cook"), "Nothing alike here.", note.format("Friday", "clerk")]
    group = measure.near_twins(pd.Series(bodies))
    assert group[0] == group[2] != group[1]


def test_cross_validated_f1(texts: pd.DataFrame, cross_validated: np.ndarray) -> None:
    english = np.where(texts["lang"] == "en", "en", "others")
    scores = measure.by(texts.assign(group=english), cross_validated, "group")["f1"]
    assert scores["en"] >= 0.94
    assert scores["others"] >= 0.97


def test_no_kind_of_other_mail_is_often_taken_for_a_note(
    texts: pd.DataFrame, cross_validated: np.ndarray
) -> None:
    kinds = measure.by(texts, cross_validated, "kind")
    rates = kinds.loc[kinds["n"] >= FEWEST, "false_positive_rate"].dropna()
    assert (rates <= 0.10).all(), rates[rates > 0.10]


def test_a_probability_is_what_it_says(texts: pd.DataFrame, cross_validated: np.ndarray) -> None:
    note = (texts["label"] == "thank_you").to_numpy()
    table = measure.calibration(note, cross_validated)
    gap = (table["probability"] - table["notes"]).abs()
    assert (gap * table["n"]).sum() / table["n"].sum() <= 0.06
    assert measure.scores(note, cross_validated)["brier"] <= 0.03


@pytest.mark.parametrize(("learn", "test"), [("d", "w"), ("w", "d")])
def test_what_one_collection_teaches_holds_in_the_other(
    texts: pd.DataFrame, learn: str, test: str
) -> None:
    has, note = fit.design(texts)
    collection = texts["id"].str[0].to_numpy()
    weights = fit.fit(has[collection == learn], note[collection == learn])
    rest = collection == test
    assert measure.scores(note[rest], measure.probabilities(has[rest], weights))["f1"] >= 0.93


def test_texts_that_nothing_was_fitted_to() -> None:
    """These were written when patterns and weights were done, and must never become training texts."""
    lines = Path(__file__).with_name("held_out.jsonl").read_text(encoding="utf-8").splitlines()
    held_out = pd.DataFrame([json.loads(line) for line in lines])
    judged = classify.classify(held_out.assign(automatic=False))
    note = (held_out["label"] == "thank_you").to_numpy()
    assert measure.scores(note, judged["probability"].to_numpy())["f1"] >= 0.85


def test_scores_of_nothing_are_no_numbers() -> None:
    scores = measure.scores(np.array([False]), np.array([0.1]))
    assert np.isnan(scores["precision"]) and np.isnan(scores["recall"])
    assert scores["false_positive_rate"] == 0
