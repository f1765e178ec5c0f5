"""Recall texts with their ticks, and how well suggestions agree with them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from flashcards.cards import Topic
from flashcards.deck import bundled_content, load_deck
from flashcards.recall import suggest

FOLDER = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Ticked:
    """One text: its topic, what kind of text it is, and which points it covers."""

    topic: str
    kind: str
    text: str
    recalled: frozenset[str]
    partly: frozenset[str]


@dataclass(frozen=True, slots=True)
class Agreement:
    """Suggestions against ticks, counted over points; points partly there are not counted."""

    right: int
    false: int
    missed: int

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.false) if self.right + self.false else 1.0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    def __add__(self, other: Agreement) -> Agreement:
        return Agreement(
            self.right + other.right, self.false + other.false, self.missed + other.missed
        )


def topics() -> dict[str, Topic]:
    return {topic.id: topic for topic in load_deck(bundled_content()).topics}


def texts(folder: str) -> Iterator[Ticked]:
    for file in sorted((FOLDER / folder).glob("*.yaml")):
        document = yaml.safe_load(file.read_text(encoding="utf-8"))
        for recall in document["recalls"]:
            yield Ticked(
                document["topic"],
                recall["kind"],
                recall["text"],
                frozenset(recall.get("recalled", ())),
                frozenset(recall.get("partly", ())),
            )


def sentences() -> Iterator[tuple[str, str, bool, str]]:
    """Topic, point, whether the sentence says it, and the sentence."""
    document = yaml.safe_load((FOLDER / "sentences.yaml").read_text(encoding="utf-8"))
    for topic, points in document.items():
        for point, said in points.items():
            yield from ((topic, point, True, sentence) for sentence in said["right"])
            yield from ((topic, point, False, sentence) for sentence in said["wrong"])


def agreement(topic: Topic, ticked: Ticked) -> Agreement:
    suggested = set(suggest(topic, ticked.text))
    return Agreement(
        len(suggested & ticked.recalled),
        len(suggested - ticked.recalled - ticked.partly),
        len(ticked.recalled - suggested),
    )


def total(agreements: Iterable[Agreement]) -> Agreement:
    return sum(agreements, Agreement(0, 0, 0))
