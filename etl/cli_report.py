"""`goodeggs report`: what the pages show, as a file; for a scheduler, or without a browser."""

from __future__ import annotations

import os
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from etl.cli_options import DEFAULT, SettingsFile
from etl.errors import UserFixable

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from analysis.filters import Filters


class Form(StrEnum):
    """What a report can be written as."""

    HTML = "html"
    PDF = "pdf"


def report(
    settings: SettingsFile = DEFAULT,
    page: Annotated[
        str | None,
        typer.Option(help="One page, by its name in the dashboard's address; all unless given."),
    ] = None,
    kept: Annotated[
        list[str] | None,
        typer.Option("--filter", help="What to keep, as department=Sales; may be given again."),
    ] = None,
    form: Annotated[Form, typer.Option("--format", help="What to write.")] = Form.HTML,
    output: Annotated[
        Path | None,
        typer.Option("--output", "-o", help="The file; good-eggs-DATE.FORMAT unless given."),
    ] = None,
) -> None:
    """Write what the pages show as one file: dated, with filters, definitions and the load's id.

    Example: goodeggs report --page offers --filter department=Sales --format pdf -o offers.pdf
    """
    from analysis.view import View, load
    from dashboard.pages import TITLES
    from dashboard.report.printed import report as printed
    from etl.config import load as settings_of

    if page is not None and page not in TITLES:
        names = ", ".join(TITLES)
        raise UserFixable("there is no such page", expected=f"one of {names}", fix="Correct --page")
    opened = load(settings_of(settings).published)
    view = View(opened, chosen(kept or [], opened.options))
    today = date.today()
    made = printed(view, form, today, pages=[page] if page else tuple(TITLES))
    path = output or Path(f"good-eggs-{today.isoformat()}.{form}")
    write(path, made)
    typer.echo(f"Wrote {path}, of the load {opened.run_id}.")


def chosen(kept: Sequence[str], options: Mapping[str, Sequence[str]]) -> Filters:
    """Return filters as they were given on the command line.

    Parameters
    ----------
    kept
        Each as dimension=value.
    options
        The values that the load has, by dimension.

    Raises
    ------
    UserFixable
        If the load has no such dimension or value.

    Examples
    --------
    >>> chosen(["job=Chef", "job=Baker"], {"job": ["Baker", "Chef", "Cook"]}).job
    ('Chef', 'Baker')
    """
    from analysis.filters import Filters

    found: dict[str, tuple[str, ...]] = {}
    for one in kept:
        name, _, value = one.partition("=")
        if name not in options:
            raise UserFixable(
                "a filter has no such name",
                field="--filter",
                expected=f"{', '.join(options)}, then = and a value",
                fix="Correct it",
            )
        if value not in options[name]:
            raise UserFixable(
                f"the load has no such {name.replace('_', ' ')}, or too few people in it to show",
                field="--filter",
                fix="Take a value from the filters beside the dashboard's pages",
            )
        found[name] = (*found.get(name, ()), value)
    return Filters(**found)


def write(path: Path, made: bytes) -> None:
    """Write a file whole or not at all.

    Raises
    ------
    UserFixable
        If it cannot be written there.
    """
    unfinished = path.with_name(f"{path.name}.unfinished")
    try:
        unfinished.write_bytes(made)
        os.replace(unfinished, path)
    except OSError as error:
        with suppress(OSError):
            unfinished.unlink()
        raise UserFixable(
            "the file cannot be written",
            file=path,
            fix="Check that its folder is there and may be written to",
        ) from error
