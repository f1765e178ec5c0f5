"""What importers hand on: questions with answers, and a count of what could not be taken."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

MOST = 100_000
"""Notes or rows that are taken at once."""

LETTERS = 50_000_000
"""Letters of all of them; those of 50,000 notes are some fifteen million."""

TOGETHER = 8
"""Key points of a topic; more are more than one recalls at a time."""

Names = tuple[str, ...]
"""Names of a deck and of those around it, the outermost first."""

LEFT = {
    "empty": "{notes} without a question or without an answer in words",
    "long": "{notes} longer than 2,000 letters",
    "again": "{notes} that were there already",
    "broken": "{notes} that could not be read",
    "few": "{notes} with only one column",
    "cards": "open cards, of which the key points are notes of their own: {n}",
    "more": "what stands in further fields or columns of {notes}",
    "pictures": "pictures: {n}",
    "sounds": "sounds: {n}",
    "links": "addresses of links, whose words are kept: {n}",
    "active": "scripts, frames and the like: {n}",
    "formulas": "formulas that cannot be drawn, kept as code: {n}",
}
"""What can be left out, and how it is told; ``notes`` are so many notes, or rows of a table."""


class ExchangeError(Exception):
    """Why nothing is imported; a sentence that says what to do."""


@dataclass(frozen=True, slots=True)
class Pair:
    """A question with its answer.

    Attributes:
        question: as it stands in the deck or table.
        answer: the same.
        topic: names of the deck or topic; empty where none is named.
        html: whether both are HTML; else plain text.
        tag: names of its first tag; empty where it has none.
    """

    question: str
    answer: str
    topic: Names = ()
    html: bool = True
    tag: Names = ()


@dataclass(slots=True)
class Taken:
    """What was read of a file.

    Attributes:
        pairs: in the file's order.
        left: what was left out → how often; keys are those of :data:`LEFT`.
    """

    pairs: list[Pair] = field(default_factory=list)
    left: Counter[str] = field(default_factory=Counter)
