"""A TOML file that somebody wrote by hand: read, and refused in the same words wherever it is wrong."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from etl.errors import SettingsWrong


def read(path: Path, *, if_missing: str) -> dict[str, Any]:
    """Return what a file says.

    Parameters
    ----------
    if_missing
        What to do about a file that is not there, in one clause.

    Raises
    ------
    SettingsWrong
        If the file is missing, no text in UTF-8, or not TOML.

    Examples
    --------
    >>> read(Path("none.toml"), if_missing="Check its name")
    Traceback (most recent call last):
    ...
    etl.errors.SettingsWrong: none.toml: there is no such file. Check its name.
    """
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise SettingsWrong("there is no such file", file=path, fix=if_missing) from None
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsWrong(
            "the file cannot be read as UTF-8 text", file=path, fix="Save it as UTF-8"
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise SettingsWrong(f"not TOML: {error}", file=path, fix="Mend that line") from error


def refused(error: ValidationError, path: Path, *, within: str = "") -> SettingsWrong:
    """Return the error that names every broken rule and its field, and never a value.

    Parameters
    ----------
    within
        The section that was checked; empty for the whole file.
    """
    told = "; ".join(
        f"{'.'.join([*([within] if within else []), *map(str, item['loc'])]) or 'file'}: {item['msg']}"
        for item in error.errors(include_input=False, include_url=False)
    )
    return SettingsWrong(told, file=path, fix="`goodeggs init` writes an example of every setting")
