"""Which module reads which system, and what there is to read."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import file_digest, sha256
from types import ModuleType

from etl.config import Settings, Source
from etl.extract.contract import SELF_IDENTIFICATION, ExportFile, Reading

MODULES = {
    "greenhouse_v3": "etl.extract.greenhouse",
    "greenhouse_v1": "etl.extract.greenhouse_v1",
    "mailbox": "etl.extract.mailbox",
    "hris": "etl.extract.hris",
}


@dataclass(frozen=True)
class Input:
    """One file of one source, and its content's hash."""

    source: Source
    file: ExportFile
    sha256: str
    bytes: int

    @property
    def reader(self) -> str:
        """Return the version of the module that reads it."""
        return str(_module(self.source).READER)


def _module(source: Source) -> ModuleType:
    return importlib.import_module(MODULES[source.system])


def files(source: Source) -> list[ExportFile]:
    """Return what a source has to read.

    Raises
    ------
    SourceMissing
        If its folder or file is not there or holds nothing to read.
    """
    return list(_module(source).files(source))


def read_file(source: Source, file: ExportFile) -> Iterator[Reading]:
    """Read one file of a source."""
    return iter(_module(source).read(source, file))


def inputs(settings: Settings) -> list[Input]:
    """Return every file that the settings name, hashed.

    Files of self-identification are not opened unless the settings ask for them.

    Raises
    ------
    SourceMissing
        If a source's folder or file is not there or holds nothing to read.
    """
    return [
        Input(source, file, *_hash(file))
        for source in settings.source
        for file in files(source)
        if settings.self_identification.load or file.resource != SELF_IDENTIFICATION
    ]


def _hash(file: ExportFile) -> tuple[str, int]:
    """Return the SHA-256 of a file, or of a folder's files in the order of their names."""
    if file.path.is_file():
        with file.path.open("rb") as content:
            return file_digest(content, "sha256").hexdigest(), file.path.stat().st_size
    whole, size = sha256(), 0
    for part in sorted(path for path in file.path.rglob("*") if path.is_file()):
        content_bytes = part.read_bytes()
        whole.update(sha256(content_bytes).digest())
        size += len(content_bytes)
    return whole.hexdigest(), size
