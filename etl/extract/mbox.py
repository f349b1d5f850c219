"""Raw messages out of a mailbox on disk: an .mbox file, a folder of .eml files, or both in a folder."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path

from etl.errors import FileUnreadable

SUFFIXES = (".mbox", ".eml")
BATCH_MESSAGES = 4_000
BATCH_BYTES = 32_000_000

# Body lines that begin "From " are escaped by good writers and not by bad ones: a separator must
# also hold a time of day. Gmail Takeout puts the zone before the year, so nothing more is asked.
_SEPARATOR = re.compile(rb"\nFrom \S[^\r\n]*\d\d:\d\d[^\r\n]*(?=\r?\n)")
_FIRST = re.compile(rb"(?:\xef\xbb\xbf)?\s*From \S[^\r\n]*\d\d:\d\d[^\r\n]*(?=\r?\n)")
_ESCAPED = re.compile(rb"^>(>*From )", re.MULTILINE)


def parts(path: Path) -> list[Path]:
    """Return the .mbox and .eml files that make up a mailbox, sorted by path.

    Parameters
    ----------
    path
        An .mbox file, or a folder that holds .eml or .mbox files at any depth.
    """
    if path.is_file():
        return [path]
    return sorted(file for file in path.rglob("*") if file.suffix.lower() in SUFFIXES)


def batches(path: Path) -> Iterator[list[bytes]]:
    """Yield the raw messages of a mailbox, in order, some thousands at a time.

    Parameters
    ----------
    path
        An .mbox file, or a folder that holds .eml or .mbox files.

    Yields
    ------
    list of bytes
        Messages from the first header on, without the `From ` line; never an empty list.

    Raises
    ------
    FileUnreadable
        If a file is empty, is not an mbox, or cannot be read.
    """
    batch: list[bytes] = []
    size = 0
    for file in parts(path):
        for message in _messages(file):
            batch.append(message)
            size += len(message)
            if len(batch) >= BATCH_MESSAGES or size >= BATCH_BYTES:
                yield batch
                batch, size = [], 0
    if batch:
        yield batch


def _messages(file: Path) -> Iterator[bytes]:
    try:
        if file.stat().st_size == 0:
            raise FileUnreadable(
                "the file is empty", file=file, fix="Export it again, or take it out of the folder"
            )
        if file.suffix.lower() == ".eml":
            yield file.read_bytes()
        else:
            yield from _split(file)
    except OSError as error:
        raise FileUnreadable(
            "the file cannot be read", file=file, fix="Check that it is there and its permissions"
        ) from error


def _split(file: Path) -> Iterator[bytes]:
    """Yield the messages between `From ` lines, unescaped by the rules of mboxrd."""
    with file.open("rb") as handle, mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ) as data:
        found = _FIRST.match(data)
        if found is None:
            raise FileUnreadable(
                "this is not an mbox",
                file=file,
                line=1,
                expected="a line such as `From - Mon Jan  6 04:49:45 2020`",
                fix="Export the mailbox as mbox or .eml, or take the file out of the folder",
            )
        while found is not None:
            start = found.end() + (2 if data[found.end()] == 13 else 1)
            # A fresh search each time, as a kept scanner would hold the map open.
            found = _SEPARATOR.search(data, start - 1)
            message = data[start : found.start() + 1 if found else len(data)]
            yield _ESCAPED.sub(rb"\1", message) if b">From " in message else message
