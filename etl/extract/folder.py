"""A folder of exports: which file holds which resource, by name."""

from __future__ import annotations

import gzip
import re
import zlib
from collections.abc import Collection, Iterator
from pathlib import Path

from etl.errors import SourceMissing
from etl.extract.contract import ExportFile

_JSON = (".json", ".json.gz")
_PAGE = re.compile(r"[-_. ](?:page[-_]?)?\d[\dtz_.:-]*$")


def json_files(
    folder: Path,
    source: str,
    resources: Collection[str],
    required: Collection[str],
    whole: Collection[str] = (),
) -> list[ExportFile]:
    """List the JSON files of known resources, sorted by name.

    A resource is one file (`jobs.json`), pages (`jobs-2.json`, `jobs_2026-11-22.json.gz`), or a
    folder of files under any name (`jobs/….json`).

    Parameters
    ----------
    folder
        The source's folder.
    source
        The source's name, for messages.
    resources
        Names that are read.
    required
        Those without which there is nothing to analyse.
    whole
        Those whose folder of files counts as one file: a small one for each candidate.

    Raises
    ------
    SourceMissing
        If the folder is not there, or a required resource has no file, or only empty arrays.

    Examples
    --------
    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as made:
    ...     _ = Path(made, "jobs-2.json").write_text("[]")
    ...     print([item.resource for item in json_files(Path(made), "ats", {"jobs"}, ())])
    ['jobs']
    """
    if not folder.is_dir():
        raise SourceMissing(
            "there is no such folder",
            file=folder,
            fix=f"Put the exports there, or change `path` of source {source} in goodeggs.toml",
        )
    every = [item for item in _all(folder) if item.resource in resources]
    found = list(dict.fromkeys(_gathered(item, folder, whole) for item in every))
    there = {item.resource for item in found}
    missing = [name for name in required if name not in there]
    if missing:
        raise SourceMissing(
            f"there is no file of {', '.join(missing)}",
            file=folder,
            expected=", ".join(f"{name}.json" for name in required),
            fix=f"Export them there, or change `path` of source {source} in goodeggs.toml",
        )
    for name in required:
        if all(_holds_nothing(item.path) for item in found if item.resource == name):
            raise SourceMissing(
                f"{name} holds no record", file=folder, fix="Export it again, with all its pages"
            )
    return found


def ignored(folder: Path, resources: Collection[str]) -> list[str]:
    """Return the names of JSON files below a folder that hold no resource that is read.

    Examples
    --------
    >>> ignored(Path("no such folder"), {"jobs"})
    []
    """
    return [item.name for item in _all(folder) if item.resource not in resources]


def resource_of(name: str) -> str:
    """Return the resource that a file name stands for, without page number or date.

    Examples
    --------
    >>> [resource_of(name) for name in ("jobs.json", "job_stages-2.json.gz", "Offers_2026-11-22.json")]
    ['jobs', 'job_stages', 'offers']
    """
    stem = name.lower().removesuffix(".gz").removesuffix(".json")
    return _PAGE.sub("", stem)


def _all(folder: Path) -> Iterator[ExportFile]:
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.name.startswith(".") or not path.name.lower().endswith(_JSON) or not path.is_file():
            continue
        below = path.relative_to(folder)
        named = path.name if len(below.parts) == 1 else below.parts[0]
        yield ExportFile(resource_of(named), path, below.as_posix())


def _gathered(item: ExportFile, folder: Path, whole: Collection[str]) -> ExportFile:
    """Return the folder that stands for a file, or the file."""
    first, *below = item.name.split("/")
    if item.resource not in whole or not below:
        return item
    return ExportFile(item.resource, folder / first, first)


def _holds_nothing(path: Path) -> bool:
    """Tell whether a file is an empty array; what cannot be read is for its reader to refuse."""
    try:
        with path.open("rb") as plain:
            zipped = plain.read(2) == b"\x1f\x8b"
        with gzip.open(path) if zipped else path.open("rb") as opened:
            return b"".join(opened.read(64).split()) == b"[]"
    except (OSError, EOFError, zlib.error):
        return False
