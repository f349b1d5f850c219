"""The shipped weights are those of the training texts, and do as well as is claimed."""

from __future__ import annotations

import json

import numpy as np
import pandas as pd
import pytest

from etl.notes import classify, fit, lexicon, wording
from etl.notes.evaluate import Evaluation, compare
from etl.notes.twins import near_twins


@pytest.fixture(scope="module")
def texts() -> pd.DataFrame:
    return fit.training_texts()


@pytest.fixture(scope="module")
def material(texts: pd.DataFrame) -> fit.Material:
    return fit.Material(texts)


@pytest.fixture(scope="module")
def score(material: fit.Material) -> np.ndarray:
    return fit.cross_fitted(material)


@pytest.fixture(scope="module")
def held_out() -> pd.DataFrame:
    texts = fit.held_out_texts()
    judged = classify.classify(texts.assign(automatic=False))
    return texts.assign(probability=judged["probability"])


@pytest.mark.parametrize("texts", [fit.training_texts(), fit.held_out_texts()])
def test_the_texts_are_well_formed(texts: pd.DataFrame) -> None:
    assert texts["id"].is_unique
    assert set(texts["label"]) == {"thank_you", "other"}
    assert set(texts["lang"]) == set(lexicon.LANGUAGES)
    assert ((texts["label"] == "thank_you") == texts["kind"].isin(["thank_you", "mixed"])).all()


def test_no_held_out_text_is_a_near_twin_of_a_training_text(texts: pd.DataFrame) -> None:
    held_out = fit.held_out_texts()
    group = near_twins(pd.concat([texts["body"], held_out["body"]], ignore_index=True))
    assert not set(group[: len(texts)]) & set(group[len(texts) :])


def test_the_shipped_weights_are_fitted_to_the_shipped_texts(
    material: fit.Material, score: np.ndarray
) -> None:
    shipped = json.loads((lexicon.HERE / "weights.json").read_text(encoding="utf-8"))
    intercept, weights = fit.fit_features(score, material.has, material.note, material.weight)
    assert list(shipped["weights"]) == list(fit.LEXICON.features)
    assert shipped["intercept"] == pytest.approx(intercept, abs=0.05)
    assert [shipped["wording"], *shipped["weights"].values()] == pytest.approx(
        weights.tolist(), abs=0.05
    )


def test_the_shipped_wording_is_fitted_to_the_shipped_texts(material: fit.Material) -> None:
    shipped = wording.load(lexicon.HERE / "wording.tsv")
    fitted = fit.fit_wording(material, np.ones(len(material.note), dtype=bool))
    known = dict(zip(shipped.pieces, shipped.weight, strict=True))
    shared = [
        (known[piece], weight)
        for piece, weight in zip(fitted.pieces, fitted.weight, strict=True)
        if piece in known
    ]
    # Pieces at the border of what is kept may differ between machines.
    assert len(shared) > 0.99 * fit.KEPT
    assert np.allclose(*np.array(shared).T, atol=0.05)


def test_no_reason_means_its_opposite() -> None:
    shipped = json.loads((lexicon.HERE / "weights.json").read_text(encoding="utf-8"))
    assert shipped["wording"] > 0
    for code, weight in shipped["weights"].items():
        assert weight * fit.LEXICON.features[code].direction >= 0, code


def test_a_feature_that_tells_the_opposite_of_its_meaning_gets_no_weight() -> None:
    note = np.arange(40) < 20
    has = np.zeros((40, len(fit.LEXICON.features)))
    against = [one.direction for one in fit.LEXICON.features.values()].index(-1)
    has[:20, [0, against]] = 1
    _, weights = fit.fit_features(np.zeros(40), has, note, np.ones(40))
    assert weights[1] > 1
    assert weights[1 + against] == 0


def test_near_twins_are_never_on_both_sides() -> None:
    note = "Thank you so much for the interview on {} about the post of {}, I enjoyed it."
    bodies = [note.format("Monday", "cook"), "Nothing alike here.", note.format("Friday", "clerk")]
    group = near_twins(pd.Series(bodies))
    assert group[0] == group[2] != group[1]


def test_cross_validated_over_writers(
    texts: pd.DataFrame, material: fit.Material, score: np.ndarray
) -> None:
    judged = fit.cross_validated(material, score)
    # Two writers wrote nothing but what lies nearest to the line, on both sides of it.
    near = texts["writer"].isin(["w", "x"]).to_numpy()
    found = compared(texts[~near], judged[~near])
    assert (found.overall.f1.value or 0) >= 0.90
    assert found.calibration_error <= 0.05
    assert (compared(texts[near], judged[near]).overall.f1.value or 0) >= 0.60


def test_texts_that_nothing_was_fitted_to(held_out: pd.DataFrame) -> None:
    english = held_out["lang"] == "en"
    for texts, bar in ((held_out[english], 0.93), (held_out[~english], 0.95)):
        assert (compared(texts, texts["probability"]).overall.f1.value or 0) >= bar


def test_no_kind_of_other_mail_is_taken_for_notes_more_often_than_one_in_ten(
    held_out: pd.DataFrame,
) -> None:
    whole = compared(held_out, held_out["probability"])
    for kind, one in whole.kinds.items():
        assert (one.false_positives.value or 0) <= 0.10, kind
    assert (whole.overall.false_positives.value or 0) <= 0.06


def compared(texts: pd.DataFrame, probability: np.ndarray | pd.Series) -> Evaluation:
    lines = texts.assign(line=range(len(texts)), probability=probability, reasons="")
    return compare(lines)
