"""What a formula means: its terms, with every shorthand of R's written out.

``x * z`` is ``x + z + x:z``; ``a / b`` is ``a + a:b``; an intercept is there unless it is taken
away; ``(1 + x || g)`` is ``(1 | g) + (0 + x | g)``; ``(1 | a/b)`` is ``(1 | a) + (1 | a:b)``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, TypeVar

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

Term = tuple[Name | Call, ...]
"""Variables that are multiplied with one another; the empty one is the intercept."""

INTERCEPT: Final[Term] = ()

Variable = TypeVar("Variable", bound=Name | Call)

MAX_TERMS: Final = 256
"""Terms that one sum may grow to when its shorthands are written out."""


MAX_LEVELS: Final = 16
"""Grouping factors that one term may nest in one another."""


@dataclass(frozen=True, slots=True)
class Effects:
    """Fixed effects, or the effects that vary by a group.

    Attributes:
        intercept: whether there is one.
        terms: the others, main effects first, then by the number of variables, as R orders
            them; the variables of a term in the order in which the formula first names them.
    """

    intercept: bool
    terms: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class RandomTerm:
    """Effects that vary together, freely correlated, by one grouping factor.

    Attributes:
        effects: what varies.
        group: the columns whose combinations are the groups.
        offset: where the term starts in the formula's source.
        nested: whether it was written ``a/b``; lme4 names such a factor from the inside out.
    """

    effects: Effects
    group: tuple[Name, ...]
    offset: int = field(default=0, compare=False)
    nested: bool = field(default=False, compare=False)


@dataclass(frozen=True, slots=True)
class Model:
    """A formula's meaning.

    Attributes:
        response: the outcome; None for a right-hand side alone.
        fixed: the fixed effects.
        random: the random terms in the order in which they are written.
    """

    response: Node | None
    fixed: Effects
    random: tuple[RandomTerm, ...] = ()


def expand(formula: Formula) -> Model:
    """Writes every shorthand of a formula out.

    Raises:
        FormulaError: an operator stands where it has no meaning.
    """
    return _Expansion(formula.source).model(formula)


class _Expansion:
    """The walk over one formula; it knows the source only to point into it."""

    def __init__(self, source: str) -> None:
        self.source = source

    def model(self, formula: Formula) -> Model:
        if formula.response is not None:
            self.check_response(formula.response)
        bars = [part for part in _summands(formula.right) if isinstance(part, Bar)]
        random = tuple(term for bar in bars for term in self.random(bar))
        return Model(formula.response, self.effects(formula.right), random)

    def check_response(self, response: Node) -> None:
        for node in walk(response):
            if isinstance(node, Bar) or (isinstance(node, Operation) and node.op == ":"):
                raise self.error("The outcome is one column, or a function of it.", node)
        if not any(isinstance(node, Name) for node in walk(response)):
            raise self.error("The outcome must name a column.", response)

    def random(self, bar: Bar) -> Iterator[RandomTerm]:
        for node in walk(bar.effects):
            if isinstance(node, Bar):
                raise self.error("A random term cannot stand within another.", node)
        effects = self.effects(bar.effects)
        if not effects.intercept and not effects.terms:
            raise self.error(
                "Nothing varies in this random term.", bar, "Write `(1 | g)` or `(0 + x | g)`."
            )
        blocks = (effects,) if bar.correlated else _separate(effects)
        slashed = any(isinstance(n, Operation) and n.op == "/" for n in walk(bar.group))
        for group in self.groups(bar.group):
            for block in blocks:
                yield RandomTerm(block, group, bar.offset, slashed and len(group) > 1)

    def groups(self, node: Node) -> list[tuple[Name, ...]]:
        """The grouping factors that stand behind a bar: one, or several for ``a/b``."""
        match node:
            case Name():
                return [(node,)]
            case Operation(op=":"):
                parts = [self.groups(operand) for operand in node.operands]
                if all(len(part) == 1 for part in parts):
                    return [_united(part[0] for part in parts)]
            case Operation(op="/"):
                groups = self.groups(node.operands[0])
                for operand in node.operands[1:]:
                    inner = self.groups(operand)
                    groups = [*groups, *(_united((*groups, group)) for group in inner)]
                    if len(groups) > MAX_LEVELS:
                        raise self.error(
                            f"This nests more than {MAX_LEVELS} grouping factors.", node
                        )
                return groups
            case Operation(op="+" | "*"):
                raise self.error(
                    f"`{node.op}` has no meaning behind the bar.",
                    node,
                    "Write one term for each grouping factor: `(1 | a) + (1 | b)`.",
                )
        raise self.error("Behind the bar stands the name of a grouping factor.", node)

    def effects(self, node: Node) -> Effects:
        """The effects of a sum, its random terms left out."""
        terms: list[Term] = [INTERCEPT]
        order: dict[Name | Call, int] = {}
        for part, removed in _signed(node):
            if isinstance(part, Bar):
                if removed:
                    raise self.error("A random term cannot be subtracted.", part)
                continue
            if isinstance(part, Number) and part.value == 0:
                removed, found = not removed, [INTERCEPT]
            else:
                found = self.terms(part)
            for variable in _variables(part):
                order.setdefault(variable, len(order))
            terms = _without(terms, found) if removed else self.limited(terms + found, part)
        rest = sorted((term for term in terms if term), key=len)
        return Effects(
            INTERCEPT in terms, tuple(tuple(sorted(term, key=order.__getitem__)) for term in rest)
        )

    def terms(self, node: Node) -> list[Term]:
        """The terms of a part of a sum, the intercept among them if it is written there."""
        match node:
            case Name() | Call():
                return [(node,)]
            case Number(value=1):
                return [INTERCEPT]
            case Operation(op="+"):
                found = [term for operand in node.operands for term in self.terms(operand)]
                return self.limited(found, node)
            case Operation(op=":"):
                return self.folded(node, _crossed)
            case Operation(op="*"):
                return self.folded(node, lambda a, b: [*a, *b, *_crossed(a, b)])
            case Operation(op="/"):
                return self.folded(node, lambda a, b: [*a, *_crossed([_united(a)], b)])
            case Operation(op="^"):
                return self.power(node)
            case Operation(op="-"):
                raise self.error("A term cannot be subtracted here.", node)
            case Bar():
                raise self.error(
                    "A random term can only be added.", node, "Put a `+` before and behind it."
                )
        raise self.error("Only 0 and 1 have a meaning as terms.", node, "For arithmetic use `I()`.")

    def folded(
        self, node: Operation, join: Callable[[list[Term], list[Term]], list[Term]]
    ) -> list[Term]:
        found = self.terms(node.operands[0])
        for operand in node.operands[1:]:
            found = self.limited(join(found, self.terms(operand)), node)
        return found

    def power(self, node: Operation) -> list[Term]:
        base, exponent = node.operands
        if not isinstance(exponent, Number) or exponent.value not in range(1, 9):
            raise self.error(
                "A sum of terms is raised to a whole number from 1 to 8.",
                exponent,
                "For the square of a column write `I(x^2)`.",
            )
        start = self.terms(base)
        found = start
        for _ in range(int(exponent.value) - 1):
            found = self.limited([*found, *_crossed(found, start)], node)
        return found

    def limited(self, terms: list[Term], node: Node) -> list[Term]:
        distinct = _distinct(terms)
        if len(distinct) > MAX_TERMS:
            raise self.error(f"This stands for more than {MAX_TERMS} terms.", node, "Name fewer.")
        return distinct

    def error(self, message: str, node: Node, hint: str = "") -> FormulaError:
        return FormulaError(message, node.offset, self.source, hint)


def _signed(node: Node) -> Iterator[tuple[Node, bool]]:
    """The parts of a sum, each with whether it is subtracted."""
    for part in _summands(node):
        if isinstance(part, Operation) and part.op == "-":
            for inner, removed in _signed(part.operands[0]):
                yield inner, not removed
        else:
            yield part, False


def _summands(node: Node) -> Iterator[Node]:
    if isinstance(node, Operation) and node.op == "+":
        for operand in node.operands:
            yield from _summands(operand)
    else:
        yield node


def _variables(node: Node) -> Iterator[Name | Call]:
    """The variables of terms, as they are written; what is within a call is not one."""
    if isinstance(node, Name | Call):
        yield node
    elif isinstance(node, Operation):
        for operand in node.operands:
            yield from _variables(operand)


def _separate(effects: Effects) -> tuple[Effects, ...]:
    intercept = (Effects(True, ()),) if effects.intercept else ()
    return (*intercept, *(Effects(False, (term,)) for term in effects.terms))


def _united(terms: Iterable[tuple[Variable, ...]]) -> tuple[Variable, ...]:
    return tuple(dict.fromkeys(variable for term in terms for variable in term))


def _crossed(left: list[Term], right: list[Term]) -> list[Term]:
    # A product of two large sums is cut where the limit on terms will refuse it anyway.
    pairs = (_united((a, b)) for a in left for b in right)
    return [term for _, term in zip(range(MAX_TERMS**2), pairs, strict=False)]


def _distinct(terms: Iterable[Term]) -> list[Term]:
    first: dict[frozenset[Name | Call], Term] = {}
    for term in terms:
        first.setdefault(frozenset(term), term)
    return list(first.values())


def _without(terms: list[Term], removed: list[Term]) -> list[Term]:
    gone = {frozenset(term) for term in removed}
    return [term for term in terms if frozenset(term) not in gone]


def source_of(node: Node) -> str:
    """A node as R source, with single spaces and no bracket that is not needed."""
    return _source(node, 0)


_PLAIN: Final = re.compile(r"(?!(?:TRUE|FALSE)$)(?:[^\W\d_]|\.[^\W\d])[\w.]*")
_BINDS: Final = {"+": 1, "-": 2, "*": 2, "/": 2, ":": 3, "^": 4}


def _source(node: Node, least: int) -> str:
    match node:
        case Name():
            return node.text if _PLAIN.fullmatch(node.text) else f"`{node.text}`"
        case Number():
            return _number(node.value)
        case Flag():
            return "TRUE" if node.value else "FALSE"
        case Call():
            return f"{node.function}({', '.join(map(_argument, node.arguments))})"
        case Bar():
            bar = "|" if node.correlated else "||"
            return f"({_source(node.effects, 0)} {bar} {_source(node.group, 0)})"
        case Operation():
            text = _operation(node)
            return f"({text})" if _BINDS[node.op] < least else text


def _number(value: float) -> str:
    """A number with up to 15 digits, in whichever notation is shorter, as R writes it."""
    mantissa, _, exponent = f"{value:.14e}".partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".")
    decimals = max(0, len(mantissa.replace(".", "")) - 1 - int(exponent))
    fixed = f"{value:.{decimals}f}"
    scientific = f"{mantissa}e{int(exponent):+03d}"
    return fixed if len(fixed) <= len(scientific) else scientific


def _argument(argument: Argument) -> str:
    value = _source(argument.value, 0)
    return f"{argument.name} = {value}" if argument.name else value


def _operation(node: Operation) -> str:
    binds = _BINDS[node.op]
    first, *rest = node.operands
    if node.op == "-":
        return f"-{_source(first, binds)}"
    if node.op == "+":
        text = _source(first, binds)
        for operand in rest:
            minus = isinstance(operand, Operation) and operand.op == "-"
            shown = _source(operand, binds + 1)
            text += f" - {shown[1:]}" if minus else f" + {shown}"
        return text
    joint = " * " if node.op == "*" else node.op
    left = binds + 1 if node.op == "^" else binds
    right = binds if node.op == "^" else binds + 1
    return joint.join((_source(first, left), *(_source(operand, right) for operand in rest)))
