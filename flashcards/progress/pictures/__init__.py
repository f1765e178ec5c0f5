"""Pictures of her progress, as figures that any renderer draws."""

from __future__ import annotations

from flashcards.models.figures.figure import Figure
from flashcards.progress.pictures.ahead import ahead
from flashcards.progress.pictures.outcomes import coverage, judgement, retention
from flashcards.progress.pictures.recall import recall
from flashcards.progress.pictures.time import time
from flashcards.progress.tables import Progress

__all__ = ["ahead", "coverage", "every", "judgement", "recall", "retention", "time"]


def every(found: Progress) -> list[tuple[str, Figure]]:
    """All of them with a short name each, in the order in which the screens show them."""
    return [
        ("recall", recall(found)),
        ("ahead", ahead(found)),
        ("coverage", coverage(found)),
        ("forecast", retention(found)),
        ("comfort", judgement(found)),
        ("time", time(found)),
    ]
