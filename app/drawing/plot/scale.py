"""Where values go on an axis, and which of them are written beside it."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from rich.cells import cell_len

from flashcards.models.figures.figure import Axis

FAR = 1e9
"""Lengths of an axis beyond which everything is equally far away."""


@dataclass(frozen=True, slots=True)
class Scale:
    """A range of values over a number of equal steps (dots, cells or pixels).

    Attributes:
        low: the value at its beginning.
        high: the value at its end, above ``low``.
        steps: places from 0 to ``steps - 1``.
        counted: whether it counts levels, each in the middle of as many steps.
    """

    low: float
    high: float
    steps: float
    counted: bool = False

    def share(self, value: float) -> float:
        """How far along a value stands: 0 at the low end, 1 at the high one; NaN stays NaN."""
        # halves: the difference of two large numbers may be too large
        return (value / 2 - self.low / 2) / (self.high / 2 - self.low / 2)

    def place(self, value: float) -> float:
        """The step of a value, not rounded; outside 0 … ``steps - 1`` beyond the ends.

        That of a finite value is finite.
        """
        share = self.share(value)
        if (share > FAR or share < -FAR) and math.isfinite(value):
            share = math.copysign(FAR, share)
        return share * self.steps - 0.5 if self.counted else share * (self.steps - 1)


def limits(axis: Axis) -> tuple[float, float]:
    """The ends of an axis, made fit to be divided by their distance."""
    low, high = axis.low, axis.high
    if not (math.isfinite(low) and math.isfinite(high)):
        return (0.0, 1.0)
    if low > high:
        low, high = high, low
    if high / 2 - low / 2 <= max(abs(low), abs(high)) * 1e-12:
        room = abs(low) / 10 or 0.5
        low, high = low - room, high + room
    if not (math.isfinite(low) and math.isfinite(high)) or high / 2 - low / 2 < 1e-300:
        return (-1.0, 1.0) if abs(low) < 1 else (-1e308, 1e308)
    return low, high


def scale_of(axis: Axis, steps: int) -> Scale:
    """The scale of an axis over so many places."""
    return Scale(*limits(axis), steps, bool(axis.levels))


def steps(low: float, high: float, most: int) -> list[float]:
    """Steps of 1, 2 and 5 times a power of ten, from fine to coarse, that divide a range.

    Args:
        low: the lower end.
        high: the upper one.
        most: how many times the finest step may go into the range, at least 1.
    """
    reach = high / 2 - low / 2
    finest = reach / max(1, most) * 2
    power = math.floor(math.log10(finest))
    found = []
    for k in range(power, math.floor(math.log10(reach)) + 2):
        for part in (1, 2, 5):
            step = part * 10.0**k if -300 < k < 308 else 0.0
            if step >= finest:
                found.append(step)
    return found


def multiples(low: float, high: float, step: float) -> list[float]:
    """The multiples of a step within a range, exact zeros included."""
    slack = 1e-9
    first, last = math.ceil(low / step - slack), math.floor(high / step + slack)
    if last - first > 1000:
        return []
    return [k * step for k in range(first, last + 1)]


def numbers(values: Sequence[float], step: float, minus: str = "−") -> list[str]:
    """Ticks as text, all with as many decimals as their step needs."""
    largest = max(map(abs, values), default=0.0)
    if largest >= 1e6 or (step < 1e-4):
        return [_short_power(value, step, minus) for value in values]
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    return [_signed(f"{value:.{decimals}f}", minus) for value in values]


def _signed(text: str, minus: str) -> str:
    bare = text.lstrip("-")
    if not bare.strip("0."):
        return bare
    return text.replace("-", minus)


def _short_power(value: float, step: float, minus: str) -> str:
    """``1.5e6``."""
    if not value or abs(value) < step / 2:
        return "0"
    power = math.floor(math.log10(abs(value)) + 1e-12)
    behind = max(0, power - math.floor(math.log10(step) + 1e-9))
    mantissa, _, exponent = f"{value:.{min(behind, 15)}e}".partition("e")
    return f"{mantissa}e{int(exponent)}".replace("-", minus)


@dataclass(frozen=True, slots=True)
class Tick:
    """A value with its text, and the cells that the text takes.

    Attributes:
        value: where it stands on the axis.
        text: what is written there.
        cell: the cell of the value, from the low end.
        start: the first cell of the text.
        long: how many cells the text takes along the axis.
    """

    value: float
    text: str
    cell: int
    start: int
    long: int


@dataclass(frozen=True, slots=True)
class Side:
    """The side of a panel that ticks are put on.

    Attributes:
        axis: numbers, or levels.
        cells: how long it is.
        dots: how many dots each cell has along it.
        gap: cells between two texts, at least.
        across: whether texts lie along it (x) or across it (y).
        minus: the sign of negative numbers.
    """

    axis: Axis
    cells: int
    dots: int
    gap: int
    across: bool
    minus: str = "−"

    @property
    def scale(self) -> Scale:
        """Values to dots."""
        return scale_of(self.axis, self.cells * self.dots)

    def ticks(self) -> list[Tick]:
        """What is written along it, from low to high; none where not even one has room."""
        return list(_ticks(self))

    def found(self) -> list[Tick]:
        """As :meth:`ticks`, worked out anew."""
        if self.axis.levels:
            return self._levels()
        few: list[Tick] = []
        for gap in (self.gap, min(self.gap, 1 if self.across else 0)):
            found = self._numbers(gap)
            if len(found) > 1:
                return found
            few = few or found
        return few

    def _numbers(self, gap: int) -> list[Tick]:
        """The finest multiples that fit."""
        low, high = limits(self.axis)
        for step in steps(low, high, self.cells):
            values = multiples(low, high, step)
            found = self._placed(values, numbers(values, step, self.minus))
            if found and _apart(found, gap):
                return found
        return []

    def _levels(self) -> list[Tick]:
        """Every level, or every k-th, with names short enough to stand side by side."""
        low, high = limits(self.axis)
        shown = [k for k in range(len(self.axis.levels)) if low <= k <= high]
        if not self.across:
            return self._stacked(shown)
        for every in range(1, len(shown) + 1):
            kept = shown[::every]
            names = [self.axis.levels[k] for k in kept]
            gap = 1 if len(kept) > 1 else 0
            apart = int(self.cells / (high - low) * every) if len(kept) > 1 else self.cells
            longest = max(map(len, names))
            if apart - gap < min(4, longest):
                continue
            names = shortened(names, apart - gap)
            found = self._placed([float(k) for k in kept], names)
            if _apart(found, gap):
                return found
        return []

    def _stacked(self, shown: Sequence[int]) -> list[Tick]:
        """Levels over each other; those that share a row of cells share a text."""
        alone = self._placed([float(k) for k in shown], [self.axis.levels[k] for k in shown])
        found = []
        for _, group in itertools.groupby(alone, key=lambda tick: tick.start):
            ticks = list(group)
            # the top one of a row first
            text = together([tick.text for tick in reversed(ticks)])
            found.append(Tick(ticks[-1].value, text, ticks[0].cell, ticks[0].start, 1))
        return found

    def _placed(self, values: Sequence[float], texts: Sequence[str]) -> list[Tick]:
        """Texts at their cells, moved in from the ends."""
        scale = self.scale
        made = []
        for value, text in zip(values, texts, strict=True):
            place = scale.place(value)
            if not self.across:  # from the top, as what is drawn
                place = self.cells * self.dots - 1 - place
            cell = min(max(round(place), 0) // self.dots, self.cells - 1)
            cell = cell if self.across else self.cells - 1 - cell
            long = cell_len(text) if self.across else 1
            start = min(max(cell - (long - 1) // 2, 0), self.cells - long)
            made.append(Tick(value, text, cell, start, long))
        return made


@lru_cache(maxsize=512)
def _ticks(side: Side) -> tuple[Tick, ...]:
    """Axes stay the same while the picture in them moves."""
    return tuple(side.found())


def _apart(found: Sequence[Tick], gap: int) -> bool:
    """Whether texts are inside and at least so many cells apart."""
    if any(tick.start < 0 for tick in found):
        return False
    return all(b.start >= a.start + a.long + gap for a, b in itertools.pairwise(found))


def together(names: Sequence[str]) -> str:
    """Names that share a row: ``sub_374/373``, and ``sub_374…369`` for more than two."""
    first, last = names[0], names[-1]
    if len(names) == 1:
        return first
    same = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    alike = sum(1 for _ in same)
    while alike and last[alike - 1].isdigit():  # numbers stay whole
        alike -= 1
    return f"{first}{'/' if len(names) == 2 else '…'}{last[alike:]}"


def shortened(names: Sequence[str], room: int, more: str = "…") -> list[str]:
    """Names of at most ``room`` cells, cut where they differ least.

    Names that begin alike (``school_01``, ``school_02``) lose their beginning, others their end.
    """
    if max(map(len, names), default=0) <= room:
        return list(names)
    if room <= len(more):
        return [name[:room] for name in names]
    keep = room - len(more)
    ends = [name if len(name) <= room else name[:keep] + more for name in names]
    if len(set(ends)) == len(set(names)):
        return ends
    return [name if len(name) <= room else more + name[len(name) - keep :] for name in names]
