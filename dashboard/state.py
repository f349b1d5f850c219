"""What a session remembers: the shared filters, which also stand in the page's address.

Each filter's key is its name in the address, so that a link reproduces a view; a page's own choice
stands there too, by its name on screen. Values that the load does not offer are refused, and nothing
personal can be one.
"""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from typing import Any

import streamlit as st

from analysis.filters import Filters
from dashboard import words

FIELDS = tuple(words.DIMENSIONS)


def validated(
    session: Mapping[Any, Any], options: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    """Return the chosen values of each filter that the load still offers, in the load's order.

    Parameters
    ----------
    session
        The session's state, or anything with its keys.
    options
        For each filter, the values that occur in the load.

    Examples
    --------
    >>> validated({"job": ["Chef", "gone"]}, {"job": ["Baker", "Chef"]})["job"]
    ('Chef',)
    """
    chosen = {}
    for field in FIELDS:
        wanted = session.get(field) or ()
        chosen[field] = tuple(value for value in options.get(field, ()) if value in wanted)
    return chosen


def filters(options: Mapping[str, Sequence[str]]) -> Filters:
    """Return this session's filters, without values that the load does not offer."""
    return Filters(**validated(st.session_state, options))


def keep(options: Mapping[str, Sequence[str]]) -> None:
    """Keep this session's filters on a page that draws none, without values that the load lacks."""
    for field, values in validated(st.session_state, options).items():
        if field in st.session_state:
            # In the viewer's order: another one would be a step of its own for the back button.
            held = st.session_state[field] or ()
            st.session_state[field] = [value for value in held if value in values]


def draw(options: Mapping[str, Sequence[str]]) -> Filters:
    """Draw the filters, keeping what was chosen on other pages, and return them."""
    # A new load may have dropped a value; a widget refuses values outside its options.
    keep(options)
    for field, label in words.DIMENSIONS.items():
        if values := options.get(field):
            st.multiselect(label, values, key=field, placeholder="All", bind="query-params")
    chosen = filters(options)
    if chosen != Filters():
        st.button("Clear all filters", on_click=clear, key="clear_filters", width="stretch")
    return chosen


def clear(session: MutableMapping[Any, Any] | None = None) -> None:
    """Forget every filter."""
    held = st.session_state if session is None else session
    for field in FIELDS:
        held[field] = []
