"""Questions to be answered before an output is seen, their answers computed from the fit.

Each is about one number of the model (*what is the slope of sub_308?*), a direction (*is it
steeper than the fixed one?*) or a choice (*which subject is pulled in most?*). A seed chooses
which; another seed, another question.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from random import Random
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Float
from flashcards.models.errors import ModelError
from flashcards.models.explore.exchange import Question
from flashcards.models.explore.judging import short
from flashcards.models.explore.shrinkage import estimates, pooled
from flashcards.models.influence import influence
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT

CHOICES: Final = 4
"""Groups that a choice is made among."""

NEAR: Final = 0.5
"""A number is near if it is within so many standard deviations of its kind."""

APART: Final = 0.1
"""What a direction or a choice is asked about differs by at least so many of them."""


Maker = Callable[["_Asker"], Question | None]


def questions(fit: LmFit | LmerFit, data: Data, seed: int) -> Iterator[Question]:
    """Questions about a fit in a random order, each of another sort, until there are no more."""
    chance = Random(seed)  # noqa: S311
    asker = _Asker(fit, data, chance)
    makers = list(MAKERS)
    chance.shuffle(makers)
    for maker in makers:
        if (question := maker(asker)) is not None:
            yield question


def question(fit: LmFit | LmerFit, data: Data, seed: int) -> Question:
    """One question about a fit.

    Raises:
        ModelError: nothing can be asked about this model.
    """
    found = next(questions(fit, data, seed), None)
    if found is None:
        raise ModelError("There is nothing to ask about this model.")
    return found


class _Asker:
    """What the makers of questions share: one fit, its data, and chance."""

    def __init__(self, fit: LmFit | LmerFit, data: Data, chance: Random) -> None:
        self.fit = fit
        self.data = data
        self.chance = chance
        self.fixed = fit.fixef() if isinstance(fit, LmerFit) else fit.coef()
        self.y = fit.design.response

    def slope(self) -> str | None:
        """A fixed effect of one numeric predictor."""
        found = [name for name in self.fixed if name in self.data and name in self.fit.design.names]
        return self.chance.choice(found) if found else None

    def varying(self) -> tuple[str, str, Sequence[str], Float] | None:
        """An effect that varies and is fixed, too: its name, the factor, its groups, deviations."""
        if not isinstance(self.fit, LmerFit):
            return None
        found = [
            (name, group, table.levels, table.values[:, table.columns.index(name)])
            for group, table in self.fit.ranef().items()
            for name in table.columns
            if name in self.fixed
        ]
        found = [each for each in found if float(np.ptp(each[3])) > 0]
        return self.chance.choice(found) if found else None

    def few(self, values: Float) -> list[int] | None:
        """Some places in random order, of which the largest value stands apart; None if none do."""
        spread = float(values.std())
        for _ in range(20):
            places = self.chance.sample(range(len(values)), min(CHOICES, len(values)))
            first, second = sorted(values[places].tolist(), reverse=True)[:2]
            if first - second > APART * spread:
                return places
        return None

    def choice(
        self, text: str, names: Sequence[str], values: Float, because: str
    ) -> Question | None:
        """Which of some groups has the largest value? ``because`` has a place for its name."""
        if len(names) < 2 or (places := self.few(values)) is None:
            return None
        best = max(places, key=lambda place: float(values[place]))
        return Question(
            text,
            "choice",
            tuple(names[place] for place in places),
            places.index(best),
            float(values[best]),
            0.0,
            because.format(names[best]),
        )


def _fixed_number(asker: _Asker) -> Question | None:
    if (name := asker.slope()) is None:
        return None
    place = asker.fit.design.names.index(name)
    value, se = asker.fixed[name], float(asker.fit.standard_errors[place])
    near = max(2 * se, abs(value) / 5)
    return Question(
        f"By how much does {asker.y} change for one more unit of {name}, on average?",
        *("number", (), -1),
        *(value, near, f"the slope of {name} is {short(value, near)}."),
    )


def _fixed_direction(asker: _Asker) -> Question | None:
    if (name := asker.slope()) is None:
        return None
    place = asker.fit.design.names.index(name)
    value, se = asker.fixed[name], float(asker.fit.standard_errors[place])
    if abs(value) < 2 * se:
        return None
    return Question(
        f"As {name} rises, does {asker.y} rise or fall, on average?",
        *("choice", ("it rises", "it falls"), int(value < 0)),
        *(value, 0.0, f"the slope of {name} is {short(value, se)}."),
    )


def _group_number(asker: _Asker) -> Question | None:
    if (found := asker.varying()) is None:
        return None
    name, _, levels, deviations = found
    place = asker.chance.randrange(len(levels))
    value = asker.fixed[name] + float(deviations[place])
    near = NEAR * float(deviations.std())
    average = short(asker.fixed[name], near)
    return Question(
        f"What is the {_named(name)} for {levels[place]}? The average one is {average}.",
        *("number", (), -1),
        *(value, near, f"the {_named(name)} for {levels[place]} is {short(value, near)}."),
    )


def _group_direction(asker: _Asker) -> Question | None:
    if (found := asker.varying()) is None:
        return None
    name, _, levels, deviations = found
    places = np.flatnonzero(np.abs(deviations) > NEAR * deviations.std())
    place = int(asker.chance.choice(places.tolist()))
    value = float(deviations[place])
    scale = float(deviations.std())
    return Question(
        f"Is the {_named(name)} for {levels[place]} above or below the average one?",
        *("choice", ("above", "below"), int(value < 0)),
        *(value, 0.0, f"its deviation is {short(value, scale)}."),
    )


def _highest_group(asker: _Asker) -> Question | None:
    if (found := asker.varying()) is None:
        return None
    name, _, levels, deviations = found
    text = f"Which of these has the highest {_named(name)}?"
    return asker.choice(text, levels, deviations, f"the highest {_named(name)} is that of {{}}.")


def _most_pulled(asker: _Asker) -> Question | None:
    fit = asker.fit
    if not isinstance(fit, LmerFit) or len(fit.design.blocks) > 1:
        return None
    every = estimates(pooled(fit.design.formula, asker.data, fit))
    moved = {
        each.group: abs(each.partial - each.own)
        for each in every
        if each.own is not None and each.effect == INTERCEPT
    }
    text = "Which of these is moved most by shrinkage, from its own intercept to the model's?"
    return asker.choice(
        text, list(moved), np.array(list(moved.values())), "{} is moved most of these."
    )


def _most_influential(asker: _Asker) -> Question | None:
    fit, name = asker.fit, asker.slope()
    if not isinstance(fit, LmerFit) or name is None or len(fit.design.blocks[0].levels) < CHOICES:
        return None
    found = influence(fit)
    change = np.abs(found.fixef[:, found.names.index(name)] - fit.fixef()[name])
    return asker.choice(
        f"Which of these moves the slope of {name} most when it is left out?",
        *(found.levels, change, "leaving out {} moves it most of these."),
    )


def _largest_component(asker: _Asker) -> Question | None:
    fit = asker.fit
    if not isinstance(fit, LmerFit):
        return None
    found = {
        f"between {block.group}": float(np.sqrt(covariance[0, 0]))
        for block, covariance in zip(fit.design.blocks, fit.covariances, strict=True)
        if block.effects == (INTERCEPT,)
    }
    if not found:
        return None
    found["residual"] = fit.sigma
    values = np.array(list(found.values()))
    text = "Which standard deviation is the largest?"
    told = ", ".join(f"{name} {short(value, fit.sigma)}" for name, value in found.items())
    return asker.choice(text, list(found), values, f"{{}} ({told}).")


def _correlation(asker: _Asker) -> Question | None:
    fit = asker.fit
    if not isinstance(fit, LmerFit) or fit.covariances[0].shape != (2, 2):
        return None
    covariance = fit.covariances[0]
    both = float(np.sqrt(covariance[0, 0] * covariance[1, 1]))
    rho = float(covariance[0, 1]) / both if both else 0.0
    if abs(rho) < APART:
        return None
    return Question(
        "Do groups with a higher intercept tend to have a higher or a lower slope?",
        *("choice", ("a higher one", "a lower one"), int(rho < 0)),
        *(rho, 0.0, f"the correlation is {rho:.2f}."),
    )


def _explained(asker: _Asker) -> Question | None:
    fit = asker.fit
    if not isinstance(fit, LmFit):
        return None
    value = 100 * fit.r_squared
    return Question(
        f"How much of the variance of {asker.y} does the model explain, in per cent?",
        *("number", (), -1),
        *(value, 10.0, f"R² is {fit.r_squared:.2f}."),
    )


MAKERS: Final[tuple[Maker, ...]] = (
    _fixed_number,
    _fixed_direction,
    _group_number,
    _group_direction,
    _highest_group,
    _most_pulled,
    _most_influential,
    _largest_component,
    _correlation,
    _explained,
)
"""Every sort of question."""


def _named(effect: str) -> str:
    return "intercept" if effect == INTERCEPT else f"slope of {effect}"
