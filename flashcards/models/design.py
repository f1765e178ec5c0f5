"""From a formula and data to what is fitted: the outcome, model matrices, grouping factors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import compress
from math import log, prod
from typing import Final

import numpy as np

from flashcards.models import groups
from flashcards.models.columns import Data, Factor, Float, Ints, check_magnitudes
from flashcards.models.errors import ModelError
from flashcards.models.frame import Frame, Variables, length_of, model_frame, variables_of
from flashcards.models.groups import RandomBlock
from flashcards.models.matrix import Matrix, model_matrix, term_labels
from flashcards.models.rank import independent
from flashcards.models.syntax import parse
from flashcards.models.terms import Effects, Model, expand, source_of
from flashcards.models.tree import Formula, Node
from flashcards.models.variables import Learnt, Numeric

__all__ = ["Design", "RandomBlock", "build", "fixed_matrix", "random_parts"]

MAX_COLUMNS: Final = 2_000
"""Columns of a model matrix that are still fitted."""

MAX_CELLS: Final = 200_000_000
"""Its cells: 1.6 GB."""

SCALES_APART: Final = 1_000
"""lme4 warns of columns whose standard deviations differ by more than this factor, from one
another or from 1."""


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """All that a fit needs, of the n rows that have no value missing.

    Attributes:
        formula: as R shows it.
        response: the outcome, as R shows it.
        model: the formula's meaning.
        y: (n,) the outcome.
        x: (n, p) the fixed effects' columns, without those that others determine.
        names: (p,) the columns' names.
        assign: (p,) the term of each column; 0 is the intercept.
        terms: labels of the terms, the first one has number 1.
        blocks: random terms in lme4's order: the factor with the most groups first.
        rows: (n,) which rows of the data these are, from 0.
        dropped: how many rows were left out because a value is missing.
        aliased: names of the columns that were left out because others determine them.
        all_names: names of all columns, those left out among them, in R's order.
        levels: levels of each factor, by its name.
        learnt: what ``scale`` and ``poly`` took from these data.
        warnings: what lme4 remarks on the columns, in its words.
    """

    formula: str
    response: str
    model: Model
    y: Float
    x: Float
    names: tuple[str, ...]
    assign: Ints
    terms: tuple[str, ...]
    blocks: tuple[RandomBlock, ...]
    rows: Ints
    dropped: int
    aliased: tuple[str, ...]
    all_names: tuple[str, ...]
    levels: dict[str, tuple[str, ...]]
    learnt: Learnt
    warnings: tuple[str, ...]

    @property
    def messages(self) -> tuple[str, ...]:
        """What a learner should be told, a sentence each: rows left out, and lme4's remarks."""
        if self.dropped == 1:
            return ("1 row has a missing value and is left out.", *self.warnings)
        if self.dropped:
            told = f"{self.dropped} rows have a missing value and are left out."
            return (told, *self.warnings)
        return self.warnings

    @property
    def nobs(self) -> int:
        """How many rows are fitted."""
        return len(self.y)


def build(formula: str, data: Data, *, mixed: bool) -> Design:
    """Everything that a formula asks of data.

    Args:
        formula: as ``lm`` or ``lmer`` take it.
        data: a data frame, or columns by name.
        mixed: whether it is for ``lmer``, which needs a random term; ``lm`` can have none.

    Raises:
        FormulaError: the formula cannot be read.
        ModelError: it does not fit these data.
    """
    read, model = _read(formula)
    response = _response(model, mixed=mixed)
    random = groups.terms_as_listed(model.random)
    frame = model_frame(response, model.fixed, random, data)
    effects = dict.fromkeys((model.fixed, *(term.effects for term in random)))
    matrices = {each: _matrix(each, frame) for each in effects}
    blocks = [
        RandomBlock(
            groups.name_of(term),
            matrices[term.effects].names,
            matrices[term.effects].values,
            factor.codes,
            factor.levels,
            term,
        )
        for term, factor in zip(random, frame.groupings, strict=True)
    ]
    for block in blocks:
        groups.check(block, len(frame.rows))
    whole = matrices[model.fixed]
    kept = independent(whole.values)
    if len(kept) > kept.sum() == len(frame.rows):
        raise ModelError(
            f"{len(frame.rows):,} rows are too few for the model's {len(kept):,} coefficients.",
            "Leave terms out; is one of its factors meant to be a grouping factor?",
        )
    x = whole.values if kept.all() else np.asfortranarray(whole.values[:, kept])
    aliased = tuple(compress(whole.names, ~kept))
    return Design(
        formula=f"{source_of(response)} ~ {source_of(read.right)}",
        response=source_of(response),
        model=model,
        y=frame.outcome,
        x=x,
        names=tuple(compress(whole.names, kept)),
        assign=whole.assign[kept],
        terms=term_labels(model.fixed),
        blocks=groups.in_order(blocks),
        rows=frame.rows,
        dropped=frame.dropped,
        aliased=aliased,
        all_names=whole.names,
        levels={
            source_of(node): found.levels
            for node, found in frame.variables.items()
            if isinstance(found, Factor)
        },
        learnt=frame.learnt,
        warnings=tuple(_remarks(len(aliased), x)) if mixed else (),
    )


def fixed_matrix(design: Design, data: Data) -> Float:
    """The fixed effects' columns for other data, coded and scaled as the fitted ones were.

    Raises:
        ModelError: a column is missing or of another kind, or has a level that was not fitted.
    """
    variables = _variables_of(design, design.model.fixed, data)
    whole = model_matrix(design.model.fixed, variables, length_of(data))
    place = {name: i for i, name in enumerate(whole.names)}
    return whole.values[:, [place[name] for name in design.names]]


def random_parts(design: Design, data: Data) -> list[tuple[Float, Ints]]:
    """For each random block: its effects' columns for other data, and the rows' groups.

    A group that was not fitted has the code −1.

    Raises:
        ModelError: as in :func:`fixed_matrix`.
    """
    parts = []
    factors = groups.factors_of((block.term for block in design.blocks), data)
    for block, found in zip(design.blocks, factors, strict=True):
        variables = _variables_of(design, block.term.effects, data)
        z = model_matrix(block.term.effects, variables, length_of(data)).values
        place = {level: code for code, level in enumerate(block.levels)}
        translate = np.array([*(place.get(level, -1) for level in found.levels), -1], dtype=np.intp)
        parts.append((z, translate[found.codes]))
    return parts


@lru_cache(maxsize=256)
def _read(formula: str) -> tuple[Formula, Model]:
    read = parse(formula)
    return read, expand(read)


def _response(model: Model, *, mixed: bool) -> Node:
    if model.response is None:
        raise ModelError("This formula has no outcome.", "Write `y ~ x`.")
    if mixed and not model.random:
        raise ModelError(
            "`lmer` needs a random term, and this formula has none.",
            "Add one, such as `(1 | g)`, or use `lm`.",
        )
    if not mixed and model.random:
        raise ModelError("`lm` cannot have a random term.", "Use `lmer` for `(1 | g)`.")
    predictors = {node for term in model.fixed.terms for node in term}
    if model.response in predictors:
        raise ModelError(
            f"`{source_of(model.response)}` stands on both sides of `~`.",
            "An outcome cannot be its own predictor.",
        )
    return model.response


def _matrix(effects: Effects, frame: Frame) -> Matrix:
    rows = len(frame.rows)
    columns = int(effects.intercept) + sum(
        prod(_width(frame.variables[node]) for node in term) for term in effects.terms
    )
    if columns > MAX_COLUMNS or columns * rows > MAX_CELLS:
        raise ModelError(
            f"This model would have {columns:,} columns of {rows:,} rows, too many to fit.",
            "Is one of its factors meant to be a grouping factor?",
        )
    matrix = model_matrix(effects, frame.variables, rows)
    check_magnitudes(matrix.names, matrix.values)
    return matrix


def _width(found: Numeric | Factor) -> int:
    return len(found.levels) - 1 if isinstance(found, Factor) else found.values.shape[1]


def _remarks(aliased: int, x: Float) -> Iterator[str]:
    if aliased:
        words = "column / coefficient" if aliased == 1 else "columns / coefficients"
        yield f"fixed-effect model matrix is rank deficient so dropping {aliased} {words}"
    if _scales_apart(x):
        yield "Some predictor variables are on very different scales: consider rescaling"


def _scales_apart(x: Float) -> bool:
    continuous = ~((x == 0) | (x == 1)).all(axis=0)
    if not continuous.any():
        return False
    with np.errstate(divide="ignore"):
        sizes = np.log(x[:, continuous].std(axis=0, ddof=1))
    return bool(max(np.ptp(sizes), np.abs(sizes).max()) > log(SCALES_APART))


def _variables_of(design: Design, effects: Effects, data: Data) -> Variables:
    """Variables of other data, their factors with the levels that were fitted."""
    found = variables_of((effects,), data, dict(design.learnt))
    return {node: _as_fitted(design, source_of(node), here) for node, here in found.items()}


def _as_fitted(design: Design, name: str, here: Numeric | Factor) -> Numeric | Factor:
    levels = design.levels.get(name)
    if isinstance(here, Numeric) and levels is None:
        return here
    if isinstance(here, Numeric) or levels is None:
        raise ModelError(f"`{name}` is of another kind than in the fitted data.")
    place = {level: code for code, level in enumerate(levels)}
    known = np.array([*(place.get(level, -2) for level in here.levels), -1], dtype=np.intp)
    codes = known[here.codes]
    if (codes == -2).any():
        new = here.levels[int(here.codes[np.argmax(codes == -2)])]
        raise ModelError(f"`{name}` has the level {new!r}, which was not among the fitted ones.")
    return Factor(codes, levels, here.logical)
