"""All findings of a view, in the order in which they are told."""

from __future__ import annotations

from dataclasses import replace

from analysis import claims, offers, performance, retention, together
from analysis.cells import Cells
from analysis.exposure import exposed
from analysis.finding import Finding
from etl.claim import Claim


def all_findings(cells: Cells, claim: Claim) -> tuple[Finding, ...]:
    """Return the findings: advance, offer, performance, retention.

    Parameters
    ----------
    cells
        From `analysis.read.cells`, filtered or not; empty cells give findings that cannot tell.
    claim
        What was declared, `cells.claim`; or another claim, of whole cells: each finding then says that
        it was not declared before the data was loaded.
    """
    view = exposed(cells, claim)
    found = together.declared(
        (
            offers.influence(view, claim),
            offers.offered(view, claim),
            performance.signal(view, claim),
            retention.first_year(view, claim),
        )
    )
    another = cells.run is not None and claim != cells.claim
    caution = claims.LATE if another else claims.caution(cells.declared)
    if caution is None:
        return found
    return tuple(replace(one, cautions=(*one.cautions, caution)) for one in found)
