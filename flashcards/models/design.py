"""From a formula and data to what is fitted: the outcome, model matrices, grouping factors."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache, reduce
from typing import Final

import numpy as np

from flashcards.models.columns import Bools, Data, Factor, Float, Ints, grouping
from flashcards.models.errors import ModelError
from flashcards.models.matrix import Matrix, Variables, model_matrix, term_labels
from flashcards.models.syntax import parse
from flashcards.models.terms import Effects, Model, RandomTerm, expand, source_of
from flashcards.models.tree import Call, Formula, Name, Node
from flashcards.models.variables import Learnt, Numeric, variable

RANK_TOLERANCE: Final = 1e-7
"""Share of a column's length that must be left beside the columns before it; R's, for ``qr``."""

MAX_CELLS: Final = 200_000_000
"""Cells of a model matrix that are still worth trying (1.6 GB)."""


@dataclass(frozen=True, slots=True, eq=False)
class RandomBlock:
    """The effects of one random term, and the groups that they vary by.

    Attributes:
        group: the grouping factor as lme4 names it (``subject``, ``child:school``).
        effects: (q,) names of the effects (``(Intercept)``, ``x1``).
        z: (n, q) the effects' values by row.
        codes: (n,) which of the m groups each row belongs to.
        levels: (m,) names of the groups, in R's order.
        term: the term that it was made from.
    """

    group: str
    effects: tuple[str, ...]
    z: Float
    codes: Ints
    levels: tuple[str, ...]
    term: RandomTerm


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
        messages: what a learner should be told, a sentence each.
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
    messages: tuple[str, ...]

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
    _check_kind(model, mixed=mixed)
    response = model.response
    assert response is not None  # noqa: S101
    rows_in_all = _length(data)
    learnt: Learnt = {}
    variables = {each: variable(each, data, learnt) for each in _variables(model)}
    outcome = _outcome(response, data, learnt)
    factors = [_groups(term, data) for term in model.random]
    kept = _complete(outcome, variables.values(), factors, rows_in_all)
    if len(kept) < rows_in_all:
        variables = {each: _at(found, kept) for each, found in variables.items()}
        outcome = outcome[kept]
    else:
        variables = {each: _used(found) for each, found in variables.items()}
    _check_values(source_of(response), outcome, variables)
    _check_size(model, variables, len(kept))
    matrix = model_matrix(model.fixed, variables, len(kept))
    independent = _independent(matrix.values)
    aliased = tuple(n for n, ok in zip(matrix.names, independent, strict=True) if not ok)
    messages = tuple(_told(rows_in_all - len(kept), aliased, mixed=mixed))
    blocks = [
        _block(term, factor, variables, kept)
        for term, factor in zip(model.random, factors, strict=True)
    ]
    _check_groups(blocks, len(kept))
    return Design(
        formula=f"{source_of(response)} ~ {source_of(read.right)}",
        response=source_of(response),
        model=model,
        y=outcome,
        x=np.ascontiguousarray(matrix.values[:, independent]) if aliased else matrix.values,
        names=tuple(n for n, ok in zip(matrix.names, independent, strict=True) if ok),
        assign=matrix.assign[independent],
        terms=term_labels(model.fixed),
        blocks=tuple(_ordered(blocks)),
        rows=kept,
        dropped=rows_in_all - len(kept),
        aliased=aliased,
        all_names=matrix.names,
        levels={
            source_of(each): found.levels
            for each, found in variables.items()
            if isinstance(found, Factor)
        },
        learnt=learnt,
        messages=messages,
    )


def fixed_matrix(design: Design, data: Data) -> Float:
    """The fixed effects' columns for other data, coded and scaled as the fitted ones were.

    Raises:
        ModelError: a column is missing or of another kind, or has a level that was not fitted.
    """
    learnt = dict(design.learnt)
    variables = _variables_of(design, design.model.fixed, data, learnt)
    whole = model_matrix(design.model.fixed, variables, _length(data))
    place = {name: i for i, name in enumerate(whole.names)}
    return whole.values[:, [place[name] for name in design.names]]


def random_parts(design: Design, data: Data) -> list[tuple[Float, Ints]]:
    """For each random block: its effects' columns for other data, and the rows' groups.

    A group that was not fitted has the code −1.

    Raises:
        ModelError: as in :func:`fixed_matrix`.
    """
    parts = []
    for block in design.blocks:
        learnt = dict(design.learnt)
        variables = _variables_of(design, block.term.effects, data, learnt)
        z = model_matrix(block.term.effects, variables, _length(data)).values
        found = _groups(block.term, data)
        place = {level: code for code, level in enumerate(block.levels)}
        translate = np.array([*(place.get(level, -1) for level in found.levels), -1], dtype=np.intp)
        parts.append((z, translate[found.codes]))
    return parts


@lru_cache(maxsize=256)
def _read(formula: str) -> tuple[Formula, Model]:
    read = parse(formula)
    return read, expand(read)


def _check_kind(model: Model, *, mixed: bool) -> None:
    if model.response is None:
        raise ModelError("This formula has no outcome.", "Write `y ~ x`.")
    if mixed and not model.random:
        raise ModelError(
            "`lmer` needs a random term, and this formula has none.",
            "Add one, such as `(1 | g)`, or use `lm`.",
        )
    if not mixed and model.random:
        raise ModelError("`lm` cannot have a random term.", "Use `lmer` for `(1 | g)`.")


def _length(data: Data) -> int:
    for name in data:
        return len(data[name])
    raise ModelError("The data have no columns.")


def _variables(model: Model) -> Iterable[Name | Call]:
    effects = (model.fixed, *(term.effects for term in model.random))
    return dict.fromkeys(each for e in effects for term in e.terms for each in term)


def _outcome(response: Node, data: Data, learnt: Learnt) -> Float:
    found = variable(response, data, learnt)
    if isinstance(found, Factor):
        if found.logical:
            return np.where(found.missing, np.nan, found.codes)
        raise ModelError(
            f"The outcome `{source_of(response)}` holds names, not numbers.",
            "A linear model needs a numeric outcome.",
        )
    if found.values.shape[1] > 1:
        raise ModelError("The outcome is one column.")
    return found.values[:, 0]


def _groups(term: RandomTerm, data: Data) -> Factor:
    """The grouping factor of a term: one column, or the combinations of several that occur."""
    columns = [grouping(data, name.text) for name in _group_order(term)]
    return reduce(_crossed, columns)


def _group_order(term: RandomTerm) -> tuple[Name, ...]:
    return tuple(reversed(term.group)) if term.nested else term.group


def _group_name(term: RandomTerm) -> str:
    """``subject``, ``child:school``; ``class:(child:school)`` for what was written with slashes."""
    names = [source_of(name) for name in term.group]
    if not term.nested:
        return ":".join(names)
    label = names[0]
    for name in names[1:]:
        label = f"{name}:({label})" if ":" in label else f"{name}:{label}"
    return label


def _crossed(one: Factor, other: Factor) -> Factor:
    missing = one.missing | other.missing
    joint = one.codes * max(1, len(other.levels)) + other.codes
    present, codes = np.unique(joint[~missing], return_inverse=True)
    levels = tuple(
        f"{one.levels[code // len(other.levels)]}:{other.levels[code % len(other.levels)]}"
        for code in present.tolist()
    )
    result = np.full(len(joint), -1, dtype=np.intp)
    result[~missing] = codes
    return Factor(result, levels)


def _missing(found: Numeric | Factor) -> Bools:
    if isinstance(found, Factor):
        return found.missing
    gaps: Bools = np.isnan(found.values).any(axis=1)
    return gaps


def _complete(
    outcome: Float, variables: Iterable[Numeric | Factor], factors: list[Factor], rows: int
) -> Ints:
    """The rows in which nothing is missing."""
    if not rows:
        raise ModelError("The data have no rows.")
    missing = np.zeros(rows, dtype=np.bool_)
    missing |= np.isnan(outcome)
    for found in (*variables, *factors):
        gaps = _missing(found)
        if len(gaps) not in (1, rows):
            raise ModelError("The columns of the data are not of equal length.")
        missing |= gaps
    kept = np.flatnonzero(~missing)
    if not len(kept):
        raise ModelError(
            "Every row of the data has a missing value in a column that the model needs."
        )
    return kept


def _at(found: Numeric | Factor, rows: Ints) -> Numeric | Factor:
    if isinstance(found, Factor):
        return found.at(rows)
    values = found.values
    return Numeric(values[rows] if len(values) > 1 else values, found.suffixes)


def _used(found: Numeric | Factor) -> Numeric | Factor:
    """A factor with the levels that occur; they are the ones that R codes."""
    return found.at(np.arange(len(found.codes))) if isinstance(found, Factor) else found


def _check_values(
    response: str, outcome: Float, variables: dict[Name | Call, Numeric | Factor]
) -> None:
    if np.isinf(outcome).any():
        raise ModelError(f"The outcome `{response}` has infinite values.")
    if len(outcome) > 1 and np.ptp(outcome) == 0:
        raise ModelError(
            f"The outcome `{response}` is {outcome[0]:.15g} in every row.",
            "There is nothing for a model to explain.",
        )
    for each, found in variables.items():
        if isinstance(found, Factor):
            if len(found.levels) < 2:
                level = found.levels[0] if found.levels else "missing"
                raise ModelError(
                    f"The factor `{source_of(each)}` has one level only ({level}).",
                    "A contrast needs two or more.",
                )
        elif np.isinf(found.values).any():
            raise ModelError(f"`{source_of(each)}` has infinite values.")


def _check_size(model: Model, variables: dict[Name | Call, Numeric | Factor], rows: int) -> None:
    for effects in (model.fixed, *(term.effects for term in model.random)):
        columns = 1
        for term in effects.terms:
            width = 1
            for each in term:
                found = variables[each]
                width *= len(found.levels) if isinstance(found, Factor) else found.values.shape[1]
            columns += width
        if columns * rows > MAX_CELLS:
            raise ModelError(
                f"This model would have about {columns:,} columns of {rows:,} rows, too many to fit.",
                "Is one of its factors meant to be a grouping factor?",
            )


def _independent(x: Float) -> Bools:
    """Which columns are not determined by those before them, as R's pivoting ``qr`` finds them."""
    kept = np.ones(x.shape[1], dtype=np.bool_)
    length = np.sqrt(np.einsum("ij,ij->j", x, x))
    kept[length == 0] = False
    while kept.any():
        places = np.flatnonzero(kept)
        scaled = x[:, places] / length[places]
        left = np.zeros(len(places))
        r = np.abs(np.diagonal(np.linalg.qr(scaled, mode="r")))
        left[: len(r)] = r
        if (left >= RANK_TOLERANCE).all():
            break
        kept[places[np.argmax(left < RANK_TOLERANCE)]] = False
    return kept


def _told(dropped: int, aliased: tuple[str, ...], *, mixed: bool) -> Iterable[str]:
    if dropped:
        rows = "1 row has" if dropped == 1 else f"{dropped} rows have"
        yield f"{rows} a missing value and {'is' if dropped == 1 else 'are'} left out."
    if aliased and mixed:
        words = "column / coefficient" if len(aliased) == 1 else "columns / coefficients"
        yield (f"fixed-effect model matrix is rank deficient so dropping {len(aliased)} {words}")


def _block(
    term: RandomTerm,
    factor: Factor,
    variables: dict[Name | Call, Numeric | Factor],
    rows: Ints,
) -> RandomBlock:
    used = factor.at(rows)
    matrix: Matrix = model_matrix(term.effects, variables, len(rows))
    return RandomBlock(
        _group_name(term), matrix.names, matrix.values, used.codes, used.levels, term
    )


def _check_groups(blocks: list[RandomBlock], rows: int) -> None:
    """lme4's own refusals: what could not be told from the residuals."""
    for block in blocks:
        groups, effects = len(block.levels), len(block.effects)
        if groups < 2:
            raise ModelError(
                f"The grouping factor `{block.group}` has one group only.",
                "Nothing can vary between groups; it needs two or more.",
            )
        if groups >= rows:
            raise ModelError(
                f"The grouping factor `{block.group}` has as many groups as there are rows "
                f"({rows}).",
                "With one row a group, groups cannot be told from residuals.",
            )
        if groups * effects >= rows:
            raise ModelError(
                f"{rows} rows are too few for {groups * effects} random effects "
                f"({effects} for each of {groups} groups of `{block.group}`).",
                "They could not be told from residuals; let fewer effects vary.",
            )


def _ordered(blocks: list[RandomBlock]) -> list[RandomBlock]:
    """The factor with the most groups first, as lme4 has it; ties as they were written."""
    return sorted(blocks, key=lambda block: -len(block.levels))


def _variables_of(design: Design, effects: Effects, data: Data, learnt: Learnt) -> Variables:
    """Variables of other data, their factors with the levels that were fitted."""
    found: dict[Name | Call, Numeric | Factor] = {}
    for each in dict.fromkeys(each for term in effects.terms for each in term):
        here = variable(each, data, learnt)
        levels = design.levels.get(source_of(each))
        if (levels is None) != (not isinstance(here, Factor)):
            raise ModelError(f"`{source_of(each)}` is of another kind than in the fitted data.")
        found[each] = _recoded(here, levels, source_of(each)) if levels else here
    return found


def _recoded(here: Numeric | Factor, levels: tuple[str, ...], name: str) -> Factor:
    assert isinstance(here, Factor)  # noqa: S101
    place = {level: code for code, level in enumerate(levels)}
    codes = np.array([*(place.get(level, -2) for level in here.levels), -1], dtype=np.intp)
    found = codes[here.codes]
    if (found == -2).any():
        new = here.levels[int(here.codes[np.argmax(found == -2)])]
        raise ModelError(f"`{name}` has the level {new!r}, which was not among the fitted ones.")
    return Factor(found, levels, here.logical)
