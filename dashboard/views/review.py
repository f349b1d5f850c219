"""Review: one message at a time, without names, for those with the reviewer's right.

A text is never cached and never put into the session: each run of the page takes it from the queue.
"""

from __future__ import annotations

import streamlit as st

from dashboard import access, notices, words
from dashboard.access import Desk, Right
from etl.errors import KeyWrong, StoreUnreachable
from etl.review.queue import Message, give_label, next_message, what_was_seen
from etl.store.tables.review import CANNOT_TELL, NOTE, OTHER

LABELS = {NOTE: "A note", OTHER: "Something else", CANNOT_TELL: "Cannot tell"}
KEYS = {NOTE: "n", OTHER: "o", CANNOT_TELL: "t"}
_LAST, _REFUSED = "review_last", "review_refused"


def page() -> None:
    """Draw the page."""
    at = access.desk()
    if at is None:
        return
    try:
        held = access.right(at)
        if held is None:
            _ask_for_right(at)
        else:
            _review(at, held)
    except StoreUnreachable:
        notices.unreachable()
    except KeyWrong as error:
        st.title("Review", anchor=False)
        st.warning(f"**The review key does not fit.** {error.fix}.", icon=":material/key_off:")


def _ask_for_right(at: Desk) -> None:
    st.title("Review", anchor=False)
    st.markdown(
        "Here reviewers say of the least certain messages whether they are thank-you notes. The texts "
        "come without names, and are destroyed once reviewed. `goodeggs notes reviewer NAME` makes the "
        "access code of somebody whom the settings name."
    )
    with st.form("sign_in", border=True, width=420):
        name = st.text_input("Your name", key="review_name", autocomplete="username")
        code = st.text_input("Access code", type="password", key="review_code")
        sent = st.form_submit_button("Sign in", type="primary")
    if sent:
        admitted = access.sign_in(at, name, code)
        if admitted:
            st.rerun()
        if admitted is None:
            st.warning(
                "**Too many tries.** Wait a minute, then try again.",
                icon=":material/hourglass_top:",
            )
        else:
            st.warning(
                "**Name and code do not belong together.** Check both, or ask for a new code.",
                icon=":material/lock:",
            )


def _review(at: Desk, held: Right) -> None:
    with st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.title("Review", anchor=False, width="content")
        st.button("Sign out", on_click=_sign_out, key="sign_out", icon=":material/logout:")
    message = next_message(at.url, at.key(), held.reviewer)
    if message is None:
        st.info(
            "**Nothing to review.** All messages that were drawn have been reviewed, or their days are "
            "over. The next `goodeggs run` may draw new ones.",
            icon=":material/task_alt:",
        )
    else:
        _show(at, held, message)
    _last(at)


def _show(at: Desk, held: Right, message: Message) -> None:
    st.caption(
        f"{message.waiting:,} to review, this one included. This text is destroyed once reviewed, on "
        f"{words.day(message.expires_at)} at the latest."
    )
    with st.container(border=True, key="message"):
        st.text(message.text)
    st.markdown("**Does it thank for an interview that took place?**")
    with st.container(horizontal=True, key="labels"):
        for label, said in LABELS.items():
            st.button(
                said,
                key=f"label_{label}",
                shortcut=KEYS[label],
                on_click=_give,
                args=(at, held, message.note_id, label),
            )
    st.caption(
        "A note that also asks about the next step is a note. Thanks for an invitation, for an offer or "
        "for help are not."
    )


def _give(at: Desk, held: Right, note_id: int, label: str) -> None:
    """Record a label; if the store is gone, say so where the page is drawn."""
    try:
        if access.right(at) is None:
            return
        give_label(at.url, held.reviewer, note_id, label)
    except StoreUnreachable:
        st.session_state[_REFUSED] = True
        return
    st.session_state[_LAST] = (note_id, label)


def _last(at: Desk) -> None:
    """Tell, after the label, what the classifier saw: before it, it would sway the reviewer."""
    if st.session_state.pop(_REFUSED, False):
        st.warning(
            "**Your last answer was not kept**, since the store could not be written. Say it again.",
            icon=":material/cloud_off:",
        )
    if _LAST not in st.session_state:
        return
    note_id, label = st.session_state[_LAST]
    seen = what_was_seen(at.url, note_id)
    with st.expander(f"The one before: you said “{LABELS[label].lower()}”"):
        said = "a note" if seen.is_note else "something else"
        st.markdown(
            f"By the text alone, the classifier said **{said}** ({words.percent(seen.probability)} note)."
        )
        for heading, reasons in (("For a note", seen.speaks_for), ("Against", seen.speaks_against)):
            if reasons:
                st.markdown(f"{heading}: " + "; ".join(map(words.plain, reasons)) + ".")


def _sign_out() -> None:
    access.give_up()
    st.session_state.pop(_LAST, None)


if __name__ == "__main__":
    page()
