"""A fit to the older answers, judged on the newest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from flashcards.events import Event
from flashcards.fitting.answers import Given, given
from flashcards.fitting.errors import TooFewError
from flashcards.fitting.judgement import compared, forecasts, judged
from flashcards.fitting.optimiser import optimised
from flashcards.memory_model import DEFAULT, MemoryModel
from flashcards.parameters import Fit

ENOUGH: Final = 400
"""Answers from which on a fit is worth the while; below, nothing measurable comes of it."""

REPEATED: Final = 150
"""How many of them must be of points that were answered before: only those can be foreseen."""

SHARE: Final = 0.3
"""Of the repeated answers, the newest, are held out. A fit to more is hardly better, and fewer held
out do not tell a better one: of 40 simulated learners far from the default, with 1,000 answers, 21
were found out by a fifth and 28 by this; of 120 who are the default, two seemed better."""

RECALLS: Final = 5
"""Recalls, at least, that the answers held out are of, and those that are fitted to."""

Z: Final = 1.645
"""Standard errors by which the fitted parameters must be better: chance alone does that once in
twenty times."""


class Found(Struct, frozen=True):
    """What a fit came to.

    Attributes:
        fit: the fitted parameters beside the published ones.
        saving: by how much less the fitted ones lose, in nats an answer held out.
        error: standard error of that, taking the answers of a recall together.
        better: whether that is more than chance explains.
    """

    fit: Fit
    saving: float
    error: float
    better: bool


def fit(events: Iterable[Event], today: date) -> Found:
    """Fit parameters to a journal and judge them.

    Args:
        events: the whole journal, oldest first.
        today: the study day.

    Raises:
        TooFewError: there are too few answers.
        FittingError: the optimiser is not installed, or finds nothing.
    """
    answers = given(events)
    cut = _cut(answers)
    model = MemoryModel(optimised([each for each in answers if each.day < cut]))
    default, fitted = (
        [each for each in forecasts(answers, by) if each.answer.day >= cut]
        for by in (DEFAULT, model)
    )
    saving, error = compared(default, fitted)
    return Found(
        fit=Fit(
            parameters=model.parameters,
            fitted_on=today,
            answers=len(answers),
            held_out=len(fitted),
            recalled=sum(each.recalled for each in fitted) / len(fitted),
            default=judged(default),
            fitted=judged(fitted),
        ),
        saving=saving,
        error=error,
        better=saving > Z * error,
    )


def _cut(answers: Sequence[Given]) -> int:
    """Ordinal of the first study day that is held out.

    Raises:
        TooFewError: there are too few answers.
    """
    count = len(answers)
    if count < ENOUGH:
        raise TooFewError(
            f"Answers to key points that moved the schedule, so far: {count}. "
            f"Parameters can be fitted from {ENOUGH} on; {ENOUGH - count} to go.",
            count,
        )
    days = sorted(each.day for each in answers if each.gap)
    if len(days) < REPEATED:
        raise TooFewError(
            f"Of {count} answers, so many are to a key point that was answered before: "
            f"{len(days)}. Parameters can be fitted from {REPEATED} such on; "
            f"{REPEATED - len(days)} to go.",
            count,
        )
    cut = days[int((1 - SHARE) * len(days))]
    recalls = {each.recall for each in answers if each.gap}
    held = sum(day >= cut for _, day in recalls)
    if min(held, len(recalls) - held) < RECALLS:
        raise TooFewError(
            f"The {len(days)} answers to key points that were answered before are of "
            f"{len(recalls)} recalls, {held} of them on the newest days, too few to judge by.",
            count,
        )
    return cut
