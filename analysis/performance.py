"""Signal: whether a note goes with performance among hires."""

from __future__ import annotations

from analysis import compare, planning, populations
from analysis.cells import Cells
from analysis.estimators.means import tabulate
from analysis.exposure import asked_of_hires, comparison, sides
from analysis.finding import Finding
from analysis.plan import FEWEST_HIRES, Left, Plan
from analysis.populations import ARMS
from etl.claim import Claim

SELECTION = (
    "Only people who were hired have ratings. If interviewers look more kindly on some, weaker ones of these "
    "get in, and among hires they are then rated lower although nothing about them is worse: a link may be "
    "hidden here, or turned round."
)


def signal(cells: Cells, claim: Claim) -> Finding:
    """Return whether a note goes with performance among hires (key "performance").

    Compared are hires with a manager's rating whose last round's mailboxes are covered: the mean
    rating of those who sent a note in that round, less that of the others, within review cycle x
    calibration group and in its standard deviations.
    """
    plan = Plan(
        key="performance",
        question=f"Are {asked_of_hires(claim)} rated higher later than others in the same review cycle "
        "and calibration group?",
        unit="sd",
        smallest_effect=claim.smallest_effects.performance,
        level=claim.level,
        of=comparison(
            claim,
            "hires",
            "who sent a note after their last interview",
            did="were rated",
            others="others in the same review group",
        ),
        things="hires",
        within="the same review cycle and calibration group",
        doubt="Only people who were hired have ratings; how the others would have done is not known.",
        method="Difference of mean ratings within review cycle x calibration group, weighted by what each "
        "group can tell, Welch's interval; ratings in standard deviations of their group. Pairs out of 100 "
        "assume ratings near a normal curve.",
        assumptions=(
            "Each hire's first review by a manager counts, so that nobody counts twice.",
            "The standard deviation is that of everybody rated in the same review cycle and calibration "
            "group.",
        ),
        cautions=(
            SELECTION,
            *(
                ("Who rates may have received the note; the records do not say.",)
                if claim.exposure is None
                else ()
            ),
        ),
        fewest=FEWEST_HIRES,
        exploratory="performance" not in claim.outcomes,
        **sides(claim),
    )
    population = populations.performance(cells.hire)
    compared = population.isin(ARMS)
    kept = cells.hire[compared]
    strata = [kept[name] for name in ("cycle", "calibration_group")]
    sent, others = tabulate(strata, population[compared] == "sent", kept)
    withheld = cells.withheld_of("performance")
    n = cells.hire["n"].to_numpy(dtype=float)
    exclusions = populations.excluded(population, n, populations.PERFORMANCE_REASONS, withheld)
    left = Left(exclusions, withheld)
    months = planning.months_spanned(kept["quarter"], kept["n"])
    return compare.ratings(plan, sent, others, left, error_rates=cells.error_rates, months=months)
