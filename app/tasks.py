"""What the worker computes. Only :mod:`app.worker` imports this: it brings numpy."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from flashcards.bundled import bundled_content
from flashcards.models import datasets
from flashcards.models.examples import Fits, show
from flashcards.models.live import Asked, Shown

MANY: Final = 24
"""So many fits of a data set are kept; then all are forgotten."""

_FITS: dict[str, Fits] = {}


class Warm(Struct, frozen=True):
    """Asks for nothing but that the next question is answered fast.

    Attributes:
        mixed: whether that will be of a mixed model, or of a linear one.
    """

    mixed: bool


class Warmed(Struct, frozen=True):
    """It is warm."""


def warm(wanted: Warm) -> Warmed:
    """Import what fits, prints and draws; linear models take longest, so they come last."""
    if wanted.mixed:
        model, views, figure = "lmer(outcome ~ x1 + (1 + x1 | subject))", ("summary",), "spaghetti"
    else:
        model, views, figure = "lm(outcome ~ x1)", ("summary",), "scatter"
    example(Asked("caffeine", (model,), views, figure))
    return Warmed()


def example(asked: Asked) -> Shown:
    """What a live example of a card shows.

    Raises:
        ModelError: it cannot be computed; the sentence says why.
        FormulaError: a formula cannot be read.
    """
    folder = bundled_content() / "datasets"
    data = datasets.load(asked.data, folder)
    return show(asked, data, datasets.labels(asked.data, folder), fits=fits_of(asked.data))


def fits_of(data: str) -> Fits:
    """The fits of a data set so far; what is put in is kept for the next question."""
    fits = _FITS.setdefault(data, {})
    if len(fits) >= MANY:
        fits.clear()
    return fits
