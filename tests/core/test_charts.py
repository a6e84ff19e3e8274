"""The charts: words escaped, figures Danish, nothing by colour alone, reachable by keyboard."""

import datetime
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.utils import translation

from core import charts

pytestmark = pytest.mark.once

SVG = "{http://www.w3.org/2000/svg}"
NASTY = "<script>alert(1)</script>\"'&\x0b"


@pytest.fixture(autouse=True)
def danish():
    with translation.override("da"):
        yield


def every_kind(label):
    return [
        charts.bars([(label, 3, "/sager/"), ("Bo", 0)], title=label, desc=label, unit=label),
        charts.lines([label, "b"], [(label, [1, 2]), ("to", [None, 3])], title=label, desc=label),
        charts.stacked([(label, [1, 2], "/sager/"), ("Bo", [0, 0])], [label, "to"], title=label, desc=label),
        charts.curve(
            [(9, 40, 20, 60)], until=30, ticks=[(9, label, "/sager/", label)], title=label, desc=label
        ),
    ]


def words_of(svg):
    return [t.text for t in ElementTree.fromstring(svg).iter(SVG + "text")]


@pytest.mark.parametrize("svg", every_kind(NASTY), ids=["bars", "lines", "stacked", "curve"])
def test_charts_escape_every_word_and_carry_neither_style_nor_script(svg):
    root = ElementTree.fromstring(svg)
    names = {element.tag for element in root.iter()}
    assert SVG + "script" not in names
    assert SVG + "style" not in names
    attributes = {name for element in root.iter() for name in element.attrib}
    assert not any(name == "style" or name.startswith("on") for name in attributes)
    assert root.find(SVG + "title").text == NASTY.replace("\x0b", "")


@pytest.mark.parametrize("svg", every_kind("Mette"), ids=["bars", "lines", "stacked", "curve"])
def test_charts_say_what_they_are(svg):
    root = ElementTree.fromstring(svg)
    said = root.attrib["aria-labelledby"].split()
    assert [root.find(f".//*[@id='{name}']").text for name in said] == ["Mette", "Mette"]


def test_charts_links_are_reachable_and_not_hidden_in_a_picture():
    plain = ElementTree.fromstring(charts.bars([("Mette", 3)], title="x"))
    linked = ElementTree.fromstring(charts.bars([("Mette", 3, "/sager/?vejleder=1")], title="x"))
    assert plain.attrib["role"] == "img"
    assert linked.attrib["role"] == "group"
    (anchor,) = linked.iter(SVG + "a")
    assert anchor.attrib["href"] == "/sager/?vejleder=1"
    assert anchor.attrib["aria-label"] == "Mette: 3"


@pytest.mark.parametrize("href", ["javascript:alert(1)", "//evil.example", "https://evil.example", "/\\evil"])
def test_charts_link_only_within_the_site(href):
    with pytest.raises(ValueError, match="within this site"):
        charts.bars([("Mette", 3, href)], title="x")


@pytest.mark.parametrize("value", ["3", "<b>", True, float("nan"), float("inf"), object()])
def test_charts_draw_only_numbers(value):
    with pytest.raises(TypeError):
        charts.bars([("Mette", value)], title="x")


def test_charts_write_figures_as_danes_do():
    assert charts.number(1234567.5) == "1.234.567,5"
    assert charts.number(None) == "–"
    assert charts.month(datetime.date(2026, 5, 1)) == "maj"
    assert charts.month(datetime.date(2026, 5, 1), year=True) == "maj 26"
    assert "1.234,5 %" in words_of(charts.bars([("a", Decimal("1234.5"))], title="x", unit="%"))
    with translation.override("en"):
        assert "1,234.5 %" in words_of(charts.bars([("a", Decimal("1234.5"))], title="x", unit="%"))


@pytest.mark.parametrize(
    ("part", "whole", "shown"),
    [
        (23, 385, 6),
        (1, 8, 13),
        (3, 8, 38),
        (1, 200, 1),
        (1, 201, 0),
        (199, 200, 100),
        (0, 7, 0),
        (7, 7, 100),
        (0, 0, 0),
    ],
)
def test_charts_percentages_are_rounded_not_cut(part, whole, shown):
    assert charts.percent(part, whole) == shown


@pytest.mark.parametrize(
    ("value", "decimals", "shown"),
    [
        (5.974, 0, "6"),
        (5.974, None, "6,0"),
        (1.96, None, "2,0"),
        (0.25, 1, "0,3"),
        (-2.5, 0, "-3"),
        (Decimal("2.675"), 2, "2,68"),
    ],
)
def test_charts_figures_are_rounded_not_cut(value, decimals, shown):
    assert charts.number(value, decimals) == shown


def test_charts_bars_keep_proportion_and_show_every_figure():
    root = ElementTree.fromstring(charts.bars([("a", 50), ("b", 25), ("c", 0), ("d", None)], title="x"))
    a, b, c, d = (float(r.attrib["width"]) for r in root.iter(SVG + "rect"))
    assert a == pytest.approx(2 * b, abs=0.2)
    assert (c, d) == (0, 0)
    assert {"50", "25", "0"} <= set(words_of(charts.bars([("a", 50), ("b", 25), ("c", 0)], title="x")))


def test_charts_lines_break_where_nothing_is_known():
    svg = charts.lines("abcde", [("x", [1, 2, None, 3, 4])], title="x")
    assert len(re.findall("<polyline", svg)) == 2


def test_charts_tell_series_apart_without_colour():
    svg = charts.lines("ab", [("x", [1, 2]), ("y", [2, 3])], title="x")
    assert "stroke-dasharray" in svg
    stacked = charts.stacked([("a", [5, 5])], ["x", "y"], title="x")
    assert "<pattern" in stacked
    assert words_of(stacked).count("5") == 2


def test_charts_refuse_rows_of_uneven_length():
    with pytest.raises(ValueError, match="2 values for 1 labels"):
        charts.lines("a", [("x", [1, 2])], title="x")
    with pytest.raises(ValueError, match="one value for each part"):
        charts.stacked([("a", [1])], ["x", "y"], title="x")


@pytest.mark.parametrize("values", [[], [0], [0, 0], [5, 5], [-3, 4], [1e9, 2e9], [0.01, 0.02]])
def test_charts_lines_bear_any_data(values):
    labels = list(range(len(values)))
    ElementTree.fromstring(charts.lines(labels, [("x", values)], title="x"))
    ElementTree.fromstring(charts.lines(labels, [("x", values)], title="x", from_zero=False))


def test_charts_empty_lists_are_pictures_too():
    ElementTree.fromstring(charts.bars([], title="x"))
    ElementTree.fromstring(charts.stacked([], [], title="x"))


def test_charts_same_data_is_drawn_once_and_per_language():
    charts._drawn.cache_clear()
    first = charts.bars([("a", 1000)], title="x")
    assert charts.bars([("a", 1000)], title="x") is first
    with translation.override("en"):
        assert charts.bars([("a", 1000)], title="x") != first


def test_charts_colours_pass_contrast_on_white():
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    assert all(1.05 / (light(colour) + 0.05) >= 4.5 for colour in charts.parts.COLOURS)


@pytest.mark.parametrize(
    "svg", every_kind("Et langt navn, der fylder"), ids=["bars", "lines", "stacked", "curve"]
)
def test_charts_have_a_narrow_picture_that_fits_a_phone_with_the_same_figures(svg):
    wide, narrow = ElementTree.fromstring(svg), ElementTree.fromstring(svg.narrow)
    assert float(narrow.attrib["width"]) <= 300 and "kui-chart-narrow" in narrow.attrib["class"].split()
    ids = [{e.attrib["id"] for e in root.iter() if "id" in e.attrib} for root in (wide, narrow)]
    assert not ids[0] & ids[1]
    figures = [sorted(t for t in words_of(s) if t and t[0].isdigit()) for s in (svg, svg.narrow)]
    assert figures[0] == figures[1]
    right = [
        float(r.attrib["x"]) + float(r.attrib["width"]) for r in narrow.iter(SVG + "rect") if "x" in r.attrib
    ]
    assert all(edge <= 300 for edge in right)


def test_charts_say_under_each_point_what_it_rests_on():
    counted = [5, 7, 6, 9, 8, 5, 6, 7]
    labels = [f"maj {year}" for year in range(18, 26)]
    chart = charts.lines(labels, [("x", counted)], title="x", under=[f"n{count}" for count in counted])
    for svg in (chart, chart.narrow):
        assert [svg.count(f">n{count}<") for count in sorted(set(counted))] == [2, 2, 2, 1, 1]
    with pytest.raises(ValueError, match="1 figures under 2 labels"):
        charts.lines("ab", [("x", [1, 2])], title="x", under=["5"])


def test_charts_bars_of_one_scale_are_alike():
    low, high = (charts.bars([("a", value)], title="x", most=10) for value in (3, 6))
    widths = [float(re.search(r'<rect [^>]*width="([\d.]+)"', svg)[1]) for svg in (low, high)]
    assert widths[1] == pytest.approx(2 * widths[0], abs=0.2)


def test_charts_of_one_measure_have_one_scale():
    low, high = (
        charts.lines("ab", [("x", values)], title="x", scale=(1, 4, 7, 10)) for values in ([2, 3], [9, 10])
    )
    for svg in (low, high):
        assert re.findall(r'text-anchor="end"[^>]*>(\d+)<', svg) == ["1", "4", "7", "10"]
    assert "polyline" in low and low != high


def test_charts_mark_a_point_where_something_changed():
    drawn = charts.lines(("jan", "feb", "mar"), [("Nye", (1, 2, 3))], title="Nye", marked=[1])
    plain = charts.lines(("jan", "feb", "mar"), [("Nye", (1, 2, 3))], title="Nye")
    assert drawn.count(">*</text>") == 1 and ">*</text>" not in plain


def curve(points, *, until=100, ticks=(), mark=None):
    return ElementTree.fromstring(charts.curve(points, until=until, ticks=ticks, title="x", mark=mark))


def corners(line):
    return [tuple(map(float, pair.split(","))) for pair in line.attrib["points"].split()]


def test_a_curve_rises_in_steps_within_its_band_and_goes_on_to_the_end():
    root = curve([(20, 30, 10, 50), (60, 60, 40, 80)])
    low, high, line = (corners(each) for each in root.iter(SVG + "polyline"))
    assert [len(each) for each in (low, high, line)] == [6, 6, 6]
    # Each step goes along and then up; further up is less.
    assert line[0][1] == line[1][1] > line[2][1] == line[3][1] > line[4][1] == line[5][1]
    assert all(high[n][1] <= line[n][1] <= low[n][1] for n in range(6))
    assert {each[-1][0] for each in (low, high, line)} == {line[-1][0]}
    # The band has edges of its own, so that it is there without its wash.
    dashed = [each for each in root.iter(SVG + "polyline") if "stroke-dasharray" in each.attrib]
    assert len(dashed) == 2 and root.find(SVG + "polygon") is not None
    assert "60 %" in words_of(ElementTree.tostring(root))


@pytest.mark.parametrize(("most", "top"), [(5, "20 %"), (20, "20 %"), (21, "40 %"), (100, "100 %")])
def test_a_curves_axis_ends_above_its_band(most, top):
    words = words_of(ElementTree.tostring(curve([(10, 4, 1, most)])))
    assert words[words.index("0 %") : words.index(top) + 1][-1] == top
    assert "120 %" not in words


def test_a_curves_dots_lead_to_lists_and_say_what_they_show():
    root = curve([(20, 30, 10, 50)], ticks=[(0, "0", "", ""), (30, "1", "/overblik/", "30 % efter 1")])
    assert root.attrib["role"] == "group"
    (link,) = root.iter(SVG + "a")
    assert (link.attrib["href"], link.attrib["aria-label"]) == ("/overblik/", "30 % efter 1")
    assert curve([(20, 30, 10, 50)], ticks=[(0, "0", "", "")]).attrib["role"] == "img"


@pytest.mark.parametrize(("mark", "lines"), [(None, 0), (30, 1), (31, 0)])
def test_a_curves_thin_line_leads_to_where_the_share_reaches_the_mark(mark, lines):
    assert len(list(curve([(20, 30, 10, 50)], mark=mark).iter(SVG + "path"))) == lines


def test_a_curve_without_points_is_flat():
    root = curve([])
    assert len({y for _x, y in corners(list(root.iter(SVG + "polyline"))[-1])}) == 1
