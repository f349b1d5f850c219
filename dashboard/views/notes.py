"""Notes: what counts as one, why messages were taken for notes or not, how often that is wrong."""

from __future__ import annotations

import streamlit as st

from analysis import disclosure
from dashboard import charts, parts, queries, tables, words
from dashboard.queries import Load

TAGGER_UNKNOWN = (
    "How often the tagger is wrong on this employer's mail is not known, so no finding is corrected for it. "
    "To measure it, label some messages by hand and let `goodeggs notes evaluate` compare; then declare the "
    "counts under `[mistagging]` in `goodeggs.toml`, and run `goodeggs run` again."
)


def page() -> None:
    """Draw the page."""
    load = queries.load()
    st.title("Notes", anchor=False)
    _definition(load)
    _reasons(load)
    _tagger(load)


def _definition(load: Load) -> None:
    run, claim = load.run, load.claim
    attached = words.count(disclosure.count(run["notes_attached"]))
    st.markdown(
        "A message from a candidate is a **thank-you note** when it thanks, in whatever words, for an "
        "interview that took place. A reply about a time, a withdrawal, an answer to a decision or to an "
        "offer, thanks for a chat or a favour are none, however warm they are."
    )
    st.markdown(
        f"It belongs to the latest interview before it, if that ended at most {claim.window_days:g} days ago. Here, "
        f"{attached} notes follow an interview. Each message was read once, by rules and weights that "
        "anybody can look up, and its text was not kept. Filters change nothing on this page."
    )


def _reasons(load: Load) -> None:
    found = queries.reasons(load)
    for of_notes, title, sentence in (
        (
            True,
            "Why messages were taken for notes",
            "What was found in the messages that count. Several reasons may stand in one message; none "
            "decides alone.",
        ),
        (
            False,
            "Why other messages after an interview were not",
            "What was found in messages that could have been notes and do not count. Mail that is plainly "
            "no note is not kept, and is not here.",
        ),
    ):
        st.subheader(title, anchor=False)
        rows = tables.reasons(found, of_notes=of_notes)
        if rows.empty:
            st.info("Too few messages to show.", icon=":material/hourglass_empty:")
            continue
        drawn, others = tables.room(rows, "share", "share", "commonest")
        parts.chart(
            charts.bars(drawn, axis="messages in which it was found"),
            sentence,
            f"In brackets: 95% intervals. Reasons found too seldom to show are left out.{others}",
            tables.shown(rows, "Reason"),
            key=f"reasons_{'notes' if of_notes else 'others'}",
        )


def _tagger(load: Load) -> None:
    st.subheader("The tagger: how often it is wrong", anchor=False)
    rates = load.cells.error_rates
    if rates is None:
        st.markdown(TAGGER_UNKNOWN)
        return
    reviewed = disclosure.count(rates.reviewed) if rates.reviewed else None
    came_from = f", from {words.count(reviewed)} messages that people judged" if reviewed else ""
    st.markdown(
        f"These are the {rates.basis} rates{came_from}. With them each finding is also shown corrected for "
        "mis-tagging, under *How this was worked out*; the verdicts rest on the tags as they are."
    )
    rows = tables.error_rates(rates)
    st.table(rows, hide_index=True, border="horizontal")
    st.caption(
        "In brackets: 95% intervals. Sensitivity: of the interviews after which a note was sent, the "
        "share that is tagged. Specificity: of those after which none was, the share that is not."
    )


if __name__ == "__main__":
    page()
