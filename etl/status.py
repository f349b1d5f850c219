"""What the last run loaded and refused, as a person or a scheduler asks for it."""

from __future__ import annotations

from typing import Any

from etl.config import Settings
from etl.errors import NothingLoaded
from etl.store.published import last_run, read

_SHOWN = (
    "run_id", "finished_at", "data_until", "goodeggs", "classifier", "files_read", "files_unchanged",
    "rows_rejected", "applications", "applications_open", "interviews", "hires", "notes_seen",
    "notes_attached",
)  # fmt: skip


def status(settings: Settings) -> dict[str, Any]:
    """Return the last run's record, and the refused rows by file, field and reason.

    Raises
    ------
    NothingLoaded
        If no run has finished yet.
    """
    last = last_run(read(settings.published, "ops__run"))
    if last is None:
        raise NothingLoaded(
            "nothing has been loaded yet", fix="Load the exports with `goodeggs run`"
        )
    rejects = read(settings.published, "ops__reject")
    grouped = rejects.groupby(["source", "file", "field", "reason"], sort=True)["line"]
    counted = grouped.agg(rows="size", first_line="min").reset_index()
    return {
        # Plain numbers, so that JSON has numbers too.
        "run": {
            name: last[name].item() if hasattr(last[name], "item") else last[name]
            for name in _SHOWN
        },
        "rejects": counted.to_dict("records"),
    }
