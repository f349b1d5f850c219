"""All findings of a view, in the order in which they are told."""

from __future__ import annotations

from analysis import offers, performance, retention, together
from analysis.cells import Cells
from analysis.finding import Finding
from etl.claim import Claim


def all_findings(cells: Cells, claim: Claim) -> tuple[Finding, ...]:
    """Return the findings: advance, offer (exploratory), performance, retention.

    Parameters
    ----------
    cells
        From `analysis.read.cells`, filtered or not; empty cells give findings that cannot tell.
    claim
        What was declared: `cells.claim`.
    """
    return together.declared(
        (
            offers.influence(cells, claim),
            offers.offered(cells, claim),
            performance.signal(cells, claim),
            retention.first_year(cells, claim),
        )
    )
