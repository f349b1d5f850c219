"""The review key: it seals texts, draws messages, and stands behind reviewers' names and codes."""

from __future__ import annotations

import base64
import hmac
import secrets
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd
from cryptography.fernet import Fernet, InvalidToken

from etl.errors import KeyWrong
from etl.people.pseudonyms import create_secret, load_secret

_CODE_BYTES = 10


class ReviewKey:
    """One secret, and what is made of it: no two uses share a key (HMAC-SHA-256 with a label).

    Texts are sealed with Fernet (AES-128-CBC and HMAC-SHA-256).

    Examples
    --------
    >>> key = ReviewKey(b"secret")
    >>> key.opened(key.sealed("Thank you, [name]"))
    'Thank you, [name]'
    """

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def _derived(self, use: str, value: bytes = b"") -> bytes:
        return hmac.digest(self._secret, use.encode() + b"\0" + value, sha256)

    def _fernet(self) -> Fernet:
        return Fernet(base64.urlsafe_b64encode(self._derived("seal")))

    def sealed(self, text: str) -> bytes:
        """Return the text encrypted."""
        return self._fernet().encrypt(text.encode())

    def opened(self, sealed: bytes) -> str:
        """Return a sealed text.

        Raises
        ------
        KeyWrong
            If it was sealed under another key.
        """
        try:
            return self._fernet().decrypt(sealed).decode()
        except InvalidToken:
            raise KeyWrong(
                "the texts to review were encrypted under another key",
                fix="Restore the review key that they were kept under",
            ) from None

    def lots(self, values: pd.Series) -> pd.Series:
        """Return a random number for each text, 0 to 2**63 - 1: always the same for the same one."""
        use = self._derived("draw")
        hashes = b"".join(hmac.digest(use, str(one).encode(), "sha256")[:8] for one in values)
        numbers = (np.frombuffer(hashes, dtype=">u8") >> 1).astype("int64")
        return pd.Series(numbers, index=values.index)

    def reviewer(self, name: str) -> int:
        """Return the pseudonym of a reviewer's name; case and spaces around it do not matter.

        Examples
        --------
        >>> ReviewKey(b"secret").reviewer("Ana") == ReviewKey(b"secret").reviewer(" ana ")
        True
        """
        digest = self._derived("reviewer", name.strip().casefold().encode())
        return int.from_bytes(digest[:8], "big") >> 1

    def code_check(self, reviewer: int, code: str) -> str:
        """Return what the store keeps of an access code.

        A code has 80 random bits: one keyed hash is enough, since nobody can try them all.
        """
        plain = code.strip().lower().replace("-", "")
        return self._derived("code", f"{reviewer} {plain}".encode()).hex()


def new_code() -> str:
    """Return a random access code: 16 letters and digits in fours.

    Examples
    --------
    >>> len(new_code())
    19
    """
    code = base64.b32encode(secrets.token_bytes(_CODE_BYTES)).decode().lower()
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def load_review_key(path: Path) -> ReviewKey:
    """Read the review key.

    Raises
    ------
    KeyWrong
        If it is missing, readable by others, or not 32 bytes in hexadecimal.
    """
    return ReviewKey(load_secret(path, "review key"))


def create_review_key(path: Path) -> ReviewKey:
    """Write a new review key that only its owner can read.

    Raises
    ------
    FileExistsError
        If there is one: a key is never overwritten, since the texts under it would be lost.
    """
    create_secret(path)
    return load_review_key(path)
