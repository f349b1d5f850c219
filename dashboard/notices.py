"""What the frame says around a page: no store, a lost store, how old the load is, and a newer one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from analysis.view import Load
from dashboard import queries, words
from etl.errors import NothingLoaded, StoreUnreachable, UserFixable

STALE = timedelta(days=8)
"""A weekly load that is a day late is stale."""
LOOK = timedelta(seconds=15)
"""How often an open page looks whether another load has landed."""


def no_store(error: UserFixable) -> str:
    """Say that nothing has been loaded yet, and which command loads; return the title."""
    title = "Nothing has been loaded yet"
    st.title(title, anchor=False)
    _first()
    st.info(error.sentence(), icon=":material/inbox:")
    st.markdown(
        "These pages answer from your own records, once they are loaded:\n\n"
        "1. `goodeggs init` writes `goodeggs.toml`; name your exports in it.\n"
        "2. `goodeggs check` says what is wrong with it.\n"
        "3. `goodeggs run` loads the exports.\n\n"
        "This page then turns into the answer by itself. To look around first, `goodeggs demo` loads a "
        "fictional employer."
    )
    return title


@st.fragment(run_every=LOOK)
def _first() -> None:
    """Wait for the first load: say that it is being made, and open the pages when it is there."""
    try:
        queries.load()
    except (NothingLoaded, StoreUnreachable):
        if _in_progress():
            st.info(
                "**The first load is being made.** Leave this page open: it turns into the answer when "
                "the load is done.",
                icon=":material/hourglass_top:",
            )
        return
    st.rerun()


def unreachable() -> str:
    """Say that the store cannot be opened; return the title. The address stays out: pages are not for
    secrets.
    """
    title = "The store cannot be reached"
    st.title(title, anchor=False)
    st.warning(
        "These pages cannot open it at the moment.",
        icon=":material/cloud_off:",
    )
    st.markdown(
        "- If it was moved, or its server is down, whoever runs it can see why with "
        "`goodeggs status`.\n- If the network was interrupted, try again."
    )
    st.button("Try again", icon=":material/refresh:", key="try_again")
    return title


def stamp(load: Load, *, fictional: bool = False) -> None:
    """Say when the load was made and how far the records reach; warn if it is old."""
    finished, until = (pd.Timestamp(load.run[name]) for name in ("finished_at", "data_until"))
    whose = "A fictional employer · " if fictional else ""
    records = "" if pd.isna(until) else f" · records until {words.day(until)}"
    st.caption(f"{whose}Loaded on {words.day(finished)}{records}")
    age = datetime.now(UTC) - finished.to_pydatetime()
    if age > STALE:
        st.warning(
            f"**These numbers are {age.days} days old.** The last load finished on "
            f"{words.day(finished)}; what happened since is not in them. `goodeggs run` loads anew, "
            "and `goodeggs status` tells why a planned load did not happen.",
            icon=":material/history:",
        )


@st.fragment(run_every=LOOK)
def watch(load: Load) -> None:
    """Say that a load is being made, and offer it when it has landed; filters stay as they are."""
    try:
        landed = queries.is_old(load)
    except (NothingLoaded, StoreUnreachable):
        # What is on screen stays true of its load; the next click says what is wrong.
        return
    if landed:
        with st.container(key="newer_load", border=True):
            st.markdown(
                ":material/update: **A newer load has landed.** This page still shows the one of "
                f"{words.day(load.run['finished_at'])}."
            )
            if st.button("Show the newer load", key="show_newer", type="primary"):
                st.rerun()
    elif _in_progress():
        st.info(
            "**A new load is being made.** These numbers are whole and stay as they are; the new ones "
            "are offered here when the load is done.",
            icon=":material/hourglass_top:",
        )


def _in_progress() -> bool:
    try:
        return queries.in_progress()
    except StoreUnreachable:
        return False
