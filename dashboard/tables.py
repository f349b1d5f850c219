"""From findings and disclosed frames to the tidy rows of a chart, and to the table beside it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.disclosure import count
from analysis.estimators.proportions import wilson
from analysis.finding import Estimate, Finding
from dashboard import words
from etl.notes.error_rates import ErrorRates

Named = tuple[str, Finding]
ROOM = 12
"""Rows that a chart has room for; the table beside it holds all."""


def raw_beside_adjusted(finding: Finding) -> pd.DataFrame:
    """Return two forest rows: the adjusted difference and the raw one."""
    sides = (("Adjusted", finding.estimate), ("Raw", finding.raw))
    rows = [
        {
            "label": name,
            "kind": name.lower(),
            **value_and_ends(number),
            "text": _text(finding, number),
        }
        for name, number in sides
    ]
    return pd.DataFrame(rows).assign(n=_together(finding), unit=finding.unit)


def by_group(named: Iterable[Named]) -> pd.DataFrame:
    """Return forest rows of several findings: adjusted and raw under one name."""
    rows = []
    for name, finding in named:
        same = {"n": _together(finding), "unit": finding.unit, "verdict": str(finding.verdict)}
        for kind, number in (("adjusted", finding.estimate), ("raw", finding.raw)):
            numbers, text = value_and_ends(number), _text(finding, number)
            rows.append({"label": name, "kind": kind, **same, **numbers, "text": text})
    columns = ["label", "kind", "n", "value", "low", "high", "unit", "verdict", "text"]
    return pd.DataFrame(rows, columns=columns)


def room(rows: pd.DataFrame, drawn: str, most: str, which: str) -> tuple[pd.DataFrame, str]:
    """Return the rows that a chart has room for, in the order given, and a line on the others.

    Parameters
    ----------
    rows
        Chart rows; those of one label go together.
    drawn
        The column without which a row cannot be drawn.
    most
        The column by which rows are chosen where there are more than `ROOM` labels, greatest first.
    which
        What that choice is called, e.g. "largest".

    Examples
    --------
    >>> rows = pd.DataFrame({"label": ["A", "B"], "value": [0.1, None], "n": [90, None]})
    >>> room(rows, "value", "n", "largest")[1]
    ' Not shown, to protect small groups: B.'
    """
    labels = rows.drop_duplicates("label").set_index("label")
    shown = labels[labels[drawn].notna()]
    kept = shown[most].fillna(0).nlargest(ROOM).index
    line = ""
    if len(kept) < len(shown):
        line += f" Drawn: the {len(kept)} {which} of {len(shown)}; the table has them all."
    few = [words.plain(label) for label in labels.index.difference(shown.index, sort=False)]
    if few:
        line += f" Not shown, to protect small groups: {', '.join(few)}."
    return rows[rows["label"].isin(kept)], line


def at_a_glance(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return forest rows in multiples of each finding's smallest effect, which share one axis."""
    rows = by_group((words.TITLES[finding.key], finding) for finding in findings)
    smallest = {words.TITLES[f.key]: f.smallest_effect for f in findings}
    unit = rows["label"].map(smallest)
    shares = {name: rows[name] / unit for name in ("value", "low", "high")}
    return rows.assign(**shares, unit="smallest effects")


def arms(finding: Finding, *, percent: bool) -> pd.DataFrame:
    """Return a level row for each note status: its rate or mean, interval and n."""
    return pd.DataFrame(
        {
            "label": words.arm_name(arm.name).capitalize(),
            **value_and_ends(Estimate(arm.value, arm.low, arm.high, "")),
            "n": math.nan if arm.n is None else float(arm.n),
            "unit": "share" if percent else "sd",
            "text": f"{_level(arm.value, arm.low, arm.high, percent=percent)} · n ≈ {n_in_words(arm.n)}",
        }
        for arm in finding.arms
    )


def sending(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a level row for each group: how often a note was sent."""
    rate, low, high, n = _columns(rates, "rate", "low", "high", "n")
    text = [
        words.HIDDEN
        if pd.isna(level[0])
        else f"{_level(*level, percent=True)} · n ≈ {n_in_words(size)}"
        for *level, size in zip(rate, low, high, n, strict=True)
    ]
    labels = rates["group"].astype(str)
    numbers = {"value": rate, "low": low, "high": high, "n": n}
    return pd.DataFrame({"label": labels, **numbers, "unit": "share", "text": text})


def coverage(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a bar for each group: the share of interviews whose messages we can see."""
    unseen, sizes = _columns(rates, "unobserved_share", "n")
    seen = [1 - share for share in unseen]
    text = [
        words.percent(share)
        + ("" if pd.isna(share) else " of interviews")
        + ("" if pd.isna(n) else f" · n ≈ {n_in_words(n)} covered")
        for share, n in zip(seen, sizes, strict=True)
    ]
    return pd.DataFrame(
        {
            "label": rates["group"].astype(str),
            "share": seen,
            "whole": 1.0,
            "unseen": unseen,
            "n": sizes,
            "unit": "share",
            "text": text,
        }
    )


def differences(named: Sequence[Named]) -> pd.DataFrame:
    """Return the table beside a forest: adjusted, raw, n of each arm, verdict."""
    return pd.DataFrame(
        {
            "Compared": words.plain(name),
            "Adjusted": words.estimate(finding.estimate, finding.unit),
            "Raw": words.estimate(finding.raw, finding.unit),
            "n with v without": _sizes(finding),
            "Verdict": str(finding.verdict),
        }
        for name, finding in named
    )


def shown(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the table beside any other chart: the same words as on the marks."""
    return pd.DataFrame({name: rows["label"].map(words.plain), "Number": rows["text"]})


def error_rates(rates: ErrorRates) -> pd.DataFrame:
    """Return the table of what is known of the tagger's errors, each with its interval and n.

    Examples
    --------
    >>> rates = ErrorRates(basis="declared", sensitivity=(46, 50), specificity=(388, 400))
    >>> error_rates(rates)["Measured"].tolist()
    ['92% (81 to 97%)', '97% (95 to 98%)']
    """
    sides = (("Sensitivity", rates.sensitivity), ("Specificity", rates.specificity))
    rows = []
    for name, (right, of) in sides:
        low, high = wilson(right, of, 0.95)
        share = _level(right / of, float(low), float(high), percent=True)
        rows.append((name, share, f"{n_in_words(count(of))} interviews"))
    if rates.agreement is not None:
        two, n = rates.agreement, count(rates.agreement.n)
        share = f"{two.kappa:.2f} ({two.low:.2f} to {two.high:.2f})"
        rows.append(
            (
                "Agreement of two reviewers, Cohen's kappa",
                words.HIDDEN if n is None else share,
                f"{n_in_words(n)} messages",
            )
        )
    return pd.DataFrame(rows, columns=["What", "Measured", "n ≈"])


def _columns(frame: pd.DataFrame, *names: str) -> list[list[float]]:
    """Return columns as floats, NaN where suppressed."""
    return [frame[name].astype("float64").tolist() for name in names]


def value_and_ends(number: Estimate) -> dict[str, float]:
    """Return value, low and high of an estimate, NaN where there is none."""
    values = {"value": number.value, "low": number.low, "high": number.high}
    return {name: float("nan") if v is None else float(v) for name, v in values.items()}


def _text(finding: Finding, number: Estimate) -> str:
    if number.value is None:
        return words.HIDDEN
    return f"{words.estimate(number, finding.unit)} · n ≈ {_sizes(finding)}"


def _together(finding: Finding) -> float:
    """Return n of all arms; NaN where one may not be shown."""
    return sum(math.nan if arm.n is None else float(arm.n) for arm in finding.arms)


def _sizes(finding: Finding) -> str:
    return " v ".join(n_in_words(arm.n) for arm in finding.arms)


def _level(value: float | None, low: float | None, high: float | None, *, percent: bool) -> str:
    if percent:
        return words.rate(value, low, high)
    if value is None or pd.isna(value):
        return words.HIDDEN
    around = words.interval(low, high, "sd")
    return words.effect(value, "sd") + (f" ({around})" if around else "")


def n_in_words(n: float | None) -> str:
    """Return a disclosed n, or that it is not shown."""
    return f"({words.HIDDEN})" if n is None or pd.isna(n) else f"{n:,.0f}"


def reasons(found: pd.DataFrame, *, of_notes: bool) -> pd.DataFrame:
    """Return bar rows: the share of notes, or of other messages, in which each reason was found.

    Only reasons that speak for the decision are drawn; a reason too rare to show has none.

    Examples
    --------
    >>> found = pd.DataFrame([(True, "thanks for time", "for", 120, 0.5, 0.41, 0.59)],
    ...     columns=["is_note", "words", "speaks", "n", "share", "low", "high"])
    >>> reasons(found, of_notes=True)["text"].tolist()
    ['50% (41 to 59), n 120']
    """
    speaks = "for" if of_notes else "against"
    mine = found[(found["is_note"] == of_notes) & (found["speaks"] == speaks)]
    mine = mine[mine["share"].notna()]
    numbers = mine[["share", "low", "high", "n"]].to_numpy(dtype=float)
    text = [
        f"{words.percent(share)} ({100 * low:.0f} to {100 * high:.0f}), n {n:,.0f}"
        for share, low, high, n in numbers
    ]
    return pd.DataFrame(
        {
            "label": mine["words"].tolist(),
            "share": mine["share"].tolist(),
            "whole": 1.0,
            "low": mine["low"].tolist(),
            "high": mine["high"].tolist(),
            "n": mine["n"].tolist(),
            "unit": "share",
            "text": text,
        }
    )
