"""A long journal, the same from the same seed, to measure the program with.

    python -m tests.benchmarks.make_journal FOLDER [--events 100000] [--seed 1]

makes FOLDER/journal.sqlite3; start the program on it with FLASHCARDS_HOME=FOLDER.
"""

from __future__ import annotations

import argparse
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from flashcards.clock import Moment
from flashcards.events import Answer, Drilled, Event, Read, Recalled, Undone
from flashcards.journal import Journal
from flashcards.memory import SCHEDULER

LAST = datetime(2026, 11, 1, 20, 0, tzinfo=UTC)
"""When the last event happened."""

YEARS = 10
"""Over how long the events are spread."""

WORDS = (
    *("intercept", "slope", "residual", "variance", "group", "partial", "pooling", "shrinkage"),
    *("random", "fixed", "effect", "estimate", "the", "of", "a", "between", "within", "model"),
    *("each", "student", "school", "mean", "is", "toward", "with", "larger"),
)


def events(topics: Mapping[str, Sequence[str]], count: int, seed: int) -> Iterator[Event]:
    """So many events in order of time: recalls for the most part, drills, undos and readings.

    Args:
        topics: topic key → ids of its key points.
        count: how many.
        seed: the same seed gives the same events.
    """
    rng = random.Random(seed)
    device = _id(rng)
    step = timedelta(days=365 * YEARS) / count
    last: Recalled | None = None
    for number in range(1, count + 1):
        moment = Moment.of(LAST - step * (count - number))
        topic = rng.choice(list(topics))
        kind = rng.random()
        if kind < 0.03 and last is not None:
            yield Undone(_id(rng), device, moment, last.topic, last.id)
            last = None
        elif kind < 0.05:
            yield Read(_id(rng), device, moment, topic)
        elif kind < 0.25:
            point = rng.choice(topics[topic])
            yield Drilled(_id(rng), device, moment, topic, point, Answer.YES)
        else:
            last = _recall(rng, device, moment, topic, topics[topic])
            yield last


def make(folder: Path, topics: Mapping[str, Sequence[str]], count: int, seed: int = 1) -> Path:
    """A journal of so many events; returns its file."""
    with Journal.open(folder) as journal:
        journal.extend(events(topics, count, seed))
        return journal.file


def _recall(
    rng: random.Random, device: str, moment: Moment, topic: str, points: Sequence[str]
) -> Recalled:
    text = " ".join(rng.choices(WORDS, k=rng.randint(40, 120)))
    answers = {point: rng.choices(list(Answer), (2, 1, 5))[0] for point in points}
    return Recalled(
        id=_id(rng),
        device=device,
        moment=moment,
        topic=topic,
        text=text,
        seconds=round(rng.uniform(60, 150), 1),
        comfort=rng.randint(1, 5),
        paper=False,
        answers=answers,
        suggested=tuple(points[:2]),
        note=rng.choice(WORDS),
        content="0" * 16,
        scheduler=SCHEDULER,
    )


def _id(rng: random.Random) -> str:
    return str(UUID(int=rng.getrandbits(128), version=4))


def main() -> None:
    """Make one, with the topics of the course."""
    from flashcards.deck import bundled_content, load_deck

    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    course = load_deck(bundled_content()).topics
    topics = {topic.key: [point.id for point in topic.key_points] for topic in course}
    print(make(arguments.folder, topics, arguments.events, arguments.seed))


if __name__ == "__main__":
    main()
