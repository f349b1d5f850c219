"""All findings of a view, in the order in which they are told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from analysis import claims, offers, performance, retention, together
from analysis.cells import Cells
from analysis.exposure import exposed
from analysis.finding import Exhibit, Finding
from etl.claim import Claim

_Told = TypeVar("_Told", bound=Finding | Exhibit)


def all_findings(
    cells: Cells, claim: Claim, studies: Sequence[Finding | Exhibit] = ()
) -> tuple[Finding, ...]:
    """Return the findings: advance, offer, performance, retention.

    Parameters
    ----------
    cells
        From `analysis.read.cells`, filtered or not; empty cells give findings that cannot tell.
    claim
        What was declared, `cells.claim`; or another claim, of whole cells: each finding then says that
        it was not declared before the data was loaded.
    studies
        From `analysis.read.studies`, of the same view. What the claim declares may be among them, and
        all that it declares is one family; without them it counts as asked and not answered.
    """
    view = exposed(cells, claim)
    found = (
        offers.influence(view, claim),
        offers.offered(view, claim),
        performance.signal(view, claim),
        retention.first_year(view, claim),
    )
    return as_declared(found, studies, cells, claim)


def as_declared(
    found: Sequence[_Told], beside: Sequence[Finding | Exhibit], cells: Cells, claim: Claim
) -> tuple[_Told, ...]:
    """Return what was found of a view; findings say what their claim's history and family mean for them.

    Parameters
    ----------
    found, beside
        Studies, and all findings of the same view; or the other way about.
    """
    told = together.declared(found, beside, len(claim.outcomes))
    another = cells.run is not None and claim != cells.claim
    caution = claims.LATE if another else claims.caution(cells.declared)
    if caution is None:
        return told
    return tuple(
        replace(one, cautions=(*one.cautions, caution)) if isinstance(one, Finding) else one
        for one in told
    )
