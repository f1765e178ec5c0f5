"""What the worker computes for the explorers. Only :mod:`app.worker` imports this."""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from app.tasks import bench, fits_of
from flashcards.models.columns import Data
from flashcards.models.errors import ModelError
from flashcards.models.examples import fitted
from flashcards.models.explore import influence as influences
from flashcards.models.explore import parameters, questions, shrinkage, sidebyside
from flashcards.models.explore.exchange import (
    ComparedAsked,
    ComparedShown,
    FormulasAsked,
    FormulasShown,
    InfluenceAsked,
    InfluenceShown,
    Parameters,
    ParametersAsked,
    ParametersShown,
    Question,
    QuestionAsked,
    ShrinkageAsked,
    ShrinkageShown,
    SpreadAsked,
    SpreadShown,
    StartAsked,
)
from flashcards.models.live import Asked
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit


def shrunk(asked: ShrinkageAsked) -> ShrinkageShown:
    """A model of data in which groups were moved.

    Raises:
        ModelError: it cannot be computed; the sentence says why.
    """
    data, labels = _data(asked.data)
    found = shrinkage.shrinkage(asked, _mixed(asked.data, asked.model, data), data, labels)
    return _told(asked.data, found)


def left_out(asked: InfluenceAsked) -> InfluenceShown:
    """A model without some groups.

    Raises:
        ModelError: it cannot be computed; the sentence says why.
    """
    data, labels = _data(asked.data)
    found = influences.leave_out(asked, _mixed(asked.data, asked.model, data), data, labels)
    return _told(asked.data, found)


def drawn(asked: ParametersAsked) -> ParametersShown:
    """One data set from known parameters.

    Raises:
        ModelError: none can be drawn from them.
    """
    return parameters.one(asked)


def spread(asked: SpreadAsked) -> Generator[SpreadShown, None, SpreadShown]:
    """The estimates of many data sets, what there is so far and then all.

    Raises:
        ModelError: none can be drawn from these parameters.
    """
    return parameters.spread(asked)


def start(asked: StartAsked) -> Parameters:
    """The estimates of a card's model, rounded, as parameters to begin with.

    Raises:
        ModelError: it is no model of one factor with an intercept and a slope.
    """
    data, _ = _data(asked.data)
    return parameters.start(_mixed(asked.data, asked.model, data))


def compared(asked: ComparedAsked) -> ComparedShown:
    """Two models side by side.

    Raises:
        ModelError: one cannot be fitted; the sentence says why.
        FormulaError: a formula cannot be read.
    """
    data, labels = _data(asked.data)
    return _told(asked.data, sidebyside.compared(asked, data, labels, fits_of(asked.data)))


def offered(asked: FormulasAsked) -> FormulasShown:
    """Models that one would compare.

    Raises:
        ModelError: the model at hand is none.
        FormulaError: its formula cannot be read.
    """
    data, labels = _data(asked.data)
    return sidebyside.offered(asked, data, labels)


def question(asked: QuestionAsked) -> Question:
    """A question about a model.

    Raises:
        ModelError: there is nothing to ask about it.
        FormulaError: its formula cannot be read.
    """
    data, _ = _data(asked.data)
    return questions.question(_fit(asked.data, asked.model, data), data, asked.seed)


def _data(name: str) -> tuple[Data, Mapping[str, str]]:
    ready = bench(name)
    return ready.data(name), ready.labels(name)


Told = TypeVar("Told", ShrinkageShown, InfluenceShown, ComparedShown)


def _told(name: str, shown: Told) -> Told:
    """The same with what is to be said of these data."""
    words = bench(name).words(name)
    return replace(shown, messages=(*shown.messages, words)) if words else shown


def _fit(name: str, model: str, data: Data) -> LmFit | LmerFit:
    return fitted(Asked(name, (model,)), data, fits_of(name))[0].fit


def _mixed(name: str, model: str, data: Data) -> LmerFit:
    fit = _fit(name, model, data)
    if not isinstance(fit, LmerFit):
        raise ModelError("This needs a model with random effects.", "Choose one of lmer().")
    return fit
