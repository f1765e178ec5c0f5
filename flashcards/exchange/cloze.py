"""Cloze notes of Anki: a sentence with gaps becomes a question and its answer."""

from __future__ import annotations

import re
from collections.abc import Callable

_GAP = re.compile(
    r"\{\{c\d+::(?P<answer>(?:(?!\{\{c\d+::).)*?)(?:::(?P<hint>[^{}]*?))?\}\}", re.DOTALL
)

DEEPEST = 8
"""Gaps within gaps."""


def has_gaps(text: str) -> bool:
    """Whether a field is the text of a cloze note."""
    return _GAP.search(text) is not None


def question(text: str) -> str:
    """The sentence with ``…`` for each gap, and the hint where there is one."""
    return _filled(text, lambda match: f"… ({match['hint']})" if match["hint"] else "…")


def answer(text: str) -> str:
    """The sentence with its gaps filled."""
    return _filled(text, lambda match: match["answer"])


def _filled(text: str, put: Callable[[re.Match[str]], str]) -> str:
    """The innermost gaps first, until there is none."""
    for _ in range(DEEPEST):
        text, number = _GAP.subn(put, text)
        if not number:
            break
    return text
