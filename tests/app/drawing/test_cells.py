"""Heat maps: every step told apart by its sign, in cells and in SVG."""

from __future__ import annotations

import math
from xml.etree import ElementTree

import pytest

from app.drawing.meaning import look
from app.drawing.plot import draw
from app.drawing.runs import plain
from app.drawing.signs import GlyphSet
from app.drawing.svg import svg
from flashcards.models.figures.figure import Axis, Cells, Figure, Key, Panel, Points

EDGES = (0.5, 0.7, 0.8, 0.9)


def heat(values: dict[tuple[int, int], float], wide: int, high: int) -> Figure:
    x, y = (tuple(float(place[k]) for place in values) for k in (0, 1))
    layer = Cells(x, y, tuple(values.values()), EDGES, "fixed")
    panel = Panel(
        "",
        Axis("", -0.5, wide - 0.5),
        Axis("", -0.5, high - 0.5, tuple("abcdef"[:high])),
        (layer,),
    )
    return Figure("heat", "says", (panel,), (Key("fixed", "most", sign="cell", step=4),))


def inside(figure: Figure, columns: int, rows: int, glyphs: GlyphSet = "unicode") -> list[str]:
    """What is right of the axis."""
    lines = [plain(line) for line in draw(figure, columns, rows, glyphs)]
    return [line[2:] for line in lines if line[:1] in set("abcdef") and line[1:2] in {"┤", "+"}]


def test_a_value_is_on_the_step_of_its_edges() -> None:
    layer = Cells((), (), (), EDGES)
    assert [layer.step(v) for v in (0.0, 0.499, 0.5, 0.7, 0.89, 0.9, 1.0)] == [0, 0, 1, 2, 3, 4, 4]


@pytest.mark.parametrize(("glyphs", "signs"), [("unicode", "·░▒▓█"), ("ascii", ".:+*#")])
def test_every_step_has_a_sign_of_its_own(glyphs: GlyphSet, signs: str) -> None:
    values = {(n, 0): v for n, v in enumerate((0.1, 0.6, 0.75, 0.85, 0.95))}
    figure = heat(values, wide=5, high=3)
    # Ten cells for five days: each day is two cells wide, and no row but its own is touched.
    rows = inside(figure, 12, 9, glyphs)
    assert rows[-1] == "".join(sign * 2 for sign in signs)
    assert [row.strip() for row in rows[:-1]] == [""] * (len(rows) - 1)


def test_a_place_without_a_value_stays_empty() -> None:
    values = {(0, 0): 0.95, (1, 0): math.nan, (2, 0): 0.95}
    assert inside(heat(values, wide=3, high=2), 8, 8)[-1] == "██  ██"


def test_more_days_than_cells() -> None:
    values = {(n, k): 0.95 for n in range(300) for k in range(3)}
    rows = inside(heat(values, wide=300, high=3), 30, 9)
    assert rows == ["█" * 28] * 3


def test_points_lie_over_cells() -> None:
    figure = heat({(n, 0): 0.95 for n in range(6)}, wide=6, high=1)
    over = Points((2.0,), (0.0,), "outcome", sign="cross")
    panel = figure.panels[0]
    figure = Figure("", "", (Panel("", panel.x, panel.y, (*panel.layers, over)),))
    row = inside(figure, 8, 6)[0]
    assert row == "██×███"


def test_what_is_expected_looks_paler() -> None:
    assert look("cell-fixed") != look("pale-fixed")
    assert look("cell-plain") != look("pale-plain")


def test_in_svg_a_higher_step_is_larger_and_darker() -> None:
    values = {(n, 0): v for n, v in enumerate((0.1, 0.6, 0.75, 0.85, 0.95))}
    root = ElementTree.fromstring(svg(heat(values, wide=5, high=1)))
    cells = [e for e in root.iter() if e.tag.endswith("rect") and "fill-opacity" in e.attrib]
    key, drawn = cells[:1], cells[1:]
    assert len(drawn) == 5
    for name in ("width", "height", "fill-opacity"):
        sizes = [float(each.attrib[name]) for each in drawn]
        assert sizes == sorted(sizes)
        assert len(set(sizes)) == 5
    assert key[0].attrib["fill-opacity"] == drawn[-1].attrib["fill-opacity"]
