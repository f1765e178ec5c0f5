"""Figures of the course's data for tests: fits made once, and ways to look into a figure."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from flashcards.bundled import bundled_content
from flashcards.models.columns import Factor
from flashcards.models.datasets import Columns, load
from flashcards.models.figures.build import draw
from flashcards.models.figures.figure import Figure, Layer, Panel
from flashcards.models.figures.scene import Fit, Scene
from flashcards.models.lm import lm
from flashcards.models.lmer import lmer

FOLDER = bundled_content() / "datasets"

LM = "outcome ~ x1"
OWN = "outcome ~ x1 + subject"
INTERCEPTS = "outcome ~ x1 + (1 | subject)"
SLOPES = "outcome ~ x1 + (1 + x1 | subject)"

LABELS = {"outcome": "reaction time (ms)", "x1": "dose of caffeine (mg)"}

COEF = {
    "sub_308": (437, -2.112),
    "sub_337": (458, -1.838),
    "sub_373": (208, 1.127),
    "sub_374": (354, 3.933),
}
"""What R prints of coef() of the model with random slopes."""

RANEF = {
    "sub_308": (31.33, -1.4400),
    "sub_333": (97.85, -0.1906),
    "sub_373": (-197.58, 1.7990),
    "sub_374": (-52.20, 4.6051),
}
"""And of ranef()."""

FIXEF = (405.790, -0.672)
SD = (72.72, 1.36)

Some = TypeVar("Some", bound=Layer)


@cache
def data(name: str) -> Columns:
    """A data set of the course."""
    return load(name, FOLDER)


@cache
def rows(name: str) -> list[dict[str, str]]:
    """Its rows as they stand in the file, read without the program."""
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def of(name: str, column: str, **where: str) -> NDArray[np.float64]:
    """A numeric column of the rows that have these values."""
    some = [row for row in rows(name) if all(row[key] == value for key, value in where.items())]
    return np.array([float(row[column]) for row in some])


def fit(formula: str, columns: Columns) -> Fit:
    """lmer where there is a random term, else lm."""
    return lmer(formula, columns) if "|" in formula else lm(formula, columns)


@cache
def fitted(name: str, formula: str) -> Fit:
    """A fit of a data set of the course."""
    return fit(formula, data(name))


def scene(
    *formulas: str,
    name: str = "caffeine",
    groups: tuple[str, ...] = (),
    labels: Mapping[str, str] = LABELS,
) -> Scene:
    """Fits of a data set of the course, to be drawn."""
    return Scene(tuple(fitted(name, each) for each in formulas), data(name), groups, labels)


def figure(what: str, *formulas: str, **options: Any) -> Figure:
    """A figure of a data set of the course."""
    return draw(what, scene(*formulas, **options))


def layers(panel: Panel, kind: type[Some], meaning: str = "") -> list[Some]:
    """The layers of a kind, of one meaning if one is named."""
    return [
        each
        for each in panel.layers
        if isinstance(each, kind) and meaning in ("", getattr(each, "meaning", ""))
    ]


def only(panel: Panel, kind: type[Some], meaning: str = "") -> Some:
    """The one layer of a kind and meaning."""
    found = layers(panel, kind, meaning)
    assert len(found) == 1, f"{len(found)} layers of {kind.__name__} {meaning}"
    return found[0]


def panel_of(shown: Figure, title: str) -> Panel:
    """The panel with a title that begins so."""
    return next(panel for panel in shown.panels if panel.title.startswith(title))


def permuted(columns: Columns, seed: int = 1) -> Columns:
    """The same rows in another order."""
    length = len(next(iter(columns.values())))
    return some_rows(columns, np.random.default_rng(seed).permutation(length))


def some_rows(columns: Columns, kept: NDArray[Any]) -> Columns:
    """Some rows."""
    return {
        name: Factor(each.codes[kept], each.levels, each.logical)
        if isinstance(each, Factor)
        else each[kept]
        for name, each in columns.items()
    }
