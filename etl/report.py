"""What a run did, as a person and as a program read it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd


@dataclass
class Report:
    """What a run did."""

    run_id: str | None
    unchanged: bool
    files_read: int = 0
    files_unchanged: int = 0
    rows: int = 0
    rejected: pd.DataFrame = field(default_factory=pd.DataFrame)
    seconds: dict[str, float] = field(default_factory=dict)
    counts: dict[str, Any] = field(default_factory=dict)
    new_key: Path | None = None

    def summary(self) -> dict[str, object]:
        """Return the run as a program reads it."""
        return {
            "run_id": self.run_id,
            "unchanged": self.unchanged,
            "files_read": self.files_read,
            "files_unchanged": self.files_unchanged,
            "rows_rejected": len(self.rejected),
            **{name: str(n) if name == "data_until" else n for name, n in self.counts.items()},
        }

    def lines(self) -> list[str]:
        """Return the run as a person reads it."""
        if self.unchanged:
            return [f"Nothing new in {self.files_unchanged} files: the store is as it was."]
        n = self.counts
        said = [
            f"Loaded {self.files_read} files, {self.rows:,} rows "
            f"({self.files_unchanged} files unchanged) in {sum(self.seconds.values()):.1f} s.",
            f"{n['applications']:,} applications ({n['applications_open']:,} still open), "
            f"{n['interviews']:,} completed interviews, {n['hires']:,} hires, "
            f"{n['notes_seen']:,} notes ({n['notes_attached']:,} attached to an interview).",
        ]
        if len(self.rejected):
            first = self.rejected.iloc[0]
            said.append(
                f"{len(self.rejected):,} rows were refused, the first in {first['file']}, "
                f"line {first['line']}, field {first['field']}: expected {first['reason']}. "
                "`goodeggs status` lists them."
            )
        if self.new_key:
            said.append(
                f"Made a new pseudonym key, {self.new_key}: keep it safe, apart from the store."
            )
        return said
