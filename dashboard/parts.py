"""Groups of blocks that several pages use: the card of a finding, its doubt, its workings, a study."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from analysis.finding import Exhibit, Finding
from analysis.view import View
from dashboard import charts, exhibits, tables, verdicts, words
from dashboard.blocks import (
    Badge,
    Block,
    Box,
    Chart,
    Choice,
    Fold,
    Heading,
    Link,
    Notice,
    Small,
    Words,
)


def too_few(view: View, findings: Iterable[Finding]) -> Notice | None:
    """Return what a page says where none of its findings may be shown; None where one may.

    None found and few found read the same, since telling them apart would tell of single people.
    """
    if any(arm.value is not None for finding in findings for arm in finding.arms):
        return None
    if view.whole:
        return Notice(
            "**Too little data to show anything yet.** Groups of seven or fewer are never shown, "
            "and no group here is larger. The page *Data health* shows what was loaded; numbers appear "
            "here as more interviews are decided.",
            ":material/hourglass_empty:",
        )
    return Notice(
        "**These filters leave nothing to show.** They match no interviews or hires, or so few "
        "(seven or fewer) that showing them could point at a person. Take some filters away.",
        ":material/filter_alt_off:",
        clears=True,
    )


def stages_of_hires(view: View) -> Iterator[Block]:
    """Say that a filter on stages leaves hires as they are, where there is one."""
    if view.filters.stage:
        yield Small(
            ":material/info: The stage filter does not apply to performance and retention: a hire is one "
            "person, whatever the stages passed."
        )


def card(finding: Finding, page: str) -> Box:
    """Return one finding in brief, with the way to its page: verdict, one sentence, numbers, doubt folded."""
    title = words.TITLES[finding.key]
    cautions = (Words(listed(finding.cautions)),) if finding.cautions else ()
    doubtful = (Words(finding.doubt), *cautions, Small(words.DEFINITIONS[finding.key]))
    return Box(
        f"card_{finding.key}",
        (
            Heading(title, 3),
            badge(finding),
            Words(verdicts.brief(finding)),
            Words(
                f"**Adjusted** {words.estimate(finding.estimate, finding.unit)}  \n"
                f"**Raw** {words.estimate(finding.raw, finding.unit)}"
            ),
            Small(f"{words.arms(finding.arms)} ({words.PEOPLE[finding.key]})"),
            Fold("How sure?", doubtful),
            Link(page, f"All about {title.lower()}"),
        ),
    )


def badge(finding: Finding) -> Badge:
    """Return a finding's verdict, and why it is this one."""
    return Badge(finding.verdict, verdicts.why(finding))


def answer(finding: Finding) -> Iterator[Block]:
    """Return the verdict, the sentence and its doubt."""
    yield badge(finding)
    yield Words(finding.sentence)
    yield from doubt(finding)


def doubt(finding: Finding) -> Iterator[Block]:
    """Return what makes a finding doubtful; a change of direction stands out, the rest unfolds."""
    yield Words(f"**How sure?** {finding.doubt}")
    cautions = list(finding.cautions)
    if _turns(finding):
        yield Words(f":material/swap_horiz: **{cautions.pop(0)}**")
    if cautions:
        yield Fold("Keep in mind", (Words(listed(cautions)),))


def _turns(finding: Finding) -> bool:
    """Return whether raw and adjusted point opposite ways, which the first caution then announces."""
    return (finding.raw.value or 0) * (finding.estimate.value or 0) < 0


def workings(finding: Finding) -> Fold:
    """Return how a finding was worked out: method, other methods, assumptions, what was left out."""
    said = [finding.method]
    if finding.checks:
        same = [words.check(check, finding.unit) for check in finding.checks]
        said.append("**By other methods; none of it decides**\n\n" + listed(same))
    if finding.assumptions:
        said.append("**It assumes that**\n\n" + listed(finding.assumptions))
    if finding.exclusions:
        said.append("**Left out, and why**\n\n" + listed(words.reasons(finding.exclusions)))
    return Fold("How this was worked out", tuple(Words(one) for one in said))


def side_by_side(findings: Sequence[Finding], key: str) -> Chart:
    """Return several findings on one scale: multiples of each one's smallest effect."""
    rows = tables.at_a_glance(findings)
    return Chart(
        key,
        charts.forest(rows, band=1.0, axis="multiples of the smallest effect that matters"),
        "Within the grey band a difference is too small to matter. A line that reaches both inside and "
        "outside the band leaves it open. Right of the band speaks for the claim, left of it against.",
        "Filled circle: adjusted. Hollow diamond: raw. Lines are intervals; n is with a note v "
        "without. Each difference is divided by its own smallest effect, so that all share one scale.",
        tables.differences([(words.TITLES[one.key], one) for one in findings]),
        rows,
    )


def no_studies(view: View) -> Notice | None:
    """Return why a view has no closer look and what to do about it; None where it has one."""
    if view.studies is None:
        return Notice(
            "**The closer look needs one value of one filter, or none.** It is made once, when the "
            "exports are loaded, and not for combinations of filters.",
            ":material/filter_alt:",
            clears=True,
        )
    if not view.studies:
        return Notice(
            "**Too few here for a closer look.** The whole has more.", ":material/hourglass_empty:"
        )
    return None


def studies(view: View, *keys: str) -> Iterator[Block]:
    """Return those of the named studies that the view has, in the order named."""
    found = view.studies or {}
    for key in keys:
        if key in found:
            yield study(found[key])


def study(one: Finding | Exhibit) -> Box:
    """Return a study as the run made it: a question that got a verdict, or numbers side by side."""
    blocks = _question(one) if isinstance(one, Finding) else _exhibit(one)
    return Box(f"study_{one.key}", tuple(blocks))


def _question(one: Finding) -> Iterator[Block]:
    title = words.TITLES[one.key]
    rows = tables.by_group([(title, one)])
    percent = one.unit == "points"
    yield Heading(one.question, 3)
    yield badge(one)
    yield Chart(
        f"chart_{one.key}",
        charts.forest(
            rows,
            band=one.smallest_effect,
            axis="difference in percentage points" if percent else "difference in SD",
            percent=percent,
        ),
        one.sentence,
        "Filled circle: adjusted. Hollow diamond: raw. Grey band: too small to matter.",
        tables.differences([(title, one)]),
        rows,
    )
    yield from doubt(one)
    yield workings(one)


def _exhibit(one: Exhibit) -> Iterator[Block]:
    rows = exhibits.points(one)
    drawn, others = tables.room(rows, "value", "n", "largest")
    marks = " Filled circle: with a note. Hollow diamond: without." if rows["kind"].any() else ""
    yield Heading(one.title, 3)
    yield Chart(
        f"chart_{one.key}",
        charts.numbers(drawn, unit=one.unit),
        one.sentence,
        f"Lines are {one.level:.0%} intervals.{marks}{others}",
        exhibits.table(one),
        rows,
    )
    yield how(one)


def how(one: Exhibit) -> Fold:
    """Return how an exhibit was worked out."""
    said = Words(listed([one.method, *one.assumptions, *one.cautions]))
    return Fold("How this was worked out", (said,))


def by_dimension(
    view: View,
    key: str,
    default: str,
    then: Callable[[str], Iterable[Block]],
    *,
    also: Mapping[str, str] | None = None,
    without: str = "",
) -> Choice:
    """Return the choice of a dimension to compare groups of, and what follows it.

    Those are offered of which the load has more than one group to show; if none has, the default alone.

    Parameters
    ----------
    also
        More to choose from, with their names on screen.
    without
        A dimension that is not offered.
    """
    offered = {
        name: label
        for name, label in words.DIMENSIONS.items()
        if view.load.options[name] and name != without
    }
    offered = {**offered, **(also or {})} or {default: words.DIMENSIONS[default]}
    return Choice(key, "By", offered, default if default in offered else next(iter(offered)), then)


def listed(lines: Iterable[str]) -> str:
    """Return lines as a list in Markdown."""
    return "\n".join(f"- {line}" for line in lines)


def verdicts_explained() -> Fold:
    """Return what the five verdicts mean."""
    said = listed(
        f"**{str(name).capitalize()}**: {meaning}" for name, meaning in words.VERDICTS.items()
    )
    return Fold(
        "What the verdicts mean",
        (
            Words(
                "The interval holds the values that the records are compatible with. A verdict compares "
                f"it with the smallest effect that would matter, which was declared beforehand.\n\n{said}"
            ),
        ),
    )


def levels_of_hires(finding: Finding, sentence: str, axis: str) -> Chart:
    """Return the level of each arm of a finding about hires."""
    percent = finding.unit == "points"
    rows = tables.arms(finding, percent=percent)
    return Chart(
        f"{finding.key}_levels",
        charts.levels(rows, axis=axis, percent=percent),
        sentence,
        f"{words.DEFINITIONS[finding.key]} Lines are {finding.level:.0%} intervals; n is hires.",
        tables.shown(rows, "Note"),
        rows,
    )


def difference_of_hires(finding: Finding, sentence: str, axis: str) -> Chart:
    """Return the difference of the arms of a finding about hires, raw beside adjusted."""
    rows = tables.raw_beside_adjusted(finding)
    return Chart(
        f"{finding.key}_difference",
        charts.forest(
            rows, band=finding.smallest_effect, axis=axis, percent=finding.unit == "points"
        ),
        sentence,
        f"{words.ADJUSTED[finding.key]} n is hires with a note v without.",
        tables.differences([(words.TITLES[finding.key], finding)]),
        rows,
    )
