"""Voluntary answers about oneself (the vendor's `eeoc`), as categories: both Harvest versions come here.

The vendor's ids differ between its customers and its wording between years, so that the words
decide. Whoever was asked and would not say has *declined*, which is an answer; no answer, and words
that are not known here, are *unknown*.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from etl.config import Greenhouse
from etl.extract.contract import Reading, latest
from etl.extract.fields import Checked
from etl.extract.greenhouse_tables import plain

DECLINED, UNKNOWN = "declined", "unknown"
_DECLINED = {
    DECLINED: r"\bdecline|\bprefer not\b|(?:\bnot|n['’]?t) (?:want|wish)\b|\bnot to (?:say|answer|disclose)\b"
}
# Category → words of it, in lower case; the first that fits counts.
CATEGORIES: dict[str, Mapping[str, str]] = {
    "gender": {
        **_DECLINED,
        "nonbinary": r"\bnon-?\s?binary\b",
        "female": r"\b(?:female|woman)\b",
        "male": r"\b(?:male|man)\b",
    },
    # "White (Not Hispanic or Latino)" speaks of Hispanics too: they come last.
    "race": {
        **_DECLINED,
        "two_or_more": r"\btwo or more\b",
        "american_indian": r"\bamerican indian\b|\balaskan? native\b",
        "pacific_islander": r"\bhawaiian\b|\bpacific islander\b",
        "black": r"\bblack\b|\bafrican american\b",
        "asian": r"\basian\b",
        "white": r"\bwhite\b|\bcaucasian\b",
        "hispanic": r"\bhispanic\b|\blatin[oax]\b",
    },
    "veteran": {
        **_DECLINED,
        "not_protected": r"\bnot a\b.*\bveteran\b",
        "protected": r"\bveteran\b",
    },
    "disability": {**_DECLINED, "yes": r"^\s*yes\b", "no": r"^\s*no\b"},
}


def categories(question: str, answers: pd.Series) -> pd.Series:
    """Return what answers to a question say.

    Parameters
    ----------
    question
        One of `CATEGORIES`.
    answers
        The vendor's words; missing where there is no answer.

    Examples
    --------
    >>> said = pd.Series(["White (Not Hispanic or Latino)", "Decline To Self Identify", None])
    >>> categories("race", said).tolist()
    ['white', 'declined', 'unknown']
    """
    words = answers.astype("str").str.lower()
    patterns = CATEGORIES[question]
    found = [words.str.contains(pattern, regex=True, na=False) for pattern in patterns.values()]
    return pd.Series(np.select(found, list(patterns), UNKNOWN), index=answers.index, dtype="str")


def self_identification(checked: Checked, source: Greenhouse) -> Reading:
    """Return what candidates said of themselves, one row an application."""
    rows = checked.rows
    table = pd.DataFrame(
        {
            "version": latest(rows["submitted_at"]),
            "application_id": rows["application_id"],
            **{question: categories(question, rows[question]) for question in CATEGORIES},
        }
    )
    return Reading({"core__self_identification": plain(table)}, rejects=checked.rejects)
