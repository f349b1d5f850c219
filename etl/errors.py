"""The error family: what went wrong, where, what was expected, and what to do.

A *user-fixable* error is printed as a sentence, without a traceback. Every class has an exit code
of its own, so that a scheduler knows why a run failed without reading a log, and says whether
trying again later may help. No message ever holds a value from the data: values are people.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any


class GoodEggsError(Exception):
    """Base of every error that Good Eggs raises on purpose."""

    exit_code = 70
    retryable = False


class UserFixable(GoodEggsError):
    """An error that the person who runs the tool can mend.

    Parameters
    ----------
    problem
        What is wrong, in one clause. Never a value from the data.
    fix
        What to do about it, in one clause.
    file, line, field
        Where; `line` is a line of a text file or the number of a record in a JSON array (1 = first).
    expected
        What should have stood there.

    Examples
    --------
    >>> print(ContractBroken("the field is missing", file="jobs.json", field="id", fix="Export again"))
    jobs.json, field id: the field is missing. Export again.
    """

    exit_code = 2

    def __init__(
        self,
        problem: str,
        *,
        fix: str,
        file: Path | str | None = None,
        line: int | None = None,
        field: str | None = None,
        expected: str | None = None,
    ) -> None:
        self.problem, self.fix, self.expected = problem, fix, expected
        self.file, self.line, self.field = file, line, field
        super().__init__(self.sentence())

    def __reduce__(self) -> tuple[object, ...]:
        """Carry every part through a pickle, so that a worker's error arrives whole."""
        return _rebuild, (type(self), dict(self.__dict__))

    def sentence(self) -> str:
        """Return the whole message: where, what, what was expected, what to do."""
        place = [str(self.file)] if self.file is not None else []
        place += [f"line {self.line}"] if self.line is not None else []
        place += [f"field {self.field}"] if self.field is not None else []
        where = ", ".join(place)
        expected = f" Expected {self.expected}." if self.expected else ""
        what = f"{where}: {self.problem}" if where else self.problem[:1].upper() + self.problem[1:]
        return f"{what}.{expected} {self.fix}."


def _rebuild(kind: type[UserFixable], parts: dict[str, Any]) -> UserFixable:
    return kind(**parts)


class SettingsWrong(UserFixable):
    """`goodeggs.toml` is missing, unreadable, or says something impossible."""

    exit_code = 10


class SourceMissing(UserFixable):
    """A declared folder or file is not there, or holds nothing that can be read."""

    exit_code = 11


class FileUnreadable(UserFixable):
    """A file is empty, cut off, in the wrong encoding, or not of the declared kind."""

    exit_code = 12


class ContractBroken(UserFixable):
    """A file lacks a field that its contract requires, or too many of its rows are bad."""

    exit_code = 13


class TimeWithoutZone(ContractBroken):
    """Times carry no zone, and the source declares none."""

    exit_code = 14


class RatingOffScale(ContractBroken):
    """Ratings lie outside the declared scale, or are words that are not mapped."""

    exit_code = 15


class KeyWrong(UserFixable):
    """The pseudonym key is missing, readable by others, or not the one this store was made with."""

    exit_code = 16


class StoreUnreachable(UserFixable):
    """The database cannot be reached or written; a later try may succeed."""

    exit_code = 17
    retryable = True


class RightMissing(StoreUnreachable):
    """The store is there, but this user or role may not read what was asked for."""

    exit_code = 20
    retryable = False


class RunInProgress(UserFixable):
    """Another run holds the store; a later try will succeed."""

    exit_code = 18
    retryable = True


class NothingLoaded(UserFixable):
    """There is no finished run to read from yet."""

    exit_code = 19


@contextmanager
def reading(file: Path) -> Iterator[None]:
    """Turn what can go wrong in opening and reading a file that somebody named into the family's errors.

    Raises
    ------
    SourceMissing
        If there is no such file.
    FileUnreadable
        If it cannot be read.

    Examples
    --------
    >>> with reading(Path("no such file")):
    ...     Path("no such file").read_bytes()
    Traceback (most recent call last):
    ...
    etl.errors.SourceMissing: no such file: there is no such file. Check the path and its spelling.
    """
    try:
        yield
    except FileNotFoundError as error:
        raise SourceMissing(
            "there is no such file", file=file, fix="Check the path and its spelling"
        ) from error
    except OSError as error:
        raise FileUnreadable(
            "the file cannot be read", file=file, fix="Check that it is a file and its permissions"
        ) from error
