"""`ops__*`: what the runs did."""

from __future__ import annotations

from etl.store.tables.base import Base, count, instant, key, text


class Run(Base):
    """A finished run. A run that failed leaves nothing."""

    __tablename__ = "ops__run"
    run_id = text("time-ordered identifier", primary=True)
    started_at = instant("start")
    finished_at = instant("end")
    data_until = instant("latest instant that the sources speak of", null=True)
    goodeggs = text("version of Good Eggs")
    classifier = text("version of the classifier")
    claim = text("the claim's settings, as JSON")
    error_rates = text(
        "how often the tag is wrong, as declared or reviewed, as JSON; empty where nobody knows"
    )
    labels = text("hash of what reviewers said; empty where nothing was reviewed")
    key_check = text("fingerprint of the pseudonym key; a store has one key for life")
    files_read = count("files read in this run")
    files_unchanged = count("files skipped because they were read before")
    rows_rejected = count("rows rejected in this run")
    applications = count("applications in the store")
    applications_open = count("of these, still open and therefore in no finding")
    interviews = count("completed interviews of decided applications")
    hires = count("hires")
    notes_seen = count("thank-you notes in the store, whether they follow an interview or not")
    notes_attached = count("of these, attached to an interview")


class Headline(Base):
    """What a run concluded of the whole, kept so that the next load can say what changed."""

    __tablename__ = "ops__headline"
    run_id = text("the run", primary=True)
    key = text("the finding's key", primary=True)
    verdict = text("its verdict")
    n = count(
        "interviews or hires compared, rounded; moves only in steps too large to single anybody out",
        null=True,
    )


class SourceFile(Base):
    """A file that a run read."""

    __tablename__ = "ops__source_file"
    source = text("name of the source", primary=True)
    file = text("path below the source's folder", primary=True)
    sha256 = text("hash of the content", primary=True)
    run_id = text("the run that read it")
    reader = text("version of the reader: a newer one reads the file again")
    bytes = key("size")
    rows = count("rows or messages found")
    rejected = count("of these, rejected")


class Reject(Base):
    """A row that was refused. Never holds the value."""

    __tablename__ = "ops__reject"
    source = text("name of the source", primary=True)
    file = text("path below the source's folder", primary=True)
    line = count(
        "line of a CSV, record of a JSON array, or message of a mailbox; 1 = first", primary=True
    )
    field = text("field", primary=True)
    reason = text("what was expected")
    run_id = text("the run that refused it")
