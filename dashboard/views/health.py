"""Data health: what was loaded, what of it can be seen, what was refused, how well it joins and is told."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis import disclosure
from analysis.populations import INTERVIEW_REASONS, PERFORMANCE_REASONS, UNSEEN
from analysis.view import Load, View
from dashboard import charts, parts, tables, words
from dashboard.blocks import Block, Chart, Fold, Heading, Notice, Small, Table, Words

MENDED = "correct it at the source, export again, then `goodeggs run`"


TAGGER_UNKNOWN = (
    "How often the tagger is wrong on this employer's mail is not known, so no finding is corrected for it. "
    "To measure it, label some messages by hand and let `goodeggs notes evaluate` compare; then declare the "
    "counts under `[mistagging]` in `goodeggs.toml`, and run `goodeggs run` again."
)
EMPTY = ":material/hourglass_empty:"


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Data health", 1)
    yield from _loaded(view.load)
    yield Heading("Coverage: whose messages can be seen")
    yield parts.by_dimension(view, "coverage_by", "department", lambda name: _coverage(view, name))
    yield from _joined(view)
    yield from _reasons(view)
    yield from _tagger(view.load)
    yield from _refused(view)
    yield from _files(view)


def _loaded(load: Load) -> Iterator[Block]:
    run = load.run
    yield Heading(
        f"Loaded: {_count(run['interviews'])} interviews and {_count(run['hires'])} hires"
    )
    yield Words(
        f"Applications: {_count(run['applications'])}; still open: {_count(run['applications_open'])}. "
        "Open ones are in no finding: nobody can look up whether a candidate in the pipeline sent a "
        "note. Filters change what is said of coverage; all else here is about the whole load."
    )
    yield Heading("The last run", 3)
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
    yield Table(pd.DataFrame({"What": list(rows), "Value": list(rows.values())}), header=False)


def _coverage(view: View, dimension: str) -> Iterator[Block]:
    rows = tables.coverage(view.sending(dimension))
    if rows.empty:
        yield Notice("There are no interviews to show here.", EMPTY)
        return
    drawn, others = tables.room(rows, "share", "unseen", "least covered")
    yield Chart(
        "coverage",
        charts.bars(drawn, axis="interviews after which a note would be seen"),
        "Where the bar is short, many notes cannot be seen. Such interviews are *unobserved*: they are "
        "never taken for interviews without a note.",
        "Share of interviews whose interviewers' mailboxes are all covered from the interview to the "
        "landmark, of candidates whose address is known. A mailbox is not covered in a month of which it "
        "holds no mail at all. If more than 30% are unobserved, the offers finding is *cannot tell*."
        + others,
        tables.shown(rows, words.DIMENSIONS[dimension]),
        rows,
    )
    left_out = view.findings["advance"].exclusions
    why = words.reasons(
        {INTERVIEW_REASONS[reason]: left_out[INTERVIEW_REASONS[reason]] for reason in UNSEEN}
    )
    yield Words(
        "**Why notes cannot be seen**, interviews by the first reason that fits:\n\n"
        + parts.listed(why)
        + "\n\nThanks by telephone, on LinkedIn or on paper are seen nowhere, and count as none."
    )


def _joined(view: View) -> Iterator[Block]:
    yield Heading("What was joined to what")
    run = view.load.run
    attached = disclosure.rate(run["notes_attached"], run["notes_seen"])
    share = f" ({words.percent(attached[0] / attached[1])})" if attached else ""
    performance = View(view.load).findings["performance"]
    unlinked = words.count(performance.exclusions.get(PERFORMANCE_REASONS["unlinked"]))
    yield Words(
        f"- **Notes to interviews:** {_count(run['notes_attached'])} of {_count(run['notes_seen'])} notes"
        f"{share} were matched to an interview. The others followed none, or came too late after one.\n"
        f"- **Hires to employees:** {unlinked} of {_count(run['hires'])} hires were not found in the HR "
        "file with certainty. They are left out of performance and retention: a wrong match is worse than "
        "none."
    )


def _reasons(view: View) -> Iterator[Block]:
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
        yield Heading(title)
        rows = tables.reasons(view.reasons, of_notes=of_notes)
        if rows.empty:
            yield Notice("Too few messages to show.", EMPTY)
            continue
        drawn, others = tables.room(rows, "share", "share", "commonest")
        yield Chart(
            f"reasons_{'notes' if of_notes else 'others'}",
            charts.bars(drawn, axis="messages in which it was found"),
            sentence,
            f"In brackets: 95% intervals. Reasons found too seldom to show are left out.{others}",
            tables.shown(rows, "Reason"),
            rows,
        )


def _tagger(load: Load) -> Iterator[Block]:
    yield Heading("The tagger: how often it is wrong")
    rates = load.cells.error_rates
    if rates is None:
        yield Words(TAGGER_UNKNOWN)
        return
    reviewed = disclosure.count(rates.reviewed) if rates.reviewed else None
    came_from = f", from {words.count(reviewed)} messages that people judged" if reviewed else ""
    yield Words(
        f"These are the {rates.basis} rates{came_from}. With them each finding is also shown corrected for "
        "mis-tagging, under *How this was worked out*; the verdicts rest on the tags as they are."
    )
    yield Table(tables.error_rates(rates))
    yield Small(
        "In brackets: 95% intervals. Sensitivity: of the interviews after which a note was sent, the "
        "share that is tagged. Specificity: of those after which none was, the share that is not."
    )


def _refused(view: View) -> Iterator[Block]:
    yield Heading("Refused rows")
    refused = view.rejects
    if refused.empty:
        yield Words("No row was refused.")
        return
    yield Words(
        f"Refused rows are in no number on these pages; the rest of their file is. To mend one, {MENDED}."
    )
    yield Table(
        pd.DataFrame(
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
    )
    yield Small("Rows are lines of files. Their content is never stored, so it is not shown.")


def _files(view: View) -> Iterator[Block]:
    names = {
        "source": "Source",
        "file": "File",
        "bytes": "Bytes",
        "rows": "Rows",
        "rejected": "Refused",
    }
    files = view.files[list(names)].rename(columns=names)
    yield Heading("Files")
    yield Fold(f"{len(files):,} files were read", (Table(files),))


def _count(n: int) -> str:
    return words.count(disclosure.count(n))


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
