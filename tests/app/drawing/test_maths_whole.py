"""Whatever formula there is: it can be drawn, and not one character of it is lost."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterator
from itertools import chain

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from app.drawing.maths import Painter, draw, fit
from app.drawing.maths_inline import Writer, inline
from app.drawing.maths_speech import speak
from app.drawing.signs import SUBSCRIPTS, SUPERSCRIPTS, sign
from flashcards.maths import (
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
from flashcards.reading.maths_symbols import Kind

SYMBOLS = [
    *(Symbol(char) for char in "abijxyzN019γζσεϵρμ"),
    *(Symbol(char, Kind.BINARY) for char in "+−·"),
    *(Symbol(char, Kind.RELATION) for char in "=∼≤"),
    Symbol("(", Kind.OPEN),
    Symbol(")", Kind.CLOSE),
    Symbol(",", Kind.PUNCTUATION),
    Symbol("∑", Kind.LARGE),
]
LEAVES = st.one_of(
    st.sampled_from(SYMBOLS),
    st.sampled_from([Text("SE"), Text("for group "), Operator("log"), Space(1.0), Space(-0.2)]),
)


def grown(nodes: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    """Every kind of node around others."""
    rows = st.lists(nodes, max_size=4).map(lambda items: Row(tuple(items)))
    fences = st.sampled_from(["", "(", ")", "[", "]", "{", "}", "|", "‖", "⟨", "/"])
    grids = st.integers(1, 2).flatmap(
        lambda wide: st.lists(st.tuples(*[nodes] * wide), min_size=1, max_size=3).map(tuple)
    )
    return st.one_of(
        rows,
        st.builds(Scripts, nodes, nodes, nodes | st.none()),
        st.builds(Scripts, nodes, st.none(), nodes),
        st.builds(Fraction, nodes, nodes),
        st.builds(Root, nodes, nodes | st.none()),
        st.builds(Accent, st.sampled_from(["hat", "widehat", "bar", "tilde"]), nodes),
        st.builds(Matrix, grids, fences, fences),
        st.builds(Aligned, grids),
        st.builds(Delimited, fences, nodes, fences),
        st.builds(Coloured, st.sampled_from(["red", "black", "grey"]), nodes),
    )


TREES = st.recursive(LEAVES, grown, max_leaves=12)


def leaves(node: Node | None) -> Iterator[str]:
    """The characters of a formula, from left to right."""
    match node:
        case Symbol(text) | Text(text):
            yield text
        case Operator(name):
            yield name
        case Row(items):
            yield from chain.from_iterable(map(leaves, items))
        case Scripts(base, sub, sup):
            yield from (*leaves(base), *leaves(sub), *leaves(sup))
        case Fraction(over, under):
            yield from (*leaves(over), *leaves(under))
        case Root(body, index):
            yield from (*leaves(index), *leaves(body))
        case Accent(_, body) | Delimited(_, body, _) | Coloured(_, body):
            yield from leaves(body)
        case Matrix(rows) | Aligned(rows):
            yield from chain.from_iterable(leaves(cell) for row in rows for cell in row)


def characters(text: str) -> Counter[str]:
    """What is there, whether small, accented or plain."""
    large = {small: char for table in (SUBSCRIPTS, SUPERSCRIPTS) for char, small in table.items()}
    plain = "".join(large.get(char, char) for char in unicodedata.normalize("NFD", text))
    return Counter(plain)


@given(TREES)
def test_a_drawing_holds_every_character(tree: Node) -> None:
    box = Painter("unicode").row(tree)
    drawn = characters("".join(box.lines))
    wanted = characters("".join(sign(text, "unicode") for text in leaves(tree)))
    assert not {c: n for c, n in (wanted - drawn).items() if not c.isspace()}
    assert {cell_len(line) for line in box.lines} == {box.width}
    assert 0 <= box.baseline < box.height


@given(TREES)
def test_a_line_holds_every_character_in_order(tree: Node) -> None:
    line = "".join(Writer("ascii").text(tree).split())
    at = 0
    for leaf in leaves(tree):
        name = "".join(sign(leaf, "ascii").split())
        at = line.find(name, at)
        assert at >= 0, f"{name} is not in the rest of {line}"
        at += len(name)


@given(st.text(st.sampled_from("\\{}_^&$ abx12=+-()[]\n'~%é"), max_size=40), st.integers(8, 60))
def test_any_text_at_all_comes_out_somehow(tex: str, room: int) -> None:
    for glyphs in ("unicode", "ascii"):
        box = draw(tex, glyphs)  # type: ignore[arg-type]
        assert {cell_len(line) for line in box.lines} == {box.width}
    narrow = fit(tex, room)
    assert narrow is None or narrow.width <= room
    assert (inline(tex) is None) == (speak(tex) is None)
