"""What the server was told: a reviewer's right, the right to adverse impact, whether the employer is made up."""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from dashboard.serve import (
    FICTIONAL_VARIABLE,
    IMPACT_STORE_VARIABLE,
    REVIEW_KEY_VARIABLE,
    REVIEW_STORE_VARIABLE,
)
from etl.review import reviewers
from etl.review.keys import ReviewKey, load_review_key

TRIES, SECONDS = 5, 60.0
"""So many codes may be tried in so many seconds, by everybody together."""
_RIGHT = "reviewer_right"


class Limit:
    """Counts tries, for the whole server: a session is a reload away from a fresh one.

    Examples
    --------
    >>> limit = Limit(2, 60.0)
    >>> limit.allows(0.0), limit.allows(1.0), limit.allows(2.0), limit.allows(61.0)
    (True, True, False, True)
    """

    def __init__(self, tries: int, seconds: float) -> None:
        self._tries, self._seconds = tries, seconds
        self._times: deque[float] = deque()
        self._lock = threading.Lock()

    def allows(self, now: float) -> bool:
        """Return whether one more try may be made at `now` (seconds); if so, count it."""
        with self._lock:
            while self._times and now - self._times[0] >= self._seconds:
                self._times.popleft()
            if len(self._times) >= self._tries:
                return False
            self._times.append(now)
            return True

    def clear(self) -> None:
        """Forget all tries."""
        with self._lock:
            self._times.clear()


limit = Limit(TRIES, SECONDS)


@dataclass(frozen=True)
class Desk:
    """Where the review store and its key are."""

    url: str
    key_file: Path

    def key(self) -> ReviewKey:
        """Read the review key.

        Raises
        ------
        KeyWrong
            If it is missing or unfit.
        """
        return load_review_key(self.key_file)


@dataclass(frozen=True)
class Right:
    """A reviewer's right, as the session keeps it: a pseudonym and a keyed hash, no name or code."""

    reviewer: int
    proof: str


def desk() -> Desk | None:
    """Return the desk that the server was given, if any."""
    url, key = (os.environ.get(name, "") for name in (REVIEW_STORE_VARIABLE, REVIEW_KEY_VARIABLE))
    return Desk(url, Path(key)) if url and key else None


def impact_store() -> str | None:
    """Return the URL of the store that holds adverse impact, if the server was given the right to it."""
    return os.environ.get(IMPACT_STORE_VARIABLE) or None


def fictional() -> bool:
    """Return whether the server was told that its employer is made up."""
    return bool(os.environ.get(FICTIONAL_VARIABLE))


def right(at: Desk) -> Right | None:
    """Return this session's right, if it has one that still holds."""
    held = st.session_state.get(_RIGHT)
    if isinstance(held, Right) and reviewers.holds(at.url, held.reviewer, held.proof):
        return held
    give_up()
    return None


def sign_in(at: Desk, name: str, code: str) -> bool | None:
    """Give this session the right if name and code are a reviewer's.

    Returns
    -------
    bool or None
        Whether they are; None if too many were tried in the last minute.
    """
    if not limit.allows(time.monotonic()):
        return None
    key = at.key()
    proof = reviewers.admitted(at.url, key, name, code)
    if proof is None:
        return False
    st.session_state[_RIGHT] = Right(key.reviewer(name), proof)
    return True


def give_up() -> None:
    """Take the right from this session."""
    st.session_state.pop(_RIGHT, None)
