"""The page's pictures."""

from __future__ import annotations

from collections.abc import Sequence

from analysis.finding import Verdict
from calibration.measure import COVERAGE, TYPE_I, Result, Share
from calibration.measured import Measured
from calibration.page import effect
from calibration.svg import BLUE, GREY, PALE_GREY, RED, Dot, bars, strips


def drawings(measured: Measured) -> dict[str, str]:
    """Return the pictures as SVG, by name."""
    return {
        "coverage": _coverage(measured),
        "type_i": _type_i(measured),
        "failures": _failures(measured),
        "verdicts": _verdicts(measured),
    }


_LEGEND = (("the bars apply", BLUE), ("too few records, or meant to be wide", GREY))


def _dots(shares: Sequence[tuple[Result, Share | None]]) -> list[Dot]:
    dots = []
    for one, share in shares:
        if share is not None and share.of:
            applies = one.scenario.enough and not one.estimator.wide
            dots.append(Dot(100 * share.value, BLUE if applies else GREY, hollow=not applies))
    return dots


def _coverage(measured: Measured) -> str:
    rows = [
        (name, _dots([(one, one.coverage) for one in of]))
        for name, of in measured.by_estimator().items()
    ]
    title = "Of 100 intervals, how many hold the truth: a dot is a scenario"
    return strips(title, rows, (90, 92, 94, 96, 98, 100), _in_100(COVERAGE), _LEGEND)


def _type_i(measured: Measured) -> str:
    rows = [
        (name, dots)
        for name, of in measured.by_estimator().items()
        if (dots := _dots([(one, one.found) for one in of if one.scenario.null]))
    ]
    title = "Where there is no difference, in how many of 100 one is found"
    return strips(title, rows, (0, 2, 4, 6, 8, 10), _in_100(TYPE_I), _LEGEND)


def _failures(measured: Measured) -> str:
    rows = []
    for one in measured.shortfalls:
        outcomes = ((one.wrong, RED), (one.instead, BLUE))
        dots = [Dot(100 - 100 * of.coverage.value, color) for of, color in outcomes]
        rows.append((one.failure.short, dots))
    title = "Of 100 intervals, how many miss the truth"
    legend = (("the comparison that fails", RED), ("what is done instead", BLUE))
    return strips(title, rows, (0, 20, 40, 60, 80, 100), _in_100(TYPE_I), legend)


def _verdicts(measured: Measured) -> str:
    rows = []
    for one in measured.by_question()["influence"]:
        silent = one.shares[Verdict.CANNOT_TELL]
        shares = ((one.right, BLUE), (silent, PALE_GREY), (one.wrong, RED))
        label = f"{one.case.n:,} interviews, truth {effect(one)}"
        rows.append((label, [(share.value, color) for share, color in shares]))
    legend = (("right", BLUE), ("cannot tell", PALE_GREY), ("wrong", RED))
    return bars("The verdict on influence", rows, legend)


def _in_100(band: tuple[float, float]) -> tuple[float, float]:
    return 100 * band[0], 100 * band[1]
