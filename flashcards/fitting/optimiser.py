"""The optimiser of the fsrs-rs project, where it is installed: from answers to parameters."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple

from flashcards.fitting.answers import Given
from flashcards.fitting.errors import FittingError
from flashcards.memory_model import DEFAULT, HIGHEST, LOWEST, MemoryModel

if TYPE_CHECKING:
    from fsrs_rs_python import FSRSReview

MOST: Final = 10_000
"""Answers after the second to a point that the optimiser is given, the newest of them; more change
nothing and take minutes. The second ones tell it how to begin, and it has them all."""

LONGEST: Final = 256
"""Answers to one point after which its further ones are left out of the fit, as the optimiser
does by itself."""

EPOCHS, BATCH, SEED = 15, 128, 20261122
"""How the optimiser goes about it. A learner has fewer answers than the collections that its own
settings are made for; smaller steps and more of them fitted simulated learners better."""

INSTALL: Final = (
    "The optimiser is not installed. In the environment of this program, run: "
    "pip install fsrs-rs-python"
)


class History(NamedTuple):
    """The reviews of a point, and how many of them are meant."""

    reviews: list[FSRSReview]
    stop: int


def optimised(answers: Sequence[Given]) -> tuple[float, ...]:
    """Parameters fitted to answers, within their bounds and with four decimals.

    Raises:
        FittingError: the optimiser is not installed, or finds nothing.
    """
    try:
        from fsrs_rs_python import FSRS, FSRSItem, TrainingConfig
    except ImportError:
        raise FittingError(INSTALL) from None
    config = TrainingConfig(num_epochs=EPOCHS, batch_size=BATCH, seed=SEED)
    items = [FSRSItem(each.reviews[: each.stop]) for each in _newest(_histories(answers))]
    try:
        found = FSRS(DEFAULT.parameters).compute_parameters(items, training_config=config)
        bounded = (
            min(max(round(value, 4), low), high)
            for value, low, high in zip(found, LOWEST, HIGHEST, strict=True)
        )
        return MemoryModel(tuple(bounded)).parameters
    except ValueError as error:
        raise FittingError(f"The optimiser finds no parameters ({error}).") from None


def _newest(histories: Iterable[History]) -> list[History]:
    """Not more histories than help."""
    second: list[History] = []
    further: deque[History] = deque(maxlen=MOST)
    for each in histories:
        (second if each.stop == 2 else further).append(each)
    return [*second, *further]


def _histories(answers: Iterable[Given]) -> Iterator[History]:
    """For every repeated answer, the reviews of its point up to it as the optimiser takes them."""
    from fsrs_rs_python import FSRSReview

    reviews: dict[tuple[str, str], list[FSRSReview]] = {}
    for each in answers:
        history = reviews.setdefault(each.point, [])
        if len(history) == LONGEST:
            continue
        history.append(FSRSReview(each.rating, each.gap))
        if each.gap:
            yield History(history, len(history))
