"""Words and their contraries: what turns a right sentence into a wrong one that sounds as good."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

PAIRS: Final = (
    ("more", "fewer"), ("more", "less"), ("most", "least"), ("many", "few"), ("higher", "lower"),
    ("larger", "smaller"), ("large", "small"), ("longer", "shorter"), ("wider", "narrower"),
    ("stronger", "weaker"), ("increases", "decreases"), ("rises", "falls"), ("above", "below"),
    ("fixed", "random"), ("within", "between"), ("inside", "outside"), ("before", "after"),
    ("same", "different"), ("all", "no"), ("always", "never"), ("can", "cannot"),
    ("complete", "partial"), ("full", "restricted"), ("inner", "outer"),
    ("nested", "crossed"), ("independent", "dependent"), ("positive", "negative"),
    ("numerator", "denominator"), ("left", "right"), ("first", "last"), ("true", "false"),
    ("towards", "away from"), ("adds", "removes"),
    ("underestimates", "overestimates"), ("accepted", "rejected"),
)  # fmt: skip

_CONTRARY: Final[dict[str, str]] = {}
for _one, _other in PAIRS:
    _CONTRARY.setdefault(_one, _other)
    _CONTRARY.setdefault(_other, _one)

_WORDS: Final = re.compile(r"`[^`]*`|\$[^$]*\$|\[[^\]]*\]\{=[^}]*\}|[A-Za-z]+")


def turned_round(text: str) -> Iterator[tuple[str, str, str]]:
    """A text with one word turned into its contrary, once for each word that has one.

    Yields:
        The word, its contrary, and the text with every place of the word turned round.
    """
    seen: set[str] = set()
    for match in _WORDS.finditer(text):
        word = match[0].lower()
        if word in seen or word not in _CONTRARY:
            continue
        seen.add(word)
        contrary = _CONTRARY[word]
        yield word, contrary, _with(text, word, contrary)


def _with(text: str, word: str, contrary: str) -> str:
    """The text with every place of a word replaced, but none in code and formulas."""
    return _WORDS.sub(
        lambda match: contrary if match[0].lower() == word else match[0],
        text,
    )
