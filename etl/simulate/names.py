"""Names and mail addresses of fictional people."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from dataclasses import dataclass
from importlib import resources

import numpy as np
import pandas as pd

from etl.simulate.kinds import Ints, Strings

LANGUAGES = ("en", "es", "fr", "de", "pt", "it", "nl", "ja", "zh", "ko")
# Languages of the people around each office, in the order of `world.OFFICES`.
_AROUND = np.array(
    [
        [0.92, 0.01, 0.02, 0.01, 0.01, 0.01, 0.01, 0.00, 0.01, 0.00],
        [0.88, 0.05, 0.01, 0.00, 0.01, 0.01, 0.00, 0.01, 0.02, 0.01],
        [0.46, 0.02, 0.04, 0.34, 0.01, 0.03, 0.06, 0.01, 0.02, 0.01],
        [0.40, 0.46, 0.04, 0.01, 0.04, 0.04, 0.00, 0.00, 0.01, 0.00],
        [0.34, 0.06, 0.01, 0.01, 0.54, 0.03, 0.00, 0.01, 0.00, 0.00],
        [0.34, 0.00, 0.01, 0.01, 0.01, 0.00, 0.00, 0.45, 0.10, 0.08],
    ]
)
_AROUND.setflags(write=False)


@dataclass(frozen=True)
class Names:
    """Given and family names by language, with native spellings where a script has them."""

    first: dict[str, Strings]
    last: dict[str, Strings]
    native: dict[str, Strings]

    def languages_for(self, rng: np.random.Generator, office: Ints) -> Ints:
        """Draw an index into `LANGUAGES` for people around each office."""
        cumulative = np.cumsum(_AROUND, axis=1)[office]
        return (rng.random(len(office))[:, None] > cumulative[:, :-1]).sum(axis=1)

    def draw(
        self, rng: np.random.Generator, language: Ints, native: float = 0.15
    ) -> tuple[pd.Series, pd.Series, pd.Series]:
        """Draw first names, last names, and the local parts of addresses in plain ASCII.

        Parameters
        ----------
        rng
            Source of chance.
        language
            Index into `LANGUAGES`, one a person.
        native
            Share, 0-1, of names written in their own script where the language has one.
        """
        count = len(language)
        first, last = np.empty(count, dtype=object), np.empty(count, dtype=object)
        picks = rng.integers(0, 1 << 30, (count, 3))
        double, own = rng.random(count) < 0.14, rng.random(count) < native
        for index, code in enumerate(LANGUAGES):
            rows = np.flatnonzero(language == index)
            first[rows] = self.first[code][picks[rows, 0] % len(self.first[code])]
            last[rows] = self.last[code][picks[rows, 1] % len(self.last[code])]
            if code in ("en", "es", "pt", "de"):
                pairs = rows[double[rows]]
                joint = " " if code in ("es", "pt") else "-"
                last[pairs] = (
                    last[pairs] + joint + self.last[code][picks[pairs, 2] % len(self.last[code])]
                )
        plain = _plain(pd.Series(first)), _plain(pd.Series(last))
        local = plain[0] + "." + plain[1]
        for index, code in enumerate(LANGUAGES):
            if code in self.native:
                rows = np.flatnonzero((language == index) & own)
                pair = self.native[code][picks[rows, 0] % len(self.native[code])]
                first[rows], last[rows] = pair[:, 0], pair[:, 1]
        return pd.Series(first, dtype="str"), pd.Series(last, dtype="str"), local


def _plain(names: pd.Series) -> pd.Series:
    """Return names as they stand in an address: lower-case ASCII letters."""
    known = {
        name: re.sub(r"[^a-z]", "", unicodedata.normalize("NFKD", name.replace("ß", "ss")).lower())
        for name in names.unique()
    }
    return names.map(known).astype("str")


def load() -> Names:
    """Read `names.toml`.

    Examples
    --------
    >>> sorted(load().native)
    ['ja', 'ko', 'zh']
    """
    text = resources.files("etl.simulate").joinpath("names.toml").read_text(encoding="utf-8")
    values = tomllib.loads(text)
    return Names(
        first={code: np.array(values[code]["first"], dtype=object) for code in LANGUAGES},
        last={code: np.array(values[code]["last"], dtype=object) for code in LANGUAGES},
        native={
            code: np.array(values[code]["native"], dtype=object)
            for code in LANGUAGES
            if "native" in values[code]
        },
    )
