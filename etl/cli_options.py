"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

SettingsFile = Annotated[
    Path, typer.Option("--settings", "-s", help="The settings file.", envvar="GOODEGGS_SETTINGS")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for a program to read.")]
DEFAULT = Path("goodeggs.toml")
