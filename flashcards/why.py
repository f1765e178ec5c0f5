"""Why this topic now: one plain sentence for every task of the plan."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flashcards.cards import Topic
from flashcards.dates import past_day
from flashcards.due import MEAN_R, missed
from flashcards.fold import TopicMemory


def why_due(topic: Topic, memory: TopicMemory, today: date) -> str:
    """Why a topic that was recalled before is due."""
    gone = missed(topic, memory)
    count = len(topic.key_points)
    if gone:
        when = past_day(max(point.last_day for point in gone), today)
        return f"{len(gone)} of {_points(count)} missed {when}"
    unseen = sum(point.id not in memory.points for point in topic.key_points)
    if unseen:
        return f"{_points(unseen)} new on this card"
    return f"mean recall below {MEAN_R:.0%}".replace("%", " %")


def why_waiting(why: str) -> str:
    """Why a due topic is left for later."""
    return f"{why}; today's minutes are full"


def why_for_exam(called: str, days: int) -> str:
    """Why the plan of an exam has a topic today.

    Args:
        called: the exam in a sentence, such as ``the exam``.
        days: study days until it.
    """
    return f"for {called} {'tomorrow' if days == 1 else f'in {days} days'}"


def why_planned(why: str) -> str:
    """Why a due topic is left for another day of an exam's plan."""
    return f"{why}; the plan has other topics first"


def why_read(day: date, today: date) -> str:
    """Why to recall a topic that was read and never recalled."""
    return f"read {past_day(day, today)}; a recall makes it stay"


def why_extra(memory: TopicMemory, today: date) -> str:
    """Why a recall that would be extra is."""
    met = "read today" if memory.last is None else f"recalled {past_day(memory.last.day, today)}"
    return f"{met}: a recall now will not move the schedule"


def why_before(topic: Topic) -> str:
    """Why to recall a prerequisite before the topic that builds on it."""
    return f"{topic.title} was hard twice, and this is what it builds on"


def why_new(topic: Topic, steady: Sequence[str], shaky: Sequence[str]) -> str:
    """Why to start a new topic.

    Args:
        topic: the new topic.
        steady: titles of the topics that it builds on, recalled and not due.
        shaky: titles of those that were recalled and are due.
    """
    if steady:
        return f"builds on {_listed(steady)}, which {'is' if len(steady) == 1 else 'are'} steady"
    if shaky:
        return f"builds on {_listed(shaky)}, which you have recalled before"
    return "next in the course" if topic.after else "needs nothing before it"


def _points(count: int) -> str:
    return f"{count} point" if count == 1 else f"{count} points"


def _listed(titles: Sequence[str]) -> str:
    """``A``, ``A and B``, ``A and 2 others``."""
    first, *others = titles
    if not others:
        return first
    return f"{first} and {others[0] if len(others) == 1 else f'{len(others)} others'}"
