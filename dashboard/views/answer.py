"""Is it true here? The answer in one sentence, its doubt, and three verdicts."""

from __future__ import annotations

import streamlit as st

from dashboard import charts, notices, parts, queries, state, tables, words

CARDS = ("advance", "performance", "retention")

CANNOT_TELL = """
- **Why.** Two things that go together need not depend on each other. Keen candidates may write notes
  *and* do well; a good interview may come before both.
- **What became of those who were not hired.** Performance and retention are known for hires only.
- **What was not seen.** A note to a mailbox that is not covered, a call or a card leaves no trace here.
- **Anything about one person.** These are groups. A note is no reason to choose or to refuse a candidate.
- **Anywhere else.** The answer is for this employer, these jobs and these years.
"""


def page() -> None:
    """Draw the page."""
    load = queries.load()
    chosen = state.filters(load.options)
    st.title("Is it true here?", anchor=False)
    st.markdown("The claim: *candidates who send a thank-you note are better hires.*")
    found = queries.findings(load, chosen)
    shown = [found[key] for key in CARDS]
    if not notices.enough(shown, chosen):
        return
    notices.stages_of_hires(chosen)
    headline = queries.answer(load, chosen)
    st.header(headline.answer, anchor=False)
    st.markdown(f"**How sure?** {headline.doubt}")
    for column, finding in zip(st.columns(len(shown)), shown, strict=True):
        with column:
            parts.card(finding)
    st.caption(
        f"In brackets: the {shown[0].level:.0%} interval, the values that the records are compatible with. A "
        "point is one in a hundred. Raw: as counted. Adjusted: compared within like groups only. *Would "
        "matter*: the smallest effect of interest, declared before the data was seen."
    )
    st.subheader("Side by side", anchor=False)
    parts.chart(
        charts.forest(
            tables.at_a_glance(shown),
            band=1.0,
            axis="multiples of the smallest effect that matters",
        ),
        "Within the grey band a difference is too small to matter. A line that reaches both inside and "
        "outside the band leaves it open. Right of the band speaks for the claim, left of it against.",
        "Filled circle: adjusted. Hollow diamond: raw. Lines are intervals; n is with a note v "
        "without. Each difference is divided by its own smallest effect, so that all share one scale.",
        tables.differences([(words.TITLES[finding.key], finding) for finding in shown]),
        key="at_a_glance",
    )
    if load.cells.declared:
        st.subheader("What was declared, and when", anchor=False)
        st.markdown("\n".join(f"- {words.plain(one.told)}" for one in load.cells.declared))
    st.subheader("What this page cannot tell you", anchor=False)
    st.markdown(CANNOT_TELL)
    parts.verdicts_explained()


if __name__ == "__main__":
    page()
