"""The parser of model formulas, from text to tree.

A formula is read and never evaluated. What is understood is the part of R's formula language
that ``lm`` and ``lme4`` share, and nothing else::

    formula  := [sum] "~" sum
    sum      := ["-"] product (("+" | "-") product)*
    product  := cross (("*" | "/") cross)*
    cross    := power (":" power)*
    power    := atom ["^" power]
    atom     := name | number | call | "(" sum ")" | "(" sum ("|" | "||") sum ")"
    call     := function "(" [argument ("," argument)*] ")"
    argument := [name "="] sum

Operators bind as in R. What the operators *mean* is :mod:`flashcards.models.terms`.
"""

from __future__ import annotations

import re
from difflib import get_close_matches
from math import isinf
from typing import Final

from flashcards.models.tokens import FormulaError, Token, tokens_of
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
    children,
    walk,
)

FUNCTIONS: Final = frozenset({"I", "exp", "log", "poly", "scale", "sqrt"})
"""The functions that a formula may use."""

MAX_DEPTH: Final = 30
"""Levels of nesting; keeps every walk over a tree far from Python's own limit."""


def parse(text: str, *, fragment: bool = False) -> Formula:
    """Reads a formula.

    Args:
        text: ``y ~ x + (1 + x | g)``.
        fragment: whether a right-hand side alone, such as ``(1 | a) + (1 | b)``, will do.

    Raises:
        FormulaError: it is not a formula of the grammar above.
    """
    parser = _Parser(text)
    formula = parser.formula(fragment=fragment)
    for root in (formula.response, formula.right):
        if root is not None:
            _check_depth(root, text)
    return formula


def _check_depth(root: Node, source: str) -> None:
    # Chains such as a/b*c/d nest to the left without recursion in the parser, so depth is
    # counted once more on the finished tree, and without recursion here.
    waiting = [(root, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            raise _too_deep(node.offset, source)
        waiting.extend((child, depth + 1) for child in children(node))


def _too_deep(offset: int, source: str) -> FormulaError:
    return FormulaError(
        f"This is nested more than {MAX_DEPTH} levels deep.", offset, source, "Simplify it."
    )


# How tightly an operator holds its operands, as in R.
_BINDS: Final = {"+": 2, "-": 2, "*": 3, "/": 3, ":": 4, "^": 6, "**": 6}
_SUM, _PRODUCT = 2, 3


class _Parser:
    def __init__(self, source: str) -> None:
        self.source = source
        self.tokens = tokens_of(source)
        self.next = 0
        self.depth = 0

    def formula(self, *, fragment: bool) -> Formula:
        if self.peek.kind == "end":
            raise self.error("The formula is empty.", self.peek, "Write one, as in `y ~ x`.")
        left = None if self.peek.text == "~" else self.sum()
        if self.peek.text == "~":
            self.advance()
            right = self.sum()
        elif fragment or self.peek.kind != "end":
            left, right = None, left if left is not None else self.sum()
        else:
            raise self.error(
                "A formula needs a `~` between outcome and predictors.",
                self.peek,
                "Write `y ~ x`.",
            )
        self.expect_end()
        return Formula(left, right, self.source)

    def expect_end(self) -> None:
        token = self.peek
        if token.kind == "end":
            return
        if token.text in ("|", "||"):
            raise self.bare_bar(token)
        if token.text == ")":
            raise self.error("This bracket closes nothing.", token, "Take it out, or open one.")
        if token.text == "~":
            raise self.error("A formula has one `~`.", token, "Take this one out.")
        if token.text == "=":
            raise self.error(
                "`=` does not belong here.", token, "Between outcome and predictors stands `~`."
            )
        if token.text == ",":
            raise self.error("The formula ends before this comma.", token)
        raise self.error(
            f"An operator is missing before `{token.text}`.",
            token,
            "Join two terms with `+`, `*` or `:`.",
        )

    def bare_bar(self, token: Token) -> FormulaError:
        before = self.source[: token.offset].rpartition("~")[2].strip()
        behind = self.source[token.offset + len(token.text) :].strip()
        effects = re.search(r"(?:[01]\s*\+\s*)?[^\s+]+$", before)
        group = re.match(r"[\w.:/]+", behind)
        term = (
            f"{effects.group() if effects else '1'} {token.text} {group.group() if group else 'g'}"
        )
        return self.error(
            "A random term stands in brackets of its own.", token, f"`({term})` needs its brackets."
        )

    def sum(self) -> Node:
        return self.expression(_SUM)

    def expression(self, least: int) -> Node:
        """An expression whose operators bind at least as tightly as ``least``."""
        self.depth += 1
        # A bracket costs up to three of these levels: a sum, a product and a crossing.
        if self.depth > 3 * MAX_DEPTH:
            raise _too_deep(self.peek.offset, self.source)
        left = self.signed(max(least, _PRODUCT)) if self.peek.text in ("-", "+") else self.atom()
        while (binds := _BINDS.get(self.peek.text, 0)) >= least:
            left = self.operation(left, binds)
        self.depth -= 1
        return left

    def operation(self, left: Node, binds: int) -> Operation:
        operator = self.advance()
        if operator.text in ("^", "**"):
            return Operation("^", (left, self.expression(binds)), operator.offset)
        right = self.expression(binds + 1)
        if operator.text == "-":
            return _joined("+", left, Operation("-", (right,), operator.offset))
        return _joined(operator.text, left, right)

    def signed(self, least: int) -> Node:
        sign = self.advance()
        operand = self.expression(least)
        return operand if sign.text == "+" else Operation("-", (operand,), sign.offset)

    def atom(self) -> Node:
        token = self.peek
        match token.kind:
            case "number":
                self.advance()
                if isinf(value := float(token.text)):
                    raise self.error("This number is too large.", token)
                return Number(value, token.offset)
            case "quoted":
                self.advance()
                return Name(token.text[1:-1], token.offset)
            case "name":
                return self.name()
        if token.text == "(":
            return self.bracketed()
        if token.text in ("|", "||"):
            raise self.error(
                "What varies by group is missing before the bar.", token, "Write `(1 | g)`."
            )
        what = f"before `{token.text}`" if token.text else "at the end"
        raise self.error(f"A term is missing {what}.", token)

    def name(self) -> Node:
        token = self.advance()
        if self.peek.text == "(":
            return self.call(token)
        if token.text in ("TRUE", "FALSE"):
            return Flag(token.text == "TRUE", token.offset)
        return Name(token.text, token.offset)

    def bracketed(self) -> Node:
        opening = self.advance()
        inner = self.sum()
        if self.peek.text in ("|", "||"):
            bar = self.advance()
            group = self.sum()
            if self.peek.text in ("|", "||"):
                raise self.error(
                    "A random term has one bar.",
                    self.peek,
                    "Write one bracketed term for each grouping factor.",
                )
            inner = Bar(inner, group, bar.text == "|", opening.offset)
        self.close(opening)
        return inner

    def close(self, opening: Token) -> None:
        if self.peek.text == ")":
            self.advance()
        elif self.peek.kind == "end":
            raise self.error("This bracket is never closed.", opening, "Add the `)` that it needs.")
        else:
            self.expect_end()

    def call(self, function: Token) -> Call:
        if function.text not in FUNCTIONS:
            raise self.unknown(function)
        opening = self.advance()
        arguments: list[Argument] = []
        while self.peek.text != ")":
            arguments.append(self.argument())
            if self.peek.text != ",":
                break
            self.advance()
        self.close(opening)
        if not arguments:
            raise self.error(f"`{function.text}()` needs a column.", function)
        return Call(function.text, tuple(arguments), function.offset)

    def argument(self) -> Argument:
        name = ""
        if self.peek.kind == "name" and self.tokens[self.next + 1].text == "=":
            name = self.advance().text
            self.advance()
        value = self.sum()
        for node in walk(value):
            if isinstance(node, Bar) or (isinstance(node, Operation) and node.op == ":"):
                raise FormulaError(
                    "Within a function the operators are arithmetic.",
                    node.offset,
                    self.source,
                    "Bars and `:` stand outside of it.",
                )
        return Argument(value, name)

    def unknown(self, function: Token) -> FormulaError:
        known = ", ".join(f"`{name}`" for name in sorted(FUNCTIONS, key=str.lower))
        near = get_close_matches(function.text, FUNCTIONS, 1)
        if function.text in ("lm", "lmer"):
            hint = "Write what stands inside its brackets, before `data`."
        elif near:
            hint = f"Did you mean `{near[0]}`?"
        else:
            hint = f"Known are {known}."
        message = f"`{function.text}` is not a function that a formula may use here."
        return self.error(message, function, hint)

    @property
    def peek(self) -> Token:
        return self.tokens[self.next]

    def advance(self) -> Token:
        token = self.tokens[self.next]
        self.next += 1
        return token

    def error(self, message: str, token: Token, hint: str = "") -> FormulaError:
        return FormulaError(message, token.offset, self.source, hint)


def _joined(op: str, left: Node, right: Node) -> Operation:
    """``left op right``, in one node with what is already joined by the same operator."""
    first = left.operands if isinstance(left, Operation) and left.op == op else (left,)
    return Operation(op, (*first, right), left.offset)
