"""The data dictionary says what the tables say, today."""

from __future__ import annotations

from etl.store import dictionary
from etl.store.tables import Base
from etl.store.tables.review import ReviewBase


def test_the_committed_dictionary_is_current() -> None:
    assert dictionary.FILE.read_text(encoding="utf-8") == dictionary.dictionary(), "run: make docs"


def test_every_table_and_column_is_told() -> None:
    text = dictionary.dictionary()
    for table in (*Base.metadata.tables.values(), *ReviewBase.metadata.tables.values()):
        assert f"### `{table.name}`" in text
        assert not [column.name for column in table.columns if not column.comment]
