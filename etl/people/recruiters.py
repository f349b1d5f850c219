"""Recruiter groups: from declared addresses to the group of each application's recruiter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from etl.extract.contract import normalise_addresses
from etl.people.pseudonyms import Key
from etl.recruiters import FEWEST_RECRUITERS, OTHER, UNKNOWN
from etl.store import bulk

TABLE = "core__recruiter_group"


def declare(store: Any, groups: Mapping[str, tuple[str, ...]], key: Key) -> bool:
    """Put the declared groups in the place of those in the store; say whether they differ.

    Parameters
    ----------
    store
        An open ADBC connection to the store.
    groups
        Name → addresses, of the settings.
    """
    rows = pseudonymous(groups, key)
    known = bulk.read(store, TABLE)
    if _as_set(known) == _as_set(rows):
        return False
    bulk.replace(store, TABLE, rows)
    return True


def _as_set(rows: pd.DataFrame) -> set[tuple[int, str]]:
    return set(zip(rows["address_key"], rows["recruiter_group"], strict=True))


def pseudonymous(groups: Mapping[str, tuple[str, ...]], key: Key) -> pd.DataFrame:
    """Return the rows of `core__recruiter_group`: address_key, recruiter_group.

    Examples
    --------
    >>> teams = {"Tech": ("Ana@example.com", "ana@example.com", "ben@example.com", "cem@example.com")}
    >>> pseudonymous(teams, Key(b"secret"))["recruiter_group"].tolist()
    ['Tech', 'Tech', 'Tech']
    """
    listed = [(one, name.strip()) for name, addresses in groups.items() for one in addresses]
    frame = pd.DataFrame(listed, columns=["address_key", "recruiter_group"], dtype="str")
    keys = key.pseudonyms(normalise_addresses(frame["address_key"]), "address", "")
    frame = frame.assign(address_key=keys.astype("int64"))
    return frame.drop_duplicates("address_key", ignore_index=True)


def recruiter_groups(core: Mapping[str, pd.DataFrame]) -> pd.Series:
    """Return the group of each application's recruiter, shape (applications,), as of `core__application`.

    An application's own recruiter counts, or else its candidate's, where the source names one there.
    Nobody may stand alone in a group: one of fewer than `FEWEST_RECRUITERS` recruiters with applications
    counts as "other"; and where "other" would be of so few, the group of the fewest recruiters joins it.

    Returns
    -------
    The declared name; "other" for a recruiter in no group, or with addresses in several; "unknown" where
    no recruiter is recorded, and everywhere if no group is declared.
    """
    applications, declared = core["core__application"], core[TABLE]
    if declared.empty:
        return pd.Series(UNKNOWN, index=applications.index, dtype="str")
    candidates = core["core__candidate"].set_index("candidate_id")["recruiter_id"]
    recruiter = applications["recruiter_id"].fillna(
        applications["candidate_id"].map(candidates).astype("Int64")
    )
    of = core["core__interviewer"].merge(declared, on="address_key")
    of = of[["interviewer_id", "recruiter_group"]].drop_duplicates()
    of = of.drop_duplicates("interviewer_id", keep=False)
    found = recruiter.map(of.set_index("interviewer_id")["recruiter_group"])
    named = found.astype("str").fillna(OTHER).where(recruiter.notna(), UNKNOWN)
    return named.where(~named.isin(_too_few(named, recruiter)), OTHER)


def _too_few(named: pd.Series, recruiter: pd.Series) -> set[str]:
    """Return the groups that count as "other", so that no group is of fewer than three recruiters."""
    sizes = recruiter[recruiter.notna()].groupby(named).nunique()
    small = {str(name) for name in sizes.index[sizes < FEWEST_RECRUITERS]} - {OTHER}
    rest = sizes.drop(index=[OTHER, *small], errors="ignore").sort_index()
    rest = rest.sort_values(kind="stable")
    together = int(sizes.reindex([OTHER, *small], fill_value=0).sum())
    # Those alone in "other" are hidden among the smallest group.
    if 0 < together < FEWEST_RECRUITERS and len(rest):
        small.add(str(rest.index[0]))
    return small
