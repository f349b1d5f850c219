"""Whether the difference is another for notes that come sooner or later."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np
import pandas as pd

from analysis.disclosure import SUPPRESS, count, outward, secondary
from analysis.estimators.clustered import Clusters, Term, interval, standard_error, weighted
from analysis.estimators.design import numbered
from analysis.finding import NOT_GIVEN, Estimate, Exhibit, Finding, Point
from analysis.rows import Rows, counted
from analysis.studies import interviews as of_interviews
from analysis.studies.interviews import Interviews
from analysis.studies.side_by_side import METHOD, told
from etl.claim import Claim

HOURS = (2.0, 12.0, 24.0, 48.0)
"""Where one band of hours to the note ends and the next begins; the last ends with the window."""
FEWEST_BANDS = 3
"""With fewer there is no trend."""

_TREND = "change in the difference from one band to the next, later one"


@dataclass(frozen=True)
class _Band:
    """Interviews at risk in one band of hours, among all, and those with a note in it."""

    label: str
    at_risk: np.ndarray
    interviews: Interviews

    @property
    def n(self) -> int:
        return int(self.interviews.sent.sum())


def by_hours(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the adjusted difference in advancing by hours to the note, and its trend.

    Returns
    -------
    Exhibit "advance_by_hours", where both arms may be shown: a point for each band, n being the notes
    in it, and last the change from one band to the next.

    Notes
    -----
    A late note finds only those on whom nobody has decided by then. So each band has a landmark of its
    own, its end: of the interviews without a note at its start and undecided at its end, those with a
    note in the band are compared with those without one at its end, some of whom wrote later.
    """
    if not of_interviews.shown(rows):
        return []
    frame = _kept(rows)
    whole = Interviews.of(frame, np.zeros(len(frame), dtype=bool), np.full(len(frame), np.nan))
    bands = list(_bands(frame, whole, rows.scorecard, claim))
    n = np.array([band.n for band in bands])
    away = rows.given_away("hours to the note", partial(_counted, claim=claim))
    hidden = secondary(n, (n <= SUPPRESS) | np.array([band.label in away for band in bands]))
    terms = [
        None if hide else _difference(band.interviews)
        for band, hide in zip(bands, hidden, strict=True)
    ]
    points = [
        Point(
            band.label,
            None if hide else count(band.n),
            _shown(term, band.interviews.clusters, claim.level),
        )
        for band, hide, term in zip(bands, hidden, terms, strict=True)
    ]
    among = [
        (place, term.among(band.at_risk), standard_error(term.influence, band.interviews.clusters))
        for place, (band, term, point) in enumerate(zip(bands, terms, points, strict=True))
        if term is not None and point.estimate.low is not None
    ]
    trend = _trend(among, whole.clusters, claim.level)
    return [
        Exhibit(
            key="advance_by_hours",
            title="Advancing with a note and without, by hours to the note",
            sentence=f"{told(points, 'bands of hours')} {_trend_told(trend)}",
            unit="points",
            level=claim.level,
            points=(*points, Point(_TREND, None, trend)),
            method=f"{of_interviews.WITHIN} Also for the mean of the scores filed by the band's start. Each band "
            "compares those undecided at its end. Trend: a line through the bands in their order, each "
            "weighing by its precision, with the errors that they share.",
            assumptions=(
                "Mailboxes are known to be covered up to the landmark; beyond it they are taken to be.",
                "Hours are hours of the clock: nights and weekends count.",
                of_interviews.SCORE,
                of_interviews.CLUSTERS,
            ),
            cautions=of_interviews.cautions(rows),
        )
    ]


def _bands(
    frame: pd.DataFrame, whole: Interviews, scorecard: pd.DataFrame, claim: Claim
) -> Iterator[_Band]:
    """Return the interviews at risk in each band of hours, and which of them came with a note in it."""
    scores = _Scores.of(frame, scorecard)
    for start, label, at_risk, sent in _at_risk(frame, claim):
        asked = replace(whole, sent=sent, score=scores.by(max(start, 0.0)))
        yield _Band(label, at_risk, asked.where(at_risk))


def _at_risk(
    frame: pd.DataFrame, claim: Claim
) -> Iterator[tuple[float, str, np.ndarray, np.ndarray]]:
    """Return each band's start and label, who is at risk in it, and who had written by its end."""
    undecided = ((frame["decided_at"] - frame["ended_at"]).dt.total_seconds() / 3600).to_numpy()
    wrote = frame["hours_to_note"].to_numpy(dtype=float, na_value=np.inf)
    window = claim.window_days * 24
    ends = [*(hour for hour in HOURS if hour < window), window]
    for start, end in zip([-np.inf, *ends[:-1]], ends, strict=True):
        label = f"within {end:g} hours" if start < 0 else f"after {start:g} to {end:g} hours"
        yield start, label, (undecided > end) & (wrote > start), wrote <= end


def _kept(rows: Rows) -> pd.DataFrame:
    kept = rows.interview["exclusion"].isin(["", "decided_before_landmark"])
    return rows.interview[kept & rows.interview["covered"].astype(bool)].reset_index(drop=True)


def _counted(rows: Rows, claim: Claim) -> pd.DataFrame:
    """Return the interviews with a note that counts in a band, by band."""
    frame = _kept(rows)
    group = np.full(len(frame), "", dtype=object)
    for _, label, at_risk, sent in _at_risk(frame, claim):
        group[at_risk & sent] = label
    return counted(frame, group)


@dataclass(frozen=True)
class _Scores:
    """Scorecards: hours to filing, score and round, shape (cards,); and each interview's round."""

    filed: np.ndarray
    score: np.ndarray
    of_card: np.ndarray
    of_interview: np.ndarray

    @classmethod
    def of(cls, frame: pd.DataFrame, scorecard: pd.DataFrame) -> _Scores:
        keys = ["application_id", "round"]
        both = pd.concat([frame[keys], scorecard[keys]])
        number = numbered([both[key].to_numpy() for key in keys])
        return cls(
            scorecard["hours_filed"].to_numpy(dtype=float),
            scorecard["score"].to_numpy(dtype=float),
            number[len(frame) :],
            number[: len(frame)],
        )

    def by(self, hours: float) -> np.ndarray:
        """Return each interview's mean score of what its round had filed so many hours after its end."""
        filed = self.filed <= hours
        size = int(max(self.of_card.max(initial=0), self.of_interview.max(initial=0))) + 1
        n = np.bincount(self.of_card[filed], minlength=size)
        total = np.bincount(self.of_card[filed], self.score[filed], minlength=size)
        return np.where(n > 0, total / np.maximum(n, 1), np.nan)[self.of_interview]


def _difference(interviews: Interviews) -> Term | None:
    return (
        interviews.difference(interviews.advanced)
        if interviews.showable(interviews.advanced)
        else None
    )


def _shown(term: Term | None, clusters: Clusters, level: float) -> Estimate:
    if term is None:
        return Estimate(None, None, None, f"{METHOD}{NOT_GIVEN}too few to compare or to show")
    return outward(interval(term, clusters, level, 1.0), "points")


def _trend(among: Sequence[tuple[int, Term, float]], clusters: Clusters, level: float) -> Estimate:
    """Return the slope of bands' differences, given with their places and standard errors."""
    if len(among) < FEWEST_BANDS:
        return Estimate(None, None, None, f"{_TREND}{NOT_GIVEN}fewer than {FEWEST_BANDS} bands")
    places, terms, errors = zip(*among, strict=True)
    weight = 1 / np.array(errors) ** 2
    centred = np.array(places) - np.average(places, weights=weight)
    slope = weight * centred / (weight * centred**2).sum()
    return outward(interval(weighted(list(slope), terms, _TREND), clusters, level), "points")


def _trend_told(trend: Estimate) -> str:
    if trend.low is None or trend.high is None or trend.low <= 0 <= trend.high:
        return "Whether it is another for later notes these records cannot tell."
    return f"For later notes it is {'higher' if trend.low > 0 else 'lower'}, by more than chance."
