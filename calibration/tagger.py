"""A tagger that is wrong as often after every interview, and what an employer knows of it."""

from __future__ import annotations

import numpy as np

from etl.notes.error_rates import ErrorRates

PERFECT = (1.0, 1.0)
_CHECKED = (100, 200)
"""On so many interviews with a note, and so many without, the employer measured its tagger."""


def measured(tagger: tuple[float, float], rng: np.random.Generator) -> ErrorRates | None:
    """Return what an employer measured of its tagger; None of one without mistakes.

    Parameters
    ----------
    tagger
        True sensitivity and specificity.
    """
    if tagger == PERFECT:
        return None
    right = [float(rng.binomial(of, chance)) for of, chance in zip(_CHECKED, tagger, strict=True)]
    return ErrorRates(
        basis="reviewed",
        sensitivity=(right[0], _CHECKED[0]),
        specificity=(right[1], _CHECKED[1]),
    )
