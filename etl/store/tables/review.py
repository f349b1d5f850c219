"""`review__*`: what people are asked about messages, and what they said.

These tables lie apart: in SQLite in a file of their own, that nobody opens but a run and those with
the reviewer's right. They are the only ones that ever hold a text, redacted and encrypted, and only
until it is reviewed or its days are over.
"""

from __future__ import annotations

from sqlalchemy import LargeBinary, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from etl.store.tables.base import NAMING, flag, instant, key, number, text

STRATA = ("unsure", "clear_note", "clear_other")
"""Kinds of messages by the text's probability, in the order in which they are asked about."""

NOTE, OTHER, CANNOT_TELL = "note", "other", "cannot_tell"
LABELS = (NOTE, OTHER, CANNOT_TELL)


class ReviewBase(DeclarativeBase):
    """Declarative base of the tables that migrations do not know: they are made when first needed."""

    metadata = MetaData(naming_convention=NAMING)


class ReviewItem(ReviewBase):
    """A message drawn for review. The row outlives its text, so that nothing is asked twice."""

    __tablename__ = "review__item"
    note_id = key("the message, as in `core__note`", primary=True)
    stratum = text("unsure, clear_note or clear_other, by the text's probability")
    weight = number("messages it stands for: 1 / the best chance it ever had of being drawn")
    follows = flag(
        "whether it follows an interview, as the last run knew it: only then it is shown"
    )
    order_key = key("random number under the review key: the order of asking within the stratum")
    probability = number("the classifier's probability by the text alone, 0-1")
    classifier = text("version of the classifier")
    reasons = text("codes of the features that spoke for and against, comma-separated")
    drawn_at = instant("when it was drawn")
    expires_at = instant("when its text is destroyed, reviewed or not")
    sealed: Mapped[bytes] = mapped_column(
        LargeBinary,
        nullable=True,
        comment="the text without names, encrypted under the review key; empty once destroyed",
    )


class ReviewLabel(ReviewBase):
    """What one reviewer said of one message."""

    __tablename__ = "review__label"
    note_id = key("the message", primary=True)
    reviewer = key("pseudonym of the reviewer's name, under the review key", primary=True)
    label = text("note, other or cannot_tell")
    labelled_at = instant("when it was said")


class Reviewer(ReviewBase):
    """Somebody with the reviewer's right."""

    __tablename__ = "review__reviewer"
    reviewer = key("pseudonym of the name, under the review key", primary=True)
    code_check = text(
        "keyed hash of the access code for the page; empty if there is none", null=True
    )
