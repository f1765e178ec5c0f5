"""Single numbers of fitted models, by the names that texts use for them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from difflib import get_close_matches
from math import sqrt
from typing import Final, TypeVar

import numpy as np

from flashcards.models.errors import ModelError
from flashcards.models.influence import icc
from flashcards.models.likelihood import compare
from flashcards.models.lm import LmFit
from flashcards.models.lmer import LmerFit, Table
from flashcards.models.matrix import INTERCEPT
from flashcards.models.quantity import FIRST, FIXED, PLACES, RESIDUAL, Quantity, read_quantity
from flashcards.models.rsummaries import quartiles
from flashcards.models.satterthwaite import coefficient_tests

Fit = LmFit | LmerFit

OF_ANY: Final = frozenset({"fixef", "se", "t", "df", "p", "sigma", "nobs"})
"""Kinds that both sorts of model have."""

_T = TypeVar("_T")


def value(fits: Sequence[Fit], name: str) -> float:
    """A number of an example's models.

    Args:
        fits: its models; a number is that of the last one that has it.
        name: as :mod:`flashcards.models.quantity` explains it.

    Raises:
        ModelError: there is no such number.
    """
    quantity = read_quantity(name)
    sign = -1.0 if quantity.negative else 1.0
    if quantity.kind.startswith("chisq"):
        return sign * _compared(fits, quantity.kind)
    having = [fit for fit in fits if quantity.kind in OF_ANY or isinstance(fit, LmerFit)]
    if quantity.kind == "sd" and quantity.parts == (RESIDUAL,):
        having = list(fits)
    if not having:
        raise ModelError(f"`{name}` is of random effects, and no model here has any.")
    try:
        return sign * _of(having[-1], quantity)
    except ModelError as error:
        raise ModelError(f"There is no number `{name}`: {error.message}", error.hint) from None


def _of(fit: Fit, quantity: Quantity) -> float:
    kind, parts = quantity.kind, quantity.parts
    if kind in {"sd", "var"} and parts == (RESIDUAL,):
        return _power(float(fit.sigma), kind)
    if kind == "sigma":
        return float(fit.sigma)
    if kind == "nobs":
        return float(fit.nobs)
    if kind in OF_ANY:
        return _coefficient(fit, kind, parts[0])
    assert isinstance(fit, LmerFit)  # noqa: S101
    return _mixed(fit, kind, parts)


def _power(deviation: float, kind: str) -> float:
    return deviation**2 if kind == "var" else deviation


def _mixed(fit: LmerFit, kind: str, parts: tuple[str, ...]) -> float:
    match kind:
        case "sd" | "var":
            covariance, effects = _covariance(fit, parts[0], parts[1:])
            place = _place(parts[1], effects)
            return _power(sqrt(float(covariance[place, place])), kind)
        case "cor":
            return _correlation(fit, parts)
        case "ranef" | "coef":
            tables = fit.ranef() if kind == "ranef" else fit.coef()
            return _cell(_named(parts[0], tables), parts[1], parts[2])
        case "scaled":
            found = quartiles(fit.residuals / fit.sigma)
            return found[PLACES.index(parts[0])]
        case "ngroups":
            return float(_named(parts[0], fit.ngroups))
        case _:
            shares = icc(fit)
            if shares is None:
                raise ModelError("slopes vary too, so that it is no one number.")
            return _named(parts[0], shares)


def _coefficient(fit: Fit, kind: str, effect: str) -> float:
    place = _place(effect, fit.design.names)
    if kind in {"df", "p"} and isinstance(fit, LmerFit):
        test = coefficient_tests(fit)[place]
        return test.df if kind == "df" else test.p
    if kind == "df":
        return float(fit.df_residual)
    found = {
        "fixef": fit.beta,
        "se": fit.standard_errors,
        "t": fit.beta / fit.standard_errors,
    }
    if kind == "p" and isinstance(fit, LmFit):
        return float(fit.p[place])
    return float(found[kind][place])


def _correlation(fit: LmerFit, parts: tuple[str, ...]) -> float:
    group, one, other = parts
    if group == FIXED:
        matrix, effects = fit.vcov, fit.design.names
    else:
        matrix, effects = _covariance(fit, group, (one, other))
    a, b = _place(one, effects), _place(other, effects)
    return float(matrix[a, b] / np.sqrt(matrix[a, a] * matrix[b, b]))


def _covariance(
    fit: LmerFit, group: str, effects: Sequence[str]
) -> tuple[np.ndarray[tuple[int, ...], np.dtype[np.float64]], tuple[str, ...]]:
    """The covariance matrix of the term of a factor that has these effects, and its effects."""
    blocks = list(zip(fit.design.blocks, fit.covariances, strict=True))
    own = [each for each in blocks if each[0].group == group]
    if not own:
        _named(group, {block.group: None for block, _ in blocks})
    wanted = {_effect(each) for each in effects}
    for block, covariance in own:
        if wanted <= set(block.effects):
            return covariance, block.effects
    return own[0][1], own[0][0].effects


def _cell(table: Table, level: str, effect: str) -> float:
    if level not in table.levels:
        raise ModelError(f"there is no group {level!r}.", _near(level, table.levels))
    return float(table.values[table.levels.index(level), _place(effect, table.columns)])


def _compared(fits: Sequence[Fit], kind: str) -> float:
    mixed = [fit for fit in fits if isinstance(fit, LmerFit)]
    if len(mixed) < 2:
        raise ModelError(f"There is no number `{kind}`: it compares two mixed models.")
    row = compare(mixed, [str(i) for i in range(len(mixed))]).rows[-1]
    found = {"chisq": row.chisq, "chisq.df": row.df, "chisq.p": row.p}[kind]
    if found is None:
        raise ModelError(f"There is no number `{kind}`: the models have as many parameters.")
    return float(found)


def _effect(name: str) -> str:
    return INTERCEPT if name == FIRST else name


def _place(name: str, effects: Sequence[str]) -> int:
    if _effect(name) not in effects:
        known = [FIRST if each == INTERCEPT else each for each in effects]
        raise ModelError(f"there is no effect `{name}`.", _near(name, known))
    return list(effects).index(_effect(name))


def _named(name: str, known: dict[str, _T]) -> _T:
    if name not in known:
        raise ModelError(f"there is no grouping factor `{name}`.", _near(name, known))
    return known[name]


def _near(name: str, known: Iterable[str]) -> str:
    names = list(known)
    close = get_close_matches(name, names, 1)
    if close:
        return f"Did you mean `{close[0]}`?"
    return f"There are: {', '.join(names[:8])}{' …' if len(names) > 8 else ''}."
