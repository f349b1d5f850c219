"""What every extractor gives, and the rules at the door.

An extractor offers `files(source)` (what there is to read, sorted by name) and
`read(source, file)` (an iterator of `Reading`s, so that a large file need not fit in memory).
Tables are named and shaped like `core__*`, but ids are still the source's own, addresses and names
still in clear (normalised): `people` turns them into pseudonyms before anything is stored.
Instants are `datetime64[us, UTC]`, dates `date32[day][pyarrow]`, texts and ids `str`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from etl.errors import ContractBroken

MOST_REJECTED = 0.05
"""Share of a file's rows that one field may reject; above it the file itself is refused."""

SELF_IDENTIFICATION = "eeoc"
"""The resource of voluntary answers about oneself: read only if the settings ask for it."""

REJECT_COLUMNS = ("line", "field", "reason")
MESSAGE_COLUMNS = (
    "line",
    "message_id",
    "sender",
    "recipients",
    "sent_at",
    "subject",
    "body",
    "names",
    "automatic",
    "reply",
    "channel",
)

EPOCH = pd.Timestamp(0, unit="s", tz="UTC").as_unit("us")
"""The version of a row whose source says nothing of when it changed."""


def no_rejects() -> pd.DataFrame:
    """Return an empty frame of rejects."""
    return pd.DataFrame(
        {
            "line": pd.Series(dtype="int64"),
            "field": pd.Series(dtype="str"),
            "reason": pd.Series(dtype="str"),
        }
    )


@dataclass(frozen=True)
class ExportFile:
    """A file to read: which resource it holds, where it is, and its name below the source's folder.

    A mailbox's name is its owner's address: `spoken` is what errors, logs and the store call it.
    """

    resource: str
    path: Path
    name: str
    spoken: str = ""

    @property
    def label(self) -> str:
        """Return the name under which the file may be spoken of."""
        return self.spoken or self.name


@dataclass
class Reading:
    """A file, or a part of one, as typed tables.

    Attributes
    ----------
    tables
        Core table name → frame with that table's columns, less `source` and `digest`.
    messages
        Messages to classify (`MESSAGE_COLUMNS`); `recipients` holds addresses separated by spaces,
        and `names` the words of sender's and recipients' display names: what to leave out of a text
        that is reviewed.
    rejects
        `line`, `field`, `reason` of each refused row; never its value.
    rows
        Rows or messages found, good and bad.
    """

    tables: dict[str, pd.DataFrame] = field(default_factory=dict)
    messages: pd.DataFrame | None = None
    rejects: pd.DataFrame = field(default_factory=no_rejects)
    rows: int = 0


def normalise_addresses(addresses: pd.Series) -> pd.Series:
    """Return addresses as they are compared: trimmed, lower case, empty ones missing.

    Dots and +tags are kept: dropping them merges people at providers that tell them apart.

    Examples
    --------
    >>> normalise_addresses(pd.Series([" Pat.O+jobs@Example.COM ", ""])).tolist()
    ['pat.o+jobs@example.com', nan]
    """
    tidy = addresses.astype("str").str.strip().str.lower()
    return tidy.where(tidy.str.contains("@", regex=False, na=False))


def normalise_names(first: pd.Series, last: pd.Series) -> pd.Series:
    """Return full names as they are compared: no accents, case or punctuation; single spaces.

    Letters that are no accented form of another (ł, ø, 李) are kept.

    Examples
    --------
    >>> normalise_names(pd.Series(["Zoë"]), pd.Series(["O'Neil-Smith"])).tolist()
    ['zoe oneil smith']
    """
    full = first.fillna("").astype("str") + " " + last.fillna("").astype("str")
    plain = pc.utf8_lower(pc.utf8_normalize(pa.array(full, type=pa.large_string()), form="NFKD"))
    for pattern, instead in ((r"[\p{Mn}'’.]", ""), (r"[^\p{L}\p{N}_]+", " ")):
        plain = pc.replace_substring_regex(plain, pattern=pattern, replacement=instead)
    tidy = pd.Series(pc.utf8_trim_whitespace(plain), index=full.index, dtype="str")
    return tidy.where(tidy != "")


def label_ids(kind: str, ids: pd.Series) -> pd.Series:
    """Return ids of `core__label` rows; missing ids stay missing.

    Examples
    --------
    >>> label_ids("department", pd.Series(["12", None], dtype="str")).tolist()
    ['department:12', nan]
    """
    return (kind + ":" + ids.astype("str")).astype("str")


def latest(*instants: pd.Series) -> pd.Series:
    """Return the latest known instant of each row, or 1970 where none is known.

    Examples
    --------
    >>> known = pd.Series(pd.to_datetime(["2026-11-22T09:30Z", None], utc=True))
    >>> latest(known).dt.year.tolist()
    [2026, 1970]
    """
    newest = instants[0]
    for other in instants[1:]:
        newest = newest.where(~(other > newest) & newest.notna(), other)
    return newest.fillna(EPOCH).astype("datetime64[us, UTC]")


def refuse_if_too_many(
    rejects: pd.DataFrame,
    rows: int,
    file: str,
    *,
    most: float = MOST_REJECTED,
    errors: Mapping[str, type[ContractBroken]] | None = None,
) -> None:
    """Refuse a file in which one field rejects more than `most` of the rows.

    Parameters
    ----------
    rejects
        `REJECT_COLUMNS`, of the whole file so far.
    rows
        Rows in the whole file.
    file
        The file's name, for the message.
    most
        Share of the rows, 0-1.
    errors
        Reason → the error to raise when it is the first one of the worst field.

    Raises
    ------
    ContractBroken
        Naming the first bad line, the field, how many rows failed and what was expected.
    """
    if rejects.empty or not rows:
        return
    counts = rejects.groupby("field")["line"].nunique()
    worst = str(counts.idxmax())
    if counts[worst] <= most * rows:
        return
    bad = rejects[rejects["field"] == worst].sort_values("line").iloc[0]
    raise (errors or {}).get(str(bad["reason"]), ContractBroken)(
        f"{counts[worst]} of {rows} rows have a bad value",
        file=file,
        line=int(bad["line"]),
        field=worst,
        expected=str(bad["reason"]),
        fix="Mend the export, or what goodeggs.toml declares about it, and run again",
    )
