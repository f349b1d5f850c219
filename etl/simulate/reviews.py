"""Performance reviews: cycles, calibration groups of unequal leniency, words and numbers.

Ratings rest on ability, the group's leniency, and chance; a note adds `Effects.performance` standard
deviations, by default nothing. Groups in departments where notes are customary rate more kindly, so
that ratings compared across groups would speak for notes.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd

from etl.simulate.clock import NONE
from etl.simulate.kinds import Floats, Ints, Strings
from etl.simulate.rounds import Effects
from etl.simulate.world import DEPARTMENTS, TALENT

_DAY_ZERO = date(1970, 1, 1).toordinal()


def _day(text: str) -> int:
    return date.fromisoformat(text).toordinal() - _DAY_ZERO


CYCLES = (
    ("H2 2024", _day("2024-12-31"), _day("2025-01-20")),
    ("H1 2025", _day("2025-06-30"), _day("2025-07-18")),
    ("H2 2025", _day("2025-12-31"), _day("2026-01-19")),
    ("H1 2026", _day("2026-05-31"), _day("2026-06-15")),
)
"""Name, end of the period, and day of the reviews."""
FIRST_CYCLE_IN_WORDS = 2
"""From this cycle on the HR system stored ratings as words."""
_SPREAD = 0.8
"""Standard deviation of a rating within a group, before rounding."""
_DAYS_OF_REVIEWS = 5
_NEW = 60
"""Days on which somebody must have worked to be rated."""


def draw_reviews(
    rng: np.random.Generator, employees: pd.DataFrame, effects: Effects
) -> pd.DataFrame:
    """Draw every cycle's reviews of those who then worked here.

    Parameters
    ----------
    rng
        Source of chance.
    employees
        As in `Staff.employees`, with `ability` (standard deviations) and `noted`.
    effects
        What a note does to a rating.
    """
    group_of, leniency, group_names = _groups(rng, employees)
    parts = []
    for cycle, (_, end, day) in enumerate(CYCLES):
        hired, left = employees["hired"].to_numpy(), employees["left"].to_numpy()
        rated = np.flatnonzero(
            (hired <= end - _NEW) & ((left == NONE) | (left > day + _DAYS_OF_REVIEWS))
        )
        rating = _rate(rng, employees, rated, leniency[cycle][group_of[rated]], effects)
        part = pd.DataFrame(
            {"employee": rated, "cycle": cycle, "group": group_names[group_of[rated]], "own": False}
        )
        part["rating"], part["day"] = rating, day + rng.integers(0, _DAYS_OF_REVIEWS, len(rated))
        selves = part[rng.random(len(part)) < 0.3].assign(own=True)
        selves["rating"] = np.minimum(selves["rating"] + rng.integers(0, 3, len(selves)), 5)
        selves["day"] -= 10
        parts += [part, selves]
    reviews = pd.concat(parts, ignore_index=True)
    return reviews.sort_values(["cycle", "employee", "own"], ignore_index=True)


def _groups(
    rng: np.random.Generator, employees: pd.DataFrame
) -> tuple[Ints, list[Floats], Strings]:
    """Return each employee's calibration group, the groups' leniency by cycle, and their names."""
    department = employees["department"].to_numpy()
    sizes = np.bincount(department, minlength=TALENT + 1)
    many = np.maximum(1, sizes // 25)
    offset = np.r_[0, np.cumsum(many)[:-1]]
    group = offset[department] + (rng.random(len(department)) * many[department]).astype(np.int64)
    owner = np.repeat(np.arange(TALENT + 1), many)
    usual = np.array([*(item.lenient for item in DEPARTMENTS), 0.0])[owner]
    leniency = [usual + rng.normal(0, 0.25, len(owner)) for _ in CYCLES]
    titles = [*(item.name for item in DEPARTMENTS), "Talent"]
    names = np.array(
        [f"{titles[at]} {number + 1}" for at, size in enumerate(many) for number in range(size)]
    )
    return group, leniency, names


def _rate(
    rng: np.random.Generator,
    employees: pd.DataFrame,
    rated: Ints,
    lenient: Floats,
    effects: Effects,
) -> Ints:
    ability = employees["ability"].to_numpy()[rated]
    noted = employees["noted"].to_numpy()[rated].astype(np.float64)
    own = (
        0.5 * ability
        + np.sqrt(0.75) * rng.standard_normal(len(rated))
        + effects.performance * noted
    )
    return np.clip(np.rint(3.2 + lenient + _SPREAD * own), 1, 5).astype(np.int64)
