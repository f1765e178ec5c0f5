"""Calls as R writes them back: its spacing, its line breaks, the brackets as typed.

R keeps a call as a tree and writes it anew: ``+``, ``*``, ``~`` and ``|`` with spaces, ``:``, ``/``
and ``^`` without. A line is broken at the first operator or comma behind the cutoff.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache, reduce
from typing import Final, cast

from flashcards.models.formula import model_of
from flashcards.models.rnumbers import format_number
from flashcards.models.rtext import as_name
from flashcards.models.terms import source_of
from flashcards.models.tokens import Token, tokens_of

CUTOFF: Final = 60
"""Characters behind which R looks for a place to break a line."""

_LEVELS: Final = {"~": 1, "||": 2, "|": 2, "+": 3, "-": 3, "*": 4, "/": 4, ":": 5, "^": 7}
_SIGN: Final = 6
_TIGHT: Final = frozenset("/:^")


@dataclass(frozen=True, slots=True)
class _Atom:
    text: str


@dataclass(frozen=True, slots=True)
class _Sign:
    operator: str
    operand: _Node


@dataclass(frozen=True, slots=True)
class _Pair:
    operator: str
    left: _Node
    right: _Node


@dataclass(frozen=True, slots=True)
class _Brackets:
    inner: _Node


@dataclass(frozen=True, slots=True)
class _Call:
    function: str
    arguments: tuple[tuple[str, _Node], ...]


_Node = _Atom | _Sign | _Pair | _Brackets | _Call


def deparsed(formula: str, cutoff: int = CUTOFF) -> list[str]:
    """A formula in the lines that R's ``deparse()`` gives.

    Args:
        formula: its source, already known to be readable.
        cutoff: R's ``width.cutoff``.

    Raises:
        FormulaError: it is not a formula after all.
    """
    return list(_deparsed(formula, cutoff))


@lru_cache(maxsize=256)
def _deparsed(formula: str, cutoff: int) -> tuple[str, ...]:
    return tuple(_written(_Reader(formula).whole(), cutoff))


def on_one_line(formula: str) -> str:
    """A formula as R's ``deparse1()`` gives it: lines as above, but long, and joined."""
    return " ".join(deparsed(formula, 500))


def deparsed_call(function: str, formula: str, data: str, cutoff: int = CUTOFF) -> list[str]:
    """The lines of ``lm(formula = y ~ x, data = d)``.

    Args:
        function: the name of what was called.
        formula: its first argument.
        data: the name of the data.
        cutoff: as in :func:`deparsed`.

    Raises:
        FormulaError: the formula cannot be read.
    """
    arguments = (("formula", _Reader(formula).whole()), ("data", _Atom(as_name(data))))
    return _written(_Call(function, arguments), cutoff)


def bars_apart(formula: str) -> str:
    """A formula with each ``(x || g)`` written as lme4 keeps it, ``((1 | g) + (0 + x | g))``.

    Raises:
        FormulaError: it cannot be read.
    """
    if "||" not in formula:
        return formula
    return " ".join(_written(_apart(_Reader(formula).whole()), 500))


def _apart(node: _Node) -> _Node:
    match node:
        case _Pair(operator="||"):
            return _separated(node)
        case _Pair():
            return replace(node, left=_apart(node.left), right=_apart(node.right))
        case _Brackets():
            return _Brackets(_apart(node.inner))
        case _:
            return node


def _separated(bars: _Pair) -> _Node:
    """One term for the intercept and one for each effect, added."""
    effects = model_of("~" + " ".join(_written(bars.left, 500)), fragment=True).fixed
    columns = ["1"] if effects.intercept else []
    columns += [f"0 + {':'.join(map(source_of, term))}" for term in effects.terms]
    terms = [_Brackets(_Pair("|", _Atom(column), bars.right)) for column in columns]
    return reduce(lambda one, other: _Pair("+", one, other), terms[1:], cast("_Node", terms[0]))


class _Reader:
    """The tree of a formula, with nothing simplified."""

    def __init__(self, source: str) -> None:
        self.tokens: Sequence[Token] = tokens_of(source)
        self.place = 0

    def whole(self) -> _Node:
        return self.expression(0)

    @property
    def operator(self) -> str:
        token = self.tokens[self.place]
        return {"**": "^"}.get(token.text, token.text) if token.kind == "op" else ""

    def expression(self, least: int) -> _Node:
        node = self.start()
        while (level := _LEVELS.get(self.operator, 0)) and level >= least:
            operator = self.operator
            self.place += 1
            # A power binds to the right, everything else to the left.
            node = _Pair(operator, node, self.expression(level + (operator != "^")))
        return node

    def start(self) -> _Node:
        if self.operator in {"-", "+", "~"}:
            operator = self.operator
            self.place += 1
            return _Sign(operator, self.expression(1 if operator == "~" else _SIGN))
        if self.operator == "(":
            self.place += 1
            inner = self.expression(0)
            self.place += 1
            return _Brackets(inner)
        token = self.tokens[self.place]
        self.place += 1
        if token.kind == "number":
            return _Atom(format_number(float(token.text), 15))
        name = as_name(token.text.strip("`")) if token.kind == "quoted" else token.text
        if self.operator == "(":
            return _Call(name, self.arguments())
        return _Atom(name)

    def arguments(self) -> tuple[tuple[str, _Node], ...]:
        found: list[tuple[str, _Node]] = []
        self.place += 1
        while self.operator != ")" and self.tokens[self.place].kind != "end":
            name = ""
            if self.tokens[self.place + 1].text == "=":
                name = self.tokens[self.place].text
                self.place += 2
            found.append((name, self.expression(0)))
            if self.operator == ",":
                self.place += 1
        self.place += 1
        return tuple(found)


def _written(node: _Node, cutoff: int) -> list[str]:
    writer = _Writer(cutoff)
    writer.node(node)
    return writer.lines


class _Writer:
    """Lines under way; each call or operator that breaks indents what it holds by one step."""

    def __init__(self, cutoff: int) -> None:
        self.cutoff = cutoff
        self.lines = [""]
        self.depth = 0

    def node(self, node: _Node) -> None:
        match node:
            case _Atom():
                self.put(node.text)
            case _Sign():
                self.put(node.operator)
                self.node(node.operand)
            case _Brackets():
                self.put("(")
                self.node(node.inner)
                self.put(")")
            case _Pair():
                self.pairs(node)
            case _Call():
                self.call(node)

    def pairs(self, node: _Pair) -> None:
        # A sum of many terms is deep on its left, deeper than Python likes to recurse.
        chain: list[_Pair] = []
        first: _Node = node
        while isinstance(first, _Pair):
            chain.append(first)
            first = first.left
        self.node(first)
        for pair in reversed(chain):
            tight = pair.operator in _TIGHT
            self.put(pair.operator if tight else f" {pair.operator} ")
            broken = not tight and self.breaks(already=False)
            self.node(pair.right)
            self.depth -= broken

    def call(self, node: _Call) -> None:
        self.put(f"{node.function}(")
        broken = False
        for i, (name, value) in enumerate(node.arguments):
            if i:
                self.put(", ")
                broken = self.breaks(already=broken)
            if name:
                self.put(f"{name} = ")
            self.node(value)
        self.put(")")
        self.depth -= broken

    def breaks(self, *, already: bool) -> bool:
        """Starts a line if the present one is long enough; whether there is a break by now."""
        if len(self.lines[-1]) <= self.cutoff:
            return already
        self.depth += not already
        self.lines.append("")
        return True

    def put(self, text: str) -> None:
        if not self.lines[-1]:
            # R indents the first four steps by four spaces, the others by two.
            self.lines[-1] = " " * (4 * min(self.depth, 4) + 2 * max(self.depth - 4, 0))
        self.lines[-1] += text
