"""The choice of one day: what a recall now is worth on the exam day, and what fits the minutes.

The worth of a recall is how many more points she is expected to recall on the exam day because of
it. Most topics will come once more before the exam, in the final sweep over its last days. What a
recall today adds is then less than it seems, and something else: it makes the later one succeed.
So the worth is the difference between two futures, with the recall and without, and in each the
topic is swept later if that pays. Where the days that are left cannot hold a sweep of every topic,
a place in it has a price: what the best topic gains that gets none. By this a topic whose recall
would be forgotten again waits for the last days, one that lasts is taken early, and the last
recalls spread over as many days as they need.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from heapq import heappop, heappush
from typing import NamedTuple

from flashcards.planning.traces import (
    PUBLISHED,
    Tendency,
    Trace,
    expect,
    recall_after,
    recall_of,
)

ATTENDANCE = 0.85
"""How likely it is that what is planned for a later day will be done."""

FADED = 0.05
"""What a point that is forgotten today adds to the worth of its topic, whatever the model says of
the exam day: models are least to be trusted about days that are far away."""

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
        seconds: of study on all later days.
        sweep: ordinal of the day in the middle of the final sweep; 0 where no day is left.
    """

    seconds: float
    sweep: int


class Gains(NamedTuple):
    """How many more points are recalled on an exam day than without any further recall.

    Attributes:
        now: with a recall today.
        later: with one in the sweep, if she is there.
        both: with both, if she is there.
        seconds: that a recall takes.
    """

    now: float
    later: float
    both: float
    seconds: int

    def worth(self, price: float) -> float:
        """What a recall today adds where a second of the sweep has a price."""
        cost = price * self.seconds
        return max(self.now, self.both - cost) - max(0.0, self.later - cost)


State = dict[int, tuple[Trace, ...]]
"""Place of a topic → its points; a topic that was never recalled has one trace, unanswered."""


def outlook(later: Sequence[int], seconds: float, demand: float) -> Outlook:
    """What is to come after a day.

    Args:
        later: ordinals of the study days after it and before the exam, in order.
        seconds: of study on each.
        demand: seconds that one recall of every topic of the exam takes.
    """
    if not later or seconds <= 0:
        return Outlook(0.0, 0)
    window = min(len(later), max(1, round(demand / seconds)))
    return Outlook(len(later) * seconds, later[len(later) - 1 - window // 2])


def gains(
    item: Item,
    traces: Sequence[Trace],
    day: int,
    exam: int,
    sweep: int,
    base: Tendency = PUBLISHED,
) -> Gains:
    """What recalls of a topic on a day and in the sweep add on an exam day.

    Args:
        item: the topic.
        traces: its points, before.
        day: ordinal of the day.
        exam: ordinal of the exam day.
        sweep: ordinal of the day of the sweep, or 0 for none.
        base: the tendency by which days are chosen, that of the model.
    """
    curve = base.curve
    none = recall_of(traces, exam, curve)
    once = [expect(trace, day, exam, base, curve) for trace in traces]
    now = recall_of(once, exam, curve) - none
    if not sweep:
        return Gains(now, 0.0, now, item.seconds)
    swept = recall_after(traces, sweep, exam, base, curve)
    twice = recall_after(once, sweep, exam, base, curve)
    later = ATTENDANCE * (swept - none)
    both = ATTENDANCE * (twice - none) + (1 - ATTENDANCE) * now
    return Gains(now, later, both, item.seconds)


def price(found: Iterable[Gains], seconds: float) -> float:
    """The price of a second of the sweep: what the best topic gains that finds no place in it."""
    for each in sorted(found, key=lambda each: -each.later / each.seconds):
        seconds -= each.seconds
        if seconds < 0:
            return each.later / each.seconds
    return 0.0


def worths(
    items: Sequence[Item],
    state: State,
    day: int,
    outlooks: Mapping[int, Outlook],
    base: Tendency = PUBLISHED,
) -> dict[int, float]:
    """Place → how many points more a recall on a day makes, over all exams that ask for it.

    Args:
        items: the topics.
        state: what is known of them.
        day: ordinal of the day.
        outlooks: exam day → what is to come before it.
        base: the tendency by which days are chosen.
    """
    total = dict.fromkeys((item.place for item in items), 0.0)
    for exam, (seconds, sweep) in outlooks.items():
        found = {
            item.place: gains(item, state[item.place], day, exam, sweep, base)
            for item in items
            if exam in item.exams
        }
        cost = price(found.values(), seconds) if sweep else 0.0
        for place, each in found.items():
            total[place] += each.worth(cost)
    for item in items:
        if total[item.place] > 0:
            kept = recall_of(state[item.place], day, base.curve)
            total[item.place] += FADED * (item.points - kept)
    return total


def choose(
    items: Sequence[Item],
    state: State,
    day: int,
    seconds: float,
    outlooks: Mapping[int, Outlook],
    *,
    skip: Iterable[int] = (),
    base: Tendency = PUBLISHED,
) -> list[int]:
    """The topics of a day, the one with the highest worth a minute first.

    A new topic waits until what it builds on has been recalled, if only earlier on the same day.

    Args:
        items: the topics that an exam asks for.
        state: what is known of them.
        day: ordinal of the day.
        seconds: that may be filled; never exceeded.
        outlooks: exam day → what is to come before it.
        skip: places of topics that cannot be recalled on this day.
        base: the tendency by which days are chosen, that of the model.

    Returns:
        Their places in the course.
    """
    barred = set(skip)
    by_place = {item.place: item for item in items}
    met = {place for place, traces in state.items() if any(trace[0] for trace in traces)}
    value = worths(items, state, day, outlooks, base)
    queue: list[tuple[float, int]] = []

    def offer(item: Item) -> None:
        if value[item.place] >= WORTHLESS:
            heappush(queue, (-value[item.place] / item.seconds, item.place))

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
