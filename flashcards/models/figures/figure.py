"""A figure as data: panels with layers of points, lines and bands, and the same said in words.

Nothing here knows a terminal or a file format. A renderer takes a :class:`Figure` and decides how
many panels stand side by side, where ticks go and what a meaning looks like. Every coordinate is
in the units of its axis; on an axis with levels, level k (from 0) stands at k.

All of these are plain values that travel between processes as JSON.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Meaning = Literal[
    "complete", "none", "intercepts", "slopes", "fixed", "deviation", "residual", "outcome", "plain"
]
"""What a layer stands for: ``complete`` pooling, ``none`` (no pooling), random ``intercepts``,
random ``slopes``, the ``fixed`` line, the ``deviation`` of a group, a ``residual``, the observed
``outcome``; ``plain`` is none of them. Colour, dash and sign follow from it."""

Weight = Literal["faint", "normal", "thick"]
"""How much a layer stands out; ``faint`` ones lie behind others."""

Numbers = tuple[float, ...]


class Axis(Struct, frozen=True):
    """One axis of a panel.

    Attributes:
        label: what it measures, with its unit; empty where nothing is to be written.
        low: its lower end.
        high: its upper end, above ``low``.
        levels: where it counts groups, their names; level k stands at k.
        shown: whether ticks and label are drawn.
    """

    label: str
    low: float
    high: float
    levels: tuple[str, ...] = ()
    shown: bool = True


class Points(Struct, frozen=True, tag="points"):
    """Signs at places (x, y)."""

    x: Numbers
    y: Numbers
    meaning: Meaning = "outcome"
    weight: Weight = "normal"
    sign: Literal["dot", "ring", "cross"] = "dot"


class Line(Struct, frozen=True, tag="line"):
    """A line through places in order; NaN breaks it."""

    x: Numbers
    y: Numbers
    meaning: Meaning
    weight: Weight = "normal"


class Band(Struct, frozen=True, tag="band"):
    """What lies between two lines over the same x, in ascending order."""

    x: Numbers
    low: Numbers
    high: Numbers
    meaning: Meaning


class Intervals(Struct, frozen=True, tag="intervals"):
    """Bars from ``low`` to ``high``, one at each place.

    Attributes:
        at: where they stand on the other axis.
        low: their lower ends.
        high: their upper ends.
        along: the axis that the bars run along.
        meaning: what they stand for.
    """

    at: Numbers
    low: Numbers
    high: Numbers
    along: Literal["x", "y"]
    meaning: Meaning


class Arrows(Struct, frozen=True, tag="arrows"):
    """From (x, y) to (to_x, to_y), one a place; without a head where ``head`` is False."""

    x: Numbers
    y: Numbers
    to_x: Numbers
    to_y: Numbers
    meaning: Meaning
    head: bool = True
    weight: Weight = "normal"


class Bars(Struct, frozen=True, tag="bars"):
    """A histogram: one bar from edge k to edge k + 1, from 0 to its height.

    Attributes:
        edges: one more than there are bars, ascending.
        heights: of the bars, in units of y.
        meaning: what is counted.
    """

    edges: Numbers
    heights: Numbers
    meaning: Meaning


class Rug(Struct, frozen=True, tag="rug"):
    """Short strokes on the lower (x) or left (y) edge, one a value."""

    at: Numbers
    axis: Literal["x", "y"] = "x"
    meaning: Meaning = "deviation"


class Rule(Struct, frozen=True, tag="rule"):
    """A thin line across the whole panel, at a value of an axis.

    Attributes:
        at: the value.
        axis: whose value it is: at x the line stands, at y it lies.
        meaning: what it stands for.
    """

    at: float
    axis: Literal["x", "y"]
    meaning: Meaning = "plain"


class Cells(Struct, frozen=True, tag="cells"):
    """A heat map: rectangles around places, darker the higher their value.

    A renderer gives every step a sign or texture of its own besides its shade. Where there is no
    value, leave the place out.

    Attributes:
        x: their centres; each is one unit wide.
        y: their centres; each is one unit high.
        values: one a place.
        edges: ascending; a value is on step k if k of them are not above it. Four at most.
        meaning: what the values are of.
        weight: ``faint`` ones are expected rather than known.
    """

    x: Numbers
    y: Numbers
    values: Numbers
    edges: Numbers
    meaning: Meaning = "plain"
    weight: Weight = "normal"

    def step(self, value: float) -> int:
        """The step of a value, from 0."""
        return sum(edge <= value for edge in self.edges)


class Words(Struct, frozen=True, tag="words"):
    """A few words at a place, beginning, centred or ending there."""

    x: float
    y: float
    text: str
    meaning: Meaning = "plain"
    anchor: Literal["start", "middle", "end"] = "start"


Layer = Points | Line | Band | Intervals | Arrows | Bars | Rug | Rule | Cells | Words
"""What a panel is made of; later layers lie over earlier ones."""


class Panel(Struct, frozen=True):
    """One pair of axes with its layers.

    Attributes:
        title: stands over it; the group of a facet.
        x: the horizontal axis.
        y: the vertical one.
        layers: from back to front.
    """

    title: str
    x: Axis
    y: Axis
    layers: tuple[Layer, ...]


class Key(Struct, frozen=True):
    """One line of a legend.

    Attributes:
        meaning: whose look is explained.
        words: what it stands for here (``lm``, ``sub_308``).
        weight: as in the layers it explains.
        sign: whether they are lines, points, bands, arrows, bars or cells.
        step: of cells, which step.
    """

    meaning: Meaning
    words: str
    weight: Weight = "normal"
    sign: Literal["line", "points", "band", "arrow", "bar", "cell"] = "line"
    step: int = 0


class Table(Struct, frozen=True):
    """The numbers behind a figure, for those who read it rather than look at it.

    Attributes:
        header: names of the columns.
        rows: as many cells each; numbers as they are to be read.
    """

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


class Figure(Struct, frozen=True):
    """A picture and its words.

    Attributes:
        title: what it is of, in a few words.
        says: what it shows, in one sentence with numbers.
        panels: one, or several facets in reading order.
        legend: what the meanings stand for; empty where nothing needs it.
        table: its numbers.
        columns: panels side by side; 0 for as many as the room allows.
        facets: whether all panels have the same axes, so that ticks stand at the margin only.
    """

    title: str
    says: str
    panels: tuple[Panel, ...]
    legend: tuple[Key, ...] = ()
    table: Table = Table((), ())
    columns: int = 0
    facets: bool = False
