"""The queue: the next message for a reviewer, and the label that takes it away."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import sqlalchemy as sa

from etl.notes.classify import DIRECTIONS, REASONS, THRESHOLD
from etl.review.keys import ReviewKey
from etl.review.store import exists, insert, item, label, labels_given, opened, sweep, tidy, wanted
from etl.store.tables.review import LABELS, STRATA


@dataclass(frozen=True)
class Message:
    """A message to review, and how many more wait.

    Attributes
    ----------
    note_id
        Its pseudonym.
    text
        Subject and newest part, without names.
    expires_at
        When it is destroyed, reviewed or not.
    waiting
        Messages that this reviewer has yet to see, this one among them.
    """

    note_id: int
    text: str
    expires_at: datetime
    waiting: int


@dataclass(frozen=True)
class Seen:
    """What the classifier made of a message, for after the label.

    Attributes
    ----------
    probability
        Of its being a note by the text alone, 0-1.
    speaks_for, speaks_against
        The reasons in plain words, the weightiest first.
    """

    probability: float
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]

    @property
    def is_note(self) -> bool:
        """Return whether the text alone was taken for a note."""
        return self.probability >= THRESHOLD


def next_message(
    url: str, key: ReviewKey, reviewer: int, *, skipped: frozenset[int] = frozenset()
) -> Message | None:
    """Return the first message that a reviewer has yet to label, or None.

    The strata come in turn, so that each is measured soon; within one the order is random, so that
    those reviewed stand for the others. Messages that follow no interview are not asked about.
    Texts whose days are over are destroyed first.

    Parameters
    ----------
    url
        `Settings.review_store`.
    key
        The review key.
    reviewer
        The reviewer's pseudonym.
    skipped
        Messages to leave for later.

    Raises
    ------
    StoreUnreachable
        If the store cannot be opened.
    KeyWrong
        If the text was kept under another key.
    """
    with opened(url) as connection:
        tidy(connection, datetime.now(UTC))
        place = sa.func.row_number().over(partition_by=item.c.stratum, order_by=item.c.order_key)
        turn = sa.case({name: number for number, name in enumerate(STRATA)}, value=item.c.stratum)
        asked = sa.select(item, place.label("place"), turn.label("turn")).where(item.c.follows)
        placed = asked.subquery()
        mine = sa.select(label.c.note_id).where(label.c.reviewer == reviewer)
        waiting = (
            sa.select(placed)
            .where(placed.c.sealed.is_not(None), placed.c.note_id.not_in(mine))
            .order_by(placed.c.place, placed.c.turn, placed.c.note_id)
        )
        count = connection.scalar(sa.select(sa.func.count()).select_from(waiting.subquery())) or 0
        row = connection.execute(
            waiting.where(placed.c.note_id.not_in(sorted(skipped))).limit(1)
        ).one_or_none()
    if row is None:
        return None
    # SQLite gives instants back without their zone.
    expires = row.expires_at.replace(tzinfo=row.expires_at.tzinfo or UTC)
    return Message(row.note_id, key.opened(row.sealed), expires, count)


def destroy_what_is_over(url: str) -> None:
    """Destroy the texts whose days are over, also in what PostgreSQL's table leaves behind.

    Raises
    ------
    StoreUnreachable
        If the store cannot be opened.
    """
    if exists(url):
        with opened(url) as connection:
            tidy(connection, datetime.now(UTC))
        sweep(url)


def give_label(url: str, reviewer: int, note_id: int, said: str) -> None:
    """Record what a reviewer said of a message; destroy its text if it has the labels it wants.

    The first word counts: a second click, or another tab, changes nothing.

    Parameters
    ----------
    url
        `Settings.review_store`.
    reviewer
        The reviewer's pseudonym.
    note_id
        The message, as `next_message` gave it.
    said
        note, other or cannot_tell.

    Raises
    ------
    ValueError
        If `said` is none of the three.
    StoreUnreachable
        If the store cannot be written.
    """
    if said not in LABELS:
        raise ValueError("no such label")
    with opened(url) as connection:
        row = {
            "note_id": note_id,
            "reviewer": reviewer,
            "label": said,
            "labelled_at": datetime.now(UTC),
        }
        connection.execute(insert(connection, label).on_conflict_do_nothing(), row)
        enough = labels_given() >= wanted(connection)
        connection.execute(
            sa.update(item).where(item.c.note_id == note_id, enough).values(sealed=None)
        )


def what_was_seen(url: str, note_id: int) -> Seen:
    """Return what the classifier made of a message."""
    with opened(url) as connection:
        row = connection.execute(
            sa.select(item.c.probability, item.c.reasons).where(item.c.note_id == note_id)
        ).one()
    # A code that this version no longer knows says nothing.
    codes = [code for code in row.reasons.split(",") if code in REASONS]
    sides = {True: list[str](), False: list[str]()}
    for code in codes:
        sides[DIRECTIONS[code] > 0].append(REASONS[code])
    return Seen(row.probability, tuple(sides[True]), tuple(sides[False]))
