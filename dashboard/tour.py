"""A two-minute tour: five steps in a dialog, each one sentence and the way to the page it speaks of."""

from __future__ import annotations

from dataclasses import dataclass

import streamlit as st


@dataclass(frozen=True)
class Step:
    """One step: what to look at, and the page where it is."""

    title: str
    sentence: str
    view: str


STEPS = (
    Step(
        "The answer comes first",
        "One sentence says what these records show and the line under it what makes that doubtful; "
        "click a verdict, and it says why it is this one.",
        "answer",
    ),
    Step(
        "Like is compared with like",
        "Each number stands there twice, as counted and compared within the same job, stage, round and score, "
        "always with its interval and with how many stand behind it.",
        "offers",
    ),
    Step(
        "Filters stay, and travel",
        "Choose a department, and every page speaks of it; the choice stands in the address, so that "
        "whoever gets the link sees the same numbers.",
        "pipeline",
    ),
    Step(
        "What a rule would cost",
        "Suppose that nobody without a note had been let through: see which hires that would have "
        "turned away, and of which groups.",
        "gate",
    ),
    Step(
        "How far to trust it",
        "The same question is asked in many other ways, and it is said what no record here can show.",
        "sure",
    ),
)
_AT, _CLOSED = "tour_step", "tour_closed"


def button() -> None:
    """Draw the button that starts the tour, or goes on with it."""
    if st.button("Take the tour", icon=":material/tour:", key="tour", width="stretch"):
        _open(0)


def banner(*, offered: bool) -> None:
    """Draw the step that the viewer is at, over the page that it speaks of; else offer the tour once.

    Parameters
    ----------
    offered
        Whether to offer it to whoever has neither taken nor refused it.
    """
    at = st.session_state.get(_AT)
    if at is None and (not offered or _CLOSED in st.session_state):
        return
    with st.container(key="tour_banner", border=True):
        if at is None:
            st.markdown("**New here?** A tour of two minutes shows what these pages can tell.")
            _choice("Take the tour", 0, "Not now")
        else:
            st.markdown(f"**Tour, {at + 1} of {len(STEPS)}.** {STEPS[at].sentence}")
            _choice("Next", at + 1, "End the tour")


def _choice(go_on: str, step: int, end: str) -> None:
    with st.container(horizontal=True):
        if step < len(STEPS) and st.button(go_on, key="tour_go_on", type="primary"):
            _open(step)
        st.button(end, key="tour_end", on_click=_close)


def _open(step: int) -> None:
    st.session_state[_AT] = step
    _dialog()


def _close() -> None:
    st.session_state.pop(_AT, None)
    st.session_state[_CLOSED] = True


def _turn(by: int) -> None:
    st.session_state[_AT] += by


@st.dialog("A two-minute tour", on_dismiss=_close)
def _dialog() -> None:
    at = st.session_state[_AT]
    step, last = STEPS[at], len(STEPS) - 1
    st.caption(f"{at + 1} of {len(STEPS)}")
    st.markdown(f"**{step.title}.** {step.sentence}")
    st.page_link(f"views/{step.view}.py", label="Show me", icon=":material/arrow_forward:")
    with st.container(horizontal=True):
        st.button("Back", key="tour_back", disabled=at == 0, on_click=_turn, args=(-1,))
        if at < last:
            st.button("Next", key="tour_next", type="primary", on_click=_turn, args=(1,))
        elif st.button("Done", key="tour_done", type="primary"):
            _close()
            st.rerun()
