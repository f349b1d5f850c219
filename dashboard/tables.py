"""From findings and disclosed frames to the tidy rows of a chart, and to the table beside it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import pandas as pd

from analysis.finding import Estimate, Finding
from dashboard import words

Named = tuple[str, Finding]


def raw_beside_adjusted(finding: Finding) -> pd.DataFrame:
    """Return two forest rows: the adjusted difference and the raw one."""
    sides = (("Adjusted", finding.estimate), ("Raw", finding.raw))
    rows = [
        {"label": name, "kind": name.lower(), **_numbers(number), "text": _text(finding, number)}
        for name, number in sides
    ]
    return pd.DataFrame(rows)


def by_group(named: Iterable[Named]) -> pd.DataFrame:
    """Return forest rows of several findings: adjusted and raw under one name."""
    rows = []
    for name, finding in named:
        text = _text(finding, finding.estimate)
        for kind, number in (("adjusted", finding.estimate), ("raw", finding.raw)):
            rows.append({"label": name, "kind": kind, **_numbers(number), "text": text})
    return pd.DataFrame(rows, columns=["label", "kind", "value", "low", "high", "text"])


def at_a_glance(findings: Iterable[Finding]) -> pd.DataFrame:
    """Return forest rows in multiples of each finding's smallest effect, which share one axis."""
    rows = by_group((words.TITLES[finding.key], finding) for finding in findings)
    smallest = {words.TITLES[f.key]: f.smallest_effect for f in findings}
    unit = rows["label"].map(smallest)
    return rows.assign(**{name: rows[name] / unit for name in ("value", "low", "high")})


def arms(finding: Finding, *, percent: bool) -> pd.DataFrame:
    """Return a level row for each note status: its rate or mean, interval and n."""
    return pd.DataFrame(
        {
            "label": words.arm_name(arm.name).capitalize(),
            **_numbers(Estimate(arm.value, arm.low, arm.high, "")),
            "text": f"{_level(arm.value, arm.low, arm.high, percent=percent)} · n ≈ {_n(arm.n)}",
        }
        for arm in finding.arms
    )


def sending(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a level row for each group: how often a note was sent."""
    rate, low, high, n = _columns(rates, "rate", "low", "high", "n")
    text = [
        f"{_level(*level, percent=True)} · n ≈ {_n(size)}"
        for *level, size in zip(rate, low, high, n, strict=True)
    ]
    labels = rates["group"].astype(str)
    return pd.DataFrame({"label": labels, "value": rate, "low": low, "high": high, "text": text})


def coverage(rates: pd.DataFrame) -> pd.DataFrame:
    """Return a bar for each group: the share of interviews whose messages we can see."""
    unseen, sizes = _columns(rates, "unobserved_share", "n")
    seen = [1 - share for share in unseen]
    text = [
        f"{words.percent(share)} of interviews · n ≈ {_n(n)} covered"
        for share, n in zip(seen, sizes, strict=True)
    ]
    return pd.DataFrame(
        {"label": rates["group"].astype(str), "share": seen, "whole": 1.0, "text": text}
    )


def funnel(stages: pd.DataFrame) -> pd.DataFrame:
    """Return a bar for each stage: who entered (whole) and who went on (share of the first)."""
    entered, rate, low, high = _columns(stages, "entered", "rate", "low", "high")
    text = [
        f"n ≈ {_n(n)} entered · {_level(*level, percent=True)} went on"
        for n, *level in zip(entered, rate, low, high, strict=True)
    ]
    labels, widest = stages["stage"].astype(str), stages["entered"].max()
    bars = {
        name: stages[of].astype("float64") / widest
        for name, of in (("share", "advanced"), ("whole", "entered"))
    }
    return pd.DataFrame({"label": labels, **bars, "text": text})


def differences(named: Sequence[Named]) -> pd.DataFrame:
    """Return the table beside a forest: adjusted, raw, n of each arm, verdict."""
    rows = []
    for name, finding in named:
        row = {
            "": words.plain(name),
            "Adjusted": words.estimate(finding.estimate, finding.unit),
            "Raw": words.estimate(finding.raw, finding.unit),
        }
        for arm in finding.arms:
            row[f"n {words.arm_name(arm.name)}"] = words.count(arm.n)
        rows.append({**row, "Verdict": str(finding.verdict)})
    return pd.DataFrame(rows)


def shown(rows: pd.DataFrame, name: str) -> pd.DataFrame:
    """Return the table beside any other chart: the same words as on the marks."""
    return pd.DataFrame({name: rows["label"].map(words.plain), "Number": rows["text"]})


def _columns(frame: pd.DataFrame, *names: str) -> list[list[float]]:
    """Return columns as floats, NaN where suppressed."""
    return [frame[name].astype("float64").tolist() for name in names]


def _numbers(number: Estimate) -> dict[str, float]:
    values = {"value": number.value, "low": number.low, "high": number.high}
    return {name: float("nan") if v is None else float(v) for name, v in values.items()}


def _text(finding: Finding, number: Estimate) -> str:
    if number.value is None:
        return words.TOO_FEW
    sizes = " v ".join(_n(arm.n) for arm in finding.arms)
    return f"{words.estimate(number, finding.unit)} · n ≈ {sizes}"


def _level(value: float | None, low: float | None, high: float | None, *, percent: bool) -> str:
    if value is None or pd.isna(value):
        return words.TOO_FEW
    if percent:
        around = (
            "" if low is None or pd.isna(low) else f" ({100 * low:.0f} to {words.percent(high)})"
        )
        return f"{words.percent(value)}{around}"
    around = words.interval(low, high, "sd")
    return words.effect(value, "sd") + (f" ({around})" if around else "")


def _n(n: float | None) -> str:
    return "few" if n is None or pd.isna(n) else f"{n:,.0f}"
