"""How well the classifier does on labelled messages of one's own: by their text alone."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.errors import FileUnreadable
from etl.notes.classify import DIRECTIONS, REASONS, THRESHOLD, VERSION, classify
from etl.notes.labelled import Labelled, labelled
from etl.notes.scores import LEVEL, Rate, Scores, calibration, rate

CHUNK = 10_000
RANGES = 10
NOTE = "thank_you"
UNNAMED = "(not given)"
"""The kind or language of messages whose line names none."""


@dataclass(frozen=True)
class Range:
    """Messages whose probabilities lie in one range: their mean, and the share that are notes."""

    low: float
    high: float
    probability: float
    notes: Rate


@dataclass(frozen=True)
class Mistake:
    """A message that is told wrongly: which one, how sure, and why; its text only where asked for."""

    id: str
    line: int
    label: str
    kind: str
    lang: str
    probability: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]
    subject: str | None = None
    body: str | None = None


@dataclass(frozen=True)
class Evaluation:
    """How well the classifier does on one file of labelled messages.

    Attributes
    ----------
    overall, languages, kinds
        Scores of all messages, and by what their lines call their language and kind.
    ranges
        Calibration, by tenths of the probability.
    brier
        Mean squared difference of probability and label, 0 (best) to 1.
    calibration_error
        Expected calibration error: the mean distance of a range's mean probability from its share of
        notes, weighted by its messages, 0 (best) to 1.
    mistakes
        The messages told wrongly, the worst first.
    """

    overall: Scores
    languages: dict[str, Scores]
    kinds: dict[str, Scores]
    ranges: list[Range]
    brier: float
    calibration_error: float
    mistakes: list[Mistake]

    def to_dict(self) -> dict[str, Any]:
        """Return everything as plain values, as `--json` prints it; texts only where they were asked for."""
        return {
            "classifier": VERSION,
            "threshold": THRESHOLD,
            "level": LEVEL,
            "messages": self.overall.notes + self.overall.others,
            "overall": self.overall.to_dict(),
            "languages": {name: one.to_dict() for name, one in self.languages.items()},
            "kinds": {name: one.to_dict() for name, one in self.kinds.items()},
            "calibration": [asdict(one) for one in self.ranges],
            "brier": self.brier,
            "calibration_error": self.calibration_error,
            "mistakes": [
                {name: value for name, value in asdict(one).items() if value is not None}
                for one in self.mistakes
            ],
        }


def evaluate(file: Path, texts: bool = False) -> Evaluation:
    """Judge labelled messages by their text alone, and compare.

    Parameters
    ----------
    file
        JSON lines: `label` ("thank_you" or "other") and `body`, and where known `subject`, `kind`,
        `lang` and `id` (else the line's number). Other keys are ignored, and empty lines.
    texts
        Whether the mistakes carry their texts.

    Raises
    ------
    SourceMissing, FileUnreadable, ContractBroken
        If there is no such file, it holds no message, or a line is not as it should be.
    """
    lines = labelled(file)
    judged = [_judged(chunk) for chunk in iter(lambda: list(islice(lines, CHUNK)), [])]
    if not judged:
        raise FileUnreadable(
            "the file holds no message", file=file, fix="Name one with a message on each line"
        )
    found = compare(pd.concat(judged, ignore_index=True))
    if not texts:
        return found
    wanted = {one.line: one for one in found.mistakes}
    shown = {
        number: replace(wanted[number], subject=line.subject or "", body=line.body)
        for number, line in labelled(file)
        if number in wanted
    }
    return replace(found, mistakes=[shown[one.line] for one in found.mistakes])


def compare(judged: pd.DataFrame) -> Evaluation:
    """Compare judgements with labels.

    Parameters
    ----------
    judged
        At least one row: `line`, `id`, `label`, `kind`, `lang`, `probability` (0-1), and `reasons`,
        codes as `classify` gives them.
    """
    note = (judged["label"] == NOTE).to_numpy()
    probability = judged["probability"].to_numpy()
    table = calibration(note, probability, RANGES)
    off = (table["probability"] - table["notes"]).abs()
    wrong = judged[(probability >= THRESHOLD) != note]
    wrong = wrong.assign(off=np.abs(wrong["probability"] - (wrong["label"] == NOTE)))
    wrong = wrong.sort_values(["off", "line"], ascending=[False, True])
    return Evaluation(
        overall=_scores(judged),
        languages={str(name): _scores(rows) for name, rows in judged.groupby("lang")},
        kinds={str(name): _scores(rows) for name, rows in judged.groupby("kind")},
        ranges=[
            Range(
                low=round(max(row["probability_range"].left, 0.0), 2),
                high=round(row["probability_range"].right, 2),
                probability=row["probability"],
                notes=rate(round(row["notes"] * row["n"]), int(row["n"])),
            )
            for row in table.rename_axis("probability_range").reset_index().to_dict("records")
        ],
        brier=float(np.mean((probability - note) ** 2)),
        calibration_error=float((off * table["n"]).sum() / table["n"].sum()),
        mistakes=[_mistake(row) for row in wrong.to_dict("records")],
    )


def _judged(lines: list[tuple[int, Labelled]]) -> pd.DataFrame:
    """Judge some lines; their texts end here."""
    messages = pd.DataFrame(
        {
            "subject": pd.Series([one.subject for _, one in lines], dtype="str"),
            "body": pd.Series([one.body for _, one in lines], dtype="str"),
            "automatic": False,
        }
    )
    told = classify(messages)
    return pd.DataFrame(
        {
            "line": [number for number, _ in lines],
            "id": [str(number if one.id is None else one.id) for number, one in lines],
            "label": [one.label for _, one in lines],
            "kind": [one.kind or UNNAMED for _, one in lines],
            "lang": [one.lang or UNNAMED for _, one in lines],
            "probability": told["probability"],
            "reasons": told["reasons"],
        }
    )


def _scores(judged: pd.DataFrame) -> Scores:
    note, told = judged["label"] == NOTE, judged["probability"] >= THRESHOLD
    return Scores.of(note.to_numpy(), told.to_numpy())


def _mistake(row: dict[str, Any]) -> Mistake:
    codes = [code for code in row["reasons"].split(",") if code]
    names = ("id", "line", "label", "kind", "lang", "probability")
    return Mistake(
        **{name: row[name] for name in names},
        speaks_for=tuple(REASONS[code] for code in codes if DIRECTIONS[code] > 0),
        speaks_against=tuple(REASONS[code] for code in codes if DIRECTIONS[code] < 0),
    )
