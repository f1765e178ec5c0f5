"""Reads the data sets and what R said of the models, and compares numbers with it."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

HERE: Final = Path(__file__).parent

REFERENCES: Final[dict[str, Any]] = json.loads((HERE / "references.json").read_text("utf-8"))
MODELS: Final[dict[str, Any]] = {model["name"]: model for model in REFERENCES["models"]}
LINEAR: Final[dict[str, Any]] = {model["name"]: model for model in REFERENCES["linear"]}
ANOVA: Final[dict[str, Any]] = {"+".join(pair["models"]): pair for pair in REFERENCES["anova"]}


@cache
def data_set(name: str) -> pd.DataFrame:
    """One of the simulated data sets."""
    return pd.read_csv(HERE / "data" / f"{name}.csv")


def assert_close(
    found: ArrayLike, expected: ArrayLike, tolerance: float, what: str, scale: float | None = None
) -> None:
    """Fails where a number is off by more than ``tolerance`` of its vector's scale.

    The scale is the largest expected value's size: a number near 0 beside large ones is as good
    as those. ``scale`` stands for it where all should be 0.
    """
    ours, theirs = np.asarray(found, dtype=float), np.asarray(expected, dtype=float)
    assert ours.shape == theirs.shape, f"{what}: shape {ours.shape}, in R {theirs.shape}"
    if not theirs.size:
        return
    size = scale if scale is not None else float(np.abs(theirs).max())
    assert np.isfinite(ours).all(), f"{what}: {ours}"
    worst = float(np.abs(ours - theirs).max())
    assert worst <= tolerance * size, f"{what}: off by {worst:.3g} of {size:.6g}"


def assert_vector(found: NDArray[np.float64], expected: dict[str, Any], tolerance: float) -> None:
    """Compares with a vector that is kept whole, or as its head and three sums."""
    if "values" in expected:
        assert_close(found, expected["values"], tolerance, "vector")
        return
    head = expected["head"]
    assert len(found) == expected["length"]
    assert_close(found[: len(head)], head, tolerance, "head")
    rows = np.arange(1, len(found) + 1)
    sums = {
        "sum": (found.sum(), np.abs(found).sum()),
        "squares": ((found**2).sum(), (found**2).sum()),
        "moment": ((found * rows).mean(), (np.abs(found) * rows).mean()),
    }
    for name, (value, scale) in sums.items():
        assert_close(value, expected[name], tolerance, name, scale=float(scale))
