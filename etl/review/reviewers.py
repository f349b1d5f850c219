"""Who has the reviewer's right: the names in the settings, each with an access code for the page."""

from __future__ import annotations

import hmac

import sqlalchemy as sa

from etl.review.keys import ReviewKey, new_code
from etl.review.store import opened, reviewer


def register(connection: sa.Connection, key: ReviewKey, names: tuple[str, ...]) -> None:
    """Make the reviewers those named, and nobody else: who is no longer named loses the right."""
    wanted = {key.reviewer(name) for name in names}
    there = set(connection.scalars(sa.select(reviewer.c.reviewer)))
    connection.execute(sa.delete(reviewer).where(reviewer.c.reviewer.in_(there - wanted)))
    if fresh := wanted - there:
        connection.execute(sa.insert(reviewer), [{"reviewer": one} for one in sorted(fresh)])


def give_code(url: str, key: ReviewKey, name: str) -> str:
    """Return a new access code for a registered reviewer; the one before it stops working.

    Parameters
    ----------
    url
        `Settings.review_store`.
    key
        The review key.
    name
        The reviewer's name.
    """
    who, code = key.reviewer(name), new_code()
    with opened(url) as connection:
        connection.execute(
            sa.update(reviewer)
            .where(reviewer.c.reviewer == who)
            .values(code_check=key.code_check(who, code))
        )
    return code


def admitted(url: str, key: ReviewKey, name: str, code: str) -> str | None:
    """Return what proves the right of a reviewer who knows the code, or None for anybody else.

    The comparison takes as long for a wrong code as for a right one, and for an unknown name.

    Parameters
    ----------
    url
        `Settings.review_store`.
    key
        The review key.
    name, code
        As they were typed.

    Returns
    -------
    str or None
        The code's keyed hash, to be asked again with `holds`.
    """
    who = key.reviewer(name)
    given = key.code_check(who, code)
    return given if hmac.compare_digest(_check(url, who), given) else None


def holds(url: str, who: int, proof: str) -> bool:
    """Return whether a reviewer still has the right that was given on `proof`."""
    return hmac.compare_digest(_check(url, who), proof)


def _check(url: str, who: int) -> str:
    with opened(url) as connection:
        return (
            connection.scalar(sa.select(reviewer.c.code_check).where(reviewer.c.reviewer == who))
            or ""
        )
