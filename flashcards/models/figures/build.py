"""Figures by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from flashcards.models.errors import ModelError
from flashcards.models.figures.among import fitted, fixed
from flashcards.models.figures.caterpillar import caterpillar
from flashcards.models.figures.checks import checks
from flashcards.models.figures.decomposition import decomposition
from flashcards.models.figures.densities import densities
from flashcards.models.figures.deviations import deviations
from flashcards.models.figures.facets import facets
from flashcards.models.figures.figure import Figure
from flashcards.models.figures.influence import influence
from flashcards.models.figures.ribbon import ribbon
from flashcards.models.figures.scatter import scatter
from flashcards.models.figures.scene import Scene
from flashcards.models.figures.schematic import schematic
from flashcards.models.figures.shrinkage import shrinkage
from flashcards.models.figures.spaghetti import spaghetti

FIGURES: Final[Mapping[str, Callable[[Scene], Figure]]] = MappingProxyType(
    {
        "scatter": scatter,
        "facets": facets,
        "spaghetti": spaghetti,
        "fixed": fixed,
        "fitted": fitted,
        "shrinkage": shrinkage,
        "densities": densities,
        "deviations": deviations,
        "caterpillar": caterpillar,
        "checks": checks,
        "influence": influence,
        "ribbon": ribbon,
        "schematic": schematic,
        "decomposition": decomposition,
    }
)
"""What can be drawn of a scene."""


def draw(name: str, scene: Scene) -> Figure:
    """A figure of fitted models.

    Args:
        name: one of :data:`FIGURES`.
        scene: what it is drawn from.

    Raises:
        ModelError: there is no such figure, or these models cannot give it.
    """
    if name not in FIGURES:
        near = get_close_matches(name, FIGURES, 1)
        hint = f"Did you mean {near[0]}?" if near else f"There are: {', '.join(FIGURES)}."
        raise ModelError(f"There is no figure {name!r}.", hint)
    return FIGURES[name](scene)
