"""The tables, by layer: `core__*` from the sources, `out__*` for analysis, `ops__*` about runs.

`review__*`, what people are asked about messages, lies apart from all three.
"""

from etl.store.tables import core, ops, out, review
from etl.store.tables.base import Base

PUBLISHED = (
    "out__cell_interview",
    "out__cell_hire",
    "out__cell_stage",
    "out__cell_application",
    "out__cell_reason",
    "out__study",
    "ops__run",
    "ops__headline",
    "ops__source_file",
    "ops__reject",
)
"""The tables without people's rows: all that the dashboard may open."""

__all__ = ["PUBLISHED", "Base", "core", "ops", "out", "review"]
