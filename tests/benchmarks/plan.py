"""How long a plan takes for courses of 17, 500 and 2,000 topics of six points.

Run with ``python -m tests.benchmarks.plan``. Ratios are to a loop over the same number of
retrievabilities, so that they can be compared between machines.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from statistics import median
from time import perf_counter

from flashcards.cards import Topic
from flashcards.fold import TopicMemory, from_json, to_json
from flashcards.memory import forgetting_curve
from flashcards.schedule import Pace, plan, preview, statuses
from tests.flashcards.histories import NO, POINTS, TODAY, YES, days, moment, remembered, topic


def seconds(work: Callable[[], object], repeats: int = 15) -> float:
    """The median of several runs, after one that is not counted."""
    work()
    taken = []
    for _ in range(repeats):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return median(taken)


def course(size: int) -> tuple[list[Topic], dict[str, TopicMemory]]:
    """A chain of topics, nine of ten of them recalled within the last two months."""
    chance = random.Random(size)
    topics, memories = [], {}
    for number in range(size):
        after = (f"t{number - 1}",) if number else ()
        made = topic(f"t{number}", after=after)
        topics.append(made)
        if chance.random() < 0.9:
            last = moment(TODAY - days(chance.randrange(1, 60)))
            stabilities = {point: chance.lognormvariate(3, 1.5) for point in POINTS}
            missed = "".join(chance.sample(POINTS, chance.randrange(3)))
            memories[made.key] = remembered(stabilities, last, missed)
    return topics, memories


def row(size: int) -> str:
    """The times for a course of so many topics."""
    topics, memories = course(size)
    texts = [to_json(memory) for memory in memories.values()]
    yardstick = seconds(lambda: [forgetting_curve(9, 12.5) for _ in range(6 * size)])
    planned = seconds(lambda: plan(topics, memories, Pace(), moment()))
    stated = seconds(lambda: statuses(topics, memories, Pace(), moment()))
    loaded = seconds(lambda: [from_json(text) for text in texts])
    return (
        f"{size:>7} {planned * 1e3:>9.2f} {stated * 1e3:>12.2f} "
        f"{planned / yardstick:>7.1f} {loaded * 1e3:>13.2f}"
    )


def main() -> None:
    """Print a table."""
    print(f"{'topics':>7} {'plan ms':>9} {'statuses ms':>12} {'ratio':>7} {'from_json ms':>13}")
    for size in (17, 500, 2000):
        print(row(size))
    answers = dict.fromkeys(POINTS, YES) | {"a": NO}
    memory = remembered(dict.fromkeys(POINTS, 12.5), moment(TODAY - days(9)))
    asked = seconds(lambda: preview(topic(), memory, answers, moment()))
    print(f"preview of six answers: {asked * 1e3:.2f} ms")


if __name__ == "__main__":
    main()
