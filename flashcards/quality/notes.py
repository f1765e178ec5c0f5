"""What is said of a topic, before it is a problem of a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from flashcards.suggesting.words import tokens

_CODE = re.compile(r"(`+)(?!`).*?(?<!`)\1(?!`)|\$\$.*?\$\$|\$[^$\n]*\$", re.DOTALL)
_TIED = re.compile(r"\[([^\]\[]*)\]\{=[^}]*\}")


@dataclass(frozen=True, slots=True)
class Note:
    """One piece of advice.

    Attributes:
        line: 1-based line in the topic's file; 0 for the file as a whole.
        code: one of :data:`flashcards.reading.codes.QUALITY`.
        message: a sentence: what could be better, and what to do.
    """

    line: int
    code: str
    message: str


def words_only(text: str) -> str:
    """A text with a sign ``§`` for every piece of code and every formula, and plain numbers."""
    return _CODE.sub("§", _TIED.sub(r"\1", text))


@lru_cache(maxsize=20_000)
def forms(text: str) -> frozenset[str]:
    """The words of a text in the forms in which recalls are compared."""
    return frozenset(token.form for token in tokens(text))
