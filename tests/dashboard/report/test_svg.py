"""A printed figure shows the figure's data: places of marks, ends of intervals, words; or is refused."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pandas as pd
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import charts
from dashboard.report.scale import Scale
from dashboard.report.svg import WIDTH, svg

SVG = "{http://www.w3.org/2000/svg}"
PLAIN = {"l": 100, "r": 20, "t": 10, "b": 90}
ROWS = pd.DataFrame(
    [
        ("On-site", "adjusted", 0.04, 0.01, 0.07, "+4.0 points"),
        ("On-site", "raw", 0.09, 0.05, 0.13, "+4.0 points"),
        ("R&D <b>", "adjusted", -0.02, -0.06, 0.03, "−2.0 points"),
        ("Panel", "adjusted", math.nan, math.nan, math.nan, "not shown"),
    ],
    columns=["label", "kind", "value", "low", "high", "text"],
)


def _drawn(figure: go.Figure) -> ElementTree.Element:
    return ElementTree.fromstring(svg(figure, says="What it shows"))


def _figure(*traces: go.Scatter | go.Bar, **layout: object) -> go.Figure:
    plain = {"height": 200, "margin": PLAIN, "showlegend": False}
    return go.Figure(list(traces), {**plain, "xaxis": {"range": [0, 10]}, **layout})


def _x(value: float, figure: go.Figure) -> float:
    """Return where a value lies across, by the figure's margins and range alone."""
    low, high = figure.layout.xaxis.range
    left, right = figure.layout.margin.l, WIDTH - figure.layout.margin.r
    return left + (value - low) / (high - low) * (right - left)


def _texts(root: ElementTree.Element) -> list[str]:
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def test_marks_and_ends_of_intervals_lie_where_the_data_is() -> None:
    figure = charts.forest(ROWS, band=0.05, axis="points", percent=True)
    root = _drawn(figure)
    circles = [float(one.get("cx", "")) for one in root.iter(f"{SVG}circle")]
    assert circles == pytest.approx([_x(4, figure), _x(-2, figure)], abs=0.01)
    lines = [one.get("d", "") for one in root.iter(f"{SVG}path") if "H" in one.get("d", "")]
    ends = [tuple(map(float, re.findall(r"^M([\d.]+),[\d.]+H([\d.]+)", d)[0])) for d in lines]
    wanted = [(1, 7), (-6, 3), (5, 13)]
    assert ends == [
        pytest.approx((_x(low, figure), _x(high, figure)), abs=0.01) for low, high in wanted
    ]
    (diamond,) = [one for one in root.iter(f"{SVG}path") if one.get("d", "").endswith("z")]
    assert float(diamond.get("d", "")[1:].split(",")[0]) == pytest.approx(_x(9, figure), abs=0.01)
    assert diamond.get("fill") == "none"


def test_the_band_of_the_smallest_effect_is_drawn() -> None:
    figure = charts.forest(ROWS, band=0.05, axis="points", percent=True)
    bands = [one for one in _drawn(figure).iter(f"{SVG}rect")]
    assert len(bands) == 3
    for band in bands:
        start, width = float(band.get("x", "")), float(band.get("width", ""))
        assert (start, start + width) == pytest.approx((_x(-5, figure), _x(5, figure)), abs=0.02)


def test_words_are_those_of_the_figure_and_names_are_not_markup() -> None:
    said = _texts(_drawn(charts.forest(ROWS, band=0.05, axis="points", percent=True)))
    for word in ("On-site", "+4.0 points", "R&D <b>", "Panel", "not shown", "points"):
        assert word in said


def test_words_take_the_colour_of_the_page() -> None:
    drawn = svg(charts.forest(ROWS, band=0.05, axis="points"), says="x")
    assert drawn.startswith("<svg") and 'fill="currentColor"' in drawn[:400]
    assert "#000" not in drawn


def test_bars_begin_at_zero_and_end_at_their_value() -> None:
    rows = pd.DataFrame(
        [("Phone", 0.4, 1.0, "n"), ("On-site", 0.1, 0.4, "n")],
        columns=["label", "share", "whole", "text"],
    )
    figure = charts.bars(rows, axis="share")
    bars = [
        (float(one.get("x", "")), float(one.get("x", "")) + float(one.get("width", "")))
        for one in _drawn(figure).iter(f"{SVG}rect")
    ]
    wanted = [(0, 100), (0, 40), (0, 40), (0, 10)]
    assert bars == [
        pytest.approx((_x(low, figure), _x(high, figure)), abs=0.02) for low, high in wanted
    ]


def test_stacked_bars_stand_on_each_other() -> None:
    bars = [go.Bar(x=[part], y=[0], orientation="h", width=0.5) for part in (2, 3)]
    figure = _figure(*bars, barmode="stack")
    starts = [float(one.get("x", "")) for one in _drawn(figure).iter(f"{SVG}rect")]
    assert starts == pytest.approx([_x(0, figure), _x(2, figure)], abs=0.01)


def test_a_hatched_bar_has_lines_that_stay_inside_it() -> None:
    pattern = {"color": "#C8690A", "pattern": {"shape": "x", "size": 6, "solidity": 0.4}}
    figure = _figure(go.Bar(x=[5], y=[0], orientation="h", width=0.5, marker=pattern))
    root = _drawn(figure)
    (bar,), (hatch,) = root.iter(f"{SVG}rect"), root.iter(f"{SVG}path")
    x, y, width, height = (float(bar.get(name, "")) for name in ("x", "y", "width", "height"))
    ends = [tuple(map(float, one)) for one in re.findall(r"([\d.]+),([\d.]+)", hatch.get("d", ""))]
    assert len(ends) > 4 * width / 12
    assert all(x - 0.01 <= one <= x + width + 0.01 for one, _ in ends)
    assert all(y - 0.01 <= one <= y + height + 0.01 for _, one in ends)
    assert bar.get("fill") == "none" and hatch.get("stroke") == "#C8690A"


def test_ratios_lie_on_a_scale_of_equal_multiplication() -> None:
    rows = pd.DataFrame(
        [("a", "", 0.5, 0.25, 1.0, "x"), ("b", "", 2.0, 1.0, 4.0, "y")],
        columns=["label", "kind", "value", "low", "high", "text"],
    )
    figure = charts.numbers(rows, unit="ratio")
    root = _drawn(figure)
    half, double = (float(one.get("cx", "")) for one in root.iter(f"{SVG}circle"))
    assert half == pytest.approx(_x(math.log10(0.5), figure), abs=0.01)
    none = next(float(one.get("x1", "")) for one in root.iter(f"{SVG}line"))
    assert none == pytest.approx((half + double) / 2, abs=0.02)
    assert {"0.5", "1", "2"} <= set(_texts(root))
    assert "100" not in _texts(root), "no number beyond the axis"


def test_a_curve_falls_in_steps() -> None:
    figure = _figure(
        go.Scatter(x=[0, 5, 10], y=[100, 80, 60], mode="lines", line={"shape": "hv"}),
        yaxis={"range": [0, 100]},
    )
    (line,) = _drawn(figure).iter(f"{SVG}polyline")
    points = [tuple(map(float, one.split(","))) for one in line.get("points", "").split()]
    bottom, top = 200 - PLAIN["b"], PLAIN["t"]
    wanted = [(0, 100), (5, 100), (5, 80), (10, 80), (10, 60)]
    assert points == [
        pytest.approx((_x(x, figure), bottom + y / 100 * (top - bottom)), abs=0.01)
        for x, y in wanted
    ]


def test_a_vertical_axis_has_numbers_and_a_title() -> None:
    figure = _figure(
        go.Scatter(x=[1, 2], y=[0.2, 0.4], mode="lines+markers"),
        yaxis={"title": "still here", "range": [0, 1]},
    )
    said = _texts(_drawn(figure))
    assert {"still here", "0", "0.2", "1"} <= set(said)


def test_intervals_may_stand_upright_and_an_area_may_lie_between_lines() -> None:
    figure = _figure(
        go.Scatter(x=[1, 2], y=[2, 3], mode="lines", line={"width": 0}),
        go.Scatter(x=[1, 2], y=[4, 5], mode="lines", fill="tonexty", fillcolor="#ccc"),
        go.Scatter(x=[3], y=[4], mode="markers", error_y={"type": "data", "array": [1]}),
        yaxis={"range": [0, 10]},
    )
    root = _drawn(figure)
    (area,) = root.iter(f"{SVG}polygon")
    assert len(area.get("points", "").split()) == 4
    assert len(list(root.iter(f"{SVG}polyline"))) == 1
    (interval,) = root.iter(f"{SVG}path")
    assert re.search(r"^M[\d.]+,80.00V60.00$", interval.get("d", ""))


def test_a_shape_is_in_view_and_never_beyond_the_picture() -> None:
    band = {"type": "rect", "x0": 0, "x1": 1, "xref": "paper", "y0": -5, "y1": 5, "line_width": 0}
    point = go.Scatter(x=[1], y=[7], mode="markers")
    top, bottom = PLAIN["t"], 200 - PLAIN["b"]
    for axis, wanted in (({}, (-5, 5)), ({"range": [0, 10]}, (0, 5))):
        figure = _figure(point, shapes=[band], yaxis=axis)
        (drawn,) = _drawn(figure).iter(f"{SVG}rect")
        high, height = float(drawn.get("y", "")), float(drawn.get("height", ""))
        low, reach = (0.0, 10.0) if axis else (-5.6, 7.6 + 5.6)
        places = [bottom + (one - low) / reach * (top - bottom) for one in wanted]
        assert [high + height, high] == pytest.approx(places, abs=0.02)


MARK = {"x": [1], "y": [1], "mode": "markers"}


@pytest.mark.parametrize(
    "figure",
    [
        _figure(go.Pie(values=[1])),
        _figure(go.Scatter(**MARK, marker={"symbol": "star"})),
        _figure(go.Scatter(**MARK, marker={"color": [1]})),
        _figure(go.Scatter(x=[1], y=[1], mode="text", text="a")),
        _figure(go.Scatter(x=["Mon"], y=[1])),
        _figure(go.Scatter(x=[1, None], y=[1, 2])),
        _figure(go.Scatter(x=[1, 2], y=[1, 2], line={"shape": "spline"})),
        _figure(go.Scatter(x=[1, 2], y=[1, 2], fill="tozeroy")),
        _figure(go.Scatter(**MARK), go.Scatter(**MARK), showlegend=True),
        _figure(
            go.Scatter(**MARK), shapes=[{"type": "circle", "x0": 0, "x1": 1, "y0": 0, "y1": 1}]
        ),
        _figure(go.Scatter(**MARK), shapes=[{"type": "path", "path": "M0,0"}]),
        _figure(go.Scatter(**MARK), annotations=[{"text": "a", "x": 1, "y": 1}]),
        _figure(
            go.Scatter(**MARK),
            annotations=[{"text": "<a href='x'>a</a>", "x": 1, "y": 1, "showarrow": False}],
        ),
        _figure(go.Scatter(**MARK), title="a title"),
        _figure(go.Scatter(**MARK), xaxis={"type": "date"}),
        _figure(go.Scatter(**MARK), xaxis={"tickformat": ".0%"}),
        _figure(go.Bar(x=[1], y=[1], text="a")),
        _figure(go.Bar(x=[1], y=[1], marker={"pattern": {"shape": "+"}})),
        _figure(go.Bar(x=[1], y=[1]), barmode="group"),
    ],
    ids=lambda figure: figure.data[0].type,
)
def test_what_cannot_be_drawn_is_refused(figure: go.Figure) -> None:
    with pytest.raises(ValueError, match="no way to print"):
        svg(figure, says="x")


@given(
    st.floats(-1e4, 1e4),
    st.floats(0.01, 1e4),
    st.booleans(),
    st.floats(10, 300),
    st.floats(310, 700),
)
def test_ticks_are_few_round_and_inside(
    low: float, span: float, log: bool, start: float, end: float
) -> None:
    scale = Scale(low, low + span, start, end)
    if log:
        scale = Scale(max(-6, low / 2e3), max(-6, low / 2e3) + 1 + span / 1e4, start, end, log=True)
    ticks = scale.ticks()
    assert 2 <= len(ticks) <= 12
    places = [scale.place(one) for one in ticks]
    assert places == sorted(places)
    assert start - 0.01 <= places[0] and places[-1] <= end + 0.01
