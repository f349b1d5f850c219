"""The hires of a view, followed from their first day to their last or to the end of the records."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis import planning, populations
from analysis.disclosure import SUPPRESS
from analysis.estimators import survival
from analysis.estimators.followed import Followed
from analysis.plan import Left
from analysis.populations import ARMS
from analysis.rows import Rows

YEAR = 365
RESIGNED, LET_GO, UNKNOWN = 1, 2, 3
"""Ways of leaving, as the HR file records them."""
SIDES = {"sent": 1, "not_sent": 0}
"""Arm → its number in the risk sets."""
ASSUMED = (
    "Hires who are still employed count for the days that the records reach.",
    "Who was hired lately leaves as those hired earlier did.",
    "Notes count as they are tagged, without correction for mis-tagging.",
)


@dataclass(frozen=True, eq=False)
class Hires:
    """The hires compared: everybody whom the HR file knows and whose last round is covered.

    Attributes
    ----------
    people
        Days to leaving or to the end of the records, within department. The first day is day 1: who
        leaves on day 365 or before did not complete the year.
    sizeable
        The same, with departments where few of an arm started a year ago or earlier taken as one.
    jobs
        Number of each one's job, shape (hires,).
    left
        Who is not compared.
    months
        In which they came, by their last interviews.
    """

    people: Followed
    sizeable: Followed
    jobs: np.ndarray
    left: Left
    months: int

    def size(self, arm: int) -> float:
        """Return how many an arm holds."""
        return float(self.people.risk_sets.n[:, arm].sum())

    def left_by(self, day: int, kind: int, arm: int) -> float:
        """Return how many of an arm were seen to leave in one way by the end of a day."""
        return float(self.people.risk_sets.left_by(day, kind)[:, arm].sum())

    def behind(self, arm: int) -> float:
        """Return how many, all followed for a year, would make the share of an arm that left in it.

        All shares of an arm are told in the steps of so many: steps of several sizes would, beside each
        other, tell of less than one.
        """
        gone = sum(self.left_by(YEAR, way, arm) for way in (RESIGNED, LET_GO, UNKNOWN))
        stayed = survival.staying(self.people.risk_sets, arm, YEAR, 0.95).value
        return self.size(arm) if stayed is None or not gone else gone / (1 - stayed)

    def followed_past(self, day: int, arm: int) -> float:
        """Return how many of an arm are known to be employed after a day."""
        return float(self.people.risk_sets.followed_to(day + 1)[:, arm].sum())


def hires(rows: Rows) -> Hires:
    """Return the hires compared."""
    population = populations.followed(rows.hire)
    withheld = rows.withheld_of("followed")
    each, reasons = np.ones(len(population)), populations.FOLLOWED_REASONS
    kept = rows.hire[population.isin(ARMS)]
    leaving = kept["leaving"].to_numpy(dtype=object)
    kind = np.select(
        [leaving == "voluntary", leaving == "involuntary"], [RESIGNED, LET_GO], UNKNOWN
    )
    people = Followed(
        end=kept["days_employed"].to_numpy(dtype=np.int64) + 1,
        reason=np.where(kept["has_left"].to_numpy(dtype=bool), kind, 0),
        exposed=(kept["note_status"] == "sent").to_numpy(dtype=bool),
        stratum=pd.factorize(kept["department"], use_na_sentinel=False)[0],
    )
    return Hires(
        people,
        _sizeable(people, (kept["first_year"] != "too_early").to_numpy(dtype=bool)),
        pd.factorize(kept["job_id"])[0],
        Left(populations.excluded(population, each, reasons, withheld), withheld),
        planning.months_spanned(kept["quarter"], pd.Series(1, index=kept.index)),
    )


def _sizeable(people: Followed, a_year_ago: np.ndarray) -> Followed:
    """Return the people with small departments as one.

    Whether a small department's curve reaches the end of the year depends on who left: to leave out
    those where it does not would tilt the difference. When people started does not depend on it.
    """
    departments = int(people.stratum.max(initial=-1)) + 1
    started = [
        np.bincount(people.stratum[a_year_ago & of], minlength=departments)
        for of in (people.exposed, ~people.exposed)
    ]
    small = np.min(started, axis=0) <= SUPPRESS
    return replace(
        people, stratum=np.where(small, departments, np.arange(departments))[people.stratum]
    )
