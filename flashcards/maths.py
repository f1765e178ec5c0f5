r"""The TeX subset of the cards, parsed to a small tree.

A formula is parsed once, by :func:`parse`; whoever draws it walks the tree and meets no TeX::

    parse(r"b_{0i} = \gamma_{00} + \zeta_{0i}").tree

The grammar, where ``atom`` may carry one ``_`` and one ``^`` (and primes) in either order::

    formula  := row
    row      := (atom scripts?)*
    atom     := character | \symbol | \operator | \space | group
              | \frac arg arg | \sqrt [row]? arg | \hat arg | \text{words}
              | \color{name}group | \left delimiter row \right delimiter
              | \begin{name} row (& row)* (\\ row (& row)*)* \end{name}
    group    := { row }
    arg      := group | atom

Nothing is dropped in silence: what is unknown stays in the tree as its own source, and is
reported with its offset. :mod:`flashcards.reading.maths_symbols` holds the vocabulary and
:mod:`flashcards.reading.maths_tree` the nodes; both are to be had from here.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from flashcards.reading import maths_symbols as vocabulary
from flashcards.reading.characters import FORBIDDEN
from flashcards.reading.maths_source import MathsProblem, Source, TooManyProblemsError
from flashcards.reading.maths_symbols import Kind
from flashcards.reading.maths_tree import (
    Accent,
    Aligned,
    Coloured,
    Delimited,
    Fraction,
    Matrix,
    Node,
    Operator,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
)

__all__ = [
    "Accent",
    "Aligned",
    "Coloured",
    "Delimited",
    "Formula",
    "Fraction",
    "Kind",
    "MathsProblem",
    "Matrix",
    "Node",
    "Operator",
    "Root",
    "Row",
    "Scripts",
    "Space",
    "Symbol",
    "Text",
    "parse",
]

MAX_DEPTH = 32
"""How deeply a formula may be nested; no card needs ten."""

MAX_LENGTH = 5_000
"""How many characters a formula may have."""

_UNDRAWABLE = "\ufffd"
_LAST_PLAIN = 0xFFFF


@dataclass(frozen=True, slots=True)
class Formula:
    """A parsed formula: what can be drawn of it, and what is wrong with it.

    Attributes:
        tree: the tree; drawable also where there are problems.
        problems: in the order of their offsets.
    """

    tree: Node
    problems: tuple[MathsProblem, ...] = ()


@lru_cache(maxsize=512)
def parse(tex: str) -> Formula:
    """Parse the source of one formula, without its dollars. Never raises."""
    if len(tex) > MAX_LENGTH:
        too_long = f"This formula has more than {MAX_LENGTH} characters; make it several."
        return Formula(Text("…"), (MathsProblem(0, "maths-too-long", too_long),))
    parser = _Parser(FORBIDDEN.sub(_UNDRAWABLE, tex))
    try:
        tree = parser.row()
    except TooManyProblemsError:
        tree = Text(parser.tex)
    return Formula(tree, tuple(sorted(parser.problems, key=lambda problem: problem.offset)))


_SCRIPTS = frozenset({"_", "^", "'"})
_STOPS = frozenset({"", "}", "&", "\\\\", "\\right", "\\end"})


class _Parser(Source):
    """Recursive descent over one source."""

    def __init__(self, tex: str) -> None:
        super().__init__(tex)
        self.open: list[str] = []  # what waits to be closed, innermost last

    # Rows

    def row(self, until: str = "", *, goes_on: bool = False) -> Node:
        """Nodes up to the first lexeme that closes something that is open, or ``until``.

        Args:
            until: a further lexeme to stop before.
            goes_on: whether the row continues a line, so that a first ``+`` is a sum.
        """
        items: list[Node] = []
        while True:
            lexeme, offset = self.peek()
            if lexeme == "" or lexeme == until or self.closes(lexeme):
                return _row(items, goes_on=goes_on)
            if lexeme in _STOPS:
                self.take()
                self.stray(lexeme, offset)
                if lexeme == "\\end":
                    self.name()
                elif lexeme == "\\right":
                    self.take()
                continue
            items.append(self.scripted())

    def closes(self, lexeme: str) -> bool:
        """Whether a lexeme ends something that is open here, be it the innermost or not."""
        match lexeme:
            case "}":
                return "{" in self.open
            case "\\right":
                return "\\left" in self.open
            case "\\end":
                return "\\begin" in self.open
            case "&" | "\\\\":
                return bool(self.open) and self.open[-1] == "\\begin"
        return False

    def stray(self, lexeme: str, offset: int) -> None:
        if lexeme in {"&", "\\\\"}:
            message = (
                f"`{lexeme}` only means something inside a matrix or an aligned block; remove it"
                " or put \\begin{aligned} … \\end{aligned} around the lines."
            )
        else:
            message = f"`{lexeme}` closes nothing that is open here; remove it or open it before."
        self.report(offset, "maths-unbalanced", message)

    def nested(self, opener: str, offset: int, until: str = "", *, goes_on: bool = False) -> Node:
        """A row inside something that has just been opened."""
        self.enter(opener, offset)
        inside = self.row(until, goes_on=goes_on)
        self.open.pop()
        return inside

    def enter(self, opener: str, offset: int) -> None:
        if len(self.open) >= MAX_DEPTH:
            self.report(
                offset,
                "maths-too-deep",
                f"This formula is nested more than {MAX_DEPTH} deep; write it more simply.",
            )
            raise TooManyProblemsError
        self.open.append(opener)

    # Atoms

    def scripted(self) -> Node:
        """An atom with its sub- and superscripts."""
        lexeme, _ = self.peek()
        base: Node = Row() if lexeme in _SCRIPTS else self.atom()
        primes: list[Node] = []
        subs: list[Node] = []
        sups: list[Node] = []
        while (lexeme := self.peek()[0]) in _SCRIPTS:
            _, offset = self.take()
            if lexeme == "'":
                primes.append(Symbol("′"))
            elif lexeme == "^":
                self.once(sups, offset, "superscript")
                sups.append(self.argument("^", offset))
            else:
                self.once(subs, offset, "subscript")
                subs.append(self.argument("_", offset))
        sups = primes + sups
        if not subs and not sups:
            return base
        return Scripts(base, _row(subs) if subs else None, _row(sups) if sups else None)

    def once(self, before: list[Node], offset: int, what: str) -> None:
        if before:
            self.report(
                offset,
                "maths-double-script",
                f"A second {what} on the same base; join the two in one pair of braces.",
            )

    def atom(self) -> Node:
        """One thing that can carry scripts. The next lexeme is not a stop."""
        lexeme, offset = self.take()
        if lexeme == "{":
            return self.group(offset)
        if lexeme == "~":
            return Space(vocabulary.SPACES[" "])
        if not lexeme.startswith("\\"):
            return self.character(lexeme, offset)
        name = lexeme[1:]
        if name in vocabulary.SPACES:
            return Space(vocabulary.SPACES[name])
        if name.isspace():
            return Space(vocabulary.SPACES[" "])
        if name in vocabulary.ESCAPED:
            return Symbol(*vocabulary.ESCAPED[name])
        if name in vocabulary.SYMBOLS:
            return Symbol(*vocabulary.SYMBOLS[name])
        if name in vocabulary.OPERATORS:
            return Operator(name)
        return self.command(lexeme, offset)

    def command(self, lexeme: str, offset: int) -> Node:
        """A command that takes arguments."""
        name = lexeme[1:]
        if name in vocabulary.FRACTIONS:
            return Fraction(self.argument(lexeme, offset), self.argument(lexeme, offset))
        if name in vocabulary.ACCENTS:
            return Accent(vocabulary.ACCENTS[name], self.argument(lexeme, offset))
        if name in vocabulary.WORDS:
            return Text(self.words(lexeme, offset))
        if name == "operatorname":
            return Operator(self.words(lexeme, offset).strip())
        if name == "sqrt":
            return self.root(offset)
        if name in {"color", "textcolor"}:
            return self.coloured(lexeme, offset)
        if name == "left":
            return self.delimited(offset)
        if name == "begin":
            return self.environment(offset)
        self.unknown(lexeme, offset)
        return Text(lexeme)

    def character(self, char: str, offset: int) -> Node:
        if char in vocabulary.CHARACTERS:
            return Symbol(*vocabulary.CHARACTERS[char])
        if char in "%#$":
            self.report(
                offset,
                "maths-character",
                f"`{char}` is special in a formula; write \\{char} for the sign itself.",
            )
        elif (
            char == _UNDRAWABLE
            or ord(char) > _LAST_PLAIN
            or unicodedata.category(char)[0] not in "LNPS"
        ):
            self.report(
                offset,
                "maths-character",
                "There is a character here that cannot be drawn in a formula; remove it.",
            )
            return Symbol(_UNDRAWABLE)
        return Symbol(char)

    def group(self, offset: int) -> Node:
        body = self.nested("{", offset)
        if self.peek()[0] == "}":
            self.take()
        else:
            self.report(
                offset, "maths-unbalanced", "This `{` is never closed; add the `}` that ends it."
            )
        return body

    def argument(self, command: str, offset: int) -> Node:
        """What a command or script applies to: a group or a single atom."""
        lexeme, start = self.peek()
        if lexeme in _STOPS or lexeme in _SCRIPTS:
            self.missing(command, offset)
            return Row()
        self.enter(command, start)  # \hat\hat\hat… nests without a brace
        atom = self.atom()
        self.open.pop()
        return _row([atom])

    def root(self, offset: int) -> Node:
        index: Node | None = None
        lexeme, start = self.peek()
        if lexeme == "[":
            self.take()
            index = self.nested("[", start, until="]")
            if self.peek()[0] == "]":
                self.take()
            else:
                self.report(start, "maths-unbalanced", "This `[` is never closed; add the `]`.")
        return Root(self.argument("\\sqrt", offset), index)

    def coloured(self, command: str, offset: int) -> Node:
        colour, start = self.name()
        if not colour:
            self.missing(command, offset, "the name of a colour")
            return Row()
        if colour not in vocabulary.COLOURS:
            self.report(
                start,
                "maths-unknown",
                f"There is no colour `{colour}`; use one of {_listing(vocabulary.COLOURS)}.",
            )
        if self.peek()[0] != "{":
            self.missing(f"{command}{{{colour}}}", offset, "what it colours")
            return Row()
        return Coloured(colour, self.argument(command, offset))

    def delimited(self, offset: int) -> Node:
        left = self.delimiter("\\left", offset)
        body = self.nested("\\left", offset)
        lexeme, start = self.peek()
        if lexeme != "\\right":
            self.report(
                offset,
                "maths-unbalanced",
                "This `\\left` has no `\\right`; add one (`\\right.` draws nothing).",
            )
            return Delimited(left, body, "")
        self.take()
        return Delimited(left, body, self.delimiter("\\right", start))

    def delimiter(self, command: str, offset: int) -> str:
        lexeme, _ = self.peek()
        if lexeme not in vocabulary.DELIMITERS:
            self.missing(command, offset, "a bracket such as ( or \\{")
            return ""
        self.take()
        return vocabulary.DELIMITERS[lexeme]

    def environment(self, offset: int) -> Node:
        name, start = self.name()
        known = name in vocabulary.MATRICES or name in vocabulary.ALIGNED
        if not name:
            self.missing("\\begin", offset, "the name of an environment")
        elif not known:
            names = _listing(vocabulary.MATRICES.keys() | vocabulary.ALIGNED)
            self.report(
                start, "maths-unknown", f"There is no environment `{name}`; use one of {names}."
            )
        rows = self.cells(offset, aligned=name not in vocabulary.MATRICES)
        lexeme, end = self.peek()
        if lexeme == "\\end":
            self.take()
            ended, _ = self.name()
            if ended != name:
                self.report(
                    end,
                    "maths-unbalanced",
                    f"\\end{{{ended}}} closes \\begin{{{name}}}; give both the same name.",
                )
        else:
            self.report(
                offset,
                "maths-unbalanced",
                f"\\begin{{{name}}} is never closed; add \\end{{{name}}}.",
            )
        if name in vocabulary.MATRICES:
            return Matrix(rows, *vocabulary.MATRICES[name])
        return Aligned(rows)

    def cells(self, offset: int, *, aligned: bool) -> tuple[tuple[Node, ...], ...]:
        """Rows of cells up to what ends the environment, filled up to the longest row."""
        rows: list[list[Node]] = [[]]
        while True:
            goes_on = aligned and len(rows[-1]) % 2 == 1
            rows[-1].append(self.nested("\\begin", offset, goes_on=goes_on))
            lexeme, _ = self.peek()
            if lexeme not in {"&", "\\\\"}:
                break
            self.take()
            if lexeme == "\\\\":
                rows.append([])
        if len(rows) > 1 and rows[-1] == [Row()]:  # a last `\\` starts no row
            rows.pop()
        width = max(len(row) for row in rows)
        return tuple(tuple(row) + (Row(),) * (width - len(row)) for row in rows)


_BEFORE_A_SIGN = frozenset({Kind.BINARY, Kind.RELATION, Kind.OPEN, Kind.PUNCTUATION, Kind.LARGE})
_AFTER_A_SIGN = frozenset({Kind.RELATION, Kind.CLOSE, Kind.PUNCTUATION})


def _row(items: list[Node], *, goes_on: bool = False) -> Node:
    """The items as one node, with signs told from differences."""
    before = Kind.ORDINARY if goes_on else Kind.OPEN
    seen = [i for i, item in enumerate(items) if not isinstance(item, Space)]
    for place, i in enumerate(seen):
        item = items[i]
        after = _kind(items[seen[place + 1]]) if place + 1 < len(seen) else Kind.CLOSE
        # The minus of (−x) has no two sides: it is a sign.
        alone = before in _BEFORE_A_SIGN or after in _AFTER_A_SIGN
        if alone and isinstance(item, Symbol) and item.kind is Kind.BINARY:
            items[i] = item = Symbol(item.text, Kind.ORDINARY)
        before = Kind.OPEN if isinstance(item, Operator) else _kind(item)
    return items[0] if len(items) == 1 else Row(tuple(items))


def _kind(node: Node) -> Kind:
    """How a node behaves towards its neighbours."""
    while isinstance(node, Scripts):
        node = node.base
    return node.kind if isinstance(node, Symbol) else Kind.ORDINARY


def _listing(names: frozenset[str] | set[str]) -> str:
    return ", ".join(sorted(names))
