"""Interest, late: whether a note goes with not resigning in the first year."""

from __future__ import annotations

from dataclasses import replace

from analysis import compare, planning, populations, words
from analysis.cells import Cells
from analysis.disclosure import count
from analysis.estimators.stratified import RISK_DIFFERENCE, risk_difference, tabulate
from analysis.exposure import asked_of_hires, comparison, sides
from analysis.finding import Estimate, Finding
from analysis.plan import FEWEST_HIRES, Left, Plan
from analysis.populations import ARMS
from etl.claim import Claim


def first_year(cells: Cells, claim: Claim) -> Finding:
    """Return whether a note goes with not resigning in the first year (key "retention").

    Compared are hires who started at least a year before the data's last day and whose last round's
    mailboxes are covered, within department.

    Notes
    -----
    The claim's mechanism is interest, so the outcome is leaving *by choice*: 1 - the share who
    resigned within a year. Who was let go, or left for a reason not recorded as voluntary, stays in
    the denominator and counts as not having resigned. Leaving them out would condition on what
    happened after the note, and counting them with the resignations would mix the employer's choice
    with the employee's. As everybody is followed for the whole year, this share is the cumulative
    incidence of resigning with dismissal as a competing event. A check counts everybody who left,
    for whatever reason.
    """
    plan = Plan(
        key="retention",
        question=f"Do {asked_of_hires(claim)} resign less often in their first year than others in the "
        "same department?",
        unit="points",
        smallest_effect=claim.smallest_effects.retention,
        level=claim.level,
        of=comparison(
            claim,
            "hires",
            "who sent a note after their last interview",
            did="went a year without resigning",
            others="others in the same department",
        ),
        things="hires",
        within="the same department",
        doubt="Only hires can stay, and why somebody left is known as the HR file records it. "
        + words.NOT_AN_EXPERIMENT,
        method="Mantel-Haenszel risk difference within department, Klingenberg's interval; raw: Newcombe.",
        assumptions=(
            "Hires who were let go in their first year count as not having resigned.",
            "Only hires who started at least a year before the data's last day are compared.",
        ),
        cautions=(),
        fewest=FEWEST_HIRES,
        exploratory="retention" not in claim.outcomes,
        **sides(claim),
    )
    population = populations.retention(cells.hire)
    compared = population.isin(ARMS)
    kept, exposed = cells.hire[compared], population[compared] == "sent"
    ending = kept["first_year"].to_numpy(dtype=object)
    strata = tabulate([kept["department"]], exposed, ending != "left_voluntarily", kept["n"])

    def still_there() -> Estimate | None:
        dismissed = [
            kept["n"][(ending == "left_otherwise") & (exposed == sent)].sum()
            for sent in (True, False)
        ]
        # Shown beside the estimate that counts them otherwise, it would tell of the few.
        if any(count(n) is None for n in dismissed):
            return None
        stayed = tabulate([kept["department"]], exposed, ending == "stayed", kept["n"])
        found = risk_difference(stayed, claim.level)
        found = replace(found, method=f"{RISK_DIFFERENCE}, still employed")
        return compare.as_shown(found, stayed, claim.level)

    withheld = cells.withheld_of("retention")
    n = cells.hire["n"].to_numpy(dtype=float)
    exclusions = populations.excluded(population, n, populations.RETENTION_REASONS, withheld)
    return compare.rates(
        plan,
        strata,
        Left(exclusions, withheld),
        error_rates=cells.error_rates,
        months=planning.months_spanned(kept["quarter"], kept["n"]),
        checks=[still_there],
    )
