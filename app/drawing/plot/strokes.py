"""What lines are made of: their dashes, the part of them that is seen, their height at a place."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from app.drawing.plot.looks import Dash


def drawn(dash: Dash) -> list[bool]:
    """Dot by dot whether one period of a dash pattern is drawn."""
    return [k % 2 == 0 for k, long in enumerate(dash) for _ in range(long)]


def clipped(
    x0: float, y0: float, x1: float, y1: float, right: float, bottom: float
) -> tuple[float, float, float, float] | None:
    """The part of a stretch inside 0 … right and 0 … bottom (Liang and Barsky, 1984), or None."""
    if not (math.isfinite(x0) and math.isfinite(y0) and math.isfinite(x1) and math.isfinite(y1)):
        return None
    begin, end = 0.0, 1.0
    dx, dy = x1 - x0, y1 - y0
    # half a dot of room: what is rounded to the edge is inside
    room = 0.5
    for delta, gap in (
        (-dx, x0 + room),
        (dx, right + room - x0),
        (-dy, y0 + room),
        (dy, bottom + room - y0),
    ):
        if delta == 0:
            if gap < 0:
                return None
        elif delta < 0:
            begin = max(begin, gap / delta)
        else:
            end = min(end, gap / delta)
    if begin > end or not (math.isfinite(dx) and math.isfinite(dy)):
        return None
    return x0 + begin * dx, y0 + begin * dy, x0 + end * dx, y0 + end * dy


def height_at(places: Sequence[tuple[float, float]], x: float) -> float | None:
    """The height of a line at x, between its places; None outside or where it is broken."""
    for (x0, y0), (x1, y1) in pairwise(places):
        if x0 - 0.5 <= x <= x1 and math.isfinite(y0) and math.isfinite(y1):
            share = 0.0 if x1 <= x0 else max((x - x0) / (x1 - x0), 0.0)
            return y0 + (y1 - y0) * share
    return None
