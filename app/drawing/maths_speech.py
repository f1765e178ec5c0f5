r"""A formula in words, for a screen reader: ``b sub 0 i equals gamma sub 0 0 plus zeta sub 0 i``.

Where brackets would be needed to tell what belongs together, the end is said: ``the fraction …
over …, end of fraction``.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence

from app.drawing.maths_flow import Part, equations, flow
from flashcards.maths import (
    Accent,
    Aligned,
    Delimited,
    Fraction,
    Matrix,
    Node,
    Operator,
    Root,
    Row,
    Scripts,
    Symbol,
    parse,
)
from flashcards.maths import Text as Words
from flashcards.reading.maths_symbols import Kind

_WORDS: Mapping[str, str] = {
    "=": "equals", "+": "plus", "−": "minus", "·": "times", "×": "times", "∗": "times",
    "±": "plus or minus", "∓": "minus or plus", "÷": "divided by", "/": "over",
    "∼": "is distributed as", "≠": "is not equal to", "<": "is less than", ">": "is greater than",
    "≤": "is at most", "≥": "is at least", "≈": "is about", "≃": "is about", "≡": "is the same as",
    "≅": "is congruent to", "→": "goes to", "←": "comes from", "⇒": "implies",
    "⇔": "if and only if", "↔": "goes both ways to", "↦": "maps to", "∈": "is in", "∉": "is not in",
    "⊂": "is a subset of", "⊆": "is a subset of or equal to", "∝": "is proportional to",
    "⊥": "is independent of", "∥": "is parallel to", "≪": "is much less than",
    "≫": "is much greater than", ":": "such that", "|": "given", "‖": "norm bar",
    "∑": "the sum", "∏": "the product", "∫": "the integral", "∞": "infinity",
    "…": "and so on", "⋯": "and so on", "⋮": "and so on", "⋱": "and so on", "∂": "partial",
    "′": "prime", "∀": "for all", "∃": "there is", "∇": "gradient of", "ℓ": "l", "ℏ": "h bar",
    "∅": "the empty set", "⊤": "transposed", "†": "dagger", "∘": "of", "∩": "and", "∪": "or",
    "∖": "without", "⊕": "circled plus", "⊗": "circled times", "⊙": "circled dot",
    "(": "open bracket", ")": "close bracket", "[": "open square bracket",
    "]": "close square bracket", "{": "open brace", "}": "close brace",
    "⟨": "open angle bracket", "⟩": "close angle bracket", "%": "percent", "!": "factorial",
    "ϵ": "epsilon", "ϑ": "theta", "ϖ": "pi", "ϱ": "rho", "ς": "sigma", "ϕ": "phi",
}  # fmt: skip

_OPERATORS: Mapping[str, str] = {
    "Pr": "the probability", "exp": "e to the", "max": "the largest", "min": "the smallest",
    "lim": "the limit", "ln": "log", "det": "the determinant of",
}  # fmt: skip

_POWERS: Mapping[str, str] = {
    "2": "squared", "3": "cubed", "′": "prime", "⊤": "transposed", "T": "transposed",
    "∗": "star", "*": "star",
}  # fmt: skip

_ACCENTS: Mapping[str, str] = {"hat": "hat", "widehat": "hat", "bar": "bar", "tilde": "tilde"}


def speak(tex: str) -> str | None:
    """The formula in words, or None for one that has something wrong with it."""
    rows = speak_lines(tex)
    return None if rows is None else "; ".join(rows)


def speak_lines(tex: str) -> list[str] | None:
    """As :func:`speak`, but each row of an aligned formula by itself."""
    formula = parse(tex)
    if formula.problems:
        return None
    tree = formula.tree
    rows = tree.rows if isinstance(tree, Aligned) else ((tree,),)
    return list(filter(None, (_tidy(_cells(row)) for row in rows)))


def _tidy(words: str) -> str:
    """Single spaces, and none before a comma."""
    text = " ".join(words.split()).replace(" ,", ",").replace(" ;", ";")
    return text.replace(",,", ",").replace(",;", ";").strip(" ,;")


def _row(node: Node) -> str:
    """The words of a row; formulas that stand apart have a pause between them."""
    return ", ".join(_parts(parts) for parts in equations(flow(node, "unicode")))


def _parts(parts: Sequence[Part]) -> str:
    """The words of parts in a line, digits together as a number."""
    spoken: list[str] = []
    digits = False
    for part in parts:
        text = part.node.text if isinstance(part.node, Symbol) else ""
        number = text.isdigit() or (text == "." and digits)
        if number and digits:
            spoken[-1] += text
        elif text == "−" and part.kind is not Kind.BINARY:
            spoken.append("minus")
        else:
            spoken.append(_node(part.node))
        digits = number
    return " ".join(spoken)


def _node(node: Node) -> str:
    """The words of one part of a row."""
    match node:
        case Symbol(text):
            return _symbol(text)
        case Words(text):
            return text.strip() or ""
        case Operator(name):
            return _OPERATORS.get(name, name)
        case Scripts():
            return _scripts(node)
        case Accent(mark, body):
            return f"{_row(body)} {_ACCENTS[mark]}"
        case Fraction(over, under):
            return _fraction(over, under)
        case Root(body, index):
            return _root(body, index)
        case Delimited(left, body, right):
            return _fenced(left, _row(body), right)
        case Matrix():
            return _matrix(node)
        case Aligned(rows):
            return "; ".join(filter(None, (_cells(row) for row in rows)))
        case _:
            return _row(node)


def _symbol(text: str) -> str:
    """The name of one character."""
    if text in _WORDS:
        return _WORDS[text]
    if text.isascii():
        return f"capital {text}" if text.isupper() else text
    words = unicodedata.name(text, "").lower().replace("lamda", "lambda").split()
    if words[:1] == ["greek"] and len(words) > 3:
        return f"capital {words[3]}" if words[1] == "capital" else words[3]
    return " ".join(words) or text


def _scripts(node: Scripts) -> str:
    """A base with its scripts; what a sum runs over; powers by their names."""
    if isinstance(node.base, Symbol) and node.base.kind is Kind.LARGE:
        start = f" from {_row(node.sub)}" if node.sub is not None else ""
        end = f" to {_row(node.sup)}" if node.sup is not None else ""
        return f"{_symbol(node.base.text)}{start}{end} of"
    words = _row(node.base)
    if isinstance(node.base, Fraction):
        words = f"{words},"
    if node.sub is not None:
        words += f" sub {_script(node.sub)}"
    if node.sup is not None:
        power = _letters(node.sup)
        words += f" {_POWERS[power]}" if power in _POWERS else f" to the power {_script(node.sup)}"
    return words


def _script(node: Node) -> str:
    """A script letter by letter: the 0 and the i of ``b_{0i}`` are two indices."""
    return " ".join(_node(part.node) for part in flow(node, "unicode"))


def _letters(node: Node) -> str:
    return node.text if isinstance(node, Symbol) else ""


def _fraction(over: Node, under: Node) -> str:
    """``a over b``; longer ones with their end."""
    parts = [flow(side, "unicode") for side in (over, under)]
    if all(len(side) == 1 and not isinstance(side[0].node, Fraction) for side in parts):
        return f"{_row(over)} over {_row(under)}"
    return f"the fraction {_row(over)}, over {_row(under)}, end of fraction,"


def _root(body: Node, index: Node | None) -> str:
    kind = "the square root" if index is None else f"the root of order {_row(index)}"
    end = ", end of root," if len(flow(body, "unicode")) > 1 else ""
    return f"{kind} of {_row(body)}{end}"


def _fenced(left: str, words: str, right: str) -> str:
    if left == right and left in {"|", "‖"}:
        what = "absolute value" if left == "|" else "norm"
        return f"the {what} of {words}, end of {what},"
    ends = [_WORDS.get(fence, fence) for fence in (left, right)]
    return " ".join(filter(None, (ends[0], words, ends[1])))


def _matrix(node: Matrix) -> str:
    """Size first, then row by row."""
    high, wide = len(node.rows), len(node.rows[0])
    if wide == 1:
        cells = ", ".join(_row(row[0]) for row in node.rows)
        return f"the column {cells}, end of column,"
    rows = [f"row {i}: " + ", ".join(map(_row, row)) for i, row in enumerate(node.rows, 1)]
    return f"the {high} by {wide} matrix, {'; '.join(rows)}; end of matrix,"


def _cells(row: Sequence[Node]) -> str:
    return _row(Row(tuple(row)))
