"""Axes with a little room around what is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

import numpy as np

from flashcards.models.columns import Float
from flashcards.models.figures.figure import Axis
from flashcards.models.figures.scene import Scene

ROOM: Final = 0.04
"""Share of the range that is left free at each end."""


def axis(label: str, *values: Float | Iterable[float], room: float = ROOM) -> Axis:
    """An axis that holds all finite values."""
    every = np.concatenate([np.asarray(list(each), dtype=np.float64).ravel() for each in values])
    every = every[np.isfinite(every)]
    low, high = (float(every.min()), float(every.max())) if len(every) else (0.0, 1.0)
    free = room * (high - low) or 0.5 * abs(low) or 0.5
    return Axis(label, low - free, high + free)


def level_axis(label: str, levels: tuple[str, ...]) -> Axis:
    """An axis of named places."""
    return Axis(label, -0.5, len(levels) - 0.5, levels)


def x_axis(scene: Scene, *more: Float) -> Axis:
    """The axis of the predictor, of all rows that are drawn and of further values."""
    if scene.predictor.levels:
        return level_axis(scene.x_label, scene.predictor.levels)
    return axis(scene.x_label, scene.predictor.values[scene.rows], *more)


def y_axis(scene: Scene, *more: Float) -> Axis:
    """The axis of the outcome, of all rows that are drawn and of further values."""
    return axis(scene.y_label, scene.first.design.y, *more)
