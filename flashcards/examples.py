"""From a card's live example to what is asked of the models."""

from __future__ import annotations

from flashcards.cards import Example
from flashcards.models.live import Asked

DIGITS = 3
"""Significant digits where an example names none, as in R after ``options(digits = 3)``."""


def asked(example: Example) -> Asked:
    """What is to be computed for a live example.

    Args:
        example: as it was read from a card.
    """
    options = dict(example.options)
    digits = options.get("digits", "")
    tested = options.get("tests", "") == "satterthwaite"
    return Asked(
        data=example.data,
        models=tuple(_tested(model) if tested else model for model in example.models),
        show=example.show,
        figure=example.figure,
        groups=tuple(name.strip() for name in options.get("groups", "").split(",") if name.strip()),
        digits=int(digits) if digits.isdecimal() else DIGITS,
    )


def _tested(model: str) -> str:
    """The same call with lmerTest, whose summary has tests."""
    head, bracket, rest = model.partition("(")
    before, _, function = head.rpartition(" ")
    if function.strip() != "lmer":
        return model
    return f"{before} lmerTest::lmer{bracket}{rest}".strip()
