"""How well a model foresees answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from math import floor, log, sqrt
from typing import Final, NamedTuple

from flashcards.fitting.answers import Given
from flashcards.memory_model import AGAIN, MemoryModel
from flashcards.parameters import Judged

NEVER: Final = 1e-6
"""The least probability that a forecast is held to."""


class Forecast(NamedTuple):
    """What a model said of a repeated answer before it was given.

    Attributes:
        answer: as it was then given.
        chance: the probability of recall, 0 to 1.
        number: the how manieth answer to the point it is, from 2.
        lapses: misses among the answers before, the first left out.
    """

    answer: Given
    chance: float
    number: int
    lapses: int

    @property
    def recalled(self) -> bool:
        """Whether it was; a *partly* is a recall, as everywhere."""
        return self.answer.rating != AGAIN

    @property
    def loss(self) -> float:
        """What the forecast loses by what came, in nats."""
        return -log(max(self.chance if self.recalled else 1 - self.chance, NEVER))

    @property
    def bin(self) -> tuple[int, int, int]:
        """Answers of like history: by interval, answers and lapses, on a scale of ratios."""
        return (
            _power(self.answer.gap, 3.62),
            _power(self.number, 1.89),
            _power(self.lapses, 1.73) if self.lapses else -1,
        )


def _power(value: int, base: float) -> int:
    return floor(log(value) / log(base))


def forecasts(answers: Iterable[Given], model: MemoryModel) -> Iterator[Forecast]:
    """What a model says of every repeated answer, from the answers before it."""
    states: dict[tuple[str, str], tuple[float, float, int, int]] = {}
    for each in answers:
        state = states.get(each.point)
        if state is None:
            states[each.point] = *model.first(each.rating), 1, 0
            continue
        stability, difficulty, number, lapses = state
        chance = model.recall(each.gap, stability)
        yield Forecast(each, chance, number + 1, lapses)
        moved = model.after(stability, difficulty, each.gap, each.rating)
        states[each.point] = *moved, number + 1, lapses + (each.rating == AGAIN)


def judged(held: Sequence[Forecast]) -> Judged:
    """How good forecasts were.

    The second measure is that of the benchmark of the open-spaced-repetition project.
    """
    bins: dict[tuple[int, int, int], list[Forecast]] = {}
    for each in held:
        bins.setdefault(each.bin, []).append(each)
    square = sum(
        sum(each.chance - each.recalled for each in alike) ** 2 / len(alike)
        for alike in bins.values()
    )
    return Judged(
        log_loss=sum(each.loss for each in held) / len(held),
        rmse=sqrt(square / len(held)),
        foreseen=sum(each.chance for each in held) / len(held),
    )


def compared(one: Sequence[Forecast], other: Sequence[Forecast]) -> tuple[float, float]:
    """By how much less the other forecasts of the same answers lose, and its standard error.

    The answers of one recall are not independent: they are about one topic, on a good day or a bad
    one. So it is the sums of recalls that vary; there must be two at least.
    """
    by_recall: dict[tuple[str, int], list[float]] = {}
    for before, after in zip(one, other, strict=True):
        by_recall.setdefault(before.answer.recall, []).append(before.loss - after.loss)
    saving = sum(map(sum, by_recall.values())) / len(one)
    off = (sum(savings) - len(savings) * saving for savings in by_recall.values())
    spread = sum(each**2 for each in off) * len(by_recall) / (len(by_recall) - 1)
    return saving, sqrt(spread) / len(one)
