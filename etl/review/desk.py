"""What a run has to do with review: it draws, keeps, destroys, and takes the reviewers' word."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pandas as pd
import sqlalchemy as sa

from etl.config import Settings
from etl.notes.error_rates import ErrorRates
from etl.review import store
from etl.review.draw import Draw, nothing_drawn
from etl.review.keys import ReviewKey, create_review_key, load_review_key
from etl.review.measure import measured
from etl.review.reviewers import register
from etl.review.settle import settled


@dataclass(frozen=True)
class Desk:
    """What reviewers said so far, and how this run draws.

    Attributes
    ----------
    url
        `Settings.review_store`.
    keep_days
        Days after which a text is destroyed.
    draw
        How messages are drawn; None where there never was a reviewer.
    labels
        `review__label`.
    """

    url: str
    keep_days: int
    draw: Draw | None
    labels: pd.DataFrame

    @property
    def settled(self) -> pd.Series:
        """Return what reviewers settled on: note_id → whether it is a note."""
        return settled(self.labels)

    @property
    def digest(self) -> str:
        """Return a hash of all labels, empty without any: a run derives anew when it changes."""
        rows = self.labels.sort_values(["note_id", "reviewer"])[["note_id", "reviewer", "label"]]
        return sha256(rows.to_csv(index=False).encode()).hexdigest()[:16] if len(rows) else ""

    def error_rates(
        self, notes: pd.DataFrame, interviews: pd.DataFrame, landmark_hours: float
    ) -> ErrorRates | None:
        """Return how often the tag is wrong of covered interviews, as far as enough was reviewed.

        Where nobody reviews any more nothing is drawn of new mail, so that nobody knows.

        Parameters
        ----------
        notes, interviews
            `out__note` and `out__interview` of this run.
        landmark_hours
            Messages that came later are nobody's exposure.
        """
        if self.draw is None or self.draw.key is None:
            return None
        covered = interviews[interviews["covered"].astype(bool)]
        counts = (
            notes["interview_id"].isin(covered["interview_id"])
            & ~notes["after_decision"].astype(bool)
            & (notes["hours_after"] <= landmark_hours)
        )
        rounds = covered[["application_id", "round"]].drop_duplicates()
        with store.opened(self.url) as connection:
            items = _items(connection)
        return measured(items, notes[counts], self.labels, len(rounds), self.draw.share)

    def keep(self, drawn: list[pd.DataFrame], notes: pd.DataFrame) -> None:
        """Keep the drawn messages, and put those into the queue that follow an interview.

        The interview may come with a later export, so the others are kept as well, unseen, until
        their days are over. Of a message that was drawn before the text, once destroyed, stays so;
        its stratum and weight change where it would now be drawn with a better chance.

        Parameters
        ----------
        drawn
            `review.draw.COLUMNS`, from every worker.
        notes
            `out__note` of this run.
        """
        if self.draw is None:
            return
        # Of unlike copies the one with the best chance, whichever was read first.
        rows = pd.concat(drawn, ignore_index=True) if drawn else nothing_drawn()
        rows = rows.sort_values(["weight", "probability"], ascending=[True, False], kind="stable")
        rows = rows.drop_duplicates("note_id")
        now = datetime.now(UTC)
        rows = rows.assign(
            follows=False, drawn_at=now, expires_at=now + timedelta(days=self.keep_days)
        )
        asked = notes[~notes["after_decision"].astype(bool)]
        with store.opened(self.url) as connection:
            store.put(connection, rows)
            store.set_follows(connection, asked["note_id"])


def open_desk(settings: Settings) -> Desk:
    """Return the desk of this run; an empty one where there is nothing to review and never was.

    Whoever is no longer named loses the right, and texts whose days are over are destroyed: all
    of them where nobody is named any more. What was said then still holds.

    Raises
    ------
    KeyWrong
        If the review key is missing from a store that has texts, or is unfit.
    StoreUnreachable
        If the review store cannot be opened.
    """
    asked, url = settings.review, settings.review_store
    if not asked.reviewers and not store.exists(url):
        labels = pd.DataFrame(columns=list(store.label.columns.keys()))
        return Desk(url, asked.keep_days, None, labels)
    key = _key(settings) if asked.reviewers else None
    with store.opened(url, make=True) as connection:
        if key is None:
            connection.execute(sa.delete(store.reviewer))
        else:
            register(connection, key, asked.reviewers)
        store.shorten(connection, timedelta(days=asked.keep_days))
        store.tidy(connection, datetime.now(UTC))
        items = _items(connection)
        labels = _frame(connection, sa.select(store.label))
    store.sweep(url)
    draw = Draw(key, asked.share, frozenset(items["note_id"]), frozenset(labels["note_id"]))
    return Desk(url, asked.keep_days, draw, labels)


def _key(settings: Settings) -> ReviewKey:
    """Return the review key; a store without any item gets a new one."""
    path = settings.review_key_file
    if not path.exists() and not _has_items(settings.review_store):
        return create_review_key(path)
    return load_review_key(path)


def _has_items(url: str) -> bool:
    if not store.exists(url):
        return False
    with store.opened(url) as connection:
        return connection.scalar(sa.select(store.item.c.note_id).limit(1)) is not None


def _items(connection: sa.Connection) -> pd.DataFrame:
    """Return the drawn messages without their texts."""
    columns = [column for column in store.item.columns if column.name != "sealed"]
    return _frame(connection, sa.select(*columns))


def _frame(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
    rows = connection.execute(query)
    return pd.DataFrame(rows.all(), columns=list(rows.keys()))
