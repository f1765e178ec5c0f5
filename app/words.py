"""Counts in words."""

from __future__ import annotations


def count(number: int, thing: str, things: str = "") -> str:
    """``1 point``, ``2 points``."""
    return f"{number} {thing if number == 1 else things or thing + 's'}"
