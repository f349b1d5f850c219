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
from etl.review.draw import Draw
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
    items, labels
        `review__item` without texts, and `review__label`.
    """

    url: str
    keep_days: int
    draw: Draw | None
    items: pd.DataFrame
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

        Parameters
        ----------
        notes, interviews
            `out__note` and `out__interview` of this run.
        landmark_hours
            Messages that came later are nobody's exposure.
        """
        covered = interviews[interviews["covered"].astype(bool)]
        counts = (
            notes["interview_id"].isin(covered["interview_id"])
            & ~notes["after_decision"].astype(bool)
            & (notes["hours_after"] <= landmark_hours)
        )
        rounds = covered[["application_id", "round"]].drop_duplicates()
        return measured(self.items, notes[counts], self.labels, len(rounds))

    def keep(self, drawn: list[pd.DataFrame], notes: pd.DataFrame) -> None:
        """Put those of the drawn messages into the queue that follow an interview; drop the others.

        A message that was drawn before is left as it is, and its text, once destroyed, stays so;
        only its weight falls where it would now be drawn with a better chance.

        Parameters
        ----------
        drawn
            `review.draw.COLUMNS`, from every worker.
        notes
            `out__note` of this run.
        """
        follow = notes[notes["interview_id"].notna() & ~notes["after_decision"].astype(bool)]
        rows = pd.concat(drawn, ignore_index=True) if drawn else pd.DataFrame()
        if rows.empty:
            return
        rows = rows[rows["note_id"].isin(follow["note_id"])]
        # Of the same message in two mailboxes, the copy with the text.
        rows = rows.sort_values("sealed", key=lambda sealed: sealed.isna(), kind="stable")
        rows = rows.drop_duplicates("note_id")
        now = datetime.now(UTC)
        known = rows["note_id"].isin(self.items["note_id"])
        new = rows[~known].assign(drawn_at=now, expires_at=now + timedelta(days=self.keep_days))
        with store.opened(self.url) as connection:
            if len(new):
                adding = store.insert(connection, store.item).on_conflict_do_nothing()
                connection.execute(
                    adding,
                    [
                        dict(zip(new.columns, row, strict=True))
                        for row in new.itertuples(index=False)
                    ],
                )
            for note, weight in zip(
                rows.loc[known, "note_id"], rows.loc[known, "weight"], strict=True
            ):
                connection.execute(
                    sa.update(store.item)
                    .where(store.item.c.note_id == int(note), store.item.c.weight > weight)
                    .values(weight=float(weight))
                )


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
        items, labels = (
            pd.DataFrame(columns=list(table.columns.keys())) for table in (store.item, store.label)
        )
        return Desk(url, asked.keep_days, None, items, labels)
    key = _key(settings) if asked.reviewers else None
    with store.opened(url, make=True) as connection:
        if key is None:
            connection.execute(sa.delete(store.reviewer))
        else:
            register(connection, key, asked.reviewers)
        store.tidy(connection, datetime.now(UTC))
        columns = [column for column in store.item.columns if column.name != "sealed"]
        items = _frame(connection, sa.select(*columns))
        labels = _frame(connection, sa.select(store.label))
    store.sweep(url)
    draw = Draw(key, asked.share, frozenset(items["note_id"]))
    return Desk(url, asked.keep_days, draw, items, labels)


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


def _frame(connection: sa.Connection, query: sa.Select[tuple[object, ...]]) -> pd.DataFrame:
    rows = connection.execute(query)
    return pd.DataFrame(rows.all(), columns=list(rows.keys()))
