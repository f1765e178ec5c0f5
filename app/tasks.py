"""What the worker computes. Only :mod:`app.worker` imports this: it brings numpy."""

from __future__ import annotations

from typing import Final

from msgspec import Struct

from app.export import Script
from app.own_data import hand_over
from flashcards.bundled import bundled_content
from flashcards.mine import NAME
from flashcards.models.bench import Bench
from flashcards.models.examples import Fits
from flashcards.models.live import Asked, Shown
from flashcards.places import places

BENCH: Final = Bench(bundled_content() / "datasets")
"""The data sets of the course, and what was fitted to them so far."""


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
        model, figure = "lmer(outcome ~ x1 + (1 + x1 | subject))", "spaghetti"
    else:
        model, figure = "lm(outcome ~ x1)", "scatter"
    example(Asked("caffeine", (model,), ("summary",), figure))
    return Warmed()


def example(asked: Asked) -> Shown:
    """What a live example of a card shows.

    Raises:
        ModelError: it cannot be computed; the sentence says why.
        FormulaError: a formula cannot be read.
    """
    return bench(asked.data).show(asked)


def script(asked: Asked) -> Script:
    """The same as an R script that reads its data from a CSV file beside it.

    Raises:
        ModelError: as in :func:`example`.
        FormulaError: a formula cannot be read.
    """
    ready = bench(asked.data)
    own = ready.csv(asked.data) if asked.data == NAME else ""
    return Script(ready.script(asked), own)


def fits_of(data: str) -> Fits:
    """The fits of a data set so far; what is put in is kept for the next question."""
    return BENCH.fits(data)


def bench(data: str) -> Bench:
    """Everything that is kept ready; the learner's own recalls as they are now, if asked for.

    Args:
        data: name of the data set that is needed.
    """
    if data == NAME:
        hand_over(BENCH, places().data)
    return BENCH
