"""How often the note tag is wrong: declared by the employer, or measured by its reviewers."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator


def _counts(share: tuple[float, float]) -> tuple[float, float]:
    right, of = share
    if right > of:
        raise ValueError(f"{right:g} right of {of:g}: at most all can be right")
    return share


_Right = Annotated[float, Field(ge=0, allow_inf_nan=False)]
_Of = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Share = Annotated[tuple[_Right, _Of], AfterValidator(_counts)]
"""So many right, of so many: counts, or effective sample sizes, so that their doubt is known too."""


class Agreement(BaseModel):
    """How far two reviewers of the same messages agree: Cohen's kappa with its interval."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    n: int = Field(gt=0, description="messages that two people reviewed")
    kappa: float = Field(ge=-1, le=1)
    low: float = Field(ge=-1, le=1)
    high: float = Field(ge=-1, le=1)

    @model_validator(mode="after")
    def _around(self) -> Agreement:
        if not self.low <= self.kappa <= self.high:
            raise ValueError("the interval does not hold kappa")
        return self


class ErrorRates(BaseModel):
    """How often the tag is right, of covered interviews.

    Attributes
    ----------
    basis
        "declared" in the settings, or "reviewed" by people.
    sensitivity
        (right, of): of so many interviews after which a note was sent, so many are tagged.
    specificity
        (right, of): of so many interviews after which none was, so many are not tagged.
    agreement
        Of two reviewers, where messages were reviewed twice.
    reviewed
        How many messages were reviewed, where people measured the rates.

    Examples
    --------
    >>> rates = ErrorRates(basis="declared", sensitivity=(46, 50), specificity=(388, 400))
    >>> rates.sensitivity_rate, rates.specificity_rate
    (0.92, 0.97)
    >>> ErrorRates.from_text(rates.to_text()) == rates
    True
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    basis: Literal["declared", "reviewed"]
    sensitivity: Share
    specificity: Share
    agreement: Agreement | None = None
    reviewed: int | None = Field(default=None, ge=0)

    @property
    def sensitivity_rate(self) -> float:
        """Share of the notes sent that are tagged, 0 to 1."""
        right, of = self.sensitivity
        return right / of

    @property
    def specificity_rate(self) -> float:
        """Share of the interviews without a note that are not tagged, 0 to 1."""
        right, of = self.specificity
        return right / of

    def to_text(self) -> str:
        """Return the rates as JSON, as `ops__run.error_rates` holds them."""
        return self.model_dump_json(exclude_none=True)

    @classmethod
    def from_text(cls, text: str) -> ErrorRates | None:
        """Return the rates that `to_text` wrote; None for an empty text: nobody knows them.

        Raises
        ------
        pydantic.ValidationError
            If the text is something else.
        """
        return cls.model_validate_json(text) if text else None
