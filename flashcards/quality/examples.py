"""A topic that shows nothing at work, in a course whose topics do."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from flashcards.cards import Topic
from flashcards.quality.notes import Note

CODE = "no-example"

KIND = 3
"""Topics of a course that has no examples at all, and is of another kind for that."""

_SHOWN = re.compile(r"^\s*(?:`{3}|~{3}|\|.*\|\s*$)", re.MULTILINE)


def notes(topic: Topic, topics: Sequence[Topic]) -> Iterator[Note]:
    """Whether the topic lacks an example: a live one, code, or a table.

    Args:
        topic: the topic.
        topics: all of its course.
    """
    if _has_one(topic):
        return
    if len(topics) < KIND or any(map(_has_one, topics)):
        yield Note(
            topic.body_line,
            CODE,
            "The topic shows no example; add a live one, some code, or a table.",
        )


def _has_one(topic: Topic) -> bool:
    return bool(topic.examples or _SHOWN.search(topic.body))
