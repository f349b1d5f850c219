"""core → `out__scorecard`, and what was thought of a candidate before any note could sway it."""

from __future__ import annotations

import numpy as np
import pandas as pd

from etl.store.tables.out import SCORE_BANDS, UNSCORED

_OF_ROUND = ["application_id", "round"]


def derive_scorecards(core: dict[str, pd.DataFrame], rounds: pd.DataFrame) -> pd.DataFrame:
    """Return every scorecard with a score, beside its round.

    Parameters
    ----------
    core
        The `core__*` tables by name.
    rounds
        Interviews of decided applications: interview_id, application_id, round, last_ended_at and
        first_note_at.

    Returns
    -------
    scorecard_id, interview_id, interviewer_id, score, submitted_at, application_id, round,
    last_ended_at, first_note_at, hours_filed, filed_after_note (missing where no note came before the
    decision).
    """
    seats = core["core__interview_interviewer"][["interview_id", "scorecard_id"]].dropna()
    cards = core["core__scorecard"][["scorecard_id", "interviewer_id", "score", "submitted_at"]]
    of_round = ["interview_id", *_OF_ROUND, "last_ended_at", "first_note_at"]
    found = seats.merge(rounds[of_round], on="interview_id").merge(cards, on="scorecard_id")
    # One card may be named by two seats of one interview; it is one opinion.
    found = found.dropna(subset=["score"]).drop_duplicates("scorecard_id").reset_index(drop=True)
    since = found["submitted_at"] - found["last_ended_at"]
    found["hours_filed"] = since.dt.total_seconds() / 3600
    after = found["submitted_at"] >= found["first_note_at"]
    found["filed_after_note"] = after.where(found["first_note_at"].notna()).astype("boolean")
    return found


def prior_scores(scorecards: pd.DataFrame, landmark: pd.Timedelta) -> pd.Series:
    """Return each round's mean score as it stood before its first note, and before the landmark.

    A score filed later may have been swayed by the note, and adjusting for it would take away part
    of what a note goes with. Where no note came, the landmark is the same cut for everybody.

    Returns
    -------
    Series
        `prior_score`, 0-1, by application_id and round; rounds without such a card are missing.

    Examples
    --------
    >>> at = pd.to_datetime(["2026-03-02T10:00Z", "2026-03-02T15:00Z"])
    >>> cards = pd.DataFrame({"application_id": 1, "round": 1, "score": [0.25, 0.75],
    ...     "submitted_at": at, "last_ended_at": pd.Timestamp("2026-03-02T09:00Z"),
    ...     "first_note_at": pd.Timestamp("2026-03-02T12:00Z")})
    >>> prior_scores(cards, pd.Timedelta(hours=24)).tolist()
    [0.25]
    """
    until = scorecards["last_ended_at"] + landmark
    cut = until.where(~(scorecards["first_note_at"] < until), scorecards["first_note_at"])
    before = scorecards[scorecards["submitted_at"] < cut]
    return before.groupby(_OF_ROUND)["score"].mean().rename("prior_score")


def score_bands(prior_score: pd.Series) -> pd.Series:
    """Return the recommendation that each score is nearest to; of two as near, the better one.

    Most systems ask for one of four recommendations in even steps: a single scorecard then is the only
    thing in its band, and a panel's mean is taken for what it comes nearest to. On five steps the two
    between the middle and the best stand together.

    Parameters
    ----------
    prior_score
        0-1; missing where nothing was filed before the note and the landmark.

    Returns
    -------
    One of `SCORE_BANDS`, or `UNSCORED`.

    Examples
    --------
    >>> score_bands(pd.Series([0.0, 1 / 3, 0.5, 5 / 6, None])).tolist()
    ['strong_no', 'no', 'yes', 'strong_yes', 'none']
    """
    score = prior_score.to_numpy(dtype=float, na_value=np.nan)
    names = np.array([*SCORE_BANDS, UNSCORED], dtype=object)
    # 1/6 may fall short of half a step by its last binary digit.
    step = np.floor(score * (len(SCORE_BANDS) - 1) + 0.5 + 1e-9)
    code = np.where(np.isnan(score), len(SCORE_BANDS), step).astype(np.int64)
    return pd.Series(names[code], index=prior_score.index, dtype=object)


def with_round(scorecards: pd.DataFrame, interviews: pd.DataFrame) -> pd.DataFrame:
    """Return the rows of `out__scorecard`: cards with what is known of their round.

    Parameters
    ----------
    scorecards
        As `derive_scorecards` returns them.
    interviews
        Rows of `out__interview`; a round's last interview speaks for it.
    """
    last = interviews[interviews["exclusion"] != "earlier_in_round"]
    known = [
        *_OF_ROUND, "person_id", "job_id", "job", "department", "location", "source_channel",
        "recruiter_group", "quarter", "stage", "hours_to_note", "note_status", "exclusion",
    ]  # fmt: skip
    return scorecards.merge(last[known], on=_OF_ROUND)
