"""Writes the data dictionary from the tables themselves: `python -m etl.store.dictionary`."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Column, Table

from etl.store.tables import PUBLISHED, Base, core, ops, out, review

FILE = Path(__file__).parents[2] / "data" / "DICTIONARY.md"
OPENING = """\
# Data dictionary

Written by `make docs` from the tables in `etl/store/tables/`; mend it there.

A *pseudonym* is a keyed hash of a source's own id, as a 64-bit number. The key lies outside the
database; no name, address or message is in any table, but for the encrypted texts that people
review (`review__item`). Every instant is in UTC. Columns marked *?*
may be empty. Tables marked *published* hold no person's row: they are all that the dashboard opens.
"""
WORDS = {
    "BIGINT": "64-bit number",
    "INTEGER": "whole number",
    "TEXT": "text",
    "DOUBLE": "number",
    "BOOLEAN": "true/false",
    "DATE": "date",
    "DATETIME": "instant",
    "BLOB": "bytes",
}


def dictionary() -> str:
    """Return the data dictionary as Markdown: a chapter for each layer, a section for each table.

    The tables' docstrings and their columns' comments are the text.

    Returns
    -------
    str
        The document, ending in a line feed.

    Examples
    --------
    >>> "| `note_status` | text | sent, not_sent or unobserved" in dictionary()
    True
    """
    mappers = (*Base.registry.mappers, *review.ReviewBase.registry.mappers)
    about = {str(mapper.local_table): mapper.class_.__doc__ or "" for mapper in mappers}
    tables = [*Base.metadata.tables.values(), *review.ReviewBase.metadata.tables.values()]
    parts = [OPENING]
    for layer in (core, out, ops, review):
        heading, _, rest = (layer.__doc__ or "").partition("\n")
        parts.append(f"## {heading}\n")
        parts += [f"{' '.join(rest.split())}\n"] if rest.strip() else []
        prefix = f"{layer.__name__.rpartition('.')[2]}__"
        for table in tables:
            if table.name.startswith(prefix):
                parts.append(_section(table, about[table.name]))
    parts.append(_exclusions("out__interview", out.INTERVIEW_EXCLUSIONS))
    parts.append(_exclusions("out__hire", out.HIRE_EXCLUSIONS))
    return "\n".join(parts)


def _section(table: Table, about: str) -> str:
    published = " (published)" if table.name in PUBLISHED else ""
    rows = "\n".join(_row(column) for column in table.columns)
    return (
        f"### `{table.name}`{published}\n\n{' '.join(about.split())}\n\n"
        f"| column | kind | what it holds |\n| --- | --- | --- |\n{rows}\n"
    )


def _row(column: Column[object]) -> str:
    kind = WORDS[str(column.type).partition("(")[0].partition(" ")[0]]
    mark = " *?*" if column.nullable else ""
    first = " **key**" if column.primary_key else ""
    return f"| `{column.name}`{mark} | {kind}{first} | {column.comment} |"


def _exclusions(table: str, reasons: dict[str, str]) -> str:
    rows = "\n".join(f"| `{code}` | {reason} |" for code, reason in reasons.items())
    return f"### Exclusions of `{table}`\n\n| code | what it means |\n| --- | --- |\n{rows}\n"


if __name__ == "__main__":
    FILE.write_text(dictionary(), encoding="utf-8")
