"""Which messages are drawn for review. It runs in the worker, where the texts are."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from etl.notes.classify import VERSION
from etl.review.keys import ReviewKey
from etl.review.redact import redacted

UNSURE = (0.2, 0.8)
"""Between these probabilities a text is unsure, and every one is drawn."""
LONGEST = 4000
"""Characters of a message that are kept: what thanks comes early, and long tails hold names."""
COLUMNS = (
    "note_id",
    "stratum",
    "weight",
    "order_key",
    "probability",
    "classifier",
    "reasons",
    "sealed",
)
_READ = ("subject", "body", "names", "sender", "recipients")
ALL = 2.0**63
"""Lots are below this."""


def nothing_drawn() -> pd.DataFrame:
    """Return an empty frame of drawn messages."""
    return pd.DataFrame(columns=list(COLUMNS))


def strata(probability: pd.Series) -> pd.Series:
    """Return each message's stratum by the probability of its text, 0-1.

    Examples
    --------
    >>> strata(pd.Series([0.1, 0.2, 0.8, 0.9])).tolist()
    ['clear_other', 'unsure', 'unsure', 'clear_note']
    """
    low, high = UNSURE
    return pd.Series(
        np.select([probability < low, probability > high], ["clear_other", "clear_note"], "unsure"),
        index=probability.index,
    )


@dataclass(frozen=True)
class Draw:
    """How messages are drawn.

    Every message has a lot, a random number under the review key, made of its sender and minute.
    It is drawn if the lot lies below its stratum's chance: 1 for the unsure, `share` for the clear.
    So a message is drawn or not whatever comes with it, in whichever order, however often it is
    read (Poisson sampling).

    Attributes
    ----------
    key
        The review key; None where nobody reviews any more, so that nothing new is drawn.
    share
        Chance of a clear message, 0-1.
    known
        Messages drawn before: their texts are not kept again.
    labelled
        Those that somebody labelled: they stay drawn, whatever the settings are now.
    """

    key: ReviewKey | None
    share: float
    known: frozenset[int]
    labelled: frozenset[int]

    def of(self, judged: pd.DataFrame, note_ids: pd.Series) -> pd.DataFrame:
        """Return the drawn messages, their texts without names and sealed.

        Parameters
        ----------
        judged
            Messages (`MESSAGE_COLUMNS`) with `probability` (0-1) and `reasons`.
        note_ids
            Their pseudonyms.

        Returns
        -------
        DataFrame
            `COLUMNS`, with the index of the drawn messages; `sealed` is missing for those known.
        """
        stratum = strata(judged["probability"])
        known = note_ids.isin(list(self.known)).astype(bool)
        chance = pd.Series(np.where(stratum == "unsure", 1.0, self.share), index=judged.index)
        # Copies of a message, which attaching takes for one, have one lot.
        sent = judged["sender"].astype("str") + judged["sent_at"].dt.floor("min").astype("str")
        lots = self.key.lots(sent) if self.key else pd.Series(0, index=judged.index)
        labelled = note_ids.isin(list(self.labelled)).astype(bool)
        chosen = ((lots < chance * ALL) & (self.key is not None)) | labelled
        rows = pd.DataFrame(
            {
                "note_id": note_ids,
                "stratum": stratum,
                "weight": 1 / chance,
                "order_key": lots,
                "probability": judged["probability"].astype("float64"),
                "classifier": VERSION,
                "reasons": judged["reasons"],
            }
        )[chosen]
        fresh = judged[chosen & ~known]
        texts = map(_shown, *(fresh[name] for name in _READ))
        sealed = [self.key.sealed(text) for text in texts] if self.key else []
        kept = pd.Series(sealed, index=fresh.index, dtype="object")
        return rows.assign(sealed=kept.reindex(rows.index).where(~known[chosen], None))


def _shown(subject: str, body: str, names: str, sender: str, recipients: str) -> str:
    """Return what a reviewer sees of a message."""
    subject, body, names, sender, recipients = (
        text if isinstance(text, str) else "" for text in (subject, body, names, sender, recipients)
    )
    whole = f"{subject[:LONGEST]}\n\n{body[:LONGEST]}"
    return redacted(whole, names, f"{sender} {recipients}")
