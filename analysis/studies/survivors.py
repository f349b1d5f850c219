"""Only those who stay are rated: the same comparison with leaving counted, and with leavers left out."""

from __future__ import annotations

from collections.abc import Collection

import numpy as np
import pandas as pd

from analysis import compare, populations, words
from analysis.disclosure import count, rate
from analysis.estimators.stratified import risk_difference, tabulate
from analysis.finding import Estimate, Exhibit, Finding, Point
from analysis.populations import ARMS
from analysis.rows import Rows, counted
from analysis.studies.hires import too_few
from etl.claim import Claim

_BOTH = "Stayed a year, and rated at the review group's average or above"
_STAYED = "Stayed a year"
_RATED = "Of those who stayed: rated at the review group's average or above"


def survivors(rows: Rows, claim: Claim) -> list[Finding | Exhibit]:
    """Return the difference in staying and doing well together, and each alone (key "survivors").

    Compared are hires whose first year is over and who left in it or have a rating, within
    department. Who left has no rating, or one that says little; counted out, the rest look better
    than those who were hired.
    """
    people = _cohort(rows)
    withheld: Collection[str] = rows.withheld_of("performance") | rows.withheld_of("retention")
    if rows.given_away("survivors", _counted):
        withheld = ARMS
    kinds = {
        _BOTH: (people, people["stayed"] & people["good"]),
        _STAYED: (people, people["stayed"]),
        _RATED: (people[people["stayed"]], people.loc[people["stayed"], "good"]),
    }
    why = too_few(people["sent"], withheld)
    if not why and not all(_showable(group, success) for group, success in kinds.values()):
        why = "not shown: too few on one side left, or were rated high or low"
    points = tuple(
        Point(label, None, Estimate(None, None, None, why))
        if why
        else Point(label, count(len(group)), _difference(group, success, claim.level))
        for label, (group, success) in kinds.items()
    )
    return [
        Exhibit(
            key="survivors",
            title="Who left before being rated",
            sentence=_sentence(points),
            unit="points",
            level=claim.level,
            points=points,
            method="Difference between hires with a note and without: Mantel-Haenszel within department, "
            "Klingenberg's interval.",
            assumptions=(
                "Leaving of any kind in the first year counts as not staying, whatever the rating was.",
                "Whoever stayed and has no rating is left out.",
            ),
            cautions=(words.EXPLORATORY,),
        )
    ]


def _cohort(rows: Rows) -> pd.DataFrame:
    """Return those compared: all columns of `out__hire`; sent, stayed and good (rated at the average or above)."""
    hire = rows.hire
    stayed = hire["first_year"] == "stayed"
    known = (hire["exclusion"] == "") | ~stayed
    kept = hire[populations.retention(hire).isin(ARMS) & known]
    return kept.assign(
        sent=kept["note_status"] == "sent",
        stayed=kept["first_year"] == "stayed",
        good=(kept["performance"] >= 0).fillna(False).astype(bool),
    )


def _counted(rows: Rows) -> pd.DataFrame:
    people = _cohort(rows)
    sides = [np.where(people[name], name, "not") for name in ("stayed", "sent")]
    return counted(people, *sides)


def _showable(people: pd.DataFrame, success: pd.Series) -> bool:
    """Return whether both outcomes have enough people on either side to be shown."""
    sides = (people["sent"] == sent for sent in (True, False))
    return all(rate(int(success[side].sum()), int(side.sum())) is not None for side in sides)


def _difference(people: pd.DataFrame, success: pd.Series, level: float) -> Estimate:
    tables = tabulate([people["department"]], people["sent"], success, np.ones(len(people)))
    return compare.as_shown(risk_difference(tables, level), tables, level)


def _sentence(points: tuple[Point, ...]) -> str:
    both, _, rated = (point.estimate.value for point in points)
    if both is None or rated is None:
        return "Too few hires to show."
    return (
        f"Of 100 hires with a note, {words.more(both)} than of those without stayed a year and were rated "
        f"at their review group's average or above. {words.span(points[0].estimate, 'points')} Among those "
        f"who stayed, {words.more(rated)} were. {words.span(points[2].estimate, 'points')}"
    )
