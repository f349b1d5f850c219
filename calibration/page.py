"""The page: what was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from analysis.finding import Verdict
from analysis.plan import FEWEST_HIRES
from calibration.failures import N
from calibration.measure import BEYOND_CHANCE, COVERAGE, TYPE_I, Result, Share, Shortfall
from calibration.measured import Measured
from calibration.verdicts import Verdicts

_HEAD = """# Calibration: do the numbers keep their word?

Written by `make calibrate SLOW=1`; do not edit. `make calibrate` alone asks fewer employers, in about a
minute, and writes nothing.

{employers:,} fictional employers were drawn at random, each with a truth that is known. In jobs where more
people send a note, more advance: jobs differ in custom and in leniency together, so that a raw
comparison would be wrong. Each estimator meets employers of whom its assumptions hold; in 95 of 100 its
95 % interval should hold the truth.

**Bars**: coverage within {covers}; type I error (a difference is found where there is none) within {type_i}. They
apply where the product would show a number: 8 or more expected on either side of the outcome in
either arm, or {fewest} hires with a rating. *Too few* marks the other scenarios, measured all the same.

**Runs**: {runs:,} employers a scenario, twice as many where notes go with nothing, half as many of 50,000
interviews. Behind ± stands the Monte-Carlo error: one standard error of the simulation. Seeds are
fixed, one for each scenario: the same command gives the same page.
"""
_ESTIMATORS = "## Estimators\n"
_FAILURES = """## What fails by design

Comparisons that look harmless, each made in {runs:,} employers of {n:,} candidates. *By theory* is what it
finds with records without end, worked out and not simulated. *Missed*: of 100 intervals, so many do not
hold the truth.
"""
_FINDINGS = """## Whole findings

From cells, through the functions that the pages call; {runs} employers a row. A verdict is *right* if what
it says is true: *supported*, that the difference is beyond the smallest effect that matters; *too small to
matter or not*, that it is above zero; *no meaningful difference*, that it is smaller than that effect
either way; *contradicted*, that it is below zero. *Cannot tell* says nothing, right or wrong. *Holds*: of
100 intervals shown, so many hold the truth; ends are rounded outward, so that narrow intervals hold it
more often than 95 times.
"""
_CONDITIONS = """## Whole findings from records as they are

The same, where something that a finding assumes does not hold, or is known to be amiss. What is unseen or
mis-tagged costs certainty. So does a score that goes with notes and with advancing, as influence compares
within bands of it; where it lies between the bands' recommendations, or was filed too late, some of what
goes with it stays in the number. Two things bend the number itself: few jobs, whose counts are rounded
before they are pooled, so that there is no verdict; and notes that helped in being hired, which turn the
signal round.
"""
_EVERY = "## Every scenario\n"
_SHORT = {
    Verdict.SUPPORTED: "supported",
    Verdict.TOO_SMALL_OR_NOT: "too small or not",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "no meaningful",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.CANNOT_TELL: "cannot tell",
}


def page(measured: Measured) -> str:
    """Return the whole page, which shows the pictures of `drawings`."""
    head = _HEAD.format(
        employers=measured.employers,
        covers=_bars(COVERAGE),
        type_i=_bars(TYPE_I),
        fewest=FEWEST_HIRES,
        runs=measured.runs,
    )
    return "\n".join(
        [
            head,
            _ESTIMATORS,
            _picture("coverage", "Coverage of each estimator in each scenario"),
            _picture("type_i", "Type I error of each estimator in each scenario"),
            _estimators(measured),
            _missed(measured),
            _FAILURES.format(runs=measured.runs, n=N),
            _picture("failures", "How often intervals miss the truth"),
            _shortfalls(measured.shortfalls),
            _FINDINGS.format(runs=measured.finding_runs),
            _picture("verdicts", "How often the verdict on influence is right"),
            *(f"### {name}\n\n{_findings(of)}" for name, of in measured.by_question().items()),
            _CONDITIONS,
            _findings(measured.conditions),
            _EVERY,
            *(f"### {name}\n\n{_scenarios(of)}" for name, of in measured.by_estimator().items()),
        ]
    )


def summary(measured: Measured) -> str:
    """Return the page's short tables, for a terminal."""
    tables = [_estimators(measured), _missed(measured), _shortfalls(measured.shortfalls)]
    return "\n".join([*tables, _findings(measured.grid), _findings(measured.conditions)])


def effect(of: Verdicts) -> str:
    """Return the true effect of a case in words."""
    if of.case.effect == 0:
        return "none"
    sd = of.case.question.unit == "sd"
    return f"{of.case.effect:+g} sd" if sd else f"{100 * of.case.effect:+g} points"


def _picture(name: str, words: str) -> str:
    return f"![{words}](images/calibration_{name}.svg)\n"


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines) + "\n"


def _estimators(measured: Measured) -> str:
    rows = []
    for name, results in measured.by_estimator().items():
        judged = [one for one in results if one.scenario.enough]
        nulls = [one.found for one in judged if one.scenario.null and one.found is not None]
        rows.append(
            [
                name,
                _extremes([one.coverage for one in judged]),
                _extremes(nulls),
                f"{sum(one.meets() for one in judged)} of {len(judged)}",
                results[0].estimator.wide or "-",
            ]
        )
    head = ["Estimator", "coverage, %", "type I error, %", "within the bars", "wide because"]
    return _table(head, rows)


def _missed(measured: Measured) -> str:
    beyond = measured.missed_beyond_chance
    by_chance = len(measured.missed) - len(beyond)
    told = [
        f"{by_chance} results lie outside the bars by no more than {BEYOND_CHANCE} Monte-Carlo errors, and "
        f"{len(beyond)} by more{':' if beyond else '.'}\n"
    ]
    for one in beyond:
        error = f", type I error {_percent(one.found)} %" if one.scenario.null and one.found else ""
        name = f"{one.estimator.name} ({one.scenario.name})"
        told.append(f"- {name}: coverage {_percent(one.coverage)} %{error}")
    return "\n".join(told) + ("\n" if beyond else "")


def _shortfalls(shortfalls: Iterable[Shortfall]) -> str:
    rows = []
    for one in shortfalls:
        failure, exact = one.failure, one.failure.exact_coverage
        theory = "" if exact is None else f" (by theory {100 - 100 * exact:.1f})"
        truth, finds = (_value(x, failure.measure) for x in (failure.truth, failure.exact))
        sides = [
            (_found(of.mean, of.error, failure.measure), f"{100 - 100 * of.coverage.value:.1f}")
            for of in (one.wrong, one.instead)
        ]
        (wrong, missed), (right, still_missed) = sides
        rows.append(
            (
                *(failure.name, truth, finds, wrong, missed + theory),
                *(failure.instead, right, still_missed),
            )
        )
    head = ["Comparison", "truth", "by theory", "found", "missed", "instead", "found", "missed"]
    return _table(head, rows)


def _findings(of: Sequence[Verdicts]) -> str:
    rows = [
        [
            one.case.question.name,
            *([one.case.words] if one.case.words else []),
            f"{one.case.n:,}",
            effect(one),
            _percent(one.right),
            _percent(one.wrong),
            *(f"{100 * one.shares[verdict].value:.0f}" for verdict in _SHORT),
            _percent(one.coverage),
        ]
        for one in of
    ]
    records = ["records"] if of[0].case.words else []
    head = ["Finding", *records, "n", "truth", "right, %", "wrong, %", *_SHORT.values(), "holds, %"]
    return _table(head, rows)


def _scenarios(results: Sequence[Result]) -> str:
    unit = _unit(results[0])
    scale = 100 if unit == "points" else 1
    rows = []
    for one in results:
        bias = f"{scale * one.bias:+.3f} ± {scale * one.bias_error:.3f}"
        rows.append(
            [
                one.scenario.name,
                f"{one.given.of:,}",
                f"{100 * one.given.value:.1f}",
                bias if isfinite(one.bias) else "-",
                _percent(one.coverage),
                "-" if one.found is None else _percent(one.found),
                ("yes" if one.meets() else "no") if one.scenario.enough else "too few",
            ]
        )
    head = ["Scenario", "employers", "with an interval, %", f"bias, {unit}", "coverage, %"]
    return _table([*head, "finds a difference, %", "within the bars"], rows)


def _unit(of: Result) -> str:
    if "ratio" in of.estimator.measure:
        return "logarithm"
    if of.estimator.measure == "correlation":
        return "correlation"
    return "sd" if "ratings" in of.estimator.family else "points"


def _extremes(shares: Sequence[Share]) -> str:
    if not shares:
        return "-"
    low, high = (pick(shares, key=lambda one: one.value) for pick in (min, max))
    return f"{_percent(low)} to {_percent(high)}"


def _percent(of: Share) -> str:
    return f"{100 * of.value:.1f} ± {100 * of.error:.1f}" if of.of else "-"


def _bars(bars: tuple[float, float]) -> str:
    return f"{100 * bars[0]:g} to {100 * bars[1]:g} %"


def _value(value: float, measure: str) -> str:
    if measure != "difference":
        return f"{value:.2f}"
    return f"{100 * value:+.1f} points" if value else "none"


def _found(mean: float, error: float, measure: str) -> str:
    scale = 100 if measure == "difference" else 1
    # + 0.0: no minus zero
    return f"{round(scale * mean, 2) + 0.0:.2f} ± {scale * error:.2f}"
