"""Everything that can be known to be wrong before a run starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

import sqlalchemy as sa

from etl.config import Hris, Settings
from etl.errors import NothingLoaded, SettingsWrong, UserFixable
from etl.extract.read import files, read_file
from etl.ledger import check_key
from etl.people.pseudonyms import load_key
from etl.review.keys import load_review_key
from etl.store import published
from etl.store.engine import SQLITE, engine, parse, sqlite_path, unreachable


def problems(settings: Settings) -> list[UserFixable]:
    """Return every problem found, in the order of the settings file.

    Columns are checked only of HR files, whose columns the settings declare; the other systems'
    files are checked when they are read.
    """
    return [problem for step in _steps(settings) if (problem := _try(step))]


def _steps(settings: Settings) -> Iterator[Callable[[], object]]:
    yield partial(_store, settings.store)
    yield partial(_key, settings)
    if settings.review.reviewers and settings.review_key_file.exists():
        yield partial(load_review_key, settings.review_key_file)
    if not settings.source:
        yield _no_source
    for source in settings.source:
        if isinstance(source, Hris):
            yield partial(_read_whole, source)
        else:
            yield partial(files, source)


def _read_whole(source: Hris) -> None:
    for file in files(source):
        for _ in read_file(source, file):
            pass


def _try(step: Callable[[], object]) -> UserFixable | None:
    try:
        step()
    except UserFixable as error:
        return error
    return None


def _no_source() -> None:
    raise SettingsWrong("no source is declared", field="source", fix="Add a [[source]]")


def _key(settings: Settings) -> None:
    try:
        runs = published.read(settings.published, "ops__run")
    except NothingLoaded:
        # The first run of a new store makes the key.
        if settings.key_file.exists():
            load_key(settings.key_file)
        return
    check_key(load_key(settings.key_file), published.last_run(runs))


def _store(url: str) -> None:
    if parse(url).get_backend_name() == SQLITE:
        folder = sqlite_path(url).parent
        if not folder.is_dir():
            raise unreachable(url, FileNotFoundError())
        return
    try:
        with engine(url).connect() as connection:
            connection.execute(sa.select(1))
    except sa.exc.OperationalError as error:
        raise unreachable(url, error) from None
