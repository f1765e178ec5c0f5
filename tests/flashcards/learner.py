"""A learner of a small made-up course, for the tests of what study says as a whole."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.deck import Deck
from flashcards.events import Answer, Purpose, Recalled
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study
from tests.flashcards.histories import TODAY, YES, days, moment, topic

COURSE = Deck(
    "p",
    "A course",
    "",
    (
        topic("one", "ab", minutes=1),
        topic("two", "abcd", after=("one",), minutes=2),
        topic("three", "abc", after=("two",), minutes=3),
    ),
)


@dataclass
class Clock:
    """Stands still until it is moved."""

    now: Moment = field(default_factory=lambda: moment(TODAY))

    def moment(self) -> Moment:
        return self.now

    def monotonic(self) -> float:
        return 0.0

    def pass_days(self, count: int) -> None:
        at = self.now.at + days(count)
        self.now = Moment(at, self.now.offset, self.now.day + days(count))


@contextmanager
def learner(folder: Path, settings: Settings | None = None) -> Iterator[Study]:
    """One with a journal of her own; her clock can be moved."""
    clock = Clock()
    with Journal.open(folder, clock=clock) as journal:
        yield Study(COURSE, journal, settings or Settings(), clock, folder / "settings.toml")


def clock_of(study: Study) -> Clock:
    assert isinstance(study.clock, Clock)
    return study.clock


def recalled(
    study: Study,
    card: Topic,
    answers: Mapping[str, Answer] | None = None,
    purpose: Purpose = Purpose.STUDY,
    **other: Any,
) -> Recalled:
    """Put a recall of now into the journal; answers that are not given are *yes*."""
    draft = study.new_draft(card, comfort=3, paper=False, timer=True, purpose=purpose)
    given = dict.fromkeys((point.id for point in card.key_points), YES) | dict(answers or {})
    return study.finish(replace(draft, **({"answers": given, "seconds": 60.0} | other)), ())
