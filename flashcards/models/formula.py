"""Model formulas as ``lm`` and ``lme4`` write them: read, compared, never evaluated.

``parse`` gives the tree as written, ``expand`` its terms, ``canonical`` one spelling for each
meaning. Two formulas are compared by meaning: ``y ~ x + (x | g)`` is ``y ~ 1 + x + (1 + x | g)``,
``(1 | a/b)`` is ``(1 | a) + (1 | a:b)``, ``a:b`` is ``b:a``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Final, cast

from flashcards.models.syntax import parse
from flashcards.models.terms import Effects, Model, RandomTerm, Term, Variable, expand, source_of
from flashcards.models.tokens import FormulaError
from flashcards.models.tree import (
    Argument,
    Bar,
    Call,
    Flag,
    Formula,
    Name,
    Node,
    Number,
    Operation,
    walk,
)

__all__ = [
    "Effects",
    "Formula",
    "FormulaError",
    "Model",
    "RandomTerm",
    "Term",
    "canonical",
    "contains",
    "equivalent",
    "equivalent_up_to_names",
    "expand",
    "model_of",
    "names_of",
    "parse",
    "same_up_to_names",
    "source_of",
]

MAX_RENAMINGS: Final = 500
"""Renamings that are tried before two formulas are said to differ.

Columns are told apart by where they stand first, so that real formulas need one to six; only
made-up ones with many interchangeable columns reach this.
"""

MAX_STEPS: Final = 10 * MAX_RENAMINGS
"""Steps of the search for them, dead ends included."""


def model_of(text: str, *, fragment: bool = False) -> Model:
    """The meaning of a formula's text; ``fragment`` as in :func:`parse`.

    Raises:
        FormulaError: it cannot be read.
    """
    return expand(parse(text, fragment=fragment))


def canonical(text: str) -> str:
    """The one spelling that every formula of the same meaning shares.

    Terms are in alphabetical order, shorthands written out, the intercept always visible:
    ``y ~ 1 + x + (1 + x | g)``. A right-hand side alone has no ``~``.

    Raises:
        FormulaError: it cannot be read.
    """
    return _spelt(model_of(text, fragment=True))


def equivalent(one: str, other: str) -> bool:
    """Whether two formulas mean the same model of the same columns.

    Raises:
        FormulaError: one of them cannot be read.
    """
    return _key(model_of(one, fragment=True)) == _key(model_of(other, fragment=True))


def equivalent_up_to_names(one: str, other: str) -> bool:
    """Whether a renaming of columns makes two formulas mean the same.

    ``(1 + x | subject)`` is ``(1 + predictor | grouping)``; but a name that both use stands for
    itself, so ``x ~ y`` is not ``y ~ x``.

    Raises:
        FormulaError: one of them cannot be read.
    """
    return same_up_to_names(model_of(one, fragment=True), model_of(other, fragment=True))


def same_up_to_names(one: Model, other: Model) -> bool:
    """:func:`equivalent_up_to_names`, of formulas that have been read already."""
    if _shape(one) != _shape(other):
        return False
    wanted = _key(other)
    return any(_key(renamed) == wanted for renamed in _renamings(one, other, exact=True))


def contains(whole: Model, part: Model, *, fixed: bool) -> bool:
    """Whether a model has all of another's random terms, up to the names of its columns.

    Args:
        whole: the model to look into.
        part: what it should have.
        fixed: whether the outcome and the fixed effects must agree as well.
    """
    if len(part.random) > len(whole.random) or (
        fixed and _fixed_shape(part) != _fixed_shape(whole)
    ):
        return False
    has = _key(whole)
    for renamed in _renamings(part, whole, exact=False):
        wanted = _key(renamed)
        if wanted.random <= has.random and (
            not fixed or (wanted.response, wanted.fixed) == (has.response, has.fixed)
        ):
            return True
    return False


def _shape(model: Model) -> tuple[object, ...]:
    """What no renaming changes and is quick to see: most models differ here already."""
    random = sorted(
        (term.effects.intercept, tuple(map(len, term.effects.terms)), len(term.group))
        for term in model.random
    )
    return (*_fixed_shape(model), random)


def _fixed_shape(model: Model) -> tuple[object, ...]:
    return (
        model.response is None,
        model.fixed.intercept,
        tuple(map(len, model.fixed.terms)),
    )


def names_of(model: Model) -> dict[str, set[str]]:
    """The columns of a model, each with what it is used as.

    The uses are ``response``, ``fixed``, ``effect`` (it varies by a group) and ``group``.
    """
    uses: dict[str, set[str]] = {}
    for node, use, _ in _places(model):
        for name in _names(node):
            uses.setdefault(name, set()).add(use)
    return uses


def _names(node: Node) -> Iterator[str]:
    return (part.text for part in walk(node) if isinstance(part, Name))


def _places(model: Model) -> Iterator[tuple[Node, str, int]]:
    """Each variable of each term, with its use and the number of variables of the term."""
    if model.response is not None:
        yield model.response, "response", 1
    for term in model.fixed.terms:
        yield from ((variable, "fixed", len(term)) for variable in term)
    for random in model.random:
        for term in random.effects.terms:
            yield from ((variable, "effect", len(term)) for variable in term)
        yield from ((name, "group", len(random.group)) for name in random.group)


_EffectsKey = frozenset[frozenset[str]]


@dataclass(frozen=True, slots=True)
class _Key:
    """A model with the order of everything forgotten."""

    response: str
    fixed: _EffectsKey
    random: Counter[tuple[_EffectsKey, frozenset[str]]]


def _key(model: Model) -> _Key:
    return _Key(
        "" if model.response is None else source_of(model.response),
        _effects_key(model.fixed),
        Counter(
            (_effects_key(term.effects), frozenset(name.text for name in term.group))
            for term in model.random
        ),
    )


def _effects_key(effects: Effects) -> _EffectsKey:
    terms = (frozenset(source_of(variable) for variable in term) for term in effects.terms)
    return frozenset((*terms, frozenset())) if effects.intercept else frozenset(terms)


def _spelt(model: Model) -> str:
    fixed = _spelt_effects(model.fixed)
    random = sorted(
        f"({_spelt_effects(term.effects)} | {':'.join(sorted(map(source_of, term.group)))})"
        for term in model.random
    )
    right = " + ".join((fixed, *random))
    return right if model.response is None else f"{source_of(model.response)} ~ {right}"


def _spelt_effects(effects: Effects) -> str:
    terms = [":".join(sorted(map(source_of, term))) for term in effects.terms]
    terms.sort(key=lambda term: (term.count(":"), term))
    return " + ".join(("1" if effects.intercept else "0", *terms))


def _renamings(model: Model, target: Model, *, exact: bool) -> Iterator[Model]:
    """A model under every renaming of its columns to another's that could make them agree.

    With ``exact`` a column must stand in just as many places of each kind as its counterpart
    does; without, in at most as many.
    """
    places, there = _profiles(model), _profiles(target)
    candidates: dict[str, list[str]] = {}
    for name, profile in places.items():
        allowed = [name] if name in there else [other for other in there if other not in places]
        candidates[name] = [
            other
            for other in allowed
            if profile == there[other] or (not exact and profile <= there[other])
        ]
    for mapping in islice(_one_to_one(candidates), MAX_RENAMINGS):
        yield _renamed(model, mapping)


def _profiles(model: Model) -> dict[str, Counter[tuple[str, int, str]]]:
    """How often each column stands in each kind of place; a renaming leaves that as it is."""
    profiles: dict[str, Counter[tuple[str, int, str]]] = {}
    for node, use, degree in _places(model):
        function = node.function if isinstance(node, Call) else ""
        for name in _names(node):
            profiles.setdefault(name, Counter())[use, degree, function] += 1
    return profiles


def _one_to_one(candidates: Mapping[str, list[str]]) -> Iterator[dict[str, str]]:
    """Ways to give each name a counterpart of its own, depth first."""
    names = sorted(candidates, key=lambda name: len(candidates[name]))
    waiting: list[dict[str, str]] = [{}]
    for _ in range(MAX_STEPS):
        if not waiting:
            return
        chosen = waiting.pop()
        if len(chosen) == len(names):
            yield chosen
            continue
        name = names[len(chosen)]
        taken = set(chosen.values())
        waiting.extend(
            {**chosen, name: other} for other in reversed(candidates[name]) if other not in taken
        )


def _renamed(model: Model, mapping: Mapping[str, str]) -> Model:
    def variable(old: Variable) -> Variable:
        return cast("Variable", _rename(old, mapping))

    def effects(old: Effects) -> Effects:
        return Effects(old.intercept, tuple(tuple(map(variable, term)) for term in old.terms))

    return Model(
        None if model.response is None else _rename(model.response, mapping),
        effects(model.fixed),
        tuple(
            RandomTerm(effects(term.effects), tuple(map(variable, term.group)), term.offset)
            for term in model.random
        ),
    )


def _rename(node: Node, mapping: Mapping[str, str]) -> Node:
    match node:
        case Name():
            return replace(node, text=mapping[node.text])
        case Call():
            arguments = (Argument(_rename(a.value, mapping), a.name) for a in node.arguments)
            return replace(node, arguments=tuple(arguments))
        case Operation():
            return replace(node, operands=tuple(_rename(o, mapping) for o in node.operands))
        case Bar():
            return replace(
                node, effects=_rename(node.effects, mapping), group=_rename(node.group, mapping)
            )
        case Number() | Flag():
            return node
