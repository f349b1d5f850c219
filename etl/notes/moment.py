"""What a message's moment adds to its text: its place after the interview that it follows."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from etl.notes.classify import THRESHOLD

_TABLE: dict[str, Any] = tomllib.loads(
    Path(__file__).with_name("moment.toml").read_text(encoding="utf-8")
)
MOST: float = _TABLE.pop("most")
"""The most that the moment adds or takes, in log-odds."""

EVIDENCE: dict[str, float] = {code: item["log_odds"] for code, item in _TABLE.items()}
"""Code of a fact → the log-odds that it adds."""

REASONS: dict[str, str] = {code: item["words"] for code, item in _TABLE.items()}
"""Code of a fact → plain words."""

FLOOR = float(1 / (1 + np.exp(MOST)))
"""A message whose text gives it less than this can be a note at no moment."""


def facts(messages: pd.DataFrame) -> pd.DataFrame:
    """Return what is known of each message's moment.

    Parameters
    ----------
    messages
        Messages that follow an interview: `note_id`, `interview_id`, `hours_after` (from the interview's end),
        `addressed` (bool: to one of its interviewers), `reply` (bool or missing: answers another
        mail), `after_decision` (bool), `text_probability` (0-1).

    Returns
    -------
    DataFrame of bool
        One column for each code of `EVIDENCE`; what is not known is false.
    """
    order = messages.sort_values(["hours_after", "note_id"])
    of_interview = order["interview_id"]
    likeliest = order.groupby(of_interview)["text_probability"].cummax()
    before = likeliest.groupby(of_interview).shift(1).reindex(messages.index)
    hours = messages["hours_after"]
    found = {
        "within_a_day": hours <= 24,
        "after_days": hours > 72,
        "to_interviewer": messages["addressed"],
        "not_the_first": (before >= THRESHOLD) & (before >= messages["text_probability"]),
        "answers_mail": messages["reply"].eq(True),
        "after_decision": messages["after_decision"],
    }
    return pd.DataFrame(found, index=messages.index).fillna(False).astype(bool)


def judge(messages: pd.DataFrame) -> pd.DataFrame:
    """Judge messages that follow an interview by their text and their moment together.

    The moment's log-odds are added to the text's, as if the two spoke independently of each other.

    Parameters
    ----------
    messages
        As for `facts`, and `reasons`: the codes that the text gave.

    Returns
    -------
    DataFrame
        With the index of `messages`: `probability` (0-1), `is_note` (bool), and `reasons` with the
        codes of the moment behind those of the text.

    Examples
    --------
    >>> doubtful = pd.DataFrame({"note_id": [1, 2], "interview_id": [7, 8], "hours_after": [3.0, 90.0],
    ...     "addressed": True, "reply": False, "after_decision": False,
    ...     "text_probability": 0.5, "reasons": "thanks_for_time"})
    >>> judge(doubtful)["is_note"].tolist()
    [True, False]
    >>> judge(doubtful)["reasons"][1]
    'thanks_for_time,after_days,to_interviewer'
    """
    found = facts(messages)[list(EVIDENCE)]
    added = (found.to_numpy() @ np.array(list(EVIDENCE.values()))).clip(-MOST, MOST)
    text = messages["text_probability"].to_numpy(dtype=float).clip(1e-9, 1 - 1e-9)
    probability = 1 / (1 + np.exp(-(np.log(text / (1 - text)) + added)))
    codes = np.full(len(found), "", dtype=object)
    for code in found:
        codes = codes + np.where(found[code], f",{code}", "").astype(object)
    return pd.DataFrame(
        {
            "probability": probability,
            "is_note": probability >= THRESHOLD,
            "reasons": (
                messages["reasons"].astype("str") + pd.Series(codes, messages.index, dtype="str")
            ).str.lstrip(","),
        },
        index=messages.index,
    )
