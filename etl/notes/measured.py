"""The measured tables of the classifier: `python -m etl.notes.measured` writes docs/notes_measured.md."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd

from etl.notes.classify import VERSION, classify
from etl.notes.evaluate import Evaluation, compare
from etl.notes.fit import (
    READ,
    Material,
    cross_fitted,
    cross_validated,
    held_out_texts,
    training_texts,
)
from etl.notes.scores import Rate, Scores

PAGE = Path(__file__).parents[2] / "docs" / "notes_measured.md"
WRITERS = {
    "t": "all kinds of employers' mail",
    "u": "hard cases",
    "v": "ordinary mail",
    "s": "hard cases, an earlier small set",
    "z": "what real mailboxes hold, a third of it hard",
    "y": "ordinary and hard mail, all trades",
    "zh": "ordinary and hard mail, all trades, newer",
}
"""The held-out texts' writers."""

_HEAD = """# How well notes are told

Written by `make docs`; do not edit. Version `{version}`, by the text alone, at probability 0.5. All
texts were written for this project. *F1* is the harmonic mean of precision (of those taken for notes,
the share that are) and recall (of the notes, the share that is found). In brackets: 95 % intervals.

**Held out**: {held_out:,} texts that no weight was fitted to and whose errors nobody read. **Training**:
{training:,} texts by {writers} writers, each judged by weights fitted without its writer and without near-twins
of their texts; of {read:,} of them the errors were read while rules were made, so the table of writers
not read is the honest one.
"""


def page() -> str:
    """Return the page as Markdown."""
    held_out, training = held_out_texts(), training_texts()
    judged = classify(held_out.assign(automatic=False))["probability"].to_numpy()
    material = Material(training)
    crossed = cross_validated(material, cross_fitted(material))
    read = training["writer"].isin(list(READ)).to_numpy()
    head = _HEAD.format(
        version=VERSION,
        held_out=len(held_out),
        training=len(training),
        writers=training["writer"].nunique(),
        read=read.sum(),
    )
    return "\n".join(
        [
            head,
            _section("Held-out texts", held_out, judged),
            _section(
                "Training texts, cross-validated: writers not read", training[~read], crossed[~read]
            ),
            _section(
                "Training texts, cross-validated: writers read", training[read], crossed[read]
            ),
        ]
    )


def _section(title: str, texts: pd.DataFrame, probability: np.ndarray) -> str:
    judged = texts.assign(
        line=range(len(texts)),
        probability=probability,
        reasons="",
        together=np.where(texts["lang"] == "en", "English", "all others"),
    )
    whole = compare(judged)
    groups = [
        ("Languages", {"all": whole.overall} | _by(judged, "together") | whole.languages),
        ("Writer", _by(judged.replace({"writer": WRITERS}), "writer")),
    ]
    return "\n".join(
        [f"## {title}\n", *(_rates(*one) for one in groups), _kinds(whole), _ranges(whole)]
    )


def _by(judged: pd.DataFrame, column: str) -> dict[str, Scores]:
    return {str(name): compare(rows).overall for name, rows in judged.groupby(column)}


def _rates(words: str, scores: dict[str, Scores]) -> str:
    lines = [f"| {words} | notes | others | precision | recall | F1 |", "|---|---|---|---|---|---|"]
    lines += [
        f"| {name} | {one.notes} | {one.others} | {_share(one.precision)} | {_share(one.recall)} "
        f"| **{_share(one.f1)}** |"
        for name, one in scores.items()
    ]
    return "\n".join(lines) + "\n"


def _kinds(whole: Evaluation) -> str:
    lines = ["| Kind of other mail | n | taken for notes |", "|---|---|---|"]
    lines += [
        f"| {kind.replace('_', ' ')} | {one.others} | {_share(one.false_positives)} |"
        for kind, one in whole.kinds.items()
        if one.others
    ]
    return "\n".join(lines) + "\n"


def _ranges(whole: Evaluation) -> str:
    lines = ["| Probability | n | mean probability | share of notes |", "|---|---|---|---|"]
    lines += [
        f"| {one.low:.1f} to {one.high:.1f} | {one.notes.n} | {one.probability:.2f} | {_share(one.notes)} |"
        for one in whole.ranges
    ]
    return (
        "\n".join(lines)
        + f"\n\nBrier score {whole.brier:.3f}, expected calibration error {whole.calibration_error:.3f}.\n"
    )


def _share(of: Rate) -> str:
    return "-" if of.value is None else f"{of.value:.3f} ({of.low:.2f} to {of.high:.2f})"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
