"""The interviews compared, as the arrays that a regression is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.disclosure import rate
from analysis.estimators.clustered import Clusters
from analysis.estimators.logistic import Adjusted, contrasts
from analysis.estimators.design import dummies, levels, patterns
from analysis.estimators.stratified import Strata, tabulate
from analysis.plan import FEWEST_STRATA
from analysis.rows import Rows

DESCRIBED = ("round", "stage", "format", "department", "source_channel", "location", "level")
ADJUSTED = (
    "Logistic regression over all rounds, read as a difference of rates: what the model expects of all "
    "interviews with a note, less what it expects of them without one. Adjusted for round, stage, "
    "format, department, source channel, location and level, and for the share of candidates for the "
    "same job, stage and round who sent a note, so that jobs are not compared with jobs (Mundlak 1978, "
    "Econometrica 46:69-85). Interval by person and by job, Student's t; raw: Newcombe."
)
WITH_SCORE = (
    "Also for the mean interview score filed before the note and the landmark, in fifths of its scale "
    "and along a line, no score being a band of its own."
)

# A level of a covariate with fewer on either side of the outcome stands with others.
_FEWEST = 10
_BANDS = 5


@dataclass(frozen=True)
class Interviews:
    """Interviews, and which came with a note; arrays of shape (interviews,).

    Attributes
    ----------
    sent
        Flags.
    outcome
        "advanced", "rejected" or "withdrew".
    offered
        Flags.
    described
        Codes of the columns `DESCRIBED`, in their order.
    stratum
        Code of requisition x stage x round.
    score
        Mean score as it stood before the note, 0-1; missing where there was none.
    clusters
        By person and by requisition.
    """

    sent: np.ndarray
    outcome: np.ndarray
    offered: np.ndarray
    described: tuple[np.ndarray, ...]
    stratum: np.ndarray
    score: np.ndarray
    clusters: Clusters

    @classmethod
    def of(cls, rows: pd.DataFrame, sent: np.ndarray, score: np.ndarray) -> Interviews:
        """Return the interviews of rows of `out__interview`."""
        codes = tuple(pd.factorize(rows[name], sort=True)[0] for name in DESCRIBED)
        job = rows["job_id"].to_numpy()
        return cls(
            sent,
            rows["outcome"].to_numpy(dtype=object),
            rows["offered"].to_numpy(dtype=bool),
            codes,
            patterns([job, codes[0], codes[1]])[0],
            score,
            Clusters.of(rows["person_id"].to_numpy(), job),
        )

    @classmethod
    def compared(cls, rows: Rows) -> Interviews:
        """Return the interviews of both arms of the influence finding."""
        frame = rows.compared
        sent = (frame["note_status"] == "sent").to_numpy(dtype=bool)
        return cls.of(frame, sent, frame["prior_score"].to_numpy(dtype=float, na_value=np.nan))

    def where(self, keep: np.ndarray) -> Interviews:
        """Return the interviews that `keep`, shape (interviews,), marks."""
        return Interviews(
            self.sent[keep],
            self.outcome[keep],
            self.offered[keep],
            tuple(codes[keep] for codes in self.described),
            self.stratum[keep],
            self.score[keep],
            self.clusters.where(keep),
        )

    def without_score(self) -> Interviews:
        """Return the same interviews, no score of theirs being known."""
        return replace(self, score=np.full(len(self.score), np.nan))

    def strata(self, went: np.ndarray) -> Strata:
        """Return a 2 x 2 table to each requisition x stage x round, `went` being the outcome."""
        return tabulate([pd.Series(self.stratum)], self.sent, went, np.ones(len(went)))

    def contrasts(self, went: np.ndarray) -> Adjusted:
        """Return the adjusted difference between the arms in the share of those who `went`.

        Parameters
        ----------
        went
            Flags, shape (interviews,).
        """
        known = ~np.isnan(self.score)
        # 3 of 5 is 0.6, but for its last binary digit.
        fifth = np.minimum(np.floor(self.score * _BANDS + 1e-9), _BANDS - 1)
        line = np.where(known, self.score, self.score[known].mean() if known.any() else 0.0)
        custom = (np.bincount(self.stratum, self.sent) / np.bincount(self.stratum))[self.stratum]
        codes = [levels(column, went, _FEWEST) for column in (*self.described, fifth)]
        number, first = patterns([*codes, custom, line])
        ones = np.ones(len(first))
        columns = [ones, *(dummies(code[first]) for code in codes), custom[first], line[first]]
        return contrasts(went, self.sent, np.column_stack(columns), number)

    def showable(self, went: np.ndarray) -> bool:
        """Return whether a difference of rates may be shown and has enough strata behind it."""
        strata = self.strata(went)
        s1, n1, s0, n0 = strata.pooled()
        enough = int(strata.informative.sum()) >= FEWEST_STRATA
        return enough and rate(s1, n1) is not None and rate(s0, n0) is not None
