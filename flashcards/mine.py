"""Her own recalls as a data set: coverage by days since the last time, topics as groups.

Until there are enough of them a simulated student stands in, whose topics differ in level and in
how fast they fade; every output says so. Such data are never those of an experiment: the schedule
chose the days.
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from flashcards.events import Event
from flashcards.fold import standing
from flashcards.progress.history import Attempt, replay

NAME: Final = "mine"
"""What the data set is called in a card, a formula, a command."""

ENOUGH: Final = 30
"""Recalls from which on her own are used."""

ENOUGH_TOPICS: Final = 5
"""Topics that they are spread over, at least."""

STAND_IN: Final = "simulated student"
"""Whose rows they are until then."""

CAVEAT: Final = (
    "What is wrong with them: the schedule chose the days, so a topic that fades fast comes back "
    "soon, and coverage cannot leave 0 to 1, as the model believes it can."
)


class Row(NamedTuple):
    """One recall after the first of its topic.

    Attributes:
        coverage: share of the key points recalled, 0 to 1.
        days: whole days since the last recall of the topic that counted.
        attempt: how many recalls of the topic counted with this one, from 2.
        topic: its id.
        comfort: 1 to 5, or None.
    """

    coverage: float
    days: int
    attempt: int
    topic: str
    comfort: int | None


class Mine(Struct, frozen=True):
    """The data set, hers or the stand-in's.

    Attributes:
        rows: oldest first.
        real: whether they are hers.
        words: whose they are and what is wrong with them, in sentences.
    """

    rows: tuple[Row, ...]
    real: bool
    words: str


LABELS: Final = {
    "coverage": "coverage",
    "days": "days since the last recall",
    "comfort": "comfort before the recall",
}
"""What an axis calls the columns."""


def mine(events: Iterable[Event]) -> Mine:
    """The data set of a journal.

    Args:
        events: the whole journal, oldest first.
    """
    rows = her_rows(replay(standing(events)).attempts)
    topics = len({row.topic for row in rows})
    if len(rows) >= ENOUGH and topics >= ENOUGH_TOPICS:
        words = f"These are your own {len(rows)} recalls of {topics} topics. {CAVEAT}"
        return Mine(rows, real=True, words=words)
    return Mine(
        simulated(),
        real=False,
        words=(
            f"A simulated student stands in for you until you have {ENOUGH} repeated recalls over "
            f"{ENOUGH_TOPICS} topics ({_so_far(len(rows), topics)}). Coverage cannot leave 0 to 1, "
            "as the model believes it can; and in your own data the schedule will have chosen the "
            "days."
        ),
    )


def _so_far(rows: int, topics: int) -> str:
    return f"so far {rows} over {topics}" if rows else "so far none"


def her_rows(attempts: Sequence[Attempt]) -> tuple[Row, ...]:
    """The recalls that counted and were not the first of their topic."""
    return tuple(
        Row(
            attempt.coverage,
            attempt.since,
            attempt.number,
            attempt.topic.rpartition("/")[2],
            attempt.comfort,
        )
        for attempt in attempts
        if attempt.counted and attempt.since is not None and attempt.answers
    )


TOPICS, RECALLS, POINTS = 12, 8, 8
"""Topics of the simulated student, recalls of each after the first, key points of a topic."""


def simulated(seed: int = 1) -> tuple[Row, ...]:
    """A student who does not exist, the same from the same seed.

    Topics differ in level (standard deviation 0.07) and in what a day takes away (0.010 on
    average, standard deviation 0.005); the days are drawn, no schedule chose them.
    """
    rng = random.Random(seed)  # noqa: S311 no secret depends on it
    rows = []
    for number in range(1, TOPICS + 1):
        level, slope = 0.9 + rng.gauss(0, 0.07), -0.010 + rng.gauss(0, 0.005)
        for attempt in range(2, RECALLS + 2):
            days = rng.randint(1, 30)
            share = level + slope * days + rng.gauss(0, 0.06)
            coverage = round(min(max(share, 0.0), 1.0) * 2 * POINTS) / (2 * POINTS)
            comfort = min(max(round(1 + 4 * share + rng.gauss(0, 0.7)), 1), 5)
            rows.append(Row(coverage, days, attempt, f"topic_{number:02}", comfort))
    return tuple(rows)


def as_csv(rows: Sequence[Row]) -> str:
    """The rows as a CSV file with a line of names; a missing comfort is ``NA``, as in R."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(Row._fields)
    for row in rows:
        comfort = "NA" if row.comfort is None else row.comfort
        writer.writerow((f"{row.coverage:.4f}", row.days, row.attempt, row.topic, comfort))
    return out.getvalue()
