"""The tables, by layer: `core__*` from the sources, `out__*` for analysis, `ops__*` about runs."""

from etl.store.tables import core, ops, out
from etl.store.tables.base import Base

PUBLISHED = (
    "out__cell_interview",
    "out__cell_hire",
    "out__cell_stage",
    "ops__run",
    "ops__source_file",
    "ops__reject",
)
"""The tables without people's rows: all that the dashboard may open."""

__all__ = ["PUBLISHED", "Base", "core", "ops", "out"]
