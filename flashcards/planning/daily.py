"""The choice of one day: what a recall now is worth on the exam day, and what fits the minutes.

The worth of a recall is how many more points she is expected to recall on the exam day because of
it. Most topics will come once more before the exam, in the final sweep over its last days; what a
recall today adds is then less than it seems, and something else: it makes the later one succeed.
So its worth is a mean of two: what it adds where the topic is swept later, and what it adds where
it is not, weighed by how likely a sweep is to reach the topic. On the last days no sweep is left to
come, and the worth is the plain gain; long before them it is the gain that outlasts a sweep. By
this a plan that trusts no model to the day spreads its last recalls as far as its minutes go.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from flashcards.planning.traces import Tendency, Trace, expect, recall_of

ATTENDANCE = 0.85
"""How likely it is that what is planned for a later day will be done."""

WORTHLESS = 0.004
"""A recall that adds fewer points than this is not worth its minutes."""


class Item(NamedTuple):
    """A topic as the plan sees it.

    Attributes:
        place: in course order.
        seconds: how long a recall and its check take.
        needs: places of the topics that must have been recalled before its first recall.
        exams: ordinals of the days of the exams that ask for it, the next one first.
        points: how many key points it has.
    """

    place: int
    seconds: int
    needs: tuple[int, ...]
    exams: tuple[int, ...]
    points: int


class Outlook(NamedTuple):
    """What is still to come before one exam, seen from a day.

    Attributes:
        swept: probability, 0 to 1, that a topic is recalled again in the final sweep.
        sweep: ordinal of the day in the middle of the sweep; without meaning where none is left.
    """

    swept: float
    sweep: int


State = dict[int, tuple[Trace, ...]]
"""Place of a topic → its points; a topic that was never recalled has one trace, unanswered."""


def outlook(later: Sequence[int], seconds: float, demand: float) -> Outlook:
    """What is to come after a day.

    Args:
        later: ordinals of the study days after it and before the exam, in order.
        seconds: of study on each.
        demand: seconds that one recall of every topic of the exam takes.
    """
    if not later or demand <= 0:
        return Outlook(0.0, 0)
    reach = len(later) * seconds / demand
    window = min(len(later), max(1, round(demand / seconds)))
    return Outlook(ATTENDANCE * min(1.0, reach), later[len(later) - 1 - window // 2])


def worth(
    item: Item,
    traces: Sequence[Trace],
    day: int,
    outlooks: Mapping[int, Outlook],
    tendency: Tendency,
) -> float:
    """How many points more a recall on a day makes on the exam days.

    Args:
        item: the topic.
        traces: its points, before.
        day: ordinal of the day.
        outlooks: exam day → what is to come before it.
        tendency: of the learner.
    """
    total, curve = 0.0, tendency.curve
    for exam in item.exams:
        if exam <= day:
            continue
        swept, sweep = outlooks[exam]
        now = [expect(trace, day, exam, tendency, curve) for trace in traces]
        if swept < 1:
            total += (1 - swept) * (recall_of(now, exam, curve) - recall_of(traces, exam, curve))
        if swept > 0:
            both = recall_of([expect(each, sweep, exam, tendency, curve) for each in now], exam, curve)
            once = recall_of([expect(each, sweep, exam, tendency, curve) for each in traces], exam, curve)
            total += swept * (both - once)
    return total


def choose(
    items: Sequence[Item],
    state: State,
    day: int,
    seconds: float,
    outlooks: Mapping[int, Outlook],
    tendency: Tendency,
    *,
    skip: Iterable[int] = (),
) -> list[int]:
    """The topics of a day, the one with the highest worth a minute first.

    A new topic waits until what it builds on has been recalled, if only earlier on the same day.

    Args:
        items: the topics that an exam asks for.
        state: what is known of them.
        day: ordinal of the day.
        seconds: that may be filled; never exceeded.
        outlooks: exam day → what is to come before it.
        tendency: of the learner.
        skip: places of topics that cannot be recalled on this day.

    Returns:
        Their places in the course.
    """
    barred = set(skip)
    by_place = {item.place: item for item in items}
    met = {place for place, traces in state.items() if any(trace[0] for trace in traces)}
    queue: list[tuple[float, int]] = []

    def offer(item: Item) -> None:
        value = worth(item, state[item.place], day, outlooks, tendency)
        if value >= WORTHLESS:
            heappush(queue, (-value / item.seconds, item.place))

    waiting = []
    for item in items:
        if item.place in barred:
            continue
        if item.place in met or all(need in met for need in item.needs):
            offer(item)
        else:
            waiting.append(item)
    chosen: list[int] = []
    while queue:
        place = heappop(queue)[1]
        if by_place[place].seconds > seconds:
            continue
        seconds -= by_place[place].seconds
        chosen.append(place)
        if place not in met:
            met.add(place)
            ready = [item for item in waiting if all(need in met for need in item.needs)]
            waiting = [item for item in waiting if item not in ready]
            for item in ready:
                offer(item)
    return chosen
