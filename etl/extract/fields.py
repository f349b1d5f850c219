"""The fields that a source declares for a resource, and the check of its rows against them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import pandas as pd
import pandera.pandas as pandera
from pandera.errors import SchemaErrors

from etl.extract import casts
from etl.extract.contract import no_rejects

Kind = Literal["id", "text", "instant", "day", "number", "list"]

_EXPECTED: dict[Kind, str] = {
    "id": "an id",
    "text": "a text",
    "instant": casts.INSTANT,
    "day": casts.DAY,
    "number": casts.NUMBER,
    "list": "a list",
}


@dataclass(frozen=True)
class Field:
    """One field of a record.

    Attributes
    ----------
    name
        The column that it becomes.
    kind
        What it holds; decides how it is cast.
    at
        Where it stands in the record (`start.date_time`, `office_ids[0]`); its name if left out.
    required
        Whether a file whose records all lack it is refused.
    empty
        Whether a record may leave it empty.
    one_of
        The allowed texts, compared in lower case; empty = any.
    low, high
        Range of a number, both included.
    """

    name: str
    kind: Kind = "text"
    at: str = ""
    required: bool = False
    empty: bool = True
    one_of: tuple[str, ...] = ()
    low: float = float("-inf")
    high: float = float("inf")

    @property
    def place(self) -> str:
        """Return where the field stands in a record."""
        return self.at or self.name

    @property
    def key(self) -> str:
        """Return the record's own key that holds the field."""
        return re.split(r"[.\[]", self.place)[0]

    @property
    def expected(self) -> str:
        """Return what should stand in the field, for messages."""
        if self.one_of:
            return f"one of {', '.join(self.one_of)}"
        if self.low > float("-inf"):
            return f"a number from {self.low:g} to {self.high:g}"
        return _EXPECTED[self.kind]


@dataclass(frozen=True)
class Checked:
    """Rows that keep their contract, typed, and the rejects. The index is the line."""

    rows: pd.DataFrame
    rejects: pd.DataFrame

    def refuse(self, bad: pd.Series, field: str, reason: str) -> Checked:
        """Return the same without the rows that are `bad`, which become rejects."""
        if not bad.any():
            return self
        rejects = _rejects(bad.index[bad], field, reason)
        return Checked(self.rows[~bad], pd.concat([self.rejects, rejects], ignore_index=True))


@dataclass(frozen=True)
class Contract:
    """The fields of one resource.

    Attributes
    ----------
    title
        What the resource is called in messages, with its system and version.
    fields
        What is read of a record; other fields are let through unread, since vendors add fields.
    single
        Whether a file may hold one record by itself instead of an array; a field at `filename` then
        holds the file's path.
    """

    title: str
    fields: tuple[Field, ...]
    single: bool = False

    @cached_property
    def schema(self) -> pandera.DataFrameSchema:
        """Return the rules on typed columns: what may be empty, enumerations and ranges."""
        return pandera.DataFrameSchema(
            {
                item.name: pandera.Column(nullable=item.empty, checks=_checks(item))
                for item in self.fields
            }
        )

    def check(self, raw: pd.DataFrame, timezone: str | None) -> Checked:
        """Return typed rows and rejects.

        Parameters
        ----------
        raw
            One text column for each field, by name; the index is the line.
        timezone
            IANA zone of times written without one, or None to reject them.

        Examples
        --------
        >>> contract = Contract("a list of jobs", (Field("id", "id", empty=False), Field("opened", "day")))
        >>> raw = pd.DataFrame({"id": ["7", None], "opened": ["2026-11-22", None]}, index=[1, 2])
        >>> checked = contract.check(raw, None)
        >>> checked.rows["id"].tolist(), checked.rejects.values.tolist()
        (['7'], [[2, 'id', 'an id']])
        """
        typed, refusals = {}, [no_rejects()]
        for item in self.fields:
            typed[item.name], reasons = _cast(raw[item.name], item, timezone)
            refusals += [
                _rejects(reasons.index[reasons == reason], item.place, str(reason))
                for reason in reasons.dropna().unique()
            ]
        rows = pd.DataFrame(typed, index=raw.index)
        refusals.append(self._broken(rows))
        rejects = pd.concat(refusals, ignore_index=True).drop_duplicates(["line", "field"])
        if not rejects.empty:
            rows = rows[~rows.index.isin(rejects["line"])]
        return Checked(rows, rejects)

    def _broken(self, rows: pd.DataFrame) -> pd.DataFrame:
        try:
            self.schema.validate(rows, lazy=True)
        except SchemaErrors as errors:
            found = errors.failure_cases
            fields = {item.name: item for item in self.fields}
            return pd.concat(
                _rejects(pd.Index(group["index"]), fields[name].place, fields[name].expected)
                for name, group in found.groupby("column")
            )
        return no_rejects()


def _checks(item: Field) -> list[pandera.Check]:
    checks = []
    if item.one_of:
        checks.append(pandera.Check.isin(item.one_of))
    if item.low > float("-inf"):
        checks.append(pandera.Check.in_range(item.low, item.high))
    return checks


def _cast(texts: pd.Series, item: Field, timezone: str | None) -> tuple[pd.Series, pd.Series]:
    """Return a column's typed values, and the reason of each text that could not be cast."""
    texts = texts.astype("str")
    texts = texts.where(texts != "")
    if item.kind == "instant":
        return casts.instants(texts, timezone)
    if item.kind == "day":
        return casts.days(texts)
    if item.kind == "number":
        return casts.numbers(texts)
    if item.kind == "list":
        values = texts.where(texts.str.startswith("[", na=False))
        return values, casts.refused(texts, values, item.expected)
    if item.kind == "id":
        texts = texts.str.strip()
        values = texts.where(texts.str.fullmatch(r"[^\s{}\[\]]+", na=False))
        return values, casts.refused(texts, values, item.expected)
    if item.one_of:
        texts = texts.str.strip().str.lower()
    return texts, pd.Series(pd.NA, index=texts.index, dtype="str")


def _rejects(lines: pd.Index, field: str, reason: str) -> pd.DataFrame:
    return pd.DataFrame({"line": lines.astype("int64"), "field": field, "reason": reason})
