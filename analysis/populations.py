"""Whom each finding compares, and whom it leaves out and why."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from analysis.disclosure import count, secondary
from etl.store.tables.out import HIRE_EXCLUSIONS, INTERVIEW_EXCLUSIONS

ARMS = ("sent", "not_sent")
"""The note statuses that are compared; everything else is left out."""

UNCOVERED = "uncovered"
UNSEEN = (UNCOVERED, "part_covered", "unrecognised")
"""Why an interview that would count cannot be seen; of hires there is only the first."""
INTERVIEW_REASONS = INTERVIEW_EXCLUSIONS
PERFORMANCE_REASONS = HIRE_EXCLUSIONS
RETENTION_REASONS = {
    **{name: HIRE_EXCLUSIONS[name] for name in ("left_out", "offer_undated")},
    "unlinked": HIRE_EXCLUSIONS["unlinked"],
    "too_early": "started less than a year before the data's last day",
    "uncovered": HIRE_EXCLUSIONS["uncovered"],
}

FOLLOWED_REASONS = {
    name: RETENTION_REASONS[name] for name in ("left_out", "offer_undated", "unlinked", UNCOVERED)
}
OFFER_REASONS = {
    **{name: HIRE_EXCLUSIONS[name] for name in ("left_out", "offer_undated")},
    **{
        name: INTERVIEW_EXCLUSIONS[name] for name in ("decision_undated", "decided_before_landmark")
    },
    UNCOVERED: HIRE_EXCLUSIONS["uncovered"],
    "withdrawn": "the employer withdrew the offer",
}


def interviews(cells: pd.DataFrame) -> np.ndarray:
    """Return each interview cell's arm, or why it is left out, shape (cells,).

    Examples
    --------
    >>> cells = {"note_status": ["sent", "sent", "unobserved"], "exclusion": ["", "uncovered", ""]}
    >>> interviews(pd.DataFrame(cells)).tolist()
    ['sent', 'uncovered', 'uncovered']
    """
    exclusion = cells["exclusion"].to_numpy(dtype=object)
    return np.where(exclusion != "", exclusion, _arm(cells))


def covered(cells: pd.DataFrame) -> np.ndarray:
    """Return "covered" for interviews in either arm, "unseen", or why else they are in none, shape (cells,)."""
    population = interviews(cells)
    both = [np.isin(population, ARMS), np.isin(population, UNSEEN)]
    return np.select(both, ["covered", "unseen"], default=population)


def performance(cells: pd.DataFrame) -> np.ndarray:
    """Return each hire cell's arm among the rated, or why it is left out, shape (cells,)."""
    return interviews(cells)


def retention(cells: pd.DataFrame) -> np.ndarray:
    """Return each hire cell's arm among those whose year is over, or why it is left out, shape (cells,).

    It needs no rating: who left before the first review counts.

    Examples
    --------
    >>> cells = {"note_status": ["sent", "sent"], "exclusion": ["unrated", "unrated"]}
    >>> retention(pd.DataFrame({**cells, "first_year": ["left_voluntarily", "too_early"]})).tolist()
    ['sent', 'too_early']
    """
    exclusion, first_year = (
        cells[name].to_numpy(dtype=object) for name in ("exclusion", "first_year")
    )
    known = np.isin(first_year, ["stayed", "left_voluntarily", "left_otherwise"])
    return np.select(
        [
            np.isin(exclusion, ("left_out", "offer_undated")),
            (exclusion == "unlinked") | ~(known | (first_year == "too_early")),
            first_year == "too_early",
            exclusion == UNCOVERED,
        ],
        [exclusion, "unlinked", "too_early", UNCOVERED],
        default=_arm(cells),
    )


def followed(hires: pd.DataFrame) -> np.ndarray:
    """Return each hire's arm among all who are employees, however short, or why it is left out, shape (hires,).

    Examples
    --------
    >>> hires = {"note_status": ["sent", "sent"], "exclusion": ["unrated", "uncovered"]}
    >>> followed(pd.DataFrame({**hires, "first_year": ["too_early", "stayed"]})).tolist()
    ['sent', 'uncovered']
    """
    population = retention(hires)
    return np.where(
        population != "too_early",
        population,
        np.where(hires["exclusion"] == UNCOVERED, UNCOVERED, _arm(hires)),
    )


def answered(rows: pd.DataFrame) -> np.ndarray:
    """Return each offer's arm among those that were answered, or why it is left out, shape (offers,).

    Examples
    --------
    >>> rows = {"note_status": ["sent", "sent"], "exclusion": ["", ""]}
    >>> answered(pd.DataFrame({**rows, "answer": ["declined", "withdrawn"]})).tolist()
    ['sent', 'withdrawn']
    """
    population = interviews(rows)
    withdrawn = np.isin(population, ARMS) & (rows["answer"] == "withdrawn").to_numpy()
    return np.where(withdrawn, "withdrawn", population)


def stages(cells: pd.DataFrame) -> np.ndarray:
    """Return each stage cell's stage, shape (cells,): the funnel shows those who entered each."""
    return cells["stage"].to_numpy(dtype=object)


def excluded(
    population: np.ndarray, n: np.ndarray, reasons: dict[str, str], withheld: Iterable[str]
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


def _arm(cells: pd.DataFrame) -> np.ndarray:
    status = cells["note_status"].to_numpy(dtype=object)
    return np.where(np.isin(status, ARMS), status, UNCOVERED)
