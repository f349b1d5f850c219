"""The headline: what three verdicts say together about the claim and about the rule."""

from __future__ import annotations

import itertools
import re

import pytest

from analysis.finding import Verdict
from analysis.headline import answer

SHORT = {
    "+": Verdict.SUPPORTED,
    "(+)": Verdict.TOO_SMALL_OR_NOT,
    "0": Verdict.NO_MEANINGFUL_DIFFERENCE,
    "-": Verdict.CONTRADICTED,
    "?": Verdict.CANNOT_TELL,
}

# advancing | performance | retention | begins with | ends with
REFUTED = "on these records the rule is refuted."
AGAINST = "they speak against the rule."
NOTHING = "a note says nothing in a candidate's favour."
GATE = "does not make one a fair condition for the other."
RULE = f"""
    +   | 0   | 0   | No:                              | {REFUTED}
    (+) | 0   | -   | No:                              | {REFUTED}
    +   | -   | -   | No:                              | {REFUTED}
    +   | 0   | ?   | Not as far as can be seen:       | {AGAINST}
    +   | ?   | 0   | Not as far as can be seen:       | {AGAINST}
    0   | 0   | 0   | No:                              | {NOTHING}
    -   | -   | 0   | No:                              | {NOTHING}
    ?   | 0   | 0   | No:                              | who advances cannot be told.
    +   | +   | +   | Yes, on these records:           | {GATE}
    0   | +   | +   | Yes, on these records:           | {GATE}
    ?   | +   | +   | Yes, on these records:           | {GATE}
    +   | +   | 0   | In part:                         | {GATE}
    +   | ?   | +   | In part:                         | {GATE}
    0   | +   | (+) | In part:                         | {GATE}
    +   | (+) | 0   | Perhaps, and perhaps by too      | {GATE}
    ?   | (+) | ?   | Perhaps, and perhaps by too      | {GATE}
    +   | +   | -   | It points both ways:             | {GATE}
    0   | -   | (+) | It points both ways:             | {GATE}
    +   | ?   | ?   | Cannot tell yet:                 | better hires cannot be told.
    -   | ?   | ?   | Cannot tell yet:                 | better hires cannot be told.
    ?   | ?   | ?   | Cannot tell yet:                 | the better hire.
"""
ROWS = [tuple(part.strip() for part in line.split("|")) for line in RULE.strip().splitlines()]


@pytest.mark.parametrize(("advance", "performance", "retention", "begins", "ends"), ROWS)
def test_rule(advance: str, performance: str, retention: str, begins: str, ends: str) -> None:
    said = answer(SHORT[advance], SHORT[performance], SHORT[retention])
    assert said.startswith(begins)
    assert said.endswith(ends)


EVERY = list(itertools.product(Verdict, repeat=3))


@pytest.mark.parametrize("verdicts", EVERY)
def test_every_combination_says_what_its_findings_say(verdicts: tuple[Verdict, ...]) -> None:
    advance, performance, retention = verdicts
    said = answer(*verdicts)
    assert ("advance more often" in said) == (
        advance in {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT}
    )
    assert ("are rated higher" in said) == (
        performance in {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT}
    )
    assert ("resign more often" in said) == (retention is Verdict.CONTRADICTED)
    refutes = advance in {Verdict.SUPPORTED, Verdict.TOO_SMALL_OR_NOT} and {
        performance,
        retention,
    } <= {Verdict.NO_MEANINGFUL_DIFFERENCE, Verdict.CONTRADICTED}
    assert ("refuted" in said) == refutes
    assert not re.search(r"\s\s|\.\.|, ,|: ,| ;|None", said)
    assert said[0].isupper()
    assert said.endswith(".")
    assert len(said) < 400


def test_no_two_different_sets_of_verdicts_read_the_same() -> None:
    assert len({answer(*verdicts) for verdicts in EVERY}) == len(EVERY)
