"""What every table shares: the metadata, and the few column types that both databases carry."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Date, DateTime, Double, Integer, MetaData, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

NAMING = {
    "pk": "pk_%(table_name)s",
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
}


class Base(DeclarativeBase):
    """Declarative base. Column comments are the data dictionary's text."""

    metadata = MetaData(naming_convention=NAMING)
    # Every primary key is the order in which rows are looked up; a rowid would be a second index.
    __table_args__ = {"sqlite_with_rowid": False}  # noqa: RUF012 - SQLAlchemy's own convention


def key(comment: str, *, primary: bool = False, null: bool = False) -> Mapped[int]:
    """Return a pseudonym column: a keyed hash of a source's id, 63 bits, never the id itself."""
    return mapped_column(
        BigInteger, primary_key=primary, nullable=null, comment=comment, autoincrement=False
    )


def text(comment: str, *, primary: bool = False, null: bool = False) -> Mapped[str]:
    """Return a text column."""
    return mapped_column(Text, primary_key=primary, nullable=null, comment=comment)


def instant(comment: str, *, null: bool = False) -> Mapped[object]:
    """Return a column of instants in UTC, microsecond resolution."""
    return mapped_column(DateTime(timezone=True), nullable=null, comment=comment)


def day(comment: str, *, null: bool = False) -> Mapped[object]:
    """Return a column of calendar dates."""
    return mapped_column(Date, nullable=null, comment=comment)


def number(comment: str, *, null: bool = False) -> Mapped[float]:
    """Return a column of 64-bit floats."""
    return mapped_column(Double, nullable=null, comment=comment)


def count(comment: str, *, null: bool = False, primary: bool = False) -> Mapped[int]:
    """Return a column of whole numbers."""
    return mapped_column(
        Integer, nullable=null, primary_key=primary, comment=comment, autoincrement=False
    )


def flag(comment: str, *, null: bool = False) -> Mapped[bool]:
    """Return a true/false column."""
    return mapped_column(Boolean, nullable=null, comment=comment)
