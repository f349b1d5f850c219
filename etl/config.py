"""`goodeggs.toml` → one typed `Settings` object. Paths are relative to the file that names them."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource, SettingsConfigDict
from pydantic_settings.exceptions import SettingsError

from etl import toml
from etl.claim import Claim
from etl.errors import SettingsWrong
from etl.notes.error_rates import ErrorRates, Share
from etl.recruiters import RecruiterGroups

FILE_NAME = "goodeggs.toml"
FEWEST_CHECKED = 10
"""Error rates measured on fewer notes, or on fewer others, are not accepted."""


class _Section(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class _Source(_Section):
    name: str = Field(
        pattern=r"^[a-z][a-z0-9_-]*$", description="a short name, unique in this file"
    )
    timezone: str | None = Field(
        default=None,
        description="IANA zone of times written without one, e.g. Europe/Paris; without it they are refused",
    )

    @field_validator("timezone")
    @classmethod
    def _known_zone(cls, value: str | None) -> str | None:
        if value is not None:
            try:
                ZoneInfo(value)
            except (KeyError, ValueError) as error:
                raise ValueError("not an IANA time zone such as Europe/Paris or UTC") from error
        return value


class Greenhouse(_Source):
    """A folder of Harvest JSON files, one or more for each resource."""

    system: Literal["greenhouse_v3", "greenhouse_v1"]
    path: Path
    mail_covered: bool = Field(
        default=False,
        description="true if every interviewer's mail is copied to Greenhouse, so that no mail there means no note",
    )


class Mailbox(_Source):
    """A folder of interviewers' mail: one .mbox, or one folder of .eml, for each owner.

    Each file or folder is named after its owner's address (`pat@example.com.mbox`), or is listed in
    `owners` under its own name.
    """

    system: Literal["mailbox"]
    path: Path
    owners: dict[str, str] = Field(
        default_factory=dict, description="file or folder name = owner's address"
    )
    covers_from: date = Field(description="first day that the mailboxes are complete for")
    covers_to: date = Field(description="last day that the mailboxes are complete for")

    @model_validator(mode="after")
    def _ordered(self) -> Mailbox:
        if self.covers_to < self.covers_from:
            raise ValueError("covers_to is before covers_from")
        return self


class EmployeeColumns(_Section):
    """Which column of the employees' file holds what."""

    employee_id: str
    hired_on: str
    left_on: str | None = None
    leaving_reason: str | None = None
    work_email: str | None = None
    personal_email: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    candidate_id: str | None = None


class ReviewColumns(_Section):
    """Which column of the reviews' file holds what."""

    employee_id: str
    cycle: str
    rating: str
    reviewed_on: str
    calibration_group: str | None = None
    reviewer_kind: str | None = None


class RatingScale(_Section):
    """The declared scale of the ratings; words are mapped to numbers on it."""

    minimum: float
    maximum: float
    best: Literal["maximum", "minimum"] = Field(
        description="which end of the scale is the good one"
    )
    words: dict[str, float] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _wide(self) -> RatingScale:
        if self.maximum <= self.minimum:
            raise ValueError("maximum must be above minimum")
        off = [
            word for word, value in self.words.items() if not self.minimum <= value <= self.maximum
        ]
        if off:
            raise ValueError(f"words off the scale: {', '.join(sorted(off))}")
        return self


class Hris(_Source):
    """An employees' file and a reviews' file, CSV or XLSX, through declared columns."""

    system: Literal["hris"]
    employees: Path
    reviews: Path | None = None
    encoding: str = "utf-8"
    candidate_source: str | None = Field(
        default=None, description="name of the ATS source whose candidate ids `candidate_id` holds"
    )
    employee_columns: EmployeeColumns
    review_columns: ReviewColumns | None = None
    rating: RatingScale | None = None
    voluntary_reasons: tuple[str, ...] = ()
    involuntary_reasons: tuple[str, ...] = ()
    manager_reviews: tuple[str, ...] = Field(
        default=(),
        description="values of reviewer_kind that are a manager's review; empty = all are",
    )

    @model_validator(mode="after")
    def _whole(self) -> Hris:
        if self.reviews and not (self.review_columns and self.rating):
            raise ValueError("reviews needs [source.review_columns] and [source.rating]")
        if self.employee_columns.candidate_id and not self.candidate_source:
            raise ValueError("employee_columns.candidate_id needs candidate_source")
        return self


Source = Annotated[Greenhouse | Mailbox | Hris, Field(discriminator="system")]


class Mistagging(_Section):
    """How often the note tag is right on this employer's mail, as measured by hand, of interviews."""

    sensitivity: Share = Field(
        description="[right, of]: of so many interviews with a note, so many are tagged"
    )
    specificity: Share = Field(
        description="[right, of]: of so many interviews without one, so many are not tagged"
    )

    @field_validator("sensitivity", "specificity")
    @classmethod
    def _enough(cls, value: Share) -> Share:
        if value[1] < FEWEST_CHECKED:
            raise ValueError(f"measured on fewer than {FEWEST_CHECKED}: too few to go by")
        return value

    @model_validator(mode="after")
    def _better_than_chance(self) -> Mistagging:
        if self.rates.sensitivity_rate + self.rates.specificity_rate <= 1:
            raise ValueError(
                "sensitivity and specificity add up to 1 or less: a tagger no better than chance"
            )
        return self

    @property
    def rates(self) -> ErrorRates:
        """The same, as findings take them."""
        return ErrorRates(
            basis="declared", sensitivity=self.sensitivity, specificity=self.specificity
        )


class Review(_Section):
    """Who reviews the messages that the classifier is least certain of; nobody unless named."""

    reviewers: tuple[str, ...] = Field(
        default=(), description="names of those who review; one or more turns it on"
    )
    keep_days: int = Field(
        default=30, ge=1, le=365, description="days after which an unreviewed text is destroyed"
    )
    share: float = Field(
        default=0.05, gt=0, le=1, description="share of the clear messages that are reviewed too"
    )

    @field_validator("reviewers")
    @classmethod
    def _distinct(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        names = [name.strip().casefold() for name in value]
        if not all(names) or len(set(names)) < len(names):
            raise ValueError("each reviewer has a name, unlike the others'")
        return value


class SelfIdentification(_Section):
    """Whether voluntary answers on gender, race, veteran status and disability are read at all."""

    load: bool = Field(
        default=False,
        description="true to read them, for the adverse impact of a gate and nothing else",
    )


class Settings(BaseSettings):
    """Everything a run needs to know. Environment variables `GOODEGGS_STORE`... win over the file."""

    model_config = SettingsConfigDict(env_prefix="GOODEGGS_", extra="forbid", frozen=True)

    store: str = Field(default="sqlite:///goodeggs.db", description="SQLAlchemy URL of the store")
    key_file: Path = Path("goodeggs.key")
    source: tuple[Source, ...] = ()
    claim: Claim = Claim()
    mistagging: Mistagging | None = None
    review: Review = Review()
    recruiter_groups: RecruiterGroups = Field(
        default_factory=dict, description="recruiters by team: name = their addresses in the ATS"
    )
    self_identification: SelfIdentification = SelfIdentification()
    review_key_file: Path = Path("goodeggs-review.key")

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Let the environment win, so that a password need not stand in the file."""
        return env_settings, init_settings

    @field_validator("store")
    @classmethod
    def _plain_sqlite(cls, value: str) -> str:
        if value.startswith("sqlite") and not re.fullmatch(r"sqlite:///[^?]+", value):
            raise ValueError("a SQLite store is written sqlite:///path/to/file.db")
        return value

    @property
    def published(self) -> str:
        """URL of the part without people's rows, all that the dashboard and analysis open.

        For SQLite it is a second file beside the first; for a server it is the same database.

        Examples
        --------
        >>> Settings(store="sqlite:////srv/goodeggs.db").published
        'sqlite:////srv/goodeggs-published.db'
        """
        return self._beside("published")

    @property
    def review_store(self) -> str:
        """URL of the part that holds what is reviewed; for a server it is the same database.

        Examples
        --------
        >>> Settings(store="sqlite:////srv/goodeggs.db").review_store
        'sqlite:////srv/goodeggs-review.db'
        """
        return self._beside("review")

    def _beside(self, part: str) -> str:
        if not self.store.startswith("sqlite:"):
            return self.store
        path = Path(self.store.removeprefix("sqlite:///"))
        return f"sqlite:///{path.with_name(f'{path.stem}-{part}{path.suffix}')}"

    @model_validator(mode="after")
    def _unique_names(self) -> Settings:
        names = [source.name for source in self.source]
        twice = {name for name in names if names.count(name) > 1}
        if twice:
            raise ValueError(f"two sources are named {', '.join(sorted(twice))}")
        unknown = {
            source.candidate_source
            for source in self.source
            if isinstance(source, Hris)
            and source.candidate_source
            and source.candidate_source not in names
        }
        if unknown:
            raise ValueError(f"candidate_source names no source: {', '.join(sorted(unknown))}")
        return self


def load(path: Path) -> Settings:
    """Read `goodeggs.toml`.

    Parameters
    ----------
    path
        The file. Paths in it, and a relative SQLite URL, are taken from the folder it lies in.

    Raises
    ------
    SettingsWrong
        If the file is missing, not TOML, or breaks a rule; every broken rule is listed.
    """
    values = toml.read(path, if_missing="Write one with `goodeggs init`")
    try:
        settings = Settings(**values)
    except SettingsError as error:
        raise SettingsWrong(
            f"an environment variable that begins with GOODEGGS_ cannot be read: {error}",
            fix="Mend it, or unset it",
        ) from None
    except ValidationError as error:
        raise toml.refused(error, path) from None
    return _anchored(settings, path.resolve().parent)


def _anchored(settings: Settings, folder: Path) -> Settings:
    """Return the settings with every relative path taken from `folder`."""
    sources = []
    for source in settings.source:
        paths = {
            field: folder / value
            for field, value in source
            if isinstance(value, Path) and not value.is_absolute()
        }
        sources.append(source.model_copy(update=paths))
    store = settings.store
    prefix = "sqlite:///"
    if store.startswith(prefix) and not Path(store.removeprefix(prefix)).is_absolute():
        store = f"{prefix}{folder / store.removeprefix(prefix)}"
    return settings.model_copy(
        update={
            "source": tuple(sources),
            "store": store,
            "key_file": folder / settings.key_file,
            "review_key_file": folder / settings.review_key_file,
        }
    )
