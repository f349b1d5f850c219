"""The interviews compared, as the arrays that a regression is made of."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from analysis import offers, planning, populations, words
from analysis.disclosure import count, rate
from analysis.estimators.clustered import Clusters, Term
from analysis.estimators.design import dummies, levels, numbered
from analysis.estimators.logistic import Adjusted, contrasts
from analysis.estimators.slopes import slopes
from analysis.estimators.stratified import Strata
from analysis.plan import FEWEST_STRATA, Left
from analysis.populations import ARMS
from analysis.rows import Rows

ADJUSTED = (
    "Logistic regression over all rounds, read as a difference of rates: what the model expects of all "
    "interviews with a note, less what it expects of them without one. Adjusted for round, stage "
    "and format (together), department, source channel, location and level, and for the share of "
    "candidates for the same job, stage and round who sent a note, so that jobs are not compared with "
    "jobs (Mundlak 1978, Econometrica 46:69-85). Interval by person and by job, the jobs jackknifed, "
    "Student's t; raw: Newcombe."
)
WITHIN = (
    "Difference within the same job, stage and round by least squares, each such group weighing as Mantel "
    "and Haenszel weigh it; adjusted for format and source channel. Interval by person and by job, "
    "the jobs jackknifed, Student's t."
)
WITH_SCORE = (
    "Also for the mean interview score filed before the note and the landmark, in fifths of its scale "
    "and along a line, no score being a band of its own."
)
SCORE = (
    "A score counts as it stood before the note. Where it measures a candidate with noise, some of what it "
    "stands for stays in the difference."
)
CLUSTERS = (
    "Interviews of one person, and those for one job, may depend on each other in any way; beyond that "
    "they are taken as independent."
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
    format, source, place
        Codes of the interview's format, of the source channel, and of department, location and level.
    kind
        Code of round x stage x format. Apart, these would go together so closely that their rare
        combinations tell the outcome.
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
    format: np.ndarray
    source: np.ndarray
    place: tuple[np.ndarray, ...]
    kind: np.ndarray
    stratum: np.ndarray
    score: np.ndarray
    clusters: Clusters

    @classmethod
    def of(cls, rows: pd.DataFrame, sent: np.ndarray, score: np.ndarray) -> Interviews:
        """Return the interviews of rows of `out__interview`."""

        def code(name: str) -> np.ndarray:
            return pd.factorize(rows[name], sort=True)[0].astype(np.int64)

        job, round_, stage, format_ = (
            code(name) for name in ("job_id", "round", "stage", "format")
        )
        return cls(
            sent,
            rows["outcome"].to_numpy(dtype=object),
            rows["offered"].to_numpy(dtype=bool),
            format_,
            code("source_channel"),
            tuple(code(name) for name in ("department", "location", "level")),
            numbered([round_, stage, format_]),
            numbered([job, round_, stage]),
            score,
            Clusters.of(rows["person_id"].to_numpy(), job),
        )

    def where(self, keep: np.ndarray) -> Interviews:
        """Return the interviews that `keep`, shape (interviews,), marks."""
        return Interviews(
            self.sent[keep],
            self.outcome[keep],
            self.offered[keep],
            self.format[keep],
            self.source[keep],
            tuple(code[keep] for code in self.place),
            self.kind[keep],
            self.stratum[keep],
            self.score[keep],
            self.clusters.where(keep),
        )

    def without_score(self) -> Interviews:
        """Return the same interviews, no score of theirs being known."""
        return replace(self, score=np.full(len(self.score), np.nan))

    @cached_property
    def advanced(self) -> np.ndarray:
        """Which went on to a later stage, an offer or a hire, shape (interviews,)."""
        return np.asarray(self.outcome == "advanced", dtype=bool)

    def strata(self, went: np.ndarray) -> Strata:
        """Return a 2 x 2 table to each requisition x stage x round, `went` being the outcome."""

        def total(keep: np.ndarray) -> np.ndarray:
            return np.bincount(self.stratum[keep], minlength=len(n)).astype(float)

        n = np.bincount(self.stratum)
        tables = Strata(
            *(total(flag) for arm in (self.sent, ~self.sent) for flag in (arm, arm & went))
        )
        return tables.where(n > 0)

    def contrasts(self, went: np.ndarray) -> Adjusted:
        """Return the arms' adjusted difference and odds ratio, by `ADJUSTED`.

        Parameters
        ----------
        went
            The outcome, shape (interviews,).
        """
        fifth, line = self._scores
        n = np.maximum(np.bincount(self.stratum), 1)
        custom = (np.bincount(self.stratum, self.sent) / n)[self.stratum]
        codes = [
            levels(column, went, _FEWEST) for column in (self.kind, self.source, *self.place, fifth)
        ]
        flags = [flag for code in codes for flag in dummies(code)]
        found = contrasts(went, self.sent, [*flags, custom, line])
        terms = (found.differences, found.log_odds_ratios)
        return Adjusted(*(tuple(self._jackknifed(term) for term in kind) for kind in terms))

    def difference(self, went: np.ndarray) -> Term:
        """Return the arms' difference, by `WITHIN`.

        Differences of outcomes of which everybody has one add up to nothing.
        """
        fifth, line = self._scores
        flags = [flag for code in (self.format, self.source, fifth) for flag in dummies(code)]
        (found,) = slopes(went, [self.sent], [*flags, line], self.stratum)
        return self._jackknifed(found)

    def _jackknifed(self, term: Term) -> Term:
        """Return the term with the error that leaving out one job after the other shows."""
        return term.jackknifed(self.clusters.ways[-1])

    @cached_property
    def _scores(self) -> tuple[np.ndarray, np.ndarray]:
        """Return the score's fifth of its scale, or 5 where there is none, and the score itself."""
        known = ~np.isnan(self.score)
        # 3 of 5 is 0.6, but for its last binary digit.
        fifth = np.minimum(np.floor(self.score * _BANDS + 1e-9), _BANDS - 1)
        middle = self.score[known].mean() if known.any() else 0.0
        return np.where(known, fifth, _BANDS).astype(np.int64), np.where(known, self.score, middle)

    def showable(self, went: np.ndarray) -> bool:
        """Return whether a difference of rates may be shown and has enough strata behind it."""
        strata = self.strata(went)
        s1, n1, s0, n0 = strata.pooled()
        enough = int(strata.informative.sum()) >= FEWEST_STRATA
        return enough and rate(s1, n1) is not None and rate(s0, n0) is not None


@lru_cache(maxsize=1)
def compared(rows: Rows) -> Interviews:
    """Return the interviews of both arms of the influence finding, kept for the view's next study."""
    frame = rows.compared
    sent = (frame["note_status"] == "sent").to_numpy(dtype=bool)
    return Interviews.of(frame, sent, frame["prior_score"].to_numpy(dtype=float, na_value=np.nan))


@lru_cache(maxsize=1)
def left(rows: Rows) -> Left:
    """Return the view's interviews that are not compared, kept for its next study."""
    return offers.left(rows.cells, populations.interviews(rows.cells.interview))


@lru_cache(maxsize=1)
def months(rows: Rows) -> int:
    """Return the months in which the interviews compared came, kept for the view's next study."""
    quarter = rows.compared["quarter"]
    return planning.months_spanned(quarter, pd.Series(1, quarter.index))


def scores_given_away(rows: Rows) -> bool:
    """Return whether another view would single out few of the interviews with a score before the note, or without."""
    return bool(rows.cells.withheld_of("scored") & {"scored", "unscored"})


def shown(rows: Rows) -> bool:
    """Return whether numbers of both arms may be shown at all."""
    sent = compared(rows).sent
    arms = [count(int(arm.sum())) for arm in (sent, ~sent)]
    return None not in arms and not rows.cells.withheld_of("interviews") & set(ARMS)


def cautions(rows: Rows) -> tuple[str, ...]:
    """Return what to say of any exhibit of the interviews compared."""
    return (
        words.EXPLORATORY,
        *(reason.text for reason in left(rows).reasons),
        *left(rows).cautions,
        words.CHANNELS,
    )
