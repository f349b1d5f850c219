"""People followed over time, drawn at random or published, for the tests."""

from __future__ import annotations

import numpy as np

from analysis.estimators.followed import Followed

# Freireich et al. (1963), Blood 21:699-716: weeks in remission on 6-MP and on placebo. A minus marks
# those still in remission at the end.
_ON_6MP = [
    *(6, 6, 6, -6, 7, -9, 10, -10, -11, 13, 16),
    *(-17, -19, -20, 22, 23, -25, -32, -32, -34, -35),
]
_ON_PLACEBO = [1, 1, 2, 2, 3, 4, 4, 5, 5, 8, 8, 8, 8, 11, 11, 12, 12, 15, 17, 22, 23]


def freireich() -> Followed:
    """Return the patients of Freireich et al.; exposed are those on placebo."""
    weeks = np.array(_ON_6MP + _ON_PLACEBO)
    exposed = np.arange(len(weeks)) >= len(_ON_6MP)
    return Followed(np.abs(weeks), (weeks > 0).astype(int), exposed, np.zeros(len(weeks), int))


def departments(rng: np.random.Generator, people: int, ratio: float = 0.7) -> Followed:
    """Return hires of five departments, followed for 60 to 900 days.

    In departments where more resign (reason 1) more send notes; within one the hazard of senders is
    `ratio` of the others'. All are let go (reason 2) at one rate.
    """
    stratum = rng.integers(0, 5, people)
    exposed = rng.random(people) < SHARES[stratum]
    resigns = rng.exponential(1 / (HAZARDS[stratum] * np.where(exposed, ratio, 1.0)))
    let_go = rng.exponential(1 / LET_GO, people)
    seen = rng.uniform(60, 900, people)
    end = np.ceil(np.minimum(np.minimum(resigns, let_go), seen))
    reason = np.where(np.minimum(resigns, let_go) > seen, 0, np.where(resigns < let_go, 1, 2))
    return Followed(end, reason, exposed, stratum)


HAZARDS = np.array([0.0005, 0.0008, 0.0011, 0.0014, 0.0017])
SHARES = np.array([0.25, 0.33, 0.41, 0.49, 0.57])
LET_GO = 0.0004


def resigned(hazard: np.ndarray, days: float) -> np.ndarray:
    """Return the share who resign within so many days, at a hazard."""
    total = hazard + LET_GO
    return hazard / total * (1 - np.exp(-total * days))
