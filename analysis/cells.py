"""The cells that findings are made of, whole or as a view of some filters keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from analysis.claims import Declared
from analysis.ledger import POPULATIONS, Ledger, ledger
from etl.claim import Claim
from etl.notes.error_rates import ErrorRates


@dataclass(frozen=True, eq=False)
class Cells:
    """What findings are made of: counts by every dimension that a page filters on.

    Attributes
    ----------
    interview, hire, stage, application
        Rows of `out__cell_interview`, `out__cell_hire`, `out__cell_stage` and `out__cell_application`.
        The last two hold open applications, and no note status.
    run
        The run that made them, a row of `ops__run`; None for frames that come from no run.
    declared
        The claims that runs were made with, oldest first.
    filters
        Values kept of each dimension; `analysis.filters` writes this and the next two.
    whole
        The cells before filtering, or None if these are they.
    withheld
        (population, arm or reason) whose counts would, beside another view, single out few people.
    """

    interview: pd.DataFrame
    hire: pd.DataFrame
    stage: pd.DataFrame
    application: pd.DataFrame
    run: dict[str, Any] | None = None
    declared: tuple[Declared, ...] = ()
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    whole: Cells | None = None
    withheld: frozenset[tuple[str, str]] = frozenset()

    @cached_property
    def ledgers(self) -> dict[str, Ledger]:
        """The frames as numbers, by name."""
        return {name: ledger(getattr(self, name), POPULATIONS[name]) for name in POPULATIONS}

    @property
    def claim(self) -> Claim:
        """The claim as it was declared for the run; the defaults where there was none."""
        return Claim() if self.run is None else Claim.model_validate_json(self.run["claim"])

    @property
    def error_rates(self) -> ErrorRates | None:
        """How often the note tag is wrong, as the run recorded it; None where nobody knows."""
        return None if self.run is None else ErrorRates.from_text(self.run["error_rates"])

    def withheld_of(self, population: str) -> frozenset[str]:
        """Return the arms and reasons of a population that may not be shown."""
        return frozenset(label for name, label in self.withheld if name == population)
