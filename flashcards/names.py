"""Which topic a person means: by its id, its title, the beginning of either, or its number."""

from __future__ import annotations

import re
from difflib import get_close_matches

from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.search import folded

MANY = 6
"""How many topics a sentence names at most."""


class NoTopicError(Exception):
    """No topic, or more than one, goes by a name; the message says which are near."""


def topic_named(deck: Deck, name: str) -> Topic:
    """The one topic that a name can mean.

    Args:
        deck: the course.
        name: an id or key, a title, the beginning of either, or the topic's number in the course;
            case, accents and signs make no difference.

    Raises:
        NoTopicError: none or several could be meant; the message names them.
    """
    if (topic := deck.topic(name)) is not None:
        return topic
    found = _meant(deck, _words(name))
    if len(found) == 1:
        return found[0]
    raise NoTopicError(_several(name, found) if found else _none(deck, name))


def _meant(deck: Deck, name: str) -> list[Topic]:
    """The topics of which this is the whole name; else those whose names begin so."""
    if not name:
        return []
    if name.isdecimal():
        return [topic for number, topic in enumerate(deck.topics, 1) if number == int(name)]
    names = [(topic, _names(topic)) for topic in deck.topics]
    whole = [topic for topic, each in names if name in each]
    return whole or [topic for topic, each in names if any(n.startswith(name) for n in each)]


def _names(topic: Topic) -> tuple[str, str, str]:
    return _words(topic.id), _words(topic.title), _words(topic.key)


def _words(name: str) -> str:
    """The words of a name alone."""
    return " ".join(word for word in re.findall(r"\w+", folded(name)) if word != "and")


def _several(name: str, found: list[Topic]) -> str:
    listed = ", ".join(topic.id for topic in found[:MANY])
    more = " and others" if len(found) > MANY else ""
    return f"{name!r} could be {len(found)} topics: {listed}{more}. Name one of them."


def _none(deck: Deck, name: str) -> str:
    known = {each: topic for topic in deck.topics for each in _names(topic)}
    near = get_close_matches(_words(name), known, n=1)
    if not near:
        return f"There is no topic {name!r}; flashcards topics lists all of them."
    topic = known[near[0]]
    return f"There is no topic {name!r}. Did you mean {topic.id} ({topic.title})?"
