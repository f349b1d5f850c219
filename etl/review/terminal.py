"""Review on a terminal: a message, a key, the next one."""

from __future__ import annotations

import sys

import click
import typer

from etl.plain import plain
from etl.review.keys import ReviewKey
from etl.review.queue import Message, Seen, give_label, next_message, what_was_seen
from etl.store.tables.review import CANNOT_TELL, NOTE, OTHER

KEYS = {"n": NOTE, "o": OTHER, "?": CANNOT_TELL}
SKIP, QUIT = "s", "q"
_ASKED = (
    "Is it a thank-you note for an interview?  n note   o other   ? cannot tell   s later   q quit"
)


def ask(url: str, key: ReviewKey, reviewer: int) -> None:
    """Show one message after the other until the queue is empty or the reviewer quits.

    What the classifier saw is told after the label, so that it sways nobody.

    Parameters
    ----------
    url
        `Settings.review_store`.
    key
        The review key.
    reviewer
        The reviewer's pseudonym.
    """
    later: frozenset[int] = frozenset()
    while message := next_message(url, key, reviewer, skipped=later):
        _show(message)
        pressed = _pressed()
        if pressed == QUIT:
            return
        if pressed == SKIP:
            later |= {message.note_id}
            continue
        give_label(url, reviewer, message.note_id, KEYS[pressed])
        typer.echo(
            f"You: {KEYS[pressed].replace('_', ' ')}. {told(what_was_seen(url, message.note_id))}"
        )
    typer.echo(
        "Nothing more to review." if not later else "Only messages that you left for later wait."
    )


def _show(message: Message) -> None:
    left = f"{message.waiting} to review" if message.waiting > 1 else "The last one to review"
    typer.echo(f"\n--- {left}; this text is destroyed by {message.expires_at:%d %B %Y} ---\n")
    typer.echo(f"{plain(message.text)}\n")
    typer.echo(_ASKED)


def _pressed() -> str:
    """Return the key that was pressed; where keys cannot be read singly, the first of a line."""
    while True:
        line = click.getchar() if sys.stdin.isatty() else sys.stdin.readline()
        pressed = line.strip().lower()[:1] if line else QUIT
        if pressed in (*KEYS, SKIP, QUIT):
            return pressed


def told(seen: Seen) -> str:
    """Return what the classifier made of a message, in a sentence or three.

    Examples
    --------
    >>> told(Seen(0.94, ("thanks for time",), ()))
    'The classifier, by the text alone: a note (94 %). For a note: thanks for time.'
    """
    said = "a note" if seen.is_note else "no note"
    parts = [f"The classifier, by the text alone: {said} ({100 * seen.probability:.0f} %)."]
    parts += [f"For a note: {', '.join(seen.speaks_for)}."] if seen.speaks_for else []
    parts += [f"Against: {', '.join(seen.speaks_against)}."] if seen.speaks_against else []
    return " ".join(parts)
