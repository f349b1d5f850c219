"""The grid: fictional employers of many kinds, in families that share their assumptions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from analysis.disclosure import SUPPRESS
from analysis.plan import FEWEST_HIRES
from calibration import employers, hires, leavers
from calibration.employers import COMMON, RARE, Design, Employer
from calibration.hires import Hires, RatingsDesign
from calibration.leavers import Leavers, LeaversDesign

TAGGER = (0.90, 0.95)
_FEW, _BIG, _TINY, _ORDINARY = 12, 16, 4, 20
"""At most so many big strata, of at least so many interviews; interviews to a tiny stratum, and to an
ordinary one."""
BY_SCORE, ALL_FILED = 0.4, (1.0, 1.0)
_NAMES = {COMMON: "common", RARE: "rare"}
_SIZES = {COMMON: (50, 500, 5_000, 50_000), RARE: (500, 5_000)}
_MODEST, _STRONG, _RATIO, _ODDS, _HAZARD, _SPREAD = 0.08, 0.15, 0.7, 2.0, 0.6, 0.5


@dataclass(frozen=True)
class Scenario:
    """One kind of employer.

    Attributes
    ----------
    families
        Sets of assumptions that hold here; an estimator names the one it needs.
    null
        Whether notes go with nothing here.
    enough
        Whether there are so many records that the product would show the comparison.
    """

    families: tuple[str, ...]
    name: str
    n: int
    null: bool
    enough: bool
    draw: Callable[[np.random.Generator], Employer | Hires | Leavers]

    def runs(self, asked: int) -> int:
        """Return how many employers to draw: more where 5 in 100 are to be told from 6."""
        return asked * (2 if self.null else 1) // (2 if self.n >= 50_000 else 1)


def scenarios() -> list[Scenario]:
    """Return the whole grid."""
    of_interviews = (_two_arms(), _strata(), _scored(), _rounds(), _mistagged(), _unseen())
    return [one for part in (*of_interviews, _ratings(), _leavers()) for one in part]


def _interviews(families: tuple[str, ...], design: Design, *words: str) -> Scenario:
    """Return a scenario of interviews; enough are those with more than 7 on either side of either arm."""
    effects = {
        f"{100 * design.effect:+g} points": design.effect != 0,
        f"rate x {design.ratio:g}": design.ratio != 1,
        f"odds x {design.odds:g}": design.odds != 1,
    }
    effect = next((words for words, there in effects.items() if there), "null")
    null = effect == "null"
    told = (f"{design.interviews:,}", _NAMES[design.base], *words, effect)
    enough = design.fewest >= SUPPRESS + 1
    draw = partial(employers.draw, design)
    return Scenario(families, ", ".join(told), design.interviews, null, enough, draw)


def _sized() -> Iterator[tuple[Design, tuple[float, ...]]]:
    for base, sizes in _SIZES.items():
        for n in sizes:
            yield Design(n, base=base), (_MODEST, _STRONG) if base == COMMON else (_MODEST,)


def _layouts(design: Design) -> Iterator[tuple[str, Design]]:
    few = min(design.interviews // _BIG, _FEW)
    yield "few big strata", replace(design, strata=few)
    yield "many tiny strata", replace(design, strata=design.interviews // _TINY)


def _two_arms() -> Iterator[Scenario]:
    for design, _ in _sized():
        for effect in (0.0, _MODEST):
            yield _interviews(("two arms",), replace(design, effect=effect))


def _strata() -> Iterator[Scenario]:
    for sized, effects in _sized():
        for words, design in _layouts(sized):
            yield _interviews(("one difference", "one ratio", "one odds ratio"), design, words)
            for effect in effects:
                yield _interviews(("one difference",), replace(design, effect=effect), words)
            yield _interviews(("one ratio",), replace(design, ratio=_RATIO), words)
            yield _interviews(("one odds ratio",), replace(design, odds=_ODDS), words)


def _scored() -> Iterator[Scenario]:
    difference, odds = "a score, one difference", "a score, one odds ratio"
    for n, size in ((500, _TINY), (5_000, _ORDINARY)):
        design = Design(n, strata=n // size, by_score=BY_SCORE, filed=ALL_FILED)
        words = ("a score", f"{n // size} jobs")
        yield _interviews((difference, odds), design, *words)
        yield _interviews((difference,), replace(design, effect=_STRONG), *words)
        yield _interviews((odds,), replace(design, odds=_ODDS), *words)
    few = Design(500, strata=500 // _ORDINARY, by_score=BY_SCORE, filed=ALL_FILED)
    for one in (few, replace(few, odds=_ODDS)):
        yield _interviews(("a score, few jobs",), one, "a score", f"{few.strata} jobs")


def _rounds() -> Iterator[Scenario]:
    for n, effect in ((500, 0.0), (5_000, 0.0), (5_000, _STRONG)):
        for words, design in _layouts(Design(n, effect=effect, rounds=3)):
            yield _interviews(("rounds",), design, "3 rounds", words)


def _mistagged() -> Iterator[Scenario]:
    few, large = Design(500, strata=_FEW), Design(5_000, strata=5_000 // _TINY)
    for words, design in (("few big strata", few), ("many tiny strata", large)):
        for effect in (0.0, _STRONG):
            mistagged = replace(design, tagger=TAGGER, effect=effect)
            yield _interviews(("mis-tagged",), mistagged, "mis-tagged", words)


def _unseen() -> Iterator[Scenario]:
    for n in (500, 5_000):
        design = Design(n, strata=n // _ORDINARY)
        for effect in (0.0, _STRONG):
            some = replace(design, effect=effect, seen=(0.8, 0.8))
            yield _interviews(("one difference",), some, "1 in 5 unseen at random")
    for words, seen in (("alike", (0.8, 0.8)), ("by outcome", (0.7, 0.9))):
        some = Design(500, strata=500 // _ORDINARY, effect=_STRONG, seen=seen)
        yield _interviews(("unseen",), some, f"unseen {words}")


def _ratings() -> Iterator[Scenario]:
    """Return scenarios of ratings: kind, families, sizes, and whether in few big groups too."""
    nothing = RatingsDesign(0, 0)
    kinds = [
        (nothing, "normal", ("ratings", "even ratings"), (50, 500, 5_000)),
        (replace(nothing, spreads=(0.7, 1.4)), "unequal spreads", ("ratings",), (50, 500)),
        (replace(nothing, curve="steps"), "five steps", ("ratings", "even ratings"), (50, 500)),
        (replace(nothing, tagger=TAGGER), "mis-tagged", ("mis-tagged ratings",), (500,)),
        (replace(nothing, by_score=0.5), "a score", ("ratings with a score",), (50, 500)),
        (
            replace(nothing, by_score=0.5, reliability=0.7),
            "a score with errors",
            ("ratings with errors in the score",),
            (500,),
        ),
        (replace(nothing, curve="logistic"), "logistic", ("ordered ratings",), (50, 500)),
    ]
    for kind, words, families, sizes in kinds:
        for n in sizes:
            groups = {"one group": 1} if kind.curve == "logistic" else _groups(n)
            for layout, size in groups.items():
                for effect in (0.0, _SPREAD):
                    design = replace(kind, hires=n, groups=size, effect=effect)
                    told = f"{effect:+g} sd" if effect else "null"
                    name = f"{n:,}, {words}, {layout}, {told}"
                    draw = partial(hires.draw, design)
                    yield Scenario(families, name, n, effect == 0, n >= FEWEST_HIRES, draw)


def _groups(n: int) -> dict[str, int]:
    return {"few big groups": 5, "many small groups": n // 8}


def _leavers() -> Iterator[Scenario]:
    for n, departments in ((50, 1), (500, 1), (500, 8), (5_000, 8)):
        for ratio in (1.0, _HAZARD):
            design = LeaversDesign(n, departments, ratio)
            families = ("followed", *(("one department",) if departments == 1 else ()))
            where = "1 department" if departments == 1 else f"{departments} departments"
            name = f"{n:,}, {where}, {'null' if ratio == 1 else f'hazard x {ratio:g}'}"
            enough = design.fewest >= SUPPRESS + 1
            draw = partial(leavers.draw, design)
            yield Scenario(families, name, n, ratio == 1, enough, draw)
