"""How sure are we? Whether the answer holds when the question is put in other ways."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.finding import Exhibit, Finding
from analysis.view import View
from analysis.words import enough
from dashboard import charts, curves, exhibits, parts, tables, words
from dashboard.blocks import Block, Box, Chart, Fold, Heading, Link, Small, Table, Words

QUESTIONS = ("advance", "performance", "retention")
ELSE = ("e_values", "hidden_bias", "hidden_bias_of_hires")
CONTROLS = ("after_decision",)
STUDIES = ("specifications", *ELSE, *CONTROLS)


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("How sure are we?", 1)
    findings = [view.findings[key] for key in QUESTIONS]
    if few := parts.too_few(view, findings):
        yield few
        return
    yield Words(
        "An answer is worth as much as it withstands. Here the same question is put in other ways, something "
        "unseen is supposed to stand behind the answer, and the records are asked how much more would settle it."
    )
    yield from _more_data(findings)
    yield from _by_other_methods(findings[0])
    if none := parts.no_studies(view):
        yield none
    else:
        yield from _curve(view)
        yield Heading("Could it be something else?")
        yield from parts.studies(view, *ELSE)
        yield Heading("Where a note can have had no part")
        yield Words(
            "A note that came after the decision cannot have gone into it. If such notes go with the decision "
            "too, so may whatever makes people write."
        )
        yield from parts.studies(view, *CONTROLS)
    if view.load.cells.declared:
        yield Heading("What was declared, and when")
        yield Words(parts.listed(words.plain(one.told) for one in view.load.cells.declared))
        yield Small(
            "The claim is declared in `goodeggs.toml` before the data is seen, and known by its digest. What is "
            "not declared is called exploratory wherever it is shown."
        )
    yield Link("methods", "What the words mean, and how each number is made")


def _more_data(findings: list[Finding]) -> Iterator[Block]:
    yield Heading("Would more data tell?")
    yield Words(parts.listed(f"**{words.TITLES[one.key]}.** {_told(one)}" for one in findings))
    yield Table(
        pd.DataFrame(
            {
                "Question": words.TITLES[one.key],
                "Verdict": str(one.verdict),
                "n now": words.arms(one.arms),
                "Would matter from": words.effect(one.smallest_effect, one.unit).lstrip("+"),
                "Noticed from": words.effect(one.detectable, one.unit).lstrip("+"),
                "n that would tell": words.count(one.n_would_tell) if one.n_would_tell else "–",
            }
            for one in findings
        )
    )
    yield Small(
        "Noticed from: the smallest true difference that records like these would tell from none in 8 of 10 "
        "cases. n that would tell: how many would settle it, if the difference were none."
    )


def _told(one: Finding) -> str:
    """Return in a sentence what more data would do for a finding."""
    if one.n_would_tell is None:
        return (
            "These records have settled it as far as the declared rule goes; more would sharpen it."
        )
    return enough(one.n_would_tell, words.PEOPLE[one.key], one.months_would_tell)


def _by_other_methods(finding: Finding) -> Iterator[Block]:
    rows = exhibits.checks(finding)
    if rows.empty:
        return
    yield Heading("The same difference by other methods")
    yield Chart(
        "checks",
        charts.numbers(rows, unit=finding.unit),
        "Advancing, with a note and without. The verdict rests on the first; none of the others decides.",
        f"{words.DEFINITIONS[finding.key]} Lines are {finding.level:.0%} intervals.",
        tables.shown(rows, "Method"),
        rows,
    )


def _curve(view: View) -> Iterator[Block]:
    found = (view.studies or {}).get("specifications")
    if not isinstance(found, Exhibit):
        return
    rows, choices = exhibits.points(found), exhibits.choices(found)
    band = view.findings["advance"].smallest_effect
    yield Heading("Asked in other ways")
    yield Box(
        "study_specifications",
        (
            Chart(
                "chart_specifications",
                curves.curve(rows, band=band, axis="difference in percentage points"),
                found.sentence,
                "Each mark is one way to put the question, from the lowest answer to the highest, with its "
                f"{found.level:.0%} interval. Diamond: as declared. Grey band: too small to matter.",
                exhibits.table(found),
                rows,
            ),
            Fold(
                "Which choices move the answer?",
                (
                    Chart(
                        "chart_choices",
                        charts.numbers(choices, unit=found.unit),
                        "Of all ways that share a choice, the middle one; the line reaches from the lowest of "
                        "them to the highest.",
                        "These lines are no intervals: they span the ways, not chance.",
                        tables.shown(choices, "Choice"),
                        choices,
                    ),
                ),
            ),
            parts.how(found),
        ),
    )


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
