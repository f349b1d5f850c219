"""Figures with two axes: many estimates side by side. Pure, as `dashboard/charts.py`."""

from __future__ import annotations

import pandas as pd
import plotly.graph_objects as go

from dashboard.charts import ADJUSTED, BAND, INK, MUTED, RAW


def curve(rows: pd.DataFrame, *, band: float, axis: str) -> go.Figure:
    """Draw many estimates of one difference, from the lowest to the highest, each with its interval.

    Parameters
    ----------
    rows
        Columns label, value, low and high, shares between -1 and 1. The declared one's label begins
        with "As declared".
    band
        Smallest effect of interest; shaded from -band to +band.
    axis
        The vertical axis' title.

    Examples
    --------
    >>> rows = pd.DataFrame([("a", 0.1, 0.0, 0.2), ("As declared: b", 0.05, 0.0, 0.1)],
    ...     columns=["label", "value", "low", "high"])
    >>> [trace.y for trace in curve(rows, band=0.05, axis="points").data]
    [(10.0,), (5.0,)]
    """
    ordered = rows.dropna(subset=["value"]).sort_values("value", ignore_index=True)
    declared = ordered["label"].str.startswith("As declared")
    figure = go.Figure()
    for name, part, colour, symbol, size in (
        ("other ways", ordered[~declared], ADJUSTED, "circle", 5),
        ("as declared", ordered[declared], RAW, "diamond", 12),
    ):
        value = 100 * part["value"]
        figure.add_trace(
            go.Scatter(
                x=[place + 1 for place in part.index],
                y=list(value),
                mode="markers",
                name=name,
                marker={"color": colour, "symbol": symbol, "size": size},
                error_y={
                    "type": "data",
                    "symmetric": False,
                    "array": list(100 * part["high"] - value),
                    "arrayminus": list(value - 100 * part["low"]),
                    "color": colour,
                    "thickness": 1,
                    "width": 0,
                },
                hoverinfo="skip",
            )
        )
    across = {"xref": "paper", "x0": 0, "x1": 1, "layer": "below"}
    figure.add_shape(
        type="rect", y0=-100 * band, y1=100 * band, fillcolor=BAND, line_width=0, **across
    )
    figure.add_shape(type="line", y0=0, y1=0, line={"width": 1.5, "color": MUTED}, **across)
    figure.update_layout(
        height=360, margin={"l": 8, "r": 24, "t": 8, "b": 48}, showlegend=False, dragmode=False
    )
    figure.update_xaxes(
        title=f"{INK}ways to put the question, lowest answer first</span>",
        fixedrange=True,
        showgrid=False,
        tickprefix=INK,
        ticksuffix="</span>",
    )
    figure.update_yaxes(
        title=f"{INK}{axis}</span>", fixedrange=True, tickprefix=INK, ticksuffix="</span>"
    )
    return figure
