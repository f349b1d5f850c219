"""Data: what was loaded, what of it can be seen, what was refused, and how well it joins."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analysis import disclosure
from analysis.filters import Filters
from analysis.populations import INTERVIEW_REASONS, PERFORMANCE_REASONS, UNSEEN
from dashboard import charts, parts, queries, state, tables, words
from dashboard.queries import Load

MENDED = "correct it at the source, export again, then `goodeggs run`"


def page() -> None:
    """Draw the page."""
    load = queries.load()
    st.title("Data", anchor=False)
    _loaded(load)
    _coverage(load)
    _joined(load)
    _refused(load)
    _files(load)


def _loaded(load: Load) -> None:
    run = load.run
    st.header(
        f"Loaded: {_count(run['interviews'])} interviews and {_count(run['hires'])} hires",
        anchor=False,
    )
    st.markdown(
        f"Applications: {_count(run['applications'])}; still open: {_count(run['applications_open'])}. "
        "Open ones are in no finding: nobody can look up whether a candidate in the pipeline sent a "
        "note. Filters change what is said of coverage; all else here is about the whole load."
    )
    st.subheader("The last run", anchor=False)
    rows = {
        "Finished": words.moment(run["finished_at"]),
        "Records until": words.moment(run["data_until"]),
        "Files read": f"{run['files_read']:,} new, {run['files_unchanged']:,} unchanged",
        "Rows refused in it": f"{run['rows_rejected']:,}",
        "Good Eggs": words.plain(run["goodeggs"]),
        "Classifier of notes": words.plain(run["classifier"]),
        "Landmark": f"{load.claim.landmark_hours:g} hours after the interview",
        "Run": words.plain(run["run_id"]),
    }
    st.table(
        pd.DataFrame({"What": list(rows), "Value": list(rows.values())}),
        hide_index=True,
        hide_header=True,
        border="horizontal",
    )


def _coverage(load: Load) -> None:
    st.subheader("Coverage: whose messages can be seen", anchor=False)
    names = list(words.DIMENSIONS)
    dimension = st.selectbox(
        "By", names, format_func=words.DIMENSIONS.__getitem__, key="coverage_by", width=260
    )
    chosen = state.filters(load.options)
    rows = tables.coverage(queries.sending(load, chosen, dimension))
    if rows.empty:
        st.info("There are no interviews to show here.", icon=":material/hourglass_empty:")
        return
    drawn, others = tables.room(rows, "share", "unseen", "least covered")
    parts.chart(
        charts.bars(drawn, axis="interviews after which a note would be seen"),
        "Where the bar is short, many notes cannot be seen. Such interviews are *unobserved*: they are "
        "never taken for interviews without a note.",
        "Share of interviews whose interviewers' mailboxes are all covered from the interview to the "
        "landmark, of candidates whose address is known. A mailbox is not covered in a month of which it "
        "holds no mail at all. If more than 30% are unobserved, the offers finding is *cannot tell*."
        + others,
        tables.shown(rows, words.DIMENSIONS[dimension]),
        key="coverage",
    )
    left_out = queries.findings(load, chosen)["advance"].exclusions
    why = words.reasons(
        {INTERVIEW_REASONS[reason]: left_out[INTERVIEW_REASONS[reason]] for reason in UNSEEN}
    )
    st.markdown(
        "\n".join(
            ["**Why notes cannot be seen**, interviews by the first reason that fits:\n"]
            + [f"- {line}" for line in why]
        )
        + "\n\nThanks by telephone, on LinkedIn or on paper are seen nowhere, and count as none."
    )


def _joined(load: Load) -> None:
    st.subheader("What was joined to what", anchor=False)
    run = load.run
    attached = disclosure.rate(run["notes_attached"], run["notes_seen"])
    share = f" ({words.percent(attached[0] / attached[1])})" if attached else ""
    performance = queries.findings(load, Filters())["performance"]
    unlinked = words.count(performance.exclusions.get(PERFORMANCE_REASONS["unlinked"]))
    st.markdown(
        f"- **Notes to interviews:** {_count(run['notes_attached'])} of {_count(run['notes_seen'])} notes"
        f"{share} were matched to an interview. The others followed none, or came too late after one.\n"
        f"- **Hires to employees:** {unlinked} of {_count(run['hires'])} hires were not found in the HR "
        "file with certainty. They are left out of performance and retention: a wrong match is worse than "
        "none."
    )


def _refused(load: Load) -> None:
    st.subheader("Refused rows", anchor=False)
    refused = queries.rejects(load)
    if refused.empty:
        st.markdown("No row was refused.")
        return
    st.markdown(
        f"Refused rows are in no number on these pages; the rest of their file is. To mend one, {MENDED}."
    )
    shown = pd.DataFrame(
        {
            "Expected": [
                f"**{words.plain(row.field)}**: {words.plain(row.reason)}"
                for row in refused.itertuples()
            ],
            "Rows": refused["rows"].map("{:,}".format),
            "The first one": [
                words.plain(f"{row.source}, {row.file}, no. {row.line:,}")
                for row in refused.itertuples()
            ],
        }
    )
    st.table(shown, hide_index=True, border="horizontal")
    st.caption("Rows are lines of files. Their content is never stored, so it is not shown.")


def _files(load: Load) -> None:
    st.subheader("Files", anchor=False)
    files = queries.files(load)
    with st.expander(f"{len(files):,} files were read"):
        shown = files[["source", "file", "bytes", "rows", "rejected"]].rename(
            columns={
                "source": "Source",
                "file": "File",
                "bytes": "Bytes",
                "rows": "Rows",
                "rejected": "Refused",
            }
        )
        st.dataframe(shown, hide_index=True)


def _count(n: int) -> str:
    return words.count(disclosure.count(n))


if __name__ == "__main__":
    page()
