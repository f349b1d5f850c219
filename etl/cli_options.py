"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SettingsFile = Annotated[
    Path, typer.Option("--settings", "-s", help="The settings file.", envvar="GOODEGGS_SETTINGS")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
Impact = Annotated[
    bool,
    typer.Option(
        "--impact",
        help="Also tell whom a gate would shut out, by what candidates said of themselves.",
    ),
]
DEFAULT = Path("goodeggs.toml")
