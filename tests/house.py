"""What the tests of the house ask of its files."""

from __future__ import annotations

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
PACKAGES = ("etl", "analysis", "dashboard")


@cache
def committed() -> tuple[Path, ...]:
    """Return every file that is, or is about to be, in the repository."""
    listed = subprocess.run(
        # a checkout that somebody else owns, as in a container, may be listed all the same
        ["git", "-c", "safe.directory=*", "ls-files", "-z", "-c", "-o", "--exclude-standard"],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = (ROOT / name for name in listed.split("\0") if name)
    return tuple(path for path in paths if path.is_file())


def sources(*folders: str) -> list[Path]:
    """Return the Python files below the folders of the repository."""
    wanted = [ROOT / folder for folder in folders]
    return [
        path
        for path in committed()
        if path.suffix == ".py" and any(folder in path.parents for folder in wanted)
    ]


def name_of(path: Path) -> str:
    """Return a file's path as the repository writes it."""
    return path.relative_to(ROOT).as_posix()


@cache
def tree(path: Path) -> ast.Module:
    """Return a file's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imports(path: Path) -> set[str]:
    """Return the dotted names that a file imports, wherever in it the import stands."""
    names: set[str] = set()
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # `from etl import store` names etl.store too
            names |= {node.module or ""} | {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def texts(path: Path) -> Iterator[tuple[int, str]]:
    """Yield line and value of a file's string constants, without its docstrings."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(path)):
        if (
            isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and id(node) not in docstrings
        ):
            yield node.lineno, node.value
