"""Our fits of the models that R fitted, each made once a process."""

from __future__ import annotations

from functools import cache

from flashcards.models.lmer import LmerFit, lmer
from tests.flashcards.models.references.models.reading import MODELS, data_set


@cache
def fitted(name: str) -> LmerFit:
    """Our fit of one of the mixed models."""
    model = MODELS[name]
    return lmer(model["formula"], data_set(model["data"]), reml=model["reml"])
