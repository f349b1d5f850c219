"""The page: what was measured, as Markdown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from math import isfinite

from analysis.finding import Verdict
from analysis.plan import FEWEST_HIRES
from calibration.measure import COVERAGE, TYPE_I, Result, Share, Shortfall
from calibration.measured import Measured
from calibration.verdicts import Verdicts

_HEAD = """# Calibration: do the numbers keep their word?

Written by `make calibrate SLOW=1`; do not edit. `make calibrate` alone measures the same on fewer
employers, in about a minute, and writes nothing.

{employers:,} fictional employers are drawn at random, each with a truth that is known. In jobs where more
people send a note, more advance: jobs differ in custom and in leniency together, so that a raw
comparison would be wrong. Each estimator meets employers for whom its assumptions hold; of 100 of them
its 95 % interval should hold the truth in 95.

**Bars**: coverage within {covers}, and type I error (a difference is found where there is none) within
{type_i}. They apply where the product would show a number: at least 8 expected on either side of the
outcome in either arm, or {fewest} hires. Scenarios with fewer are marked *too few*, and measured all the same.

**Runs**: {runs:,} employers a scenario, twice as many where notes go with nothing, half as many of 50,000
interviews. Behind ± stands the Monte-Carlo error: one standard error of the simulation. Seeds are
fixed, and each scenario has its own: the same command gives the same page.
"""
_FAILURES = """## What fails by design

Comparisons that look harmless, each on {runs:,} employers of 4,000 candidates. *By theory* is what it finds
on average where records are without end, worked out and not simulated; *missed* is how many of 100
intervals do not hold the truth.
"""
_FINDINGS = """## Whole findings

From cells, through the functions that the pages call; {runs} employers a row. A verdict is *right* if what
it says is true: *supported* says that the difference is beyond the smallest effect that matters; *too
small to matter or not*, that it is above zero; *no meaningful difference*, that it is smaller than that
effect either way; *contradicted*, that it is below zero. *Cannot tell* says nothing. *Holds* is how many of
100 intervals on screen hold the truth: they are rounded outward, so these are more than 95 where the
interval is narrow.
"""
_CONDITIONS = """## Whole findings where records have holes

The same, where something that findings assume does not hold, or is known to be amiss.
"""
_SHORT = {
    Verdict.SUPPORTED: "supported",
    Verdict.TOO_SMALL_OR_NOT: "too small or not",
    Verdict.NO_MEANINGFUL_DIFFERENCE: "no meaningful",
    Verdict.CONTRADICTED: "contradicted",
    Verdict.CANNOT_TELL: "cannot tell",
}


def page(measured: Measured) -> str:
    """Return the whole page."""
    head = _HEAD.format(
        employers=measured.employers,
        covers=_range(COVERAGE),
        type_i=_range(TYPE_I),
        fewest=FEWEST_HIRES,
        runs=measured.runs,
    )
    details = [f"### {name}\n\n{_scenarios(of)}" for name, of in measured.by_estimator().items()]
    return "\n".join([head, summary(measured), "## Every scenario\n", *details])


def summary(measured: Measured) -> str:
    """Return the page without its introduction and its long tables."""
    questions = [f"**{name}**\n\n{_findings(of)}" for name, of in measured.by_question().items()]
    return "\n".join(
        [
            "## Estimators\n",
            _picture("coverage", "Coverage of each estimator in each scenario"),
            _picture("type_i", "Type I error of each estimator in each scenario"),
            _estimators(measured),
            _missed(measured),
            _FAILURES.format(runs=measured.runs),
            _picture("failures", "How often intervals miss the truth"),
            _shortfalls(measured.shortfalls),
            _FINDINGS.format(runs=measured.finding_runs),
            _picture("verdicts", "How often the verdict on influence is right"),
            *questions,
            _CONDITIONS,
            _findings(measured.conditions),
        ]
    )


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
        met = sum(one.meets() for one in judged)
        rows.append(
            [
                name,
                _extremes([one.coverage for one in judged]),
                _extremes(nulls) if nulls else "-",
                f"{met} of {len(judged)}",
                results[0].estimator.wide or "-",
            ]
        )
    head = ["Estimator", "coverage, %", "type I error, %", "within the bars", "meant to be wide"]
    return _table(head, rows)


def _missed(measured: Measured) -> str:
    if not measured.missed:
        return "No bar is missed.\n"
    lines = []
    for one in measured.missed:
        beyond = one in measured.missed_beyond_chance
        found = f", type I error {_percent(one.found)}" if one.scenario.null and one.found else ""
        lines.append(
            f"- {one.estimator.name} ({one.scenario.name}): coverage {_percent(one.coverage)}{found}"
            + (" - **beyond chance**" if beyond else "")
        )
    return "Outside the bars:\n\n" + "\n".join(lines) + "\n"


def _shortfalls(shortfalls: Iterable[Shortfall]) -> str:
    rows = []
    for one in shortfalls:
        failure, instead = one.failure, one.instead
        unit = failure.measure
        wrong = 1 - one.wrong.coverage.value
        exact = failure.exact_coverage
        rows.append(
            [
                failure.name,
                _number(failure.truth, unit),
                _number(failure.exact, unit),
                f"{_number(one.wrong.mean, unit)} ± {_number(one.wrong.error, unit, error=True)}",
                f"{100 * wrong:.1f}"
                + ("" if exact is None else f" ({100 - 100 * exact:.1f} by theory)"),
                failure.instead or "nothing can be done from these records; the finding says so",
                "-"
                if instead is None
                else f"{_number(instead.mean, unit)} ± {_number(instead.error, unit, error=True)}",
                "-" if instead is None else f"{100 - 100 * instead.coverage.value:.1f}",
            ]
        )
    head = ["Comparison", "truth", "by theory", "found", "missed", "instead", "found", "missed"]
    return _table(head, rows)


def _findings(of: Iterable[Verdicts]) -> str:
    rows = [
        [
            *([one.case.words] if one.case.words else []),
            f"{one.case.n:,}",
            effect(one),
            _percent(one.right),
            _percent(one.wrong),
            *(f"{100 * one.shares[verdict].value:.0f}" for verdict in _SHORT),
            f"{100 * one.coverage.value:.1f}" if one.coverage.of else "none shown",
        ]
        for one in of
    ]
    head = ["n", "truth", "right, %", "wrong, %", *_SHORT.values(), "holds"]
    return _table(head if len(head) == len(rows[0]) else ["Records", *head], rows)


def effect(of: Verdicts) -> str:
    """Return the true effect of a case in words."""
    case = of.case
    if case.effect == 0:
        return "none"
    return (
        f"{case.effect:+g} sd" if case.question.unit == "sd" else f"{100 * case.effect:+g} points"
    )


def _scenarios(results: Sequence[Result]) -> str:
    rows = []
    for one in results:
        found = "-" if one.found is None else _percent(one.found)
        bars = ("yes" if one.meets() else "**no**") if one.scenario.enough else "too few"
        ratio = "ratio" in one.estimator.measure
        scale = 1 if ratio or "ratings" in one.estimator.family else 100
        bias = (
            f"{scale * one.bias:+.3f} ± {scale * one.bias_error:.3f}" if isfinite(one.bias) else "-"
        )
        rows.append(
            [
                one.scenario.name,
                f"{one.given.of:,}",
                f"{100 * one.given.value:.1f}",
                bias,
                _percent(one.coverage),
                found,
                bars,
            ]
        )
    measure = results[0].estimator
    unit = (
        "logarithm"
        if "ratio" in measure.measure
        else "sd"
        if "ratings" in measure.family
        else "points"
    )
    head = [
        "Scenario",
        "employers",
        "with an interval, %",
        f"bias, {unit}",
        "coverage, %",
        "finds a difference, %",
        "within the bars",
    ]
    return _table(head, rows)


def _extremes(shares: Sequence[Share]) -> str:
    low, high = (pick(shares, key=lambda one: one.value) for pick in (min, max))
    return f"{_percent(low)} to {_percent(high)}"


def _percent(of: Share) -> str:
    return f"{100 * of.value:.1f} ± {100 * of.error:.1f}" if of.of else "-"


def _range(bars: tuple[float, float]) -> str:
    return f"{100 * bars[0]:g} to {100 * bars[1]:g} %"


def _number(value: float, unit: str, *, error: bool = False) -> str:
    if unit == "difference":
        return f"{100 * value:.2f}" if error else f"{100 * value:+.1f} points".replace("+0.0", "0")
    return f"{value:.3f}" if error else f"{value:.2f}" + (" sd" if "dev" in unit else "")
