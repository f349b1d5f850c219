"""Which code the results of a run were made by."""

from __future__ import annotations

import sys
from collections.abc import Callable
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path
from typing import Any


def made_by(*functions: Callable[..., Any]) -> str:
    """Return the version of Good Eggs, with a hash of the sources of the packages that functions come from.

    A version alone says nothing of code that was changed since it was given; results of other code are
    other results.

    Parameters
    ----------
    functions
        They stand for all of the package that they are in, e.g. for `etl` or `analysis`.

    Examples
    --------
    >>> made_by(made_by) == made_by(made_by), len(made_by(made_by).partition("+")[2])
    (True, 12)
    """
    digest = sha256()
    for package in sorted({one.__module__.partition(".")[0] for one in functions}):
        for root in map(Path, sys.modules[package].__path__):
            for file in sorted(root.rglob("*.py")):
                digest.update(f"{package}/{file.relative_to(root).as_posix()}\0".encode())
                digest.update(sha256(file.read_bytes()).digest())
    return f"{version('good-eggs')}+{digest.hexdigest()[:12]}"
