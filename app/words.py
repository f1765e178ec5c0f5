"""Counts and keys in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.drawing.signs import GlyphSet
    from flashcards.events import Purpose

SIGNS = {"⏎": "enter", "←": "left", "→": "right", "↑": "up", "↓": "down", "⌫": "backspace",
         "⇥": "tab"}  # fmt: skip
"""Signs of keys, and the words for them where a terminal lacks the signs."""

PURPOSES: dict[str, str] = {"mock": "Mock exam", "cram": "Cram"}
"""Purpose → what stands on a screen before a title where it is not the usual study."""


def count(number: int, thing: str, things: str = "") -> str:
    """``1 point``, ``2 points``."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"


def meant(purpose: Purpose, title: str, dot: str) -> str:
    """A topic's title, behind what it is recalled for where that is not the usual study."""
    word = PURPOSES.get(purpose)
    return f"{word} {dot} {title}" if word else title


def key_words(display: str, glyphs: GlyphSet = "unicode") -> str:
    """A key as people write it: ``ctrl+s`` for ``^s``, and its name where it has no sign here."""
    words = f"ctrl+{display[1:]}" if len(display) > 1 and display.startswith("^") else display
    if glyphs == "ascii":
        for sign, name in SIGNS.items():
            words = words.replace(sign, name)
    return words
