"""Pseudonyms: keyed hashes of ids, addresses and names, under a key kept outside the store.

Without the key nobody can go from a row to a person, nor test whether a known person is in the
store. HMAC-SHA-256 (RFC 2104, FIPS 198-1) cut to 63 bits: with ten million people the chance that
any two share a pseudonym is about five in a million.
"""

from __future__ import annotations

import hmac
import os
import secrets
import stat
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from etl.errors import KeyWrong

KINDS = {
    "candidate_id": "candidate",
    "application_id": "application",
    "stage_event_id": "stage_event",
    "interview_id": "interview",
    "interviewer_id": "interviewer",
    "recruiter_id": "interviewer",
    "scorecard_id": "scorecard",
    "offer_id": "offer",
    "job_id": "job",
    "employee_id": "employee",
    "review_id": "review",
    "coverage_id": "coverage",
    "note_id": "note",
    "label_id": "label",
    "parent_id": "label",
    "department_id": "label",
    "office_id": "label",
    "channel_id": "label",
    "stage_id": "label",
    "kind_id": "label",
    "rejection_reason_id": "label",
    "address_key": "address",
    "sender_key": "address",
    "work_address_key": "address",
    "personal_address_key": "address",
    "name_key": "name",
}
"""What each key column is a pseudonym of."""

EVERYWHERE = frozenset({"address", "name", "note"})
"""Kinds that mean the same in every source; ids mean something only inside theirs."""


class Key:
    """The secret under which pseudonyms are made."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    @property
    def fingerprint(self) -> str:
        """Return what a store keeps to know its key again: it does not reveal the key."""
        return hmac.digest(self._secret, b"good eggs key check", sha256).hex()[:16]

    def pseudonyms(self, values: pd.Series, kind: str, scope: str) -> pd.Series:
        """Return the pseudonyms of text values; missing stays missing.

        Parameters
        ----------
        values
            Text.
        kind
            What the values are, one of `KINDS`' values.
        scope
            The source's name, for kinds whose ids mean something only inside a source.

        Returns
        -------
        Series of Int64, 0 to 2**63 - 1.

        Examples
        --------
        >>> key = Key(b"secret")
        >>> a = key.pseudonyms(pd.Series(["17", None, "17"]), "candidate", "ats")
        >>> b = key.pseudonyms(pd.Series(["17"]), "application", "ats")
        >>> bool(a[0] == a[2]), bool(a.isna()[1]), bool(a[0] == b[0])
        (True, True, False)
        """
        prefix = f"{kind}\0{'' if kind in EVERYWHERE else scope}\0".encode()
        codes, distinct = pd.factorize(values)
        secret, digest = self._secret, hmac.digest
        hashes = b"".join(
            [digest(secret, prefix + str(value).encode(), "sha256")[:8] for value in distinct]
        )
        numbers = np.append(np.frombuffer(hashes, dtype=">u8") >> 1, 0).astype("int64")
        found = pd.Series(pd.array(numbers[codes], dtype="Int64"), index=values.index)
        return found.mask(codes == -1)


def create_key(path: Path) -> Key:
    """Write a new key file that only its owner can read.

    Raises
    ------
    FileExistsError
        If there is one: a key is never overwritten, since its store would be lost.
    """
    create_secret(path)
    return load_key(path)


def load_key(path: Path) -> Key:
    """Read the key.

    Raises
    ------
    KeyWrong
        If it is missing, readable by others, or not 32 bytes in hexadecimal.
    """
    return Key(load_secret(path, "pseudonym key"))


def create_secret(path: Path) -> None:
    """Write 32 random bytes in hexadecimal to a new file that only its owner can read.

    The file is there with all of its content or not at all, whenever the process is killed.

    Raises
    ------
    FileExistsError
        If there is one.
    """
    whole = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    try:
        whole.touch(mode=0o600, exist_ok=False)
        with whole.open("w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
            file.flush()
            os.fsync(file.fileno())
        # Unlike a rename, a link replaces nothing.
        os.link(whole, path)
    finally:
        whole.unlink(missing_ok=True)


def load_secret(path: Path, called: str) -> bytes:
    """Read the 32 bytes of a key file; errors speak of it as it is `called`.

    Raises
    ------
    KeyWrong
        If it is missing, readable by others, or not 32 bytes in hexadecimal.
    """
    if not path.is_file():
        raise KeyWrong(
            f"the {called} is missing",
            file=path,
            fix="Restore it from where you keep it, or name a new store in goodeggs.toml",
        )
    if stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise KeyWrong(f"others can read the {called}", file=path, fix="Run `chmod 600` on it")
    try:
        secret = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        secret = b""
    if len(secret) != 32:
        raise KeyWrong(
            f"this is no {called}",
            file=path,
            expected="64 hexadecimal digits",
            fix="Restore it from where you keep it",
        )
    return secret


def pseudonymise(
    frame: pd.DataFrame, key: Key, source: str, *, candidate_scope: str | None = None
) -> pd.DataFrame:
    """Return the frame with every key column turned into pseudonyms.

    Parameters
    ----------
    frame
        A table of a `Reading`.
    key
        The key.
    source
        The source's name.
    candidate_scope
        For an HR file that holds the ATS's candidate ids: the ATS source's name.
    """
    columns = {}
    for name in frame.columns:
        if name in KINDS:
            scope = candidate_scope if name == "candidate_id" and candidate_scope else source
            columns[name] = key.pseudonyms(frame[name], KINDS[name], scope)
        else:
            columns[name] = frame[name]
    return pd.DataFrame(columns, index=frame.index)
