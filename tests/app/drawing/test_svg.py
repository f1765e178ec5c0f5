"""Figures as SVG: well-formed, complete, and alone in the world."""

from __future__ import annotations

import math
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings

from app.drawing.meaning import MEANINGS
from app.drawing.svg import svg
from flashcards.models.figures.figure import (
    Arrows,
    Axis,
    Figure,
    Key,
    Line,
    Meaning,
    Panel,
    Points,
    Words,
)
from tests.app.drawing.test_plot import FALLING, X, Y, facets, figures, single

SVG = "{http://www.w3.org/2000/svg}"


def parsed(figure: Figure, **options: object) -> ElementTree.Element:
    return ElementTree.fromstring(svg(figure, **options))  # type: ignore[arg-type]


def texts(root: ElementTree.Element) -> list[str]:
    return [each.text or "" for each in root.iter(f"{SVG}text")]


def test_it_says_what_it_shows() -> None:
    root = parsed(facets(4))
    assert root.findtext(f"{SVG}title") == "Groups"
    assert root.findtext(f"{SVG}desc") == "All fall."
    assert root.get("role") == "img"


def test_every_word_is_text() -> None:
    figure = Figure(
        "A < B & C",
        "S",
        (Panel("one", X, Y, (FALLING, Words(15, 300, "γ₀₀ = 405.8"))),),
        (Key("complete", "lm & co"), Key("outcome", "observed", sign="points")),
    )
    found = texts(parsed(figure))
    for text in ("A < B & C", "γ₀₀ = 405.8", "lm & co", "observed", "dose (mg)", "time (ms)"):
        assert text in found
    assert {"0", "10", "20", "30"} <= set(found) or {"0", "30"} <= set(found)


def test_panels_that_share_axes_name_them_once() -> None:
    found = texts(parsed(facets(20)))
    assert {f"g{k}" for k in range(20)} <= set(found)
    assert sum("time (ms)" in text for text in found) == 1


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("each", MEANINGS, ids=lambda each: each.name)
def test_meanings_have_their_colours(each: Meaning, dark: bool) -> None:
    line = Line((0, 30), (400, 200), each.name)  # type: ignore[attr-defined]
    colour = each.dark if dark else each.light  # type: ignore[attr-defined]
    assert colour in svg(single(line), dark=dark)


def test_lines_differ_without_colour() -> None:
    meanings = ("complete", "none", "intercepts", "slopes", "fixed")
    drawn = set()
    for meaning in meanings:
        text = svg(single(Line((0, 30), (400, 200), meaning)))  # type: ignore[arg-type]
        drawn.add(re.sub(r"#[0-9A-F]{6}", "", text))
    assert len(drawn) == len(meanings)


def test_places_follow_the_numbers() -> None:
    root = parsed(single(Points((0, 15, 30), (200, 300, 400))))
    x, y = (
        [float(each.get(name, "nan")) for each in root.iter(f"{SVG}circle")]
        for name in ("cx", "cy")
    )
    assert x[1] - x[0] == pytest.approx(x[2] - x[1], abs=0.15)
    assert y[0] - y[1] == pytest.approx(y[1] - y[2], abs=0.15)
    assert y[0] > y[1] > y[2]


def test_an_arrow_has_its_head_at_its_end() -> None:
    root = parsed(single(Arrows((0,), (300,), (30,), (300,), "deviation")))
    (head,) = root.iter(f"{SVG}polygon")
    corners = [tuple(map(float, at.split(","))) for at in head.get("points", "").split()]
    assert max(corners) == corners[0]


def test_what_is_no_number_is_left_out() -> None:
    figure = single(
        Points((0, math.nan, math.inf), (200, 300, 300)),
        Line((0, 10, math.nan, 20, 30), (300,) * 5, "complete"),
    )
    root = parsed(figure)
    assert len(list(root.iter(f"{SVG}circle"))) == 1
    assert not {"nan", "inf"} & set(re.findall(r"[a-z]+", svg(figure).partition("<rect")[2]))


def test_nothing_is_fetched_or_run() -> None:
    text = svg(single(Words(0, 300, "<script>alert(1)</script>\x1b[31m")))
    assert "<script" not in text
    assert "href" not in text
    assert "url(" not in text
    assert "\x1b" not in text


@pytest.mark.parametrize("width", [0, 320, 960, 2000])
def test_it_is_as_wide_as_asked(width: int) -> None:
    for figure in (single(FALLING), facets(20), Figure("", "Nothing.", ())):
        assert float(parsed(figure, width=width).get("width", "0")) == max(width, 320)


@settings(max_examples=100, deadline=None)
@given(figures)
def test_any_figure_is_well_formed(figure: Figure) -> None:
    for dark in (False, True):
        parsed(figure, dark=dark)


def test_odd_axes_are_drawn() -> None:
    for axis in (Axis("", 1, 1), Axis("", math.nan, 0), Axis("", -1.7e308, 1.7e308)):
        parsed(single(FALLING, x=axis))
        parsed(single(FALLING, y=axis))
