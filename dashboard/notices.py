"""What the frame says around a page: no store, a lost store, when the load was made and how old it is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pandas as pd
import streamlit as st

from analysis.view import Load
from dashboard import words
from etl.errors import UserFixable

STALE = timedelta(days=8)
"""A weekly load that is a day late is stale."""


def no_store(error: UserFixable) -> None:
    """Say that nothing has been loaded yet, and which command loads."""
    st.title("Nothing has been loaded yet")
    st.info(error.sentence(), icon=":material/inbox:")
    st.markdown(
        "These pages answer from your own records, once they are loaded:\n\n"
        "1. `goodeggs init` writes `goodeggs.toml`; name your exports in it.\n"
        "2. `goodeggs check` says what is wrong with it.\n"
        "3. `goodeggs run` loads the exports.\n\n"
        "Then reload this page. To look around first, `goodeggs demo` loads a fictional employer."
    )


def unreachable() -> None:
    """Say that the store cannot be opened. The address stays out: pages are not for secrets."""
    st.title("The store cannot be reached")
    st.warning(
        "These pages cannot open it at the moment.",
        icon=":material/cloud_off:",
    )
    st.markdown(
        "- If it was moved, or its server is down, whoever runs it can see why with "
        "`goodeggs status`.\n- If the network was interrupted, try again."
    )
    st.button("Try again", icon=":material/refresh:", key="try_again")


def stamp(load: Load) -> None:
    """Say when the load was made and how far the records reach; warn if it is old."""
    finished, until = (pd.Timestamp(load.run[name]) for name in ("finished_at", "data_until"))
    records = "" if pd.isna(until) else f" · records until {words.day(until)}"
    st.caption(f"Loaded on {words.day(finished)}{records}")
    age = datetime.now(UTC) - finished.to_pydatetime()
    if age > STALE:
        st.warning(
            f"**These numbers are {age.days} days old.** The last load finished on "
            f"{words.day(finished)}; what happened since is not in them. `goodeggs run` loads anew, "
            "and `goodeggs status` tells why a planned load did not happen.",
            icon=":material/history:",
        )
