"""Text from messages and files, made fit for a terminal."""

from __future__ import annotations

import unicodedata

_STEERS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Unicode categories: controls (escape sequences), formats (bidi), half characters, line separators."""


def plain(text: str) -> str:
    r"""Return text without what would steer a terminal; line ends and tabs stay.

    Unicode 15, section 4.5, general categories Cc, Cf, Cs, Zl and Zp become spaces.

    Examples
    --------
    >>> plain("Thanks\x1b[2J\n\u202eyou")
    'Thanks [2J\n you'
    """
    return "".join(
        " " if unicodedata.category(one) in _STEERS and one not in "\n\t" else one for one in text
    )
