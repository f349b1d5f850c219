"""The HR system: a file of employees and a file of performance reviews, by declared columns."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from etl.config import Hris, RatingScale
from etl.errors import FileUnreadable, RatingOffScale, SourceMissing
from etl.extract import casts, spreadsheet
from etl.extract.contract import (
    ExportFile,
    Reading,
    latest,
    normalise_addresses,
    normalise_names,
    refuse_if_too_many,
)
from etl.extract.fields import Checked, Contract, Field
from etl.extract.written_dates import to_iso

READER = "hris-1"

NOT_RATED = ("-", "n/a", "na", "none", "not rated", "unrated", "too new to rate", "too new")
"""Words in place of a rating that mean that there is none; such a row is no review."""

_NOT_LEFT = "9999-12-31"
"""What SAP and others write for an open end."""

_OPTIONAL = (
    "leaving_reason",
    "work_email",
    "personal_email",
    "first_name",
    "last_name",
    "candidate_id",
)


def files(source: Hris) -> list[ExportFile]:
    """List the employees' file and, where declared, the reviews' file.

    Raises
    ------
    SourceMissing
        If one of them is not there.
    """
    found = []
    for resource, path in (("employees", source.employees), ("reviews", source.reviews)):
        if path is None:
            continue
        if not path.is_file():
            raise SourceMissing(
                f"there is no file of {resource}",
                file=path,
                fix=f"Put it there, or change `{resource}` of source {source.name} in goodeggs.toml",
            )
        found.append(ExportFile(resource, path, f"{resource}/{path.name}"))
    return found


def read(source: Hris, file: ExportFile) -> Iterator[Reading]:
    """Read one of the two files.

    Raises
    ------
    FileUnreadable
        If it is empty, not of its kind, or in another encoding than the declared one.
    ContractBroken
        If a declared column is missing, a column's dates cannot be told apart, or too many rows are
        bad in one field.
    RatingOffScale
        If too many ratings lie off the declared scale.
    """
    columns = source.employee_columns if file.resource == "employees" else source.review_columns
    scale = source.rating
    if columns is None:
        return
    names = {field: str(name) for field, name in columns if name is not None}
    rows, rejects = spreadsheet.read(file, names.values(), source.encoding)
    if rows.empty:
        raise FileUnreadable(
            "there is no row below the header", file=file.name, fix="Export it again"
        )
    found = len(rows) + len(rejects)
    table = pd.DataFrame({field: rows[name] for field, name in names.items()}, index=rows.index)
    errors = {}
    if file.resource == "reviews" and scale is not None:
        reading = _reviews(table, names, file, source, scale)
        errors = {_rating_expected(scale): RatingOffScale}
    else:
        reading = _employees(table, names, file, source)
    reading.rows = found
    reading.rejects = pd.concat([rejects, reading.rejects], ignore_index=True)
    refuse_if_too_many(reading.rejects, found, file.name, errors=errors)
    yield reading


def _employees(
    table: pd.DataFrame, names: dict[str, str], file: ExportFile, source: Hris
) -> Reading:
    raw = table.reindex(columns=["employee_id", "hired_on", "left_on", *_OPTIONAL])
    for field in ("hired_on", "left_on"):
        raw[field] = to_iso(raw[field], file.name, names.get(field, field))
    raw["left_on"] = raw["left_on"].where(raw["left_on"].str.slice(0, 10) != _NOT_LEFT)
    contract = Contract(
        "employees",
        (
            Field("employee_id", "text", names["employee_id"], empty=False),
            Field("hired_on", "day", names["hired_on"], empty=False),
            Field("left_on", "day", names.get("left_on", "")),
            *(Field(name, "text", names.get(name, "")) for name in _OPTIONAL),
        ),
    )
    checked = contract.check(raw, source.timezone)
    checked = checked.refuse(
        (checked.rows["left_on"] < checked.rows["hired_on"]).fillna(False).astype("bool"),
        names.get("left_on", "left_on"),
        "a date not before the hire",
    )
    rows = checked.rows
    employee = pd.DataFrame(
        {
            "version": latest(_midnight(rows["left_on"]), _midnight(rows["hired_on"])),
            "employee_id": rows["employee_id"],
            "candidate_id": rows["candidate_id"],
            "work_address_key": normalise_addresses(rows["work_email"]),
            "personal_address_key": normalise_addresses(rows["personal_email"]),
            "name_key": normalise_names(rows["first_name"], rows["last_name"]),
            "hired_on": rows["hired_on"],
            "left_on": rows["left_on"],
            "leaving": leaving(rows["leaving_reason"], source).where(rows["left_on"].notna()),
        }
    )
    return Reading({"core__employee": employee.reset_index(drop=True)}, rejects=checked.rejects)


def leaving(reasons: pd.Series, source: Hris) -> pd.Series:
    """Return `voluntary`, `involuntary` or, for reasons that are not declared, `unknown`.

    Examples
    --------
    >>> columns = {"employee_id": "id", "hired_on": "hired"}
    >>> source = Hris(
    ...     name="hr", system="hris", employees="staff.csv", employee_columns=columns,
    ...     voluntary_reasons=("Resigned",),
    ... )
    >>> leaving(pd.Series(["resigned", "Retired", None], dtype="str"), source).tolist()
    ['voluntary', 'unknown', 'unknown']
    """
    kinds = {reason.strip().lower(): "voluntary" for reason in source.voluntary_reasons}
    kinds |= {reason.strip().lower(): "involuntary" for reason in source.involuntary_reasons}
    return reasons.str.lower().map(kinds).astype("str").fillna("unknown")


def _reviews(
    table: pd.DataFrame,
    names: dict[str, str],
    file: ExportFile,
    source: Hris,
    scale: RatingScale,
) -> Reading:
    raw = table.reindex(columns=["employee_id", "cycle", "rating", "reviewed_on"])
    raw["calibration_group"] = table.get("calibration_group")
    if source.manager_reviews and "reviewer_kind" in table:
        kinds = {kind.strip().lower() for kind in source.manager_reviews}
        raw = raw[table["reviewer_kind"].str.lower().isin(kinds)]
    raw = raw[raw["rating"].notna() & ~raw["rating"].str.lower().isin(NOT_RATED)]
    raw["reviewed_on"] = to_iso(raw["reviewed_on"], file.name, names["reviewed_on"])
    contract = Contract(
        "reviews",
        (
            Field("employee_id", "text", names["employee_id"], empty=False),
            Field("cycle", "text", names["cycle"], empty=False),
            Field("rating", "text", names["rating"], empty=False),
            Field("reviewed_on", "day", names["reviewed_on"], empty=False),
            Field("calibration_group", "text", names.get("calibration_group", "")),
        ),
    )
    checked = contract.check(raw, source.timezone)
    rated = checked.rows.assign(rating=scaled(checked.rows["rating"], scale))
    checked = Checked(rated, checked.rejects).refuse(
        rated["rating"].isna(), names["rating"], _rating_expected(scale)
    )
    rows = checked.rows
    review = pd.DataFrame(
        {
            "version": latest(_midnight(rows["reviewed_on"])),
            "review_id": rows["employee_id"] + "\n" + rows["cycle"],
            "employee_id": rows["employee_id"],
            "cycle": rows["cycle"],
            "calibration_group": rows["calibration_group"],
            "reviewed_on": rows["reviewed_on"],
            "rating": rows["rating"],
        }
    )
    return Reading(
        {"core__performance_review": review.reset_index(drop=True)}, rejects=checked.rejects
    )


def scaled(ratings: pd.Series, scale: RatingScale) -> pd.Series:
    """Return ratings scaled 0 (worst) to 1 (best); missing where one is off the scale.

    Parameters
    ----------
    ratings
        Numbers as text, with a decimal point or comma, or words that the scale maps.
    scale
        The declared scale.

    Examples
    --------
    >>> scale = RatingScale(minimum=1, maximum=5, best="minimum", words={"Exceeds": 1})
    >>> scaled(pd.Series(["exceeds", "2", "3,5", "9"]), scale).tolist()
    [1.0, 0.75, 0.375, nan]
    """
    words = {word.strip().lower(): value for word, value in scale.words.items()}
    mapped = ratings.str.lower().map(words).astype("float64")
    numbers, _ = casts.numbers(ratings.str.replace(r"^(\d+),(\d+)$", r"\1.\2", regex=True))
    values = mapped.where(mapped.notna(), numbers)
    values = values.where(values.between(scale.minimum, scale.maximum))
    share = (values - scale.minimum) / (scale.maximum - scale.minimum)
    return share if scale.best == "maximum" else 1 - share


def _rating_expected(scale: RatingScale) -> str:
    words = ", or a word mapped in goodeggs.toml" if scale.words else ""
    return f"a rating from {scale.minimum:g} to {scale.maximum:g}{words}"


def _midnight(days: pd.Series) -> pd.Series:
    return days.astype("datetime64[us]").dt.tz_localize("UTC")
