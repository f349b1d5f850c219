"""Review stores for the tests: a few drawn messages, and the people who are asked about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from etl.review import store
from etl.review.keys import ReviewKey, create_review_key
from etl.review.reviewers import register

TEXT = "Today\n\nThank you for your time, [name]. A very particular kettle."


@dataclass
class Desk:
    """A review store with its key; `names` review."""

    folder: Path
    url: str = ""
    names: tuple[str, ...] = ("Ana", "Ben")
    key: ReviewKey = field(init=False)

    def __post_init__(self) -> None:
        self.url = self.url or f"sqlite:///{self.folder / 'goodeggs-review.db'}"
        self.key_file = self.folder / "goodeggs-review.key"
        self.key = create_review_key(self.key_file)
        with store.opened(self.url, make=True) as connection:
            register(connection, self.key, self.names)

    def who(self, name: str) -> int:
        """Return a reviewer's pseudonym."""
        return self.key.reviewer(name)

    def draw(
        self, *notes: int, stratum: str = "unsure", days: float = 30, text: str = TEXT
    ) -> None:
        """Put messages into the queue, to be asked about in the order of their numbers."""
        now = datetime.now(UTC)
        with store.opened(self.url) as connection:
            connection.execute(
                sa.insert(store.item),
                [
                    {
                        "note_id": note,
                        "stratum": stratum,
                        "weight": 1.0 if stratum == "unsure" else 20.0,
                        "follows": True,
                        "order_key": note,
                        "probability": 0.6,
                        "classifier": "test",
                        "reasons": "renewed_interest,thanks_for_reply",
                        "drawn_at": now,
                        "expires_at": now + timedelta(days=days),
                        "sealed": self.key.sealed(text),
                    }
                    for note in notes
                ],
            )

    def kept(self) -> set[int]:
        """Return the messages whose texts are still there."""
        with store.opened(self.url) as connection:
            there = sa.select(store.item.c.note_id).where(store.item.c.sealed.is_not(None))
            return set(connection.scalars(there))

    def labels(self) -> set[tuple[int, int, str]]:
        """Return note, reviewer and label of everything that was said."""
        said = sa.select(store.label.c.note_id, store.label.c.reviewer, store.label.c.label)
        with store.opened(self.url) as connection:
            return {tuple(row) for row in connection.execute(said)}
