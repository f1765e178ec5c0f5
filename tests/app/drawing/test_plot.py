"""A figure as lines of text: what a reader sees, at any size, whatever the numbers."""

from __future__ import annotations

import math
import subprocess
import sys
from itertools import pairwise, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.drawing.meaning import look
from app.drawing.plot import draw, good_height, least_size
from app.drawing.runs import Line as Row
from app.drawing.runs import plain, width
from flashcards.models.figures.figure import (
    Arrows,
    Axis,
    Band,
    Bars,
    Figure,
    Intervals,
    Key,
    Layer,
    Line,
    Panel,
    Points,
    Rug,
    Rule,
    Words,
)

X, Y = Axis("dose (mg)", 0, 30), Axis("time (ms)", 200, 400)
FALLING = Line((0, 30), (400, 200), "complete")

LINE = """\
time (ms)
400┤⠉⠒⠤⣀⡀
   │    ⠈⠑⠒⠤⣀
   │         ⠉⠑⠢⠤⣀
300┤              ⠉⠒⠢⢄⣀
   │                   ⠉⠒⠤⢄⡀
200┤                       ⠈⠉⠒⠤⣀
   └┬────────┬────────┬────────┬
    0        10       20      30
             dose (mg)
"""

IN_ASCII = """\
time (ms)
400+'--..
   |    ''--.
   |         ''--.
300+              '--..
   |                   '--..
200+                       ''--.
   ++--------+--------+--------+
    0        10       20      30
             dose (mg)
"""

FACETS = """\
Groups                         ⠒⠒⠒⠒⠒⠒ lm
   ┌ g0 ─────────────┬ g1 ─────────────┐
400┤⠉⠒⠤⣀             │⠉⠒⠤⣀             │
   │    ⠉⠒⠢⢄⡀        │    ⠉⠒⠢⢄⡀        │
   │        ⠈⠑⠢⠤⣀    │        ⠈⠑⠢⠤⣀    │
200┤             ⠉⠒⠤⣀│             ⠉⠒⠤⣀│
   ├ g2 ─────────────┼ g3 ─────────────┤
400┤⠉⠒⠤⣀             │⠉⠒⠤⣀             │
   │    ⠉⠒⠢⢄⡀        │    ⠉⠒⠢⢄⡀        │
   │        ⠈⠑⠢⠤⣀    │        ⠈⠑⠢⠤⣀    │
200┤             ⠉⠒⠤⣀│             ⠉⠒⠤⣀│
   └┬────┬─────┬────┬┴┬────┬─────┬────┬┘
    0    10    20  30 0    10    20  30
               ↑ time (ms)   → dose (mg)
"""

LEVELS = """\
subject
eve┤              │  ├──●───┤
bob┤       ├──────●─────┤
ann┤├──●───┤      │
   └┬──────┬──────┬─────┬──────┬
    −2     −1     0     1      2
             deviation
"""

BARS = """\
4┤    ████
 │    ████
 │    ████ ▁▁▁▁
2┤    ████ ████
 │▆▆▆ ████ ████
0┤███ ████ ████
 └┬───┬────┬───┬
  0   1    2   3
"""


def single(*layers: Layer, x: Axis = X, y: Axis = Y) -> Figure:
    return Figure("", "It falls.", (Panel("", x, y, layers),))


def facets(count: int) -> Figure:
    panels = tuple(Panel(f"g{k}", X, Y, (FALLING,)) for k in range(count))
    return Figure("Groups", "All fall.", panels, (Key("complete", "lm"),), facets=True)


def rows(figure: Figure, columns: int, height: int, **options: object) -> list[str]:
    return [plain(line) for line in draw(figure, columns, height, **options)]  # type: ignore[arg-type]


def styles(lines: list[Row], sign: str) -> set[str]:
    """The styles of all runs with a character."""
    return {run.style for line in lines for run in line if sign in run.text}


# What is drawn


def test_a_line_in_its_axes() -> None:
    assert rows(single(FALLING), 32, 10) == LINE.splitlines()


def test_a_line_in_plain_characters() -> None:
    made = rows(single(FALLING), 32, 10, glyphs="ascii")
    assert made == IN_ASCII.splitlines()
    assert all(line.isascii() for line in made)


def test_panels_share_their_ticks() -> None:
    assert rows(facets(4), 40, 14) == FACETS.splitlines()


def test_intervals_stand_on_the_rows_of_their_levels() -> None:
    levels = Axis("subject", -0.5, 2.5, ("ann", "bob", "eve"))
    x = Axis("deviation", -2, 2)
    figure = single(
        Rule(0, "x"),
        Intervals((0, 1, 2), (-2, -1, 0.5), (-1, 1, 1.5), "x", "deviation"),
        Points((-1.5, 0, 1), (0, 1, 2), "deviation"),
        x=x,
        y=levels,
    )
    assert rows(figure, 32, 7) == LEVELS.splitlines()


def test_a_histogram_is_as_high_as_it_counts() -> None:
    bars = Bars((0, 1, 2, 3), (1, 4, 2), "residual")
    figure = single(bars, x=Axis("", 0, 3), y=Axis("", 0, 4))
    assert rows(figure, 16, 8) == BARS.splitlines()


def test_a_single_count_among_hundreds_is_seen_and_none_is_not() -> None:
    bars = Bars((0, 1, 2, 3), (1, 500, 0), "residual")
    figure = single(bars, x=Axis("", 0, 3), y=Axis("", 0, 500))
    for glyphs, inside in (("unicode", "┤"), ("ascii", "+")):
        lowest = next(row for row in rows(figure, 18, 8, glyphs=glyphs) if f"  0{inside}" in row)
        one, many, none = lowest[4:7], lowest[8:12], lowest[12:]
        assert one in ("▁▁▁", "▂▂▂", "___")
        assert many in ("████", "####")
        assert not none.strip()


@pytest.mark.parametrize("columns", range(24, 60))
def test_bars_all_touch_or_all_stand_apart(columns: int) -> None:
    bars = Bars(tuple(range(7)), (4,) * 6, "residual")
    lowest = rows(single(bars, x=Axis("", 0, 6), y=Axis("", 0, 4)), columns, 8)[3]
    between = lowest[lowest.index("█") : lowest.rindex("█")].count(" ")
    assert between in (0, 5)


def test_an_arrow_has_its_head_at_its_end() -> None:
    arrow = Arrows((5,), (300,), (25,), (300,), "deviation")
    (line,) = [row for row in rows(single(arrow), 40, 12) if "▸" in row]
    assert line.rstrip().endswith("▸")
    bare = Arrows((5,), (300,), (25,), (300,), "deviation", head=False)
    assert "▸" not in "".join(rows(single(bare), 40, 12))


def test_a_rug_stands_on_the_lower_edge() -> None:
    figure = single(Rug((0, 15, 30)), y=Axis("", 0, 1, shown=False))
    made = rows(figure, 30, 8)
    marks = [i for i, row in enumerate(made) if any("⠀" < char <= "⣿" for char in row)]
    assert marks == [4]  # just over the line of the axis


def test_a_band_is_a_ground_between_two_edges() -> None:
    lines = draw(single(Band((0, 30), (250, 250), (350, 350), "fixed")), 40, 14)
    tinted = [line for line in lines if any("band-fixed" in run.style for run in line)]
    assert 3 <= len(tinted) <= 6
    edges = [line for line in lines if any("⠀" < char <= "⣿" for char in plain(line))]
    assert len(edges) == 2
    assert lines.index(edges[0]) <= lines.index(tinted[0]) <= lines.index(tinted[-1])
    assert lines.index(tinted[-1]) <= lines.index(edges[1])


def test_faint_lines_give_way_to_a_line_that_is_not_and_to_no_other() -> None:
    below, above = Line((0, 30), (281, 281), "slopes", "faint"), Line((0, 30), (300, 300), "fixed")
    alone = rows(single(above), 40, 14)
    assert rows(single(below, above), 40, 14) == alone
    other = Line((0, 30), (300, 300), "slopes", "faint")
    assert rows(single(below, other), 40, 14) not in (alone, rows(single(below), 40, 14))


def test_words_stay_inside_and_do_not_cover_each_other() -> None:
    words = tuple(Words(30, 400, text, anchor="start") for text in ("sub_308", "sub_309"))
    made = rows(single(*words), 40, 12)
    assert sum("sub_308" in row for row in made) == sum("sub_309" in row for row in made) == 1


def test_lines_differ_without_colour() -> None:
    meanings = ("complete", "none", "intercepts", "slopes", "fixed")
    for glyphs in ("unicode", "ascii"):
        drawn = {
            tuple(rows(single(Line((0, 30), (300, 300), meaning)), 60, 12, glyphs=glyphs))  # type: ignore[arg-type]
            for meaning in meanings
        }
        assert len(drawn) == len(meanings), glyphs


def test_points_differ_by_sign() -> None:
    signs = {
        "".join(rows(single(Points((15,), (300,), sign=sign)), 40, 12))  # type: ignore[arg-type]
        for sign in ("dot", "ring", "cross")
    }
    assert len(signs) == 3


def test_the_upper_layer_owns_the_cell() -> None:
    under = Line((0, 30), (300, 300), "complete")
    over = Line((0, 30), (300, 300), "fixed")
    lines = draw(single(under, over), 40, 12)
    assert not {"complete"} & {run.style for line in lines for run in line}


def test_a_broken_line_has_a_gap() -> None:
    x, y = tuple(map(float, range(31))), (300.0,) * 31
    broken = tuple(math.nan if 10 <= k <= 20 else value for k, value in enumerate(y))
    whole, gap = (
        "".join(rows(single(Line(x, values, "complete")), 40, 12)) for values in (y, broken)
    )
    dots = [sum("⠀" < char <= "⣿" for char in text) for text in (whole, gap)]
    assert dots[1] < 0.75 * dots[0]


# Around it


def test_ticks_are_round_and_aligned() -> None:
    figure = single(FALLING, y=Axis("", 0.13, 0.92))
    numbers = [row.split("┤")[0] for row in rows(figure, 40, 20) if "┤" in row]
    assert len(numbers) >= 3
    assert len({len(number) for number in numbers}) == 1
    values = [float(number) for number in numbers]
    apart = {round(a - b, 6) for a, b in pairwise(values)}
    assert len(apart) == 1
    assert apart <= {0.1, 0.2, 0.5}


@pytest.mark.parametrize("columns", range(24, 161, 8))
def test_no_two_ticks_run_into_each_other(columns: int) -> None:
    figure = single(FALLING, x=Axis("", -12345, 67890))
    ticks = rows(figure, columns, 14)[-1].split()
    assert all(-12345 <= float(tick.replace("−", "-")) <= 67890 for tick in ticks)


def test_names_of_levels_are_cut_where_they_differ_least() -> None:
    levels = Axis("", -0.5, 1.5, ("a_school_of_a_long_name_01", "a_school_of_a_long_name_02"))
    text = "\n".join(rows(single(FALLING, y=levels), 36, 8))
    assert "…" in text
    assert "_01" in text
    assert "_02" in text


def test_levels_that_share_a_row_share_a_text() -> None:
    names = tuple(f"s{k:03}" for k in range(100))
    drawn = rows(single(FALLING, y=Axis("", -0.5, 99.5, names)), 60, 24)
    texts = [row.split("┤")[0].strip() for row in drawn if "┤" in row]
    assert len(texts) == len([row for row in drawn if "┤" in row or "│" in row])
    assert texts[0].startswith("s099…")
    assert texts[-1].endswith("000")
    pair = rows(single(FALLING, y=Axis("", -0.5, 39.5, names[:40])), 60, 24)
    assert "s039/038" in "\n".join(pair)


def test_a_legend_has_a_sample_of_every_key() -> None:
    keys = (Key("complete", "lm"), Key("outcome", "observed", sign="points"))
    figure = Figure("T", "S", (Panel("", X, Y, (FALLING,)),), keys)
    lines = draw(figure, 60, 16)
    assert {"lm", "observed"} <= set(" ".join(map(plain, lines[:2])).split())
    assert "outcome" in styles(lines[:2], "⠶")


@pytest.mark.parametrize(("columns", "height"), [(80, 24), (120, 36), (160, 48)])
def test_twenty_panels_are_seen_at_once(columns: int, height: int) -> None:
    text = "\n".join(rows(facets(20), columns, height))
    assert all(f" g{k} " in text for k in range(20))


def test_one_panel_is_drawn_large() -> None:
    text = "\n".join(rows(facets(20), 80, 24, zoom=7))
    assert "g7" in text
    assert "g6" not in text
    assert rows(facets(20), 80, 24, zoom=20) == rows(facets(20), 80, 24)


# Any size, any numbers


def test_below_the_least_size_it_is_said() -> None:
    figure = facets(4)
    assert rows(figure, 12, 4) == ["All fall.", "", "", ""]
    assert rows(figure, 5, 3) == ["All", "fall.", ""]
    columns, height = least_size(figure)
    assert "All fall." not in rows(figure, columns, height)


def test_a_figure_without_panels_is_said() -> None:
    assert rows(Figure("", "Nothing is there.", ()), 40, 3) == ["Nothing is there.", "", ""]


@pytest.mark.parametrize("columns", [60, 80, 120, 160])
def test_a_good_height_is_one_in_which_it_is_drawn(columns: int) -> None:
    for figure in (single(FALLING), facets(2), facets(20)):
        height = good_height(figure, columns)
        assert 8 <= height <= 60
        assert figure.says not in "\n".join(rows(figure, columns, height))


@pytest.mark.parametrize(
    "axis",
    [
        Axis("", 1, 1),
        Axis("", 0, 0),
        Axis("", math.nan, 3),
        Axis("", -math.inf, math.inf),
        Axis("", 5, -5),
        Axis("", -1.7e308, 1.7e308),
        Axis("", 1e-310, 2e-310),
        Axis("", 1e15, 1e15 + 0.25),
        Axis("", 1e-9, 3e-9),
        Axis("", 0, 1, ()),
        Axis("", 0, 1, ("only",)),
    ],
)
def test_odd_axes_are_drawn(axis: Axis) -> None:
    for figure in (single(FALLING, x=axis), single(FALLING, y=axis)):
        for columns, height in product((20, 80), (8, 24)):
            made = draw(figure, columns, height)
            assert len(made) == height
            assert all(width(line) <= columns for line in made)


def test_names_in_wide_characters_and_with_control_characters() -> None:
    names = ("山田太郎", "e\u0301mile", "a\x1b[31mred")
    figure = Figure(
        "山田\x1b", "S", (Panel("山田太郎", X, Axis("", -0.5, 2.5, names), (Words(0, 1, "山田"),)),)
    )
    for columns in range(16, 60):
        lines = draw(figure, columns, 16)
        assert all(width(line) <= columns for line in lines)
        assert "\x1b" not in "".join(map(plain, lines))


number = st.floats(allow_nan=True, allow_infinity=True) | st.floats(-10, 10)
numbers = st.lists(number, max_size=5).map(tuple)
meaning = st.sampled_from(["complete", "none", "intercepts", "slopes", "fixed", "plain"])
axis = st.builds(
    Axis,
    label=st.text(max_size=6),
    low=number,
    high=number,
    levels=st.lists(st.text(max_size=8), max_size=4).map(tuple),
    shown=st.booleans(),
)
layer = st.one_of(
    st.builds(Points, x=numbers, y=numbers, meaning=meaning),
    st.builds(Line, x=numbers, y=numbers, meaning=meaning),
    st.builds(Band, x=numbers, low=numbers, high=numbers, meaning=meaning),
    st.builds(
        Intervals, at=numbers, low=numbers, high=numbers,
        along=st.sampled_from("xy"), meaning=meaning,
    ),
    st.builds(Arrows, x=numbers, y=numbers, to_x=numbers, to_y=numbers, meaning=meaning),
    st.builds(Bars, edges=numbers, heights=numbers, meaning=meaning),
    st.builds(Rug, at=numbers, axis=st.sampled_from("xy"), meaning=meaning),
    st.builds(Rule, at=number, axis=st.sampled_from("xy"), meaning=meaning),
    st.builds(Words, x=number, y=number, text=st.text(max_size=12), meaning=meaning),
)  # fmt: skip
panel = st.builds(
    Panel, title=st.text(max_size=8), x=axis, y=axis, layers=st.lists(layer, max_size=4).map(tuple)
)
figures = st.builds(
    Figure,
    title=st.text(max_size=12),
    says=st.text(max_size=40),
    panels=st.lists(panel, max_size=5).map(tuple),
    legend=st.lists(st.builds(Key, meaning=meaning, words=st.text(max_size=12)), max_size=3).map(
        tuple
    ),
    columns=st.integers(0, 6),
    facets=st.booleans(),
)


@settings(max_examples=150, deadline=None)
@given(figures, st.integers(0, 60), st.integers(0, 30), st.sampled_from(["unicode", "ascii"]))
def test_any_figure_keeps_to_its_size(figure: Figure, columns: int, height: int, glyphs) -> None:  # type: ignore[no-untyped-def]
    lines = draw(figure, columns, height, glyphs)
    assert len(lines) == height
    assert all(width(line) <= columns for line in lines)
    for line in lines:
        for run in line:
            look(run.style)


def test_drawing_needs_neither_numpy_nor_textual() -> None:
    code = (
        "import sys, app.drawing.plot, app.drawing.svg;"
        "print({'numpy', 'textual'} & set(sys.modules) or 'neither')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "neither"


def test_what_is_faint_has_a_paler_colour() -> None:
    assert look("intercepts faint") == "$meaning-intercepts 55%"
    assert look("faint") == "$foreground 55%"
