r"""Formulas as MathML, which every browser draws by itself, on paper too.

Source: MathML Core; the spaces around signs are left to its operator dictionary.
"""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from flashcards.maths import parse
from flashcards.reading.characters import clean
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

MARKS = {"hat": "^", "widehat": "^", "bar": "‾", "tilde": "~"}
"""What stands over the body of an accent."""


def mathml(tex: str, *, display: bool = False) -> str:
    """One formula.

    Args:
        tex: its source, without dollar signs; what is unknown in it stands as it is.
        display: whether it stands on a line of its own.
    """
    mode = ' display="block"' if display else ""
    tex = " ".join(clean(tex).split())
    words = escape(tex)
    return f'<math{mode} alttext="{words}">{_drawn(parse(tex).tree)}</math>'


def _drawn(node: Node) -> str:
    match node:
        case Symbol(text, kind):
            return _symbol(text, kind)
        case Text(text):
            return f"<mtext>{escape(text)}</mtext>"
        case Operator(name):
            return f'<mi mathvariant="normal">{escape(name)}</mi><mo>&#x2061;</mo>'
        case Space(em):
            return f'<mspace width="{em:g}em"></mspace>'
        case Row(items):
            return f"<mrow>{''.join(map(_drawn, items))}</mrow>"
        case Scripts(base, sub, sup):
            return _scripts(base, sub, sup)
        case Fraction(over, under):
            return f"<mfrac>{_drawn(over)}{_drawn(under)}</mfrac>"
        case Root(body, index):
            inside = _drawn(body)
            return f"<msqrt>{inside}</msqrt>" if index is None else _root(inside, index)
        case Accent(mark, body):
            sign = f'<mo stretchy="{"true" if mark == "widehat" else "false"}">{MARKS[mark]}</mo>'
            return f'<mover accent="true">{_drawn(body)}{sign}</mover>'
        case Matrix(rows, left, right):
            return f"<mrow>{_fence(left)}{_table(rows)}{_fence(right)}</mrow>"
        case Aligned(rows):
            return _table(rows, ' class="aligned" displaystyle="true"')
        case Delimited(left, body, right):
            return f"<mrow>{_fence(left)}{_drawn(body)}{_fence(right)}</mrow>"
        case Coloured(colour, body):
            return f'<mrow class="ink-{escape(colour)}">{_drawn(body)}</mrow>'


def _symbol(text: str, kind: Kind) -> str:
    sign = escape(text)
    if kind is not Kind.ORDINARY:
        return f"<mo>{sign}</mo>"
    if text.isdecimal() or text == ".":
        return f"<mn>{sign}</mn>"
    return f"<mi>{sign}</mi>" if text.isalpha() else f"<mo form='prefix'>{sign}</mo>"


def _scripts(base: Node, sub: Node | None, sup: Node | None) -> str:
    large = isinstance(base, Symbol) and base.kind is Kind.LARGE
    parts = [_drawn(base), *(_drawn(each) for each in (sub, sup) if each is not None)]
    if sub is not None and sup is not None:
        name = "munderover" if large else "msubsup"
    elif sub is not None:
        name = "munder" if large else "msub"
    else:
        name = "mover" if large else "msup"
    return f"<{name}>{''.join(parts)}</{name}>"


def _root(body: str, index: Node) -> str:
    return f"<mroot>{body}{_drawn(index)}</mroot>"


def _fence(sign: str) -> str:
    return f'<mo fence="true" stretchy="true">{escape(sign)}</mo>' if sign else ""


def _table(rows: Sequence[Sequence[Node]], attributes: str = "") -> str:
    cells = ("".join(f"<mtd>{_drawn(cell)}</mtd>" for cell in row) for row in rows)
    return f"<mtable{attributes}>{''.join(f'<mtr>{row}</mtr>' for row in cells)}</mtable>"
