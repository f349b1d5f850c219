"""All that was measured, as the page and its pictures take it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from calibration.estimators import ESTIMATORS
from calibration.failures import failures
from calibration.measure import BEYOND_CHANCE, Result, Shortfall, fall_short, measure
from calibration.scenarios import scenarios
from calibration.verdicts import Verdicts, conditions, grid, judge


@dataclass(frozen=True)
class Measured:
    """What was measured.

    Attributes
    ----------
    runs, finding_runs
        Employers to a scenario, and to a finding.
    """

    runs: int
    finding_runs: int
    results: Sequence[Result]
    shortfalls: Sequence[Shortfall]
    grid: Sequence[Verdicts]
    conditions: Sequence[Verdicts]

    @property
    def missed(self) -> list[Result]:
        """Results outside the bars that apply to them."""
        return [one for one in self.results if one.scenario.enough and not one.meets()]

    @property
    def missed_beyond_chance(self) -> list[Result]:
        """Those of them that the simulation's own error does not account for."""
        return [one for one in self.missed if not one.meets(BEYOND_CHANCE)]

    @property
    def employers(self) -> int:
        """How many employers were drawn."""
        drawn = {one.scenario.name: one.given.of for one in self.results}
        compared = sum(one.wrong.coverage.of for one in self.shortfalls)
        asked = sum(one.right.of for one in [*self.grid, *self.conditions])
        return sum(drawn.values()) + compared + asked

    def by_estimator(self) -> dict[str, list[Result]]:
        """Return the results of each estimator."""
        return {
            one.name: [result for result in self.results if result.estimator.name == one.name]
            for one in ESTIMATORS
        }

    def by_question(self) -> dict[str, list[Verdicts]]:
        """Return what became of each question, in the grid."""
        return {
            name: list(of) for name, of in groupby(self.grid, lambda one: one.case.question.name)
        }


def everything(runs: int, finding_runs: int) -> Measured:
    """Measure estimators, failures and findings.

    Parameters
    ----------
    runs, finding_runs
        See `Measured`.
    """
    return Measured(
        runs,
        finding_runs,
        [result for one in scenarios() for result in measure(one, ESTIMATORS, runs)],
        [fall_short(one, runs) for one in failures()],
        [judge(one, finding_runs) for one in grid()],
        [judge(one, finding_runs) for one in conditions()],
    )
