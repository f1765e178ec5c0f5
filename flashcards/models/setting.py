"""What a view is made of: fitted models under their names, and the data they were fitted to."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from flashcards.models.columns import Data
from flashcards.models.errors import ModelError
from flashcards.models.figures.scene import Scene
from flashcards.models.live import Output
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT
from flashcards.models.requests import ModelCall
from flashcards.models.rtext import as_name, make_names


@dataclass(frozen=True, slots=True, eq=False)
class Fitted:
    """A model and its fit.

    Attributes:
        call: what was asked for.
        fit: what came of it.
    """

    call: ModelCall
    fit: LmFit | LmerFit

    @property
    def name(self) -> str:
        """What R code calls it."""
        return as_name(self.call.name)

    @property
    def mixed(self) -> LmerFit:
        """The fit of a mixed model.

        Raises:
            ModelError: it is another one.
        """
        if not isinstance(self.fit, LmerFit):
            raise ModelError(f"`{self.call.name}` has no random effects.")
        return self.fit


@dataclass(frozen=True, eq=False)
class Setting:
    """What a view is made of beside models.

    Attributes:
        models: all of the example's.
        data: what they were fitted to.
        name: what the data are called.
        digits: R's ``options(digits)``.
    """

    models: tuple[Fitted, ...]
    data: Data
    name: str
    digits: int

    @property
    def data_name(self) -> str:
        """The data's name in R code."""
        return make_names([self.name])[0]

    @cached_property
    def scene(self) -> Scene:
        """The same for figures, which finds the grouping factor."""
        return Scene(tuple(each.fit for each in self.models), self.data)

    def column(self, name: str) -> str:
        """A column of the data in R code."""
        return f"{self.data_name}${as_name(name)}"


def output_of(view: str, call: str, lines: Sequence[str]) -> Output:
    """One output of a view."""
    return Output(view, call, tuple(lines))


def short_name(effect: str, effects: Sequence[str]) -> str:
    """``int`` for the intercept, ``slope`` for the one other effect, else its own name."""
    if effect == INTERCEPT:
        return "int"
    return "slope" if sum(each != INTERCEPT for each in effects) == 1 else effect
