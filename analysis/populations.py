"""Whom each finding compares, and whom it leaves out and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from itertools import product

import numpy as np
import pandas as pd

from analysis.disclosure import count, secondary
from etl.store.tables.out import HIRE_EXCLUSIONS, INTERVIEW_EXCLUSIONS, UNSCORED

ARMS = ("sent", "not_sent")
"""The note statuses that are compared; everything else is left out."""

UNCOVERED = "uncovered"
UNSEEN = (UNCOVERED, "part_covered", "unrecognised")
"""Why an interview that would count cannot be seen; of hires there is only the first."""
INTERVIEW_REASONS = INTERVIEW_EXCLUSIONS
PERFORMANCE_REASONS = HIRE_EXCLUSIONS
_WHATEVER = {name: HIRE_EXCLUSIONS[name] for name in ("left_out", "offer_undated")}
"""Why a hire is left out whatever it is asked about."""
RETENTION_REASONS = {
    **_WHATEVER,
    "unlinked": HIRE_EXCLUSIONS["unlinked"],
    "too_early": "started less than a year before the data's last day",
    "uncovered": HIRE_EXCLUSIONS["uncovered"],
}

_ENDED = ("stayed", "left_voluntarily", "left_otherwise")
FOLLOWED_REASONS = {name: RETENTION_REASONS[name] for name in (*_WHATEVER, "unlinked", UNCOVERED)}
OFFER_REASONS = {
    **_WHATEVER,
    **{
        name: INTERVIEW_EXCLUSIONS[name] for name in ("decision_undated", "decided_before_landmark")
    },
    UNCOVERED: HIRE_EXCLUSIONS["uncovered"],
    "withdrawn": "the employer withdrew the offer",
}


def interviews(cells: pd.DataFrame) -> pd.Categorical:
    """Return each interview cell's arm, or why it is left out, shape (cells,).

    Examples
    --------
    >>> cells = {"note_status": ["sent", "sent", "unobserved"], "exclusion": ["", "uncovered", ""]}
    >>> interviews(pd.DataFrame(cells)).tolist()
    ['sent', 'uncovered', 'uncovered']
    """
    return _told(cells, ("exclusion", "note_status"), lambda why, status: why or _arm(status))


def covered(cells: pd.DataFrame) -> pd.Categorical:
    """Return "covered" for interviews in either arm, "unseen", or why else they are in none, shape (cells,)."""

    def seen(why: str, status: str) -> str:
        group = why or _arm(status)
        return "covered" if group in ARMS else "unseen" if group in UNSEEN else group

    return _told(cells, ("exclusion", "note_status"), seen)


def scored(cells: pd.DataFrame) -> pd.Categorical:
    """Return "scored" or "unscored" for interviews in either arm, or why they are in none, shape (cells,).

    A score counts as it stood before the note.
    """

    def known(why: str, status: str, band: str) -> str:
        group = why or _arm(status)
        return group if group not in ARMS else "unscored" if band == UNSCORED else "scored"

    return _told(cells, ("exclusion", "note_status", "score_band"), known)


def performance(cells: pd.DataFrame) -> pd.Categorical:
    """Return each hire cell's arm among the rated, or why it is left out, shape (cells,)."""
    return interviews(cells)


def retention(cells: pd.DataFrame) -> pd.Categorical:
    """Return each hire cell's arm among those whose year is over, or why it is left out, shape (cells,).

    It needs no rating: who left before the first review counts.

    Examples
    --------
    >>> cells = {"note_status": ["sent", "sent"], "exclusion": ["unrated", "unrated"]}
    >>> retention(pd.DataFrame({**cells, "first_year": ["left_voluntarily", "too_early"]})).tolist()
    ['sent', 'too_early']
    """
    return _told(cells, ("exclusion", "first_year", "note_status"), _kept)


def _kept(why: str, first_year: str, status: str) -> str:
    if why in _WHATEVER:
        return why
    if why == "unlinked" or first_year not in (*_ENDED, "too_early"):
        return "unlinked"
    if first_year == "too_early":
        return "too_early"
    return UNCOVERED if why == UNCOVERED else _arm(status)


def followed(hires: pd.DataFrame) -> pd.Categorical:
    """Return each hire's arm among all who are employees, however short, or why it is left out, shape (hires,).

    Examples
    --------
    >>> hires = {"note_status": ["sent", "sent"], "exclusion": ["unrated", "uncovered"]}
    >>> followed(pd.DataFrame({**hires, "first_year": ["too_early", "stayed"]})).tolist()
    ['sent', 'uncovered']
    """

    def group(why: str, first_year: str, status: str) -> str:
        kept = _kept(why, first_year, status)
        return _kept(why, "stayed", status) if kept == "too_early" else kept

    return _told(hires, ("exclusion", "first_year", "note_status"), group)


def answered(rows: pd.DataFrame) -> pd.Categorical:
    """Return each offer's arm among those that were answered, or why it is left out, shape (offers,).

    Examples
    --------
    >>> rows = {"note_status": ["sent", "sent"], "exclusion": ["", ""]}
    >>> answered(pd.DataFrame({**rows, "answer": ["declined", "withdrawn"]})).tolist()
    ['sent', 'withdrawn']
    """

    def group(why: str, status: str, answer: str) -> str:
        of = why or _arm(status)
        return "withdrawn" if of in ARMS and answer == "withdrawn" else of

    return _told(rows, ("exclusion", "note_status", "answer"), group)


def stages(cells: pd.DataFrame) -> pd.Categorical:
    """Return each stage cell's stage, shape (cells,); empty for those who never entered it.

    Examples
    --------
    >>> cells = {"stage": ["Phone", "Final"], "outcome": ["rejected", "skipped"]}
    >>> stages(pd.DataFrame(cells)).tolist()
    ['Phone', '']
    """
    return _told(
        cells, ("stage", "outcome"), lambda stage, outcome: "" if outcome == "skipped" else stage
    )


def stays(cells: pd.DataFrame) -> pd.Categorical:
    """Return each stage cell's stage and outcome, shape (cells,).

    Examples
    --------
    >>> stays(pd.DataFrame({"stage": ["Phone"], "outcome": ["open"]})).tolist()
    ['Phone: open']
    """
    return _told(cells, ("stage", "outcome"), lambda stage, outcome: f"{stage}: {outcome}")


def apart(cells: pd.DataFrame) -> pd.Categorical:
    """Return the stage of those whom some count otherwise, and why, shape (cells,); empty for others.

    Examples
    --------
    >>> cells = pd.DataFrame({"stage": ["Phone"], "outcome": ["advanced"]})
    >>> apart(cells.assign(decided=False, moved_back=False)).tolist()
    ['Phone: under_way']
    """

    def group(stage: str, outcome: str, decided: str, moved_back: str) -> str:
        if moved_back == "True":
            return f"{stage}: moved_back"
        under_way = outcome == "advanced" and decided == "False"
        return f"{stage}: under_way" if under_way else ""

    return _told(cells, ("stage", "outcome", "decided", "moved_back"), group)


def applications(cells: pd.DataFrame) -> pd.Categorical:
    """Return how the applications of each cell ended, or that they are open, shape (cells,)."""
    return pd.Categorical(cells["outcome"])


def everybody(cells: pd.DataFrame) -> pd.Categorical:
    """Return "everybody" for each cell, shape (cells,)."""
    return pd.Categorical(np.full(len(cells), "everybody", dtype=object))


def excluded(
    population: pd.Categorical | np.ndarray,
    n: np.ndarray,
    reasons: dict[str, str],
    withheld: Iterable[str],
) -> dict[str, int | None]:
    """Return how many were left out for each reason, as it may be shown.

    The unseen are also told together: where one of their reasons is hidden, so is another, lest the
    total give it away.

    Parameters
    ----------
    population, n
        Arm or reason, and count, of each cell, shape (cells,).
    reasons
        Texts by reason.
    withheld
        Reasons whose count another view would give away.
    """
    found = {reason: n[population == reason].sum() for reason in reasons}
    hidden = set(withheld) | {reason for reason in reasons if count(found[reason]) is None}
    unseen = [reason for reason in reasons if reason in UNSEEN]
    parts, before = np.array([found[one] for one in unseen]), [one in hidden for one in unseen]
    hidden |= set(np.array(unseen)[secondary(parts, np.array(before))])
    return {
        text: None if reason in hidden else count(found[reason]) for reason, text in reasons.items()
    }


def _arm(status: str) -> str:
    return status if status in ARMS else UNCOVERED


def _told(frame: pd.DataFrame, columns: Sequence[str], group: Callable[..., str]) -> pd.Categorical:
    """Return the group of each row: asked once for each combination of the columns' few values."""
    known = [pd.Categorical(frame[column]) for column in columns]
    # A missing value is no text: it counts as an empty one.
    of = [[*map(str, one.categories), ""] for one in known]
    groups = np.array([group(*values) for values in product(*of)], dtype=object)
    names, number = np.unique(groups.astype(str), return_inverse=True)
    place = np.zeros(len(frame), dtype=np.int64)
    for one, values in zip(known, of, strict=True):
        place = place * len(values) + one.codes % len(values)
    return pd.Categorical.from_codes(number[place], pd.Index(names, dtype=object))
