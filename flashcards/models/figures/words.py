"""The words of figures: numbers as one says them, units, plurals, lists."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from math import floor, isfinite, log10
from typing import Final

DIGITS: Final = 3
"""Significant digits of a number in a sentence; whole parts are said in full."""

IRREGULAR: Final = {"child": "children", "person": "people"}

_LABEL: Final = re.compile(r"(?P<name>.*?)\s*\((?P<unit>[^()]*)\)\s*")
_WORD: Final = re.compile(r"[^\W\d_]+")


def number(value: float, digits: int = DIGITS) -> str:
    """A number as it is said in a sentence: ``406``, ``-0.672``, ``25.7``."""
    if value == 0 or not isfinite(value):
        return "0" if value == 0 else "-"
    if not 1e-4 <= abs(value) < 1e7:
        return f"{value:.{digits}g}"
    text = f"{value:.{max(0, digits - 1 - floor(log10(abs(value))))}f}"
    return text if float(text) else text.lstrip("-")


def signed(value: float, digits: int = DIGITS) -> str:
    """A deviation, its sign always there: ``+31.3``."""
    text = number(value, digits)
    return text if text == "0" or text.startswith("-") else f"+{text}"


def alike(values: Sequence[float], digits: int = DIGITS) -> list[str]:
    """Numbers that are added up, with the same decimals: ``13.76``, ``329.6``, ``0.123``."""
    largest = max(abs(value) for value in values)
    if not 1e-4 <= largest < 1e5:
        return [number(value, digits) for value in values]
    power = floor(log10(largest))
    decimals = max(1, digits - power if power > 0 else digits - 1 - power)
    return [f"{round(value, decimals) + 0.0:.{decimals}f}" for value in values]


def place(value: float) -> str:
    """A value of a predictor, as the data have it: ``90``, ``0.5``."""
    return f"{value:.6g}"


def column_of(values: Iterable[float], digits: int = 4) -> list[str]:
    """A column of a table: its largest number has so many digits, and all the same decimals."""
    every = [float(value) for value in values]
    largest = max((abs(value) for value in every if isfinite(value)), default=0.0)
    if not 1e-4 <= largest < 1e9:
        return [f"{value:.{digits}g}" if isfinite(value) else "–" for value in every]
    decimals = max(0, digits - 1 - floor(log10(largest)))
    if all(value == round(value) for value in every if isfinite(value)):
        decimals = 0
    return [f"{value:.{decimals}f}" if isfinite(value) else "–" for value in every]


def unit_of(label: str) -> str:
    """The unit in a label: ``ms`` of ``reaction time (ms)``, or empty."""
    match = _LABEL.fullmatch(label)
    return match["unit"].strip() if match else ""


def plural(word: str) -> str:
    """Several of what a grouping factor is called: ``subjects``, ``groups of child:school``."""
    if word in IRREGULAR:
        return IRREGULAR[word]
    if not _WORD.fullmatch(word):
        inner = word.split(":", maxsplit=1)[0]
        return plural(inner) if ":" in word and _WORD.fullmatch(inner) else f"groups of {word}"
    if re.search(r"[^aeiou]y$", word):
        return f"{word[:-1]}ies"
    return f"{word}es" if re.search(r"(s|x|ch|sh)$", word) else f"{word}s"


def count(many: int, word: str) -> str:
    """``1 row``, ``10 rows``, ``5,000 rows``."""
    return f"{many:,} {word if many == 1 else plural(word)}"


def listed(words: Sequence[str]) -> str:
    """``a``, ``a and b``, ``a, b and c``."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def span(values: Sequence[int]) -> str:
    """``2``, or ``2 to 10``."""
    low, high = min(values), max(values)
    return f"{low}" if low == high else f"{low} to {high}"
