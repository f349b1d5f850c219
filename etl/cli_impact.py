"""Whom a gate would shut out, for the commands that may tell it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from etl.errors import SettingsWrong, SourceMissing

if TYPE_CHECKING:
    from analysis.finding import Exhibit
    from etl.config import Settings


def adverse_impact(settings: Settings, file: Path) -> tuple[Exhibit, ...]:
    """Return whom a gate would shut out.

    Parameters
    ----------
    file
        The settings file, for the message.

    Raises
    ------
    SettingsWrong
        If what candidates said of themselves is not loaded.
    SourceMissing
        If there were no such answers, or the claim is not about notes.
    """
    from analysis import read

    if not settings.self_identification.load:
        raise SettingsWrong(
            "what candidates said of themselves is not loaded, so nobody knows whom a gate would shut out",
            file=file,
            field="self_identification.load",
            expected="true",
            fix="Set it, if these answers may serve for that, then run `goodeggs run`",
        )
    found = read.impact(settings.store)
    if not found:
        raise SourceMissing(
            "the last run found no answers of candidates on themselves beside a claim about notes",
            fix="Export Greenhouse's `eeoc`, then run `goodeggs run`",
        )
    return found
