"""Recruiter groups as goodeggs.toml declares them: recruiters by team, so that pages can be broken down by it."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated

from pydantic import AfterValidator

OTHER, UNKNOWN = "other", "unknown"
"""The group of recruiters who are in none, and of applications of which no group can be told."""
FEWEST_RECRUITERS = 3
"""A group of fewer would show on a page what one or two people did."""


def checked(groups: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """Return declared groups as they are: name → addresses.

    Raises
    ------
    ValueError
        If a name is empty, taken or twice there, an address is none or in two groups, or a group is too small.

    Examples
    --------
    >>> checked({"Tech": ("ana@example.com", "Ana@example.com", "ben@example.com")})
    Traceback (most recent call last):
    ...
    ValueError: "Tech" has fewer than 3 addresses, so that pages would tell of one or two people, and no person is on a page: join it to another group or leave it out
    """
    names = [name.strip().casefold() for name in groups]
    if not all(names) or len(set(names)) < len(names):
        raise ValueError("each group has a name, unlike the others': name it")
    if taken := {OTHER, UNKNOWN} & set(names):
        raise ValueError(
            f'"{min(taken)}" is what those in no group are called: give the group another name'
        )
    distinct = {
        name: {one.strip().lower() for one in addresses} for name, addresses in groups.items()
    }
    for name, addresses in distinct.items():
        # An address is a person: the message may not hold it.
        if not all("@" in one for one in addresses):
            raise ValueError(
                f'"{name}" holds something that is no address: write each recruiter\'s, such as ana@example.com'
            )
        if len(addresses) < FEWEST_RECRUITERS:
            raise ValueError(
                f'"{name}" has fewer than {FEWEST_RECRUITERS} addresses, so that pages would tell of one or '
                "two people, and no person is on a page: join it to another group or leave it out"
            )
    for (one, those), (other, these) in combinations(distinct.items(), 2):
        if those & these:
            raise ValueError(f'"{one}" and "{other}" share an address: leave it in one of them')
    return groups


RecruiterGroups = Annotated[dict[str, tuple[str, ...]], AfterValidator(checked)]
"""Group's name → its recruiters' addresses in the ATS."""
