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
_FEW, _TINY, _ORDINARY = 12, 4, 20
"""So many big strata; so many interviews to a tiny one, and to an ordinary one."""
_NAMES = {COMMON: "common", RARE: "rare"}
_SIZES = {COMMON: (50, 500, 5_000, 50_000), RARE: (500, 5_000)}
_MODEST, _STRONG, _ODDS = 0.08, 0.15, 2.0


@dataclass(frozen=True)
class Scenario:
    """One kind of employer.

    Attributes
    ----------
    families
        Sets of assumptions that hold here; estimators name the one they need.
    null
        Whether notes go with nothing here.
    enough
        Whether there are so many records that the product would show the comparison.
    runs
        For every so many runs that are asked for, one is made; less than 1 where more are needed.
    """

    families: tuple[str, ...]
    name: str
    n: int
    null: bool
    enough: bool
    draw: Callable[[np.random.Generator], Employer | Hires | Leavers]

    def runs(self, asked: int) -> int:
        """Return how many employers to draw: more where 1 in 20 is to be told from 1 in 16."""
        return asked * (2 if self.null else 1) // (2 if self.n >= 50_000 else 1)


def scenarios() -> list[Scenario]:
    """Return the whole grid."""
    return [
        *_two_arms(),
        *_strata(),
        *_rounds(),
        *_mistagged(),
        *_unseen(),
        *_ratings(),
        *_leavers(),
    ]


def _interviews(families: tuple[str, ...], design: Design, *words: str) -> Scenario:
    effect = f"odds x {design.odds:g}" if design.odds != 1 else f"{100 * design.effect:+g} points"
    null = design.effect == 0 and design.odds == 1
    told = ", ".join(
        [f"{design.interviews:,}", _NAMES[design.base], *words, "null" if null else effect]
    )
    enough = design.fewest > SUPPRESS
    return Scenario(
        families, told, design.interviews, null, enough, partial(employers.draw, design)
    )


def _sized() -> Iterator[Design]:
    for base, sizes in _SIZES.items():
        yield from (Design(n, base=base) for n in sizes)


def _differences(design: Design) -> tuple[float, ...]:
    return (0.0, _MODEST, _STRONG) if design.base == COMMON else (0.0, _MODEST)


def _layouts(design: Design) -> Iterator[tuple[str, Design]]:
    yield "few big strata", replace(design, strata=_FEW)
    if design.interviews > _FEW * _TINY * 2:
        yield "many tiny strata", replace(design, strata=design.interviews // _TINY)


def _two_arms() -> Iterator[Scenario]:
    for design in _sized():
        for effect in _differences(design):
            yield _interviews(("two arms",), replace(design, effect=effect))


def _strata() -> Iterator[Scenario]:
    for sized in _sized():
        for words, design in _layouts(sized):
            yield _interviews(("one difference", "one odds ratio"), design, words)
            for effect in _differences(design)[1:]:
                yield _interviews(("one difference",), replace(design, effect=effect), words)
            yield _interviews(("one odds ratio",), replace(design, odds=_ODDS), words)


def _rounds() -> Iterator[Scenario]:
    for n, effect in ((500, 0.0), (5_000, 0.0), (5_000, _STRONG)):
        for words, design in _layouts(Design(n, effect=effect, rounds=3)):
            yield _interviews(("rounds",), design, words)


def _mistagged() -> Iterator[Scenario]:
    for n in (500, 5_000):
        for words, design in list(_layouts(Design(n, tagger=TAGGER)))[: 1 + (n > 500)]:
            for effect in (0.0, _STRONG):
                yield _interviews(("mis-tagged",), replace(design, effect=effect), words)


def _unseen() -> Iterator[Scenario]:
    for n in (500, 5_000):
        design = Design(n, strata=n // _ORDINARY)
        for effect in (0.0, _STRONG):
            some = replace(design, effect=effect, seen=(0.8, 0.8))
            yield _interviews(("one difference",), some, "1 in 5 unseen at random")
        for seen in ((0.8, 0.8), (0.7, 0.9)):
            some = replace(design, effect=_STRONG, seen=seen)
            share = " and ".join(f"{100 - 100 * one:.0f}" for one in seen)
            yield _interviews(("unseen",), some, f"unseen {share} in 100")


def _ratings() -> Iterator[Scenario]:
    kinds = {
        "normal": RatingsDesign(0, 0),
        "unequal spreads": RatingsDesign(0, 0, spreads=(0.7, 1.4)),
        "five steps": RatingsDesign(0, 0, steps=True),
        "mis-tagged": RatingsDesign(0, 0, tagger=TAGGER),
    }
    for words, kind in kinds.items():
        family = "mis-tagged ratings" if words == "mis-tagged" else "ratings"
        for n in (50, 500, 5_000) if family == "ratings" else (500, 5_000):
            for groups, size in (("few big groups", 5), ("many small groups", n // 8)):
                for effect in (0.0, 0.5):
                    design = replace(kind, hires=n, groups=size, effect=effect)
                    told = f"{effect:+g} sd" if effect else "null"
                    yield Scenario(
                        (family,),
                        f"{n:,}, {words}, {groups}, {told}",
                        n,
                        effect == 0,
                        n >= FEWEST_HIRES,
                        partial(hires.draw, design),
                    )


def _leavers() -> Iterator[Scenario]:
    for n in (50, 500, 5_000):
        for departments in (1, 8):
            for ratio in (1.0, 0.6):
                families = ("followed", "one department") if departments == 1 else ("followed",)
                words = f"{departments} department{'s' if departments > 1 else ''}"
                told = f"hazard x {ratio:g}" if ratio != 1 else "null"
                yield Scenario(
                    families,
                    f"{n:,}, {words}, {told}",
                    n,
                    ratio == 1,
                    n >= FEWEST_HIRES * departments,
                    partial(leavers.draw, LeaversDesign(n, departments, ratio)),
                )
