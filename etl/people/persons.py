"""Candidate records → persons, and senders → persons. A wrong merge is worse than none."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy.sparse import coo_matrix
from scipy.sparse.csgraph import connected_components


def persons(candidates: pd.DataFrame, addresses: pd.DataFrame) -> pd.Series:
    """Return each candidate record's person.

    Two records are one person if they share an address *and* a name. An address alone is not
    enough (a couple, an agency, a school's front desk), a name alone never.

    Parameters
    ----------
    candidates
        `core__candidate`: candidate_id, name_key.
    addresses
        `core__candidate_address`: candidate_id, address_key.

    Returns
    -------
    Series indexed by candidate_id: person_id, the smallest candidate_id of the person.

    Examples
    --------
    >>> records = pd.DataFrame({"candidate_id": [1, 2, 3], "name_key": [7, 7, 8]})
    >>> mail = pd.DataFrame({"candidate_id": [1, 2, 3], "address_key": [5, 5, 5]})
    >>> persons(records, mail).tolist()
    [1, 1, 3]
    """
    ids = np.sort(candidates["candidate_id"].to_numpy(dtype="int64"))
    named = addresses[["candidate_id", "address_key"]].merge(
        candidates[["candidate_id", "name_key"]].dropna(), on="candidate_id"
    )
    group = named.groupby(["address_key", "name_key"], sort=False).ngroup().to_numpy()
    row = np.searchsorted(ids, named["candidate_id"].to_numpy(dtype="int64"))
    size = len(ids) + (int(group.max()) + 1 if len(group) else 0)
    links = coo_matrix((np.ones(len(row), dtype="int8"), (row, group + len(ids))), (size, size))
    component = connected_components(links, directed=False)[1][: len(ids)]
    smallest = pd.Series(ids).groupby(component).transform("min")
    return pd.Series(
        smallest.to_numpy(), index=pd.Index(ids, name="candidate_id"), name="person_id"
    )


def person_of_address(addresses: pd.DataFrame, person: pd.Series) -> pd.Series:
    """Return the person behind each address; an address that several persons share has none.

    Parameters
    ----------
    addresses
        `core__candidate_address`: candidate_id, address_key.
    person
        As `persons` returns it.

    Returns
    -------
    Series indexed by address_key: person_id.

    Examples
    --------
    >>> mail = pd.DataFrame({"candidate_id": [1, 2, 3], "address_key": [5, 5, 6]})
    >>> person_of_address(mail, pd.Series({1: 1, 2: 2, 3: 2})).to_dict()
    {6: 2}
    """
    pairs = pd.DataFrame(
        {
            "address_key": addresses["address_key"].astype("int64"),
            "person_id": addresses["candidate_id"].astype("int64").map(person),
        }
    ).dropna()
    owners = pairs.drop_duplicates().drop_duplicates("address_key", keep=False)
    return owners.set_index("address_key")["person_id"].astype("int64")


def recognisable(addresses: pd.DataFrame, person: pd.Series) -> pd.Index:
    """Return the persons whose messages we would know for theirs.

    They have an address, and none that another person has too: of the others nobody can say that
    they did not write.

    Examples
    --------
    >>> mail = pd.DataFrame({"candidate_id": [1, 2, 3], "address_key": [5, 5, 6]})
    >>> recognisable(mail, pd.Series({1: 1, 2: 2, 3: 3, 4: 4})).tolist()
    [3]
    """
    owner = person_of_address(addresses, person)
    has = pd.DataFrame(
        {
            "person_id": addresses["candidate_id"].astype("int64").map(person),
            "shared": ~addresses["address_key"].astype("int64").isin(owner.index),
        }
    ).dropna()
    doubtful = has.groupby("person_id")["shared"].any()
    return pd.Index(doubtful.index[~doubtful].astype("int64"))
