"""The claim: what is tested and how it will be judged, declared before the data is seen.

A claim is data. Another piece of folklore about candidates is another file, asked of the same tables.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from etl import toml
from etl.errors import SettingsWrong

Outcome = Literal["advance", "offer", "acceptance", "performance", "increment", "retention"]
Dimension = Literal["department", "job", "stage", "format", "source_channel", "location"]


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class SmallestEffects(_Section):
    """The smallest effects of interest: below these, a difference would change nobody's mind."""

    advance: float = Field(default=0.05, gt=0, lt=1, description="difference in pass-through rate")
    acceptance: float = Field(
        default=0.05, gt=0, lt=1, description="difference in the share of offers that are accepted"
    )
    performance: float = Field(default=0.20, gt=0, description="standardised mean difference")
    retention: float = Field(
        default=0.05, gt=0, lt=1, description="difference in first-year retention"
    )


class Exposure(_Section):
    """What is compared in the place of a note: one or more values of a column of the cells.

    It must be fixed before the interview: unlike a note it can be neither late nor unseen.
    """

    column: Literal["source_channel", "weekday"]
    values: tuple[str, ...] = Field(min_length=1)
    who: str = Field(
        description='those exposed, after "candidates" or "hires": "who were referred"',
        pattern=r"^who \w",
    )


class Claim(_Section):
    """What is tested, declared before the data is seen."""

    landmark_hours: float = Field(default=24, gt=0, le=24 * 14)
    window_days: float = Field(default=7, gt=0, le=60)
    level: float = Field(default=0.95, ge=0.8, le=0.999)
    outcomes: tuple[Outcome, ...] = Field(
        default=("advance", "performance", "retention"),
        description="what is declared; every other finding is exploratory",
    )
    leave_out: dict[Dimension, tuple[str, ...]] = Field(
        default_factory=dict,
        description="values that are not compared, e.g. stages in which a note is out of place; offers and hires "
        "go by their other rounds",
    )
    smallest_effects: SmallestEffects = SmallestEffects()
    exposure: Exposure | None = Field(
        default=None, description="what is compared in the place of a note"
    )

    @field_validator("outcomes")
    @classmethod
    def _once(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if len(set(value)) < len(value):
            raise ValueError("an outcome is named twice")
        return value

    @property
    def digest(self) -> str:
        """Sixteen hex digits that change with anything that is declared.

        Examples
        --------
        >>> Claim().digest == Claim(landmark_hours=24.0).digest, Claim().digest == Claim(level=0.9).digest
        (True, False)
        """
        return sha256(self.model_dump_json().encode()).hexdigest()[:16]


def load_claim(path: Path) -> Claim:
    """Return the claim of a file with a `[claim]` section, as in goodeggs.toml.

    Raises
    ------
    SettingsWrong
        If the file cannot be read, or, naming the field, if the section is missing or contradicts itself.
    """
    document = toml.read(path, if_missing="Check the path and its spelling")
    if "claim" not in document:
        raise SettingsWrong("no claim is declared", file=path, field="claim", fix="Add [claim]")
    try:
        return Claim.model_validate(document["claim"])
    except ValidationError as error:
        raise toml.refused(error, path, within="claim") from None
