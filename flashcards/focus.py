"""Where to work: topics build on one another, and a weak one makes those above it hard.

A topic scores (1 − R) × (1 + n): R is the mean probability that its key points are recalled
today, n how many topics that build directly on it are due or nearly so. The highest score is the
weakest link. A topic that was never recalled has no strength yet; it is for the plan to begin it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from msgspec import Struct

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.deck import Deck
from flashcards.due import MEAN_R, due_day, missed, stand
from flashcards.events import Recalled
from flashcards.fold import TopicMemory, counts
from flashcards.recall import coverage
from flashcards.schedule import Kind, Pace, Task, seconds
from flashcards.why import why_before

NEAR: Final = timedelta(days=3)
"""A topic that is due within so many days is nearly due."""

FAILED: Final = 0.5
"""Coverage below which a recall has failed."""

TWICE: Final = 2
"""Failures in a row after which a topic's prerequisites are looked at."""

LOOKED_AT: Final = 12
"""Recalls, the newest, that are looked at; some of them may be extra ones of one day."""


class Node(Struct, frozen=True):
    """One topic on the map of the course.

    Attributes:
        topic: its key.
        title: what she knows it by.
        after: keys of the topics here that it builds on directly.
        opens: keys of those that build directly on it.
        depth: topics in the longest chain below it.
        strength: mean probability of recall today, 0 to 1; None if never recalled.
        due: the study day on which it is due; None if never recalled.
        pressing: how many of ``opens`` are due or nearly so.
        score: (1 − strength) × (1 + pressing); None if never recalled.
    """

    topic: str
    title: str
    after: tuple[str, ...]
    opens: tuple[str, ...]
    depth: int
    strength: float | None
    due: date | None
    pressing: int
    score: float | None


class Focus(Struct, frozen=True):
    """The map, and the place to work on.

    Attributes:
        day: today's study day.
        nodes: one a topic, in course order.
        weakest: key of the topic with the highest score; None where nothing was recalled yet, or
            nothing is forgotten.
        why: the reason in a sentence, or what to do instead.
    """

    day: date
    nodes: tuple[Node, ...]
    weakest: str | None
    why: str


def focus(deck: Deck, memories: Mapping[str, TopicMemory], moment: Moment) -> Focus:
    """The map of a course with the strength of every topic, and its weakest link.

    Args:
        deck: the course.
        memories: topic key → memory.
        moment: now.
    """
    dues = {topic.key: due_day(topic, memories.get(topic.key), moment) for topic in deck.topics}
    nodes = tuple(_node(deck, topic, memories, dues, moment) for topic in deck.topics)
    scored = [node for node in nodes if node.score]
    if not scored:
        return Focus(moment.day, nodes, None, _nothing(nodes))
    # The first in the course where several are equally weak: the others build on it, if any do.
    weakest = max(scored, key=lambda node: node.score or 0.0)
    topic = deck.topic(weakest.topic)
    memory = memories.get(weakest.topic)
    why = _why(weakest, topic, memory, {node.topic: node for node in nodes}, moment)
    return Focus(moment.day, nodes, weakest.topic, why)


def _node(
    deck: Deck,
    topic: Topic,
    memories: Mapping[str, TopicMemory],
    dues: Mapping[str, date | None],
    moment: Moment,
) -> Node:
    memory = memories.get(topic.key)
    recalled = memory is not None and memory.recalls > 0
    strength = stand(topic, memory, moment).mean_r if recalled else None
    opens = tuple(each.key for each in deck.dependants(topic))
    pressing = sum(_presses(dues[key], moment.day) for key in opens)
    return Node(
        topic=topic.key,
        title=topic.title,
        after=tuple(each.key for each in deck.prerequisites(topic)),
        opens=opens,
        depth=deck.depth(topic),
        strength=strength,
        due=dues[topic.key],
        pressing=pressing,
        score=None if strength is None else (1 - strength) * (1 + pressing),
    )


def _presses(due: date | None, today: date) -> bool:
    return due is not None and due - today <= NEAR


def _nothing(nodes: Iterable[Node]) -> str:
    if any(node.strength is not None for node in nodes):
        return "Everything you have met is fresh today. Rest, or begin a new topic."
    return "Nothing is recalled yet, so there is no weak link. Today's plan says where to begin."


def _why(
    node: Node,
    topic: Topic | None,
    memory: TopicMemory | None,
    nodes: Mapping[str, Node],
    moment: Moment,
) -> str:
    """``Random slopes: recall stands at 62 %, 2 points were missed last time, and …``."""
    strength = node.strength or 0.0
    facts = [f"recall stands at {round(100 * strength)} %"]
    gone = len(missed(topic, memory)) if topic and memory else 0
    if gone:
        facts.append(f"{_count(gone, 'point was', 'points were')} missed last time")
    if node.pressing:
        titles = [nodes[key].title for key in node.opens if _presses(nodes[key].due, moment.day)]
        verb = (
            "builds on it and is due soon" if len(titles) == 1 else ("build on it and are due soon")
        )
        facts.append(f"{_listed(titles)} {verb}")
    steady = "" if strength < MEAN_R else " Nothing is really weak; this is the least strong."
    return f"{node.title}: {_joined(facts)}.{steady}"


# -- a topic that fails ------------------------------------------------------------------------


def failed_twice(attempts: Sequence[Recalled]) -> bool:
    """Whether the last two study days on which a topic was recalled both failed.

    Args:
        attempts: recalls of one topic that stand, newest first. Of several on a day the first one
            speaks: the others came with the card still in mind.
    """
    days: dict[date, Recalled] = {}
    for attempt in attempts:
        days[attempt.moment.day] = attempt
    newest = sorted(days, reverse=True)[:TWICE]
    return len(newest) == TWICE and all(coverage(days[day].answers) < FAILED for day in newest)


def weakest_prerequisite(
    deck: Deck, topic: Topic, memories: Mapping[str, TopicMemory], moment: Moment
) -> Topic | None:
    """The direct prerequisite with the lowest recall, if recalling it now would count.

    One that was never recalled is the weakest there is. A prerequisite recalled or read today is
    left out, so that it is offered once and the topic itself comes next.
    """
    candidates = [
        each for each in deck.prerequisites(topic) if counts(memories.get(each.key), moment)
    ]
    return min(
        candidates,
        key=lambda each: stand(each, memories.get(each.key), moment).mean_r,
        default=None,
    )


def first_below(
    deck: Deck, topic: Topic, memories: Mapping[str, TopicMemory], pace: Pace, moment: Moment
) -> Task | None:
    """The weakest prerequisite of a failing topic as something to do before it, or None.

    Args:
        deck: the course.
        topic: the one that fails.
        memories: topic key → memory.
        pace: how much she wants to do.
        moment: now.
    """
    weakest = weakest_prerequisite(deck, topic, memories, moment)
    if weakest is None:
        return None
    memory = memories.get(weakest.key)
    recalled = memory is not None and memory.recalls > 0
    return Task(
        topic=weakest.key,
        kind=Kind.DUE if recalled else Kind.NEW,
        mean_r=stand(weakest, memory, moment).mean_r if recalled else None,
        minutes=seconds(weakest, pace) / 60,
        why=why_before(topic),
    )


def _count(number: int, one: str, more: str) -> str:
    return f"{number} {one if number == 1 else more}"


def _listed(titles: Sequence[str]) -> str:
    if len(titles) <= 2:
        return " and ".join(titles)
    return f"{titles[0]}, {titles[1]} and {len(titles) - 2} more"


def _joined(facts: Sequence[str]) -> str:
    *most, last = facts
    return f"{', '.join(most)}, and {last}" if most else last


# -- the map -----------------------------------------------------------------------------------


class Branch(NamedTuple):
    """One line of the map.

    Attributes:
        node: the topic.
        rails: for each step of indentation, whether further topics follow on that step; the last
            one is the topic's own.
        besides: keys of the topics that it builds on and does not stand under.
    """

    node: Node
    rails: tuple[bool, ...]
    besides: tuple[str, ...]


def laid_out(nodes: Sequence[Node]) -> list[Branch]:
    """The map as a tree of lines: each topic under the last one of those that it builds on.

    Every topic stands there once, also where cards go round in a circle.
    """
    place = {node.topic: number for number, node in enumerate(nodes)}
    under: dict[str, list[Node]] = {}
    for node in nodes:
        # Only what comes earlier in the course, so that no circle can be walked for ever.
        known = [key for key in node.after if place.get(key, len(nodes)) < place[node.topic]]
        parent = max(known, key=lambda key: (nodes[place[key]].depth, place[key]), default="")
        under.setdefault(parent, []).append(node)
    lines: list[Branch] = []
    waiting: list[tuple[Node, str, tuple[bool, ...]]] = _below("", (), under)
    while waiting:  # not by recursion: a course may be one long chain
        node, parent, rails = waiting.pop()
        besides = tuple(key for key in node.after if key != parent)
        lines.append(Branch(node, rails, besides))
        waiting += _below(node.topic, rails, under)
    return lines


def _below(
    parent: str, rails: tuple[bool, ...], under: Mapping[str, Sequence[Node]]
) -> list[tuple[Node, str, tuple[bool, ...]]]:
    """What stands under a topic, the last one first."""
    nodes = under.get(parent, ())
    found = []
    for number, node in enumerate(nodes):
        more = number < len(nodes) - 1
        found.append((node, parent, (*rails, more) if parent else ()))
    return found[::-1]
