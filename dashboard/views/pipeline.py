"""Pipeline: how many applications enter each stage, what becomes of them, and how long it takes."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from analysis.pipeline import OUTCOMES, shares
from analysis.view import View
from dashboard import charts, counting, parts, stays, tables, words
from dashboard.blocks import Block, Chart, Choice, Fold, Heading, Notice, Small, Words

WENT_ON = "of those who entered the widest stage"


def content(view: View) -> Iterator[Block]:
    """Return the page's blocks."""
    yield Heading("Pipeline", 1)
    if view.stages["advanced"].isna().all():
        yield parts.too_few(view, ()) or Notice("", "")
        return
    yield Words(_summary(view))
    yield Small(counting.COHORT)
    yield Choice(
        "count_as", "Count as", counting.CHOICES, counting.OURS, lambda how: _counted(view, how)
    )
    yield Heading("Group by group")
    yield parts.by_dimension(
        view, "pipeline_by", "department", lambda by: [_stage_choice(view, by)], without="stage"
    )


def _summary(view: View) -> str:
    """Return the page's answer: how many of the applications ended in a hire, and how fast."""
    found, (n, half) = view.applications.astype("float64"), view.time_to_hire
    hired = shares(found[["hired"]], found[["n"]].set_axis(["hired"]), view.claim.level).iloc[0]
    share = words.rate(hired["value"], hired["low"], hired["high"])
    said = f"Of {words.count(found['n'])} applications, **{share}** ended in a hire"
    if not pd.isna(found["open"]):
        said += f", and {words.count(found['open'])} are still open"
    if n is not None and half.value is not None:
        said += (
            f". Half of those hired had accepted within **{words.days(half.value, half.low, half.high)}** "
            f"of applying (n ≈ {tables.n_in_words(n)})"
        )
    where = " The stage filter does not apply to this line." if view.filters.stage else ""
    return f"{said}.{where}"


def _counted(view: View, how: str) -> Iterator[Block]:
    if how == counting.OURS:
        yield from _ours(view)
    else:
        yield from _as_vendor(view, how)


def _ours(view: View) -> Iterator[Block]:
    shown, level = view.stages, view.claim.level
    passing = shares(shown["advanced"], shown["entered"], level)
    rows = stays.funnel(shown["stage"], passing)
    yield Chart(
        "funnel",
        charts.bars(rows, axis=WENT_ON),
        _narrowest(rows),
        "Grey: entered the stage; blue: went on from it so far. The percentage is of those who entered "
        f"that stage, with its {level:.0%} interval; n is those who entered it.",
        tables.shown(rows, "Stage"),
        rows.drop(columns=["share", "whole"]),
    )
    rows = stays.outcomes(shown, level)
    yield Chart(
        "outcomes",
        charts.stacked(rows, parts=OUTCOMES, axis="of those who entered the stage"),
        "What became of those who entered each stage. Rejection and withdrawal compete: who "
        "withdraws first can no longer be rejected.",
        "From left to right: went on (blue, thick), rejected (orange), withdrew (grey, thin), still open "
        "(pale). Parts of seven or fewer are not shown, nor what would give them away. The table has "
        "the intervals, and the same shares without the open ones.",
        stays.outcome_table(shown, level),
        stays.outcome_rows(shown, level),
    )
    rows = stays.half_times(shown["stage"], view.stage_times, shown["open"])
    yield Chart(
        "time_in_stage",
        charts.levels(rows, axis="days until half have left"),
        _slowest(rows),
        f"Until going on, rejection or withdrawal. Lines are {level:.0%} intervals; n is stays with dates, and "
        "the open ones among them.",
        tables.shown(rows, "Stage"),
        rows,
    )
    yield Fold("How this is counted", (Words(parts.listed(counting.RULES)),))


def _as_vendor(view: View, vendor: str) -> Iterator[Block]:
    found, definition = view.counted_as(vendor), counting.VENDORS[vendor]
    name, level = counting.CHOICES[vendor], view.claim.level
    yield Words(
        f"**{name}'s conversion**: {definition.conversion}  \n**{name}'s time in a stage**: "
        f"{definition.time}"
    )
    yield Small(f"Source: {definition.source} **Not the same here**: {definition.differs}")
    rows = stays.funnel(found.passing["stage"], found.passing)
    yield Chart(
        "funnel_as",
        charts.bars(rows, axis="of those counted in the widest stage"),
        f"How many went on from each stage, as {name} counts.",
        f"Grey: counted in the stage; blue: went on as {name} counts it, with a {level:.0%} interval. "
        f"{counting.EXACT}",
        tables.shown(rows, "Stage"),
        rows.drop(columns=["share", "whole"]),
    )
    n, mean = found.time_to_hire
    if found.days is not None:
        rows = stays.means(found.days)
        yield Chart(
            "time_as",
            charts.levels(rows, axis="mean days"),
            f"How long a stage takes, as {name} counts. A few long stays move a mean, and not a median.",
            f"Mean days with a {level:.0%} interval, from lengths kept to the nearest day, and to the "
            "nearest week beyond nine weeks.",
            tables.shown(rows, "Stage"),
            rows,
        )
    if vendor in ("greenhouse", "lever") and mean.value is not None:
        yield Words(
            f"**{name}'s time to hire**: {words.days(mean.value, mean.low, mean.high)} on average, "
            f"n ≈ {tables.n_in_words(n)} hires."
        )


def _stage_choice(view: View, by: str) -> Choice:
    # All of the load's stages, whatever the filters keep: a choice does not change under its reader.
    first = str(view.stages.loc[view.stages["advanced"].notna(), "stage"].iloc[0])
    names = view.load.options["stage"] or [first]
    return Choice(
        "pipeline_stage",
        "Stage",
        dict(zip(names, names, strict=True)),
        first if first in names else names[0],
        lambda stage: _by(view, by, stage),
    )


def _by(view: View, by: str, stage: str) -> Iterator[Block]:
    found, level, name = view.stage_by(by, stage), view.claim.level, words.DIMENSIONS[by]
    rows = stays.went_on(found, level)
    drawn, others = tables.room(rows, "value", "n", "largest")
    yield Chart(
        "went_on_by",
        charts.levels(drawn, axis="of those who entered", percent=True),
        f"How many of those who entered {words.plain(stage)} went on, by {name.lower()}. Groups differ in "
        "whom they see: a lower share is no fault in itself.",
        f"Lines are {level:.0%} intervals; n is those who entered, open ones among them.{others}",
        tables.shown(rows, name),
        rows,
    )
    rows = stays.half_times(found["group"], found, found["open"])
    drawn, others = tables.room(rows, "n", "n", "largest")
    yield Chart(
        "time_by",
        charts.levels(drawn, axis="days until half have left"),
        f"After how many days half had left {words.plain(stage)}, by {name.lower()}.",
        f"Lines are {level:.0%} intervals; n is stays with dates, and the open ones among them.{others}",
        tables.shown(rows, name),
        rows,
    )


def _narrowest(rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["value"])
    least = known.sort_values("value").iloc[0]
    return (
        f"Fewest go on from **{words.plain(least['label'])}**: "
        f"{words.rate(least['value'], least['low'], least['high'])} of those who entered it have so far."
    )


def _slowest(rows: pd.DataFrame) -> str:
    known = rows.dropna(subset=["value"])
    if known.empty:
        return (
            "How long a stage takes cannot be told: fewer than half have left, or too few entered."
        )
    most = known[known["value"] == known["value"].max()]
    names = " and ".join(f"**{words.plain(label)}**" for label in most["label"])
    if len(most) > 2:
        names = f"{len(most)} stages"
    return f"Stays are longest in {names}: half have left within {words.days(most['value'].iloc[0], None, None)}."


if __name__ == "__main__":
    from dashboard import draw

    draw.page(content)
