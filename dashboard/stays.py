"""From the pipeline's shown frames to the rows of charts, and to the tables beside them."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.pipeline import OUTCOMES, ended, shares
from dashboard import words
from dashboard.tables import n_in_words

NAMES = {
    "advanced": "went on",
    "rejected": "rejected",
    "withdrew": "withdrew",
    "open": "still open",
}


def funnel(labels: pd.Series, passing: pd.DataFrame) -> pd.DataFrame:
    """Return a bar for each stage: who entered (whole) and who went on (share), of the widest stage.

    Parameters
    ----------
    labels
        The stages.
    passing
        n, value, low, high, as `analysis.pipeline.shares` returns them.
    """
    numbers = passing[["n", "value", "low", "high"]].to_numpy(dtype=float)
    text = [
        f"n ≈ {n_in_words(n)} · "
        + (
            f"{words.HIDDEN} how many went on"
            if pd.isna(level[0])
            else f"{words.rate(*level)} went on"
        )
        for n, *level in numbers
    ]
    widest = passing["n"].max()
    return pd.DataFrame(
        {
            "label": labels.astype("str"),
            "share": passing["value"] * passing["n"] / widest,
            "whole": passing["n"] / widest,
            "n": passing["n"],
            "value": passing["value"],
            "low": passing["low"],
            "high": passing["high"],
            "unit": "share",
            "text": text,
        }
    )


def outcomes(shown: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return a stacked bar for each stage: the share of those who entered that each outcome has."""
    found = pd.DataFrame({"label": shown["stage"].astype("str"), "n": shown["entered"]})
    for one in OUTCOMES:
        found[one] = shares(shown[one], shown["entered"], level)["value"]
    said = [
        " · ".join(
            f"{words.percent(row[one])} {name}"
            for one, name in NAMES.items()
            if not pd.isna(row[one])
        )
        for row in found.to_dict("records")
    ]
    return found.assign(unit="share", text=[one or words.HIDDEN for one in said])


def outcome_rows(shown: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return a row for each stage and outcome: its share of those who entered, with its interval."""
    parts = [
        shares(shown[one], shown["entered"], level).assign(
            label=shown["stage"].astype("str"), kind=name, unit="share"
        )
        for one, name in NAMES.items()
    ]
    return pd.concat(parts).sort_index(kind="stable").reset_index(drop=True)


def outcome_table(shown: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return each stage's outcomes with their intervals: of all who entered, and of the decided."""
    parts = []
    for place, (one, name) in enumerate(NAMES.items()):
        of_decided = _shares(shown[one], ended(shown), level)
        sizes, wholes = (
            [n_in_words(n) for n in shown[column].astype("float64")] for column in (one, "entered")
        )
        part = {
            "Stage": shown["stage"].astype("str").map(words.plain),
            "Outcome": name.capitalize(),
            "n ≈": [f"{n} of {whole}" for n, whole in zip(sizes, wholes, strict=True)],
            "Of all who entered": _shares(shown[one], shown["entered"], level),
            "Without the open ones": "" if one == "open" else of_decided,
        }
        parts.append(pd.DataFrame(part).assign(stage=range(len(shown)), place=place))
    table = pd.concat(parts).sort_values(["stage", "place"], ignore_index=True)
    return table.drop(columns=["stage", "place"])


def half_times(labels: pd.Series, times: pd.DataFrame, is_open: pd.Series) -> pd.DataFrame:
    """Return a level for each stage or group: the days after which half have left.

    Parameters
    ----------
    labels
        The stages or groups.
    times
        n, median, low, high, as `analysis.pipeline.times` returns them.
    is_open
        How many are open, as it may be shown.
    """
    numbers = times[["median", "low", "high", "n"]].astype("float64").to_numpy()
    waiting = is_open.astype("float64").to_numpy()
    rows = pd.DataFrame(numbers, columns=["value", "low", "high", "n"])
    text = [_half(*row) for row in np.column_stack([numbers, waiting])]
    return rows.assign(open=waiting, label=list(labels.astype("str")), unit="days", text=text)


def means(found: pd.DataFrame) -> pd.DataFrame:
    """Return a level for each stage: mean days, as `analysis.vendors.days` returns them."""
    text = [
        words.HIDDEN
        if pd.isna(row["value"])
        else f"{words.days(row['value'], row['low'], row['high'])} · n ≈ {n_in_words(row['n'])}"
        for row in found.to_dict("records")
    ]
    rows = found.rename(columns={"stage": "label"})
    return rows.assign(label=rows["label"].astype("str"), unit="days", text=text)


def went_on(found: pd.DataFrame, level: float) -> pd.DataFrame:
    """Return a level for each group: the share that went on, as `analysis.pipeline.by` returns it."""
    passing = shares(found["advanced"], found["entered"], level)
    text = [
        words.HIDDEN if pd.isna(value) else f"{words.rate(value, low, high)} · n ≈ {n_in_words(n)}"
        for n, value, low, high in passing[["n", "value", "low", "high"]].to_numpy(dtype=float)
    ]
    return passing.assign(label=found["group"].astype("str"), unit="share", text=text)


def _half(value: float, low: float, high: float, n: float, waiting: float) -> str:
    if pd.isna(n):
        return words.HIDDEN
    size = f"n ≈ {n_in_words(n)}"
    if not pd.isna(waiting):
        size += f", {n_in_words(waiting)} open"
    if pd.isna(value):
        return f"cannot tell: fewer than half have left · {size}"
    return f"{words.days(value, low, high)} · {size}"


def _shares(of: pd.Series, whole: pd.Series, level: float) -> list[str]:
    numbers = shares(of, whole, level)[["value", "low", "high"]].to_numpy(dtype=float)
    return [words.rate(*row) for row in numbers]
