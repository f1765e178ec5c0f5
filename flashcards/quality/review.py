"""All advice on the topics of a course, as problems of their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path

from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.lint import look
from flashcards.problems import Problem
from flashcards.quality import (
    early_terms,
    examples,
    giveaway,
    length,
    two_ideas,
    wide_cues,
)
from flashcards.quality.notes import Note
from flashcards.reading.files import read_text
from flashcards.reading.frontmatter import FrontMatter
from flashcards.reading.report import Report

Look = Callable[[Topic], Iterable[Note]]
"""What is to be said of one topic by itself."""


def check(paths: Iterable[Path], also: Sequence[Look] = ()) -> list[Problem]:
    """All that is wrong with some courses and cards, and what is advised on the rest.

    Args:
        paths: as in :func:`flashcards.lint.check`.
        also: what more is looked for, such as :func:`flashcards.quality.numbers.notes`, which
            needs the models and is left to those who may load them.
    """
    return look(paths, lambda deck, files: review(deck, files, also))


def review(deck: Deck, only: Collection[str] = (), also: Sequence[Look] = ()) -> list[Problem]:
    """What a good colleague would say of a course's topics, sorted by place.

    Args:
        deck: the course, in its order.
        only: files to look at, as in ``Topic.file``; all where there are none.
        also: what more is looked for.
    """
    topics = deck.topics
    limit = length.usual([length.length(topic) for topic in topics])
    early = early_terms.early(topics)
    found: list[Problem] = []
    for topic in topics:
        if only and topic.file not in only:
            continue
        notes = [
            *two_ideas.notes(topic),
            *giveaway.notes(topic),
            *wide_cues.notes(topic),
            *examples.notes(topic, topics),
            *length.notes(topic, limit),
            *early.get(topic.key, ()),
            *(note for each in also for note in each(topic)),
        ]
        found += _problems(topic, notes)
    return sorted(found)


def _problems(topic: Topic, notes: list[Note]) -> Iterator[Problem]:
    """What of the advice its author has not turned down."""
    if not notes:
        return
    turned_down = _allowed(topic)
    report = Report(topic.file)
    for note in notes:
        if note.code not in turned_down:
            report.add(note.code, note.message, note.line)
    yield from report.problems


def _allowed(topic: Topic) -> frozenset[str]:
    """The codes that a topic's file allows; read only where there is something to say of it."""
    report = Report(topic.file)
    text = read_text(Path(topic.file), report)
    if text is None:
        return frozenset()
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    return frozenset(item.text for item in FrontMatter(lines, report).items("allow"))
