"""The tree of a model formula: what was written, before anything is expanded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Name:
    """A column, by name."""

    text: str
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Number:
    """A number; in a sum of terms only 0 and 1 have a meaning."""

    value: float
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Flag:
    """``TRUE`` or ``FALSE``, as in ``poly(x, 2, raw = TRUE)``."""

    value: bool
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument of a call; ``name`` is empty where it has none."""

    value: Node
    name: str = ""


@dataclass(frozen=True, slots=True)
class Call:
    """A call of one of the known functions; within it the operators are arithmetic."""

    function: str
    arguments: tuple[Argument, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Operation:
    """An operator over its operands, left to right.

    ``op`` is one of ``+ * / : ^`` with two operands or more, or ``-`` with one:
    ``a - b`` is a sum whose second operand is ``-b``.
    """

    op: str
    operands: tuple[Node, ...]
    offset: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Bar:
    """A random term, ``(effects | group)``; ``||`` where ``correlated`` is false."""

    effects: Node
    group: Node
    correlated: bool = True
    offset: int = field(default=0, compare=False)


Node = Name | Number | Flag | Call | Operation | Bar


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as it was written.

    Attributes:
        response: what stands left of ``~``; None where nothing does.
        right: what stands right of it.
        source: the text that was read.
    """

    response: Node | None
    right: Node
    source: str = field(default="", compare=False)


def children(node: Node) -> tuple[Node, ...]:
    """The nodes directly below one."""
    match node:
        case Operation():
            return node.operands
        case Call():
            return tuple(argument.value for argument in node.arguments)
        case Bar():
            return (node.effects, node.group)
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """A node and everything below it, left to right, outer before inner."""
    waiting = [node]
    while waiting:
        current = waiting.pop()
        yield current
        waiting.extend(reversed(children(current)))
