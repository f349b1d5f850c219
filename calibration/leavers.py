"""Hires drawn at random and followed until they leave or the records end, at known hazards."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analysis.estimators.followed import Followed
from calibration.employers import CUSTOM

YEAR = 365
RESIGNED, LET_GO = 1, 2
_RESIGNING, _LETTING_GO = (0.15, 0.45), 0.10
"""Hazards a year: of resigning without a note, in the calmest department and in the most restless; of
being let go."""
_RECORDS = (0.5, 3.0)
"""Years from the first day to where the records end."""


@dataclass(frozen=True)
class LeaversDesign:
    """A kind of hires; `ratio` is that of the hazards of resigning, with a note and without."""

    hires: int
    departments: int = 1
    ratio: float = 1.0

    @property
    def fewest(self) -> float:
        """About how many are expected to resign in a year, in the smaller arm."""
        share, hazard = sum(CUSTOM) / 2, sum(_RESIGNING) / 2
        return self.hires * min(1 - share, share * self.ratio) * hazard


@dataclass(frozen=True)
class Leavers:
    """The hires of one employer, followed in days.

    Attributes
    ----------
    truths
        By the year's end: the share of senders still there ("staying") and that resigned ("leaving"),
        and by how much fewer of them than of others resigned, within departments ("difference"); and
        the ratio of hazards ("hazard ratio").
    """

    people: Followed
    truths: dict[str, float]

    def truth(self, measure: str) -> float:
        """Return the truth that an estimator of a measure should find."""
        return self.truths[measure]


def draw(design: LeaversDesign, rng: np.random.Generator) -> Leavers:
    """Return the hires of an employer: more send a note in departments that are more restless."""
    departments, n = design.departments, design.hires
    weight = rng.gamma(2.0, size=departments)
    weight /= weight.sum()
    department = np.repeat(np.arange(departments), rng.multinomial(n, weight))
    habit, other = rng.random((2, departments))
    custom = CUSTOM[0] + (CUSTOM[1] - CUSTOM[0]) * habit
    without = _RESIGNING[0] + (_RESIGNING[1] - _RESIGNING[0]) * (habit + other) / 2
    hazard = np.stack([without, design.ratio * without], axis=-1)
    sent = rng.random(n) < custom[department]
    resigning = rng.exponential(size=n) / hazard[department, 1 * sent]
    let_go = rng.exponential(size=n) / _LETTING_GO
    records = rng.uniform(*_RECORDS, n)
    years = np.minimum(np.minimum(resigning, let_go), records)
    reason = np.select([years == resigning, years == let_go], [RESIGNED, LET_GO], default=0)
    days = np.ceil(years * YEAR).astype(np.int64)
    any_reason = hazard + _LETTING_GO
    left = hazard / any_reason * (1 - np.exp(-any_reason))
    of_senders, told = weight * custom, weight * custom * (1 - custom)
    truths = {
        "staying": np.average(np.exp(-any_reason[:, 1]), weights=of_senders),
        "leaving": np.average(left[:, 1], weights=of_senders),
        "difference": np.average(left[:, 0] - left[:, 1], weights=told),
        "hazard ratio": design.ratio,
    }
    return Leavers(Followed(days, reason, sent, department), truths)
