"""What a figure is drawn from: fitted models, their data, and what to call things."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Final

import numpy as np

from flashcards.models.columns import Data, Factor, Float, Ints, column
from flashcards.models.errors import ModelError
from flashcards.models.figures.figure import Meaning
from flashcards.models.figures.words import place, unit_of
from flashcards.models.frame import length_of
from flashcards.models.groups import RandomBlock, factor_of
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT
from flashcards.models.terms import Effects
from flashcards.models.tree import Name, walk

Fit = LmFit | LmerFit

EVERY: Final = "all"
"""Stands for all groups where groups are named."""

COUNTED: Final = "observation"
"""What the horizontal axis counts where models have no predictor."""

MANY: Final = 6
"""Levels from which a factor among the predictors of ``lm`` counts as groups."""


@dataclass(frozen=True, slots=True, eq=False)
class Predictor:
    """What the horizontal axis measures.

    Attributes:
        name: a column; empty where the models have no predictor, and each group's observations
            are counted instead.
        values: (N,) by row of the data, NaN where missing; of a factor the numbers of its levels.
        levels: of a factor.
    """

    name: str
    values: Float
    levels: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class Scene:
    """Fits of the same data, to be drawn.

    Attributes:
        fits: one or more, in the order in which they were named.
        data: what they were fitted to.
        groups: those to be shown, or ``("all",)``; empty where a figure chooses itself.
        labels: by column, what an axis calls it, with its unit: ``reaction time (ms)``.
    """

    fits: tuple[Fit, ...]
    data: Data
    groups: tuple[str, ...] = ()
    labels: Mapping[str, str] = field(default_factory=dict)

    # -- models --------------------------------------------------------------------------------

    @cached_property
    def first(self) -> Fit:
        """The model whose rows and outcome are drawn.

        Raises:
            ModelError: there is none.
        """
        if not self.fits:
            raise ModelError("A figure needs a model.", "Name one: `model: lm(y ~ x)`.")
        return self.fits[0]

    def mixed(self, what: str) -> LmerFit:
        """The last model with random effects, for a figure that needs them.

        Args:
            what: the figure, as its refusal begins: ``A caterpillar needs``.

        Raises:
            ModelError: there is none.
        """
        for fit in reversed(self.fits):
            if isinstance(fit, LmerFit):
                return fit
        raise ModelError(
            f"{what} random effects; this model is lm().",
            "Use lmer() with a term such as `(1 | g)`.",
        )

    def meaning(self, fit: Fit) -> Meaning:
        """What the lines of a model stand for."""
        if isinstance(fit, LmerFit):
            own = [block for block in fit.design.blocks if block.group == self.grouping]
            varying = {name for block in own or fit.design.blocks for name in block.effects}
            return "slopes" if varying - {INTERCEPT} else "intercepts"
        parts = set(self.grouping.split(":"))
        return "none" if parts <= set(names_of(fit.design.model.fixed)) else "complete"

    # -- columns -------------------------------------------------------------------------------

    @cached_property
    def _columns(self) -> dict[str, Float | Factor]:
        return {}

    def column(self, name: str) -> Float | Factor:
        """A column, numbers or names.

        Raises:
            ModelError: there is none of that name.
        """
        if name not in self._columns:
            self._columns[name] = column(self.data, name)
        return self._columns[name]

    @cached_property
    def rows(self) -> Ints:
        """(n,) the rows of the data that the first model was fitted to."""
        return self.first.design.rows

    @cached_property
    def predictor(self) -> Predictor:
        """The horizontal axis: the first numeric predictor, else the first factor.

        Fixed effects are asked first, then what varies by group; the grouping factor is none.
        """
        names = [name for name in self._predictors() if name != self.grouping]
        numeric = [name for name in names if not isinstance(self.column(name), Factor)]
        if not names:
            return Predictor("", self._counted())
        name = (numeric or names)[0]
        found = self.column(name)
        if not isinstance(found, Factor):
            return Predictor(name, found)
        shown = self._of_fitted(found)
        return Predictor(name, np.where(shown.missing, np.nan, shown.codes), shown.levels)

    def _predictors(self) -> Iterator[str]:
        for fit in self.fits:
            yield from names_of(fit.design.model.fixed)
        for fit in self.fits:
            for block in fit.design.blocks:
                yield from names_of(block.term.effects)

    def _counted(self) -> Float:
        """(N,) which observation of its group each row is, from 1."""
        seen: dict[int, int] = {}
        found = np.full(len(self.codes), np.nan)
        for row in self.rows.tolist():
            code = int(self.codes[row])
            seen[code] = seen.get(code, 0) + 1
            found[row] = seen[code]
        return found

    # -- groups --------------------------------------------------------------------------------

    @cached_property
    def grouping(self) -> str:
        """The grouping factor as lme4 names it; empty where neither models nor data have one."""
        return self._grouping[0]

    @cached_property
    def codes(self) -> Ints:
        """(N,) the group of each row of the data; −1 for a row in none or in no model."""
        return self._grouping[1].codes

    @cached_property
    def levels(self) -> tuple[str, ...]:
        """All groups, in R's order."""
        return self._grouping[1].levels

    @cached_property
    def _grouping(self) -> tuple[str, Factor]:
        name, found = self._factor()
        return name, self._of_fitted(found)

    def _of_fitted(self, found: Factor) -> Factor:
        """A factor with no value in rows that no model was fitted to."""
        kept = np.full(len(found), -1, dtype=np.intp)
        for fit in self.fits:
            kept[fit.design.rows] = found.codes[fit.design.rows]
        return Factor(kept, found.levels, found.logical).at()

    def _factor(self) -> tuple[str, Factor]:
        """Of a mixed model the factor by which most effects vary, else the data's finest one."""
        for fit in reversed(self.fits):
            if isinstance(fit, LmerFit):
                block = main_block(fit)
                return block.group, factor_of(block.term, self._as_read(block))
        columns = ((str(name), self.column(str(name))) for name in self.data)
        factors = {name: each for name, each in columns if isinstance(each, Factor)}
        rows = self.first.design.rows
        levels = {name: len(each.at(rows).levels) for name, each in factors.items()}
        # Names of single rows, such as those of trials, would group nothing.
        several = {name: many for name, many in levels.items() if 2 <= many < len(rows)}
        if not several:
            return "", Factor(np.zeros(length_of(self.data), dtype=np.intp), ("",))
        # A predictor of many levels is a grouping factor that was put in by hand.
        fixed = set(names_of(self.first.design.model.fixed))
        by_hand = {name for name in several if name in fixed and several[name] >= MANY}
        name = max(by_hand or several, key=several.__getitem__)
        return name, factors[name]

    def _as_read(self, block: RandomBlock) -> Data:
        """The columns of a grouping factor; factors as they were read, so as to read them once."""
        found = {}
        for name in block.term.group:
            each = self.column(name.text)
            found[name.text] = each if isinstance(each, Factor) else self.data[name.text]
        return found

    def need_groups(self, what: str) -> None:
        """Refuses data without groups, for a figure that shows them.

        Raises:
            ModelError: neither the models nor the data have a grouping factor.
        """
        if not self.grouping:
            raise ModelError(f"{what} groups, and the data have no column that names some.")

    def chosen(self) -> tuple[int, ...]:
        """The groups that were named, as codes; none where a figure chooses itself.

        Raises:
            ModelError: there is no group of a name.
        """
        if self.groups == (EVERY,):
            return tuple(range(len(self.levels)))
        place = {level: code for code, level in enumerate(self.levels)}
        for name in self.groups:
            if name not in place:
                shown = ", ".join(self.levels[:8]) + (" …" if len(self.levels) > 8 else "")
                raise ModelError(f"`{self.grouping}` has no group {name!r}.", f"It has: {shown}.")
        return tuple(place[name] for name in dict.fromkeys(self.groups))

    # -- words ---------------------------------------------------------------------------------

    @property
    def response(self) -> str:
        """The outcome as R names it."""
        return self.first.design.response

    @property
    def noun(self) -> str:
        """What one group is called: ``subject``, ``child`` of ``child:school``."""
        return self.grouping.split(":", maxsplit=1)[0]

    def said(self, value: float) -> str:
        """A value of the predictor, or the name of a level."""
        levels = self.predictor.levels
        return levels[round(value)] if levels else place(value)

    @property
    def x_label(self) -> str:
        """What the horizontal axis is called."""
        name = self.predictor.name
        return (
            self.labels.get(name, name)
            if name
            else f"{COUNTED} of the {self.noun}"
            if self.grouping
            else COUNTED
        )

    @property
    def y_label(self) -> str:
        """What the vertical axis is called."""
        return self.labels.get(self.response, self.response)

    @property
    def y_unit(self) -> str:
        """The outcome's unit with a space before it, or empty."""
        unit = unit_of(self.y_label)
        return f" {unit}" if unit else ""

    @property
    def x_unit(self) -> str:
        """What one step of the predictor is called: ``mg``, or ``unit``."""
        return unit_of(self.x_label) or "unit"


def names_of(effects: Effects) -> list[str]:
    """The columns that effects name, main effects first."""
    nodes = (part for term in effects.terms for each in term for part in walk(each))
    return list(dict.fromkeys(node.text for node in nodes if isinstance(node, Name)))


def main_block(fit: LmerFit) -> RandomBlock:
    """The random term whose groups are shown: the first with a varying slope, else the first."""
    blocks = fit.design.blocks
    return next((b for b in blocks if set(b.effects) - {INTERCEPT}), blocks[0])


def unique(values: Float) -> list[float]:
    """Distinct finite numbers, ascending."""
    return [float(value) for value in np.unique(values[np.isfinite(values)])]
