"""The few signs that the screens use, and plain ones for terminals that lack them."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from flashcards.events import Answer

if TYPE_CHECKING:
    from app.drawing.signs import GlyphSet


class Glyphs(Struct, frozen=True):
    """One sign for each meaning, every one of them a single cell wide.

    Attributes:
        name: ``unicode`` or ``ascii``.
        recalled: a key point that was recalled.
        partly: one that was partly recalled.
        missed: one that was missed.
        never: one that was never asked.
        cursor: where the keys act.
        full: a filled part of a bar.
        empty: an empty part of a bar.
        dot: between two facts on a line.
        rule: what lines are drawn with.
        dash: where there is nothing to show.
        enter: the enter key.
    """

    name: GlyphSet
    recalled: str
    partly: str
    missed: str
    never: str
    cursor: str
    full: str
    empty: str
    dot: str
    rule: str
    dash: str
    enter: str

    def mark(self, answer: Answer | None) -> str:
        """The sign of an answer; of a point never asked for None."""
        if answer is None:
            return self.never
        return {Answer.YES: self.recalled, Answer.PARTLY: self.partly, Answer.NO: self.missed}[
            answer
        ]


UNICODE = Glyphs("unicode", "●", "◐", "○", "·", "▸", "▰", "▱", "·", "─", "–", "⏎")
ASCII = Glyphs("ascii", "*", "+", "o", ".", ">", "#", "-", "-", "-", "-", "enter")


def choose(setting: str, environment: Mapping[str, str] = os.environ) -> Glyphs:
    """The signs for this terminal: as set, or by its name and encoding where set to ``auto``."""
    if setting == "unicode":
        return UNICODE
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower()
    poor = environment.get("TERM", "") in {"linux", "dumb"} or not encoding.startswith("utf")
    return ASCII if setting == "ascii" or poor else UNICODE
