"""Charts are tested on their data: what stands on the marks, not on pixels."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from dashboard import charts

EFFECTS = pd.DataFrame(
    [
        ("On-site", "adjusted", 0.04, 0.01, 0.07, "+4.0 points (+1.0 to +7.0) · n ≈ 90 v 200"),
        ("On-site", "raw", 0.09, 0.05, 0.13, "+4.0 points (+1.0 to +7.0) · n ≈ 90 v 200"),
        ("Panel <b>", "adjusted", math.nan, math.nan, math.nan, "too few to show"),
    ],
    columns=["label", "kind", "value", "low", "high", "text"],
)
LEVELS = pd.DataFrame(
    [
        ("With a note", 0.4, 0.35, 0.46, "40%"),
        ("Not observed", math.nan, math.nan, math.nan, "few"),
    ],
    columns=["label", "value", "low", "high", "text"],
)


def test_forest_puts_interval_and_n_on_the_mark() -> None:
    figure = charts.forest(EFFECTS, band=0.05, axis="points", percent=True)
    adjusted = figure.data[0]
    assert adjusted.name == "adjusted"
    assert adjusted.x == (4.0,)
    assert adjusted.error_x.array == pytest.approx((3.0,))
    assert adjusted.error_x.arrayminus == pytest.approx((3.0,))
    assert "n ≈ 90 v 200" in figure.layout.annotations[0].text


def test_forest_shades_the_smallest_effect_and_marks_zero() -> None:
    figure = charts.forest(EFFECTS, band=0.05, axis="points", percent=True)
    bands, zeros = figure.layout.shapes[::2], figure.layout.shapes[1::2]
    assert {(band.x0, band.x1) for band in bands} == {(-5.0, 5.0)}
    assert {(zero.x0, zero.x1) for zero in zeros} == {(0, 0)}
    assert len(bands) == len(zeros) == 2


def test_forest_keeps_the_whole_band_and_every_interval_in_view() -> None:
    low, high = charts.forest(EFFECTS, band=0.2, axis="points", percent=True).layout.xaxis.range
    assert low < -20 and high > 20
    low, high = charts.forest(EFFECTS, band=0.001, axis="points", percent=True).layout.xaxis.range
    assert high > 13


def test_raw_differs_from_adjusted_by_shape_and_place_not_only_by_colour() -> None:
    adjusted, raw = charts.forest(EFFECTS, band=0.05, axis="points").data
    assert adjusted.marker.symbol != raw.marker.symbol
    assert adjusted.marker.color != raw.marker.color
    assert adjusted.y[0] != raw.y[0]


def test_a_suppressed_row_is_named_but_not_drawn() -> None:
    figure = charts.forest(EFFECTS, band=0.05, axis="points")
    assert len(figure.data[0].x) == 1
    assert "too few to show" in figure.layout.annotations[1].text


def test_names_from_the_data_are_not_markup() -> None:
    figure = charts.forest(EFFECTS, band=0.05, axis="points")
    assert "Panel &lt;b&gt;" in figure.layout.annotations[1].text


def test_all_rows_suppressed_still_makes_a_figure() -> None:
    figure = charts.forest(EFFECTS.tail(1), band=0.05, axis="points")
    assert not figure.data
    assert len(figure.layout.annotations) == 1
    assert not charts.levels(LEVELS.tail(1), axis="share", percent=True).data


def test_levels_of_shares_start_at_zero() -> None:
    figure = charts.levels(LEVELS, axis="share", percent=True)
    assert figure.data[0].x == (40.0,)
    assert figure.layout.xaxis.range[0] == 0
    assert figure.layout.xaxis.range[1] >= 46


def test_levels_of_means_mark_zero() -> None:
    rows = LEVELS.head(1).assign(value=-0.1, low=-0.3, high=0.1)
    figure = charts.levels(rows, axis="SD")
    zeros = [shape for shape in figure.layout.shapes if shape.xref != "paper"]
    assert [(zero.x0, zero.x1) for zero in zeros] == [(0, 0)]
    assert figure.layout.xaxis.range[0] < -0.3


def test_bars_show_the_share_on_its_whole() -> None:
    rows = pd.DataFrame(
        [("Phone", 0.4, 1.0, "n"), ("On-site", 0.1, 0.4, "n")],
        columns=["label", "share", "whole", "text"],
    )
    whole, share = charts.bars(rows, axis="share").data
    assert whole.x == (100.0, 40.0)
    assert share.x == (40.0, 10.0)
    assert charts.bars(rows, axis="share").layout.barmode == "overlay"


def test_no_chart_catches_the_finger_that_scrolls() -> None:
    for figure in (
        charts.forest(EFFECTS, band=0.05, axis="x"),
        charts.levels(LEVELS, axis="x", percent=True),
    ):
        assert figure.layout.dragmode is False
        assert figure.layout.xaxis.fixedrange and figure.layout.yaxis.fixedrange


def _luminance(colour: str) -> float:
    parts = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("colour", [charts.ADJUSTED, charts.RAW, charts.MUTED])
@pytest.mark.parametrize("background", ["#FFFFFF", "#11161C"])
def test_marks_stand_out_on_light_and_on_dark(colour: str, background: str) -> None:
    """WCAG 2.2, success criterion 1.4.11: 3:1 for graphical objects."""
    low, high = sorted((_luminance(colour), _luminance(background)))
    assert (high + 0.05) / (low + 0.05) >= 3


def test_parts_of_a_whole_lie_side_by_side_and_differ_by_more_than_colour() -> None:
    rows = pd.DataFrame(
        {
            "label": ["Phone", "On-site"],
            "text": ["60% went on", "50% went on"],
            "on": [0.6, 0.5],
            "off": [0.3, math.nan],
            "open": [0.1, 0.2],
        }
    )
    figure = charts.stacked(rows, parts=["on", "off", "open"], axis="of those who entered")
    assert figure.layout.barmode == "stack"
    assert [list(trace.x) for trace in figure.data] == [[60, 50], [30, 0], [10, 20]]
    assert len({trace.width for trace in figure.data}) == 3
    assert len({trace.marker.color for trace in figure.data}) == 3
    assert "60% went on" in figure.layout.annotations[0].text
