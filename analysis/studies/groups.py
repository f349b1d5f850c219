"""Applications by what candidates said of themselves, and which of these groups may be shown."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.disclosure import SUPPRESS, count, rate, secondary
from analysis.estimators.impact import Audit, audit

Counts = tuple[int, int]
"""How many of a group pass, and how many it is."""

QUESTIONS = {
    "gender": ("gender",),
    "race": ("race",),
    "gender and race": ("gender", "race"),
    "veteran status": ("veteran",),
    "disability": ("disability",),
}
"""What is asked → the columns of `core__self_identification` that answer it."""
_NO_GROUP = {
    "declined": "would not say",
    "unknown": "were not asked, or did not answer in words that are known",
}
_CALLED = {
    "american_indian": "American Indian or Alaska Native",
    "asian": "Asian",
    "black": "Black or African American",
    "hispanic": "Hispanic or Latino",
    "pacific_islander": "Native Hawaiian or Pacific Islander",
    "white": "White",
    "two_or_more": "two or more races",
    "protected": "protected veteran",
    "not_protected": "not a protected veteran",
    "yes": "with a disability",
    "no": "without a disability",
}


@dataclass(frozen=True)
class Groups:
    """Applications by the answer to one question.

    Attributes
    ----------
    rows
        One row an application: `group`, `sent`, `job_id`.
    exact, shown
        By group that may be shown, its counts as they are and as they may be shown.
    left_out
        Sentences: how many are in none of them, and why.
    """

    rows: pd.DataFrame
    exact: dict[str, Counts]
    shown: dict[str, Counts]
    left_out: tuple[str, ...]


def group(known: pd.DataFrame, question: str) -> Groups:
    """Return the groups by a question.

    Parameters
    ----------
    known
        One row an application: `sent` (flag), `job_id`, and the columns of `QUESTIONS`; an answer that
        is missing is unknown.
    question
        One of `QUESTIONS`.

    Returns
    -------
    Left out are groups that are under 2 in 100 of those in any, as in New York City's audits; ones of
    which 7 or fewer pass, or 7 or fewer do not; and one more where the hidden ones are 7 or fewer.
    """
    rows = known.assign(group=_named([known[column] for column in QUESTIONS[question]]))
    by = rows.groupby("group")["sent"].agg(["sum", "size"])
    counts = {
        str(name): (int(s), int(n)) for name, s, n in zip(by.index, by["sum"], by["size"], strict=True)
    }  # fmt: skip
    nameless = {why: counts.pop(code, (0, 0))[1] for code, why in _NO_GROUP.items()}
    audited = audit(list(counts), *_columns(counts), unknown=sum(nameless.values()))
    alone = [name not in audited.ratios or rate(*one) is None for name, one in counts.items()]
    sizes = np.array([n for _, n in counts.values()], dtype=float)
    hidden = secondary(sizes, np.array(alone, dtype=bool))
    exact = {name: counts[name] for name, away in zip(counts, hidden, strict=True) if not away}
    shown = {name: told for name, one in exact.items() if (told := rate(*one)) is not None}
    return Groups(rows, exact, shown, tuple(_left_out(audited, nameless)))


def _columns(counts: dict[str, Counts]) -> tuple[list[int], list[int]]:
    return [s for s, _ in counts.values()], [n for _, n in counts.values()]


def _named(answers: list[pd.Series]) -> pd.Series:
    """Return each row's group; of two questions, whoever is in none by one of them is in none."""
    said = [one.fillna("unknown") for one in answers]
    called = [one.map(_CALLED).fillna(one) for one in said]
    name = called[0]
    for one in called[1:]:
        name = name + ", " + one
    for one in said:
        name = name.mask(one.isin(_NO_GROUP), one)
    return name


def _left_out(audited: Audit, nameless: dict[str, int]) -> Iterator[str]:
    """Yield how many are in no group, and how many in ones too small to be told of."""
    for why, n in nameless.items():
        yield f"Of the applications, {_about(n)} {why}: they are in no group."
    yield (
        f"Groups under 2 in 100 are left out ({_about(audited.left_out)} applications), and so are groups too small "
        "to be shown."
    )


def _about(n: int) -> str:
    shown = count(n)
    return f"{SUPPRESS} or fewer" if shown is None else f"about {shown:,}"
