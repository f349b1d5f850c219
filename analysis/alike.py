"""What interviews have in common that are compared: job, stage and round, and the score before the note."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis import populations, words
from analysis.cells import Cells
from analysis.disclosure import count
from analysis.estimators.stratified import number
from etl.claim import Claim

FEWEST_SCORED = 0.70
"""If a smaller share of those compared has a score from before the note, it is not said to be held fixed."""

_PLACE = ["job_id", "stage", "round"]
_SAME = "the same job, stage and round"
_SCORED = (
    "Scored alike are those whose mean score before the note and the landmark is nearest to the same of four "
    "recommendations: strong no, no, yes, strong yes. Where it measures a candidate with noise, some of what "
    "it stands for stays in the difference.",
    "Whether scorecards are filed sooner or later says nothing of who advances.",
)


@dataclass(frozen=True)
class Alike:
    """What interviews have in common, in words.

    Attributes
    ----------
    others
        Those of them on the other side, after "than".
    within
        What they have in common.
    columns
        The same as columns.
    """

    others: str
    within: str
    columns: str
    assumptions: tuple[str, ...] = ()
    cautions: tuple[str, ...] = ()


def strata(compared: pd.DataFrame, claim: Claim) -> list[pd.Series]:
    """Return the stratum of interview cells, as what `tabulate` takes.

    What a claim puts in the place of a note is there before the interview, and the score may tell of it:
    held fixed, it would take away part of what is asked about.
    """
    names = [*_PLACE, "score_band"] if claim.exposure is None else _PLACE
    # Numbered once: the tables of a finding are made over the same strata again and again.
    return [pd.Series(number([compared[name] for name in names], len(compared)))]


def told(cells: Cells, claim: Claim) -> Alike:
    """Return what the interviews compared have in common, and for how many the score is among it.

    Examples
    --------
    >>> frame = pd.DataFrame({"note_status": ["sent", "not_sent"], "exclusion": "", "n": [60, 240]})
    >>> scored = frame.assign(score_band=["none", "yes"])
    >>> found = told(Cells(scored, *[frame[:0]] * 3), Claim())
    >>> print(found.others)
    others for the same job, stage and round whose interview was scored alike
    >>> print(*found.cautions)
    Of 100 interviews compared, about 80 have a score filed before the note and the landmark. Any others \
stand together, and their scores are not held fixed.
    """
    if claim.exposure is not None:
        return Alike(f"others for {_SAME}", _SAME, "requisition x stage x round")
    population = populations.scored(cells.interview)
    n = cells.interview["n"].to_numpy(dtype=float)
    scored, unscored = (float(n[population == one].sum()) for one in ("scored", "unscored"))
    held = 0 < FEWEST_SCORED * (scored + unscored) <= scored
    withheld = cells.withheld_of("scored") & {"scored", "unscored"}
    some = ("most" if held else "too few") if withheld else _some(scored, unscored)
    known = (
        f"Of 100 interviews compared, {some} have a score filed before the note and the landmark"
    )
    columns = "requisition x stage x round x band of the score before the note"
    if not held:
        return Alike(
            f"others for {_SAME}",
            _SAME,
            columns,
            cautions=(
                f"Better interviews may be followed by more notes, and by advancing. {known}, and the score "
                "is not held fixed.",
            ),
        )
    return Alike(
        f"others for {_SAME} whose interview was scored alike",
        "the same job, stage, round and earlier score",
        columns,
        _SCORED,
        (f"{known}. Any others stand together, and their scores are not held fixed.",),
    )


def _some(scored: float, unscored: float) -> str:
    """Return how many of 100 have a score, as it may be shown."""
    few, rest, whole = count(scored), count(unscored), count(scored + unscored)
    if few is None or whole is None:
        return "none or next to none"
    return "all or nearly all" if rest is None else f"about {words.out_of_100(few / whole)}"
