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


POOR = frozenset({"linux", "dumb", "unknown", "ansi", "cons25", "vt52", "vt100", "vt102", "vt220"})
"""Names of terminals whose fonts lack the signs."""


def choose(setting: str, environment: Mapping[str, str] = os.environ) -> Glyphs:
    """The signs for this terminal: as set; with ``auto``, by its name, encoding and locale."""
    if setting == "unicode":
        return UNICODE
    encoding = (getattr(sys.__stdout__, "encoding", None) or "").lower()
    able = encoding.startswith("utf") and environment.get("TERM", "") not in POOR
    return ASCII if setting == "ascii" or not able or _foreign(environment) else UNICODE


def _foreign(environment: Mapping[str, str]) -> bool:
    """Whether the locale names another encoding than UTF-8.

    Python writes UTF-8 under the locale C as well, whatever the terminal makes of it, and then
    sets ``LC_CTYPE`` itself. Where an encoding was asked for by name, that one is believed.
    """
    if environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1":
        return False
    names = [environment.get(name, "") for name in ("LC_ALL", "LC_CTYPE", "LANG")]
    if names[1] == "C.UTF-8" and names[2] in {"C", "POSIX"}:
        names[1] = ""
    locale = next(filter(None, names), "")
    return bool(locale) and "utf" not in locale.lower()
