"""Which characters a formula is drawn with: Unicode's small letters, or words in plain ASCII."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

GlyphSet = Literal["unicode", "ascii"]
"""``ascii`` is for terminals whose font has no Greek and no small digits."""

SUBSCRIPTS: Mapping[str, str] = dict(
    zip(
        "0123456789+−=()aeoxhklmnpstijruvβγρφχ",
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓₕₖₗₘₙₚₛₜᵢⱼᵣᵤᵥᵦᵧᵨᵩᵪ",
        strict=True,
    )
)
"""All that Unicode has below the line; no σ, no ε and no capital letters."""

SUPERSCRIPTS: Mapping[str, str] = dict(
    zip(
        "0123456789+−=()abcdefghijklmnoprstuvwxyzT⊤′*",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻᵀᵀ′*",
        strict=True,
    )
)
"""What Unicode has above the line, and what stands there by itself."""

COMBINING: Mapping[str, str] = {
    "hat": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "widehat": "\N{COMBINING CIRCUMFLEX ACCENT}",
    "bar": "\N{COMBINING MACRON}",
    "tilde": "\N{COMBINING TILDE}",
}
"""Accent → the character that puts it over the letter before."""

OVER: Mapping[str, str] = {"hat": "^", "widehat": "^", "bar": "─", "tilde": "~"}
"""Accent → what is drawn in a row of its own where no combining character fits."""

_SAME: Mapping[str, str] = {"ϵ": "ε", "ϕ": "φ", "∼": "~", "∗": "*"}
"""Characters that look too much like something else in a terminal, and what stands in for them."""

_IN_ASCII: Mapping[str, str] = {
    "ε": "e", "ς": "sigma", "ϑ": "theta", "ϖ": "pi", "ϱ": "rho",
    "−": "-", "·": "*", "×": "x", "±": "+/-", "∓": "-/+", "÷": "/", "∘": "o",
    "∩": "intersect", "∪": "union", "∖": "\\", "⊕": "(+)", "⊗": "(x)", "⊙": "(.)",
    "≠": "!=", "≤": "<=", "≥": ">=", "≈": "~=", "≡": "==", "≃": "~=", "≅": "~=",
    "→": "->", "←": "<-", "⇒": "=>", "⇔": "<=>", "↔": "<->", "↦": "|->", "∈": "in",
    "∉": "not in", "⊂": "subset of", "⊆": "subset of or equal to", "∝": "prop. to",
    "⊥": "indep. of", "∥": "||", "‖": "||", "≪": "<<", "≫": ">>", "⟨": "<", "⟩": ">",
    "∑": "sum", "∏": "prod", "∫": "int", "∞": "inf", "…": "...", "⋯": "...", "⋮": ":", "⋱": "...",
    "∂": "d", "′": "'", "∀": "for all", "∃": "there is", "∇": "grad", "ℓ": "l", "ℏ": "h",
    "∅": "{}", "⊤": "T", "†": "+", "√": "sqrt",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fence:
    """The pieces of a bracket that grows.

    Attributes:
        top: its first row.
        side: every row between.
        bottom: its last row.
        middle: the row half way, where it differs from the others.
    """

    top: str
    side: str
    bottom: str
    middle: str = ""


FENCES: Mapping[GlyphSet, Mapping[str, Fence]] = {
    # box-drawing characters: their ends meet in every font
    "unicode": {
        "(": Fence("╭", "│", "╰"),
        ")": Fence("╮", "│", "╯"),
        "[": Fence("┌", "│", "└"),
        "]": Fence("┐", "│", "┘"),
        "{": Fence("╭", "│", "╰", "┤"),
        "}": Fence("╮", "│", "╯", "├"),
        "⟨": Fence("╱", "│", "╲"),
        "⟩": Fence("╲", "│", "╱"),
        "|": Fence("│", "│", "│"),
        "‖": Fence("║", "║", "║"),
        "/": Fence("╱", "╱", "╱"),
    },
    "ascii": {
        "(": Fence("/", "|", "\\"),
        ")": Fence("\\", "|", "/"),
        "[": Fence("[", "[", "["),
        "]": Fence("]", "]", "]"),
        "{": Fence("{", "{", "{"),
        "}": Fence("}", "}", "}"),
        "⟨": Fence("<", "<", "<"),
        "⟩": Fence(">", ">", ">"),
        "|": Fence("|", "|", "|"),
        "‖": Fence("||", "||", "||"),
        "/": Fence("/", "/", "/"),
    },
}
"""Glyph set → bracket → what it is drawn with over several rows."""


def sign(text: str, glyphs: GlyphSet) -> str:
    """What one character of a formula is drawn as."""
    text = _SAME.get(text, text)
    if glyphs == "unicode" or text.isascii():
        return text
    return _IN_ASCII.get(text) or _greek_name(text) or text


def _greek_name(letter: str) -> str:
    """``gamma`` for γ and ``Gamma`` for Γ; empty for what is not Greek."""
    words = unicodedata.name(letter[0], "").split()
    if len(words) < 4 or (words[:2] != ["GREEK", "SMALL"] and words[:2] != ["GREEK", "CAPITAL"]):
        return ""
    name = words[3].lower().replace("lamda", "lambda")
    return name.capitalize() if words[1] == "CAPITAL" else name


def small(text: str, table: Mapping[str, str]) -> str | None:
    """Text in the small characters of a table, or None where one of them is missing there."""
    made = [table.get(_SAME.get(char, char)) for char in text]
    return "".join(char for char in made if char) if all(made) else None


def accented(letter: str, mark: str) -> str:
    """A letter with an accent over it, as one cell."""
    return unicodedata.normalize("NFC", letter + COMBINING[mark])
