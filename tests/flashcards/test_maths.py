"""The TeX subset: what each part is parsed to, and where whatever is wrong with it stands."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flashcards.maths import (
    Accent,
    Aligned,
    Coloured,
    Delimited,
    Formula,
    Fraction,
    Kind,
    Matrix,
    Node,
    Operator,
    Root,
    Row,
    Scripts,
    Space,
    Symbol,
    Text,
    parse,
)
from flashcards.reading import maths_symbols
from flashcards.reading.characters import FORBIDDEN

A, B, X, ONE, TWO = (Symbol(char) for char in "abx12")
PLUS, MINUS = Symbol("+", Kind.BINARY), Symbol("−", Kind.BINARY)
SIGN = Symbol("−")
EQUALS = Symbol("=", Kind.RELATION)
NOTHING = Row()


@pytest.mark.parametrize(
    ("tex", "tree"),
    [
        ("", NOTHING),
        ("  ", NOTHING),
        ("x", X),
        ("{x}", X),
        ("{}", NOTHING),
        ("a b", Row((A, B))),
        ("a+b", Row((A, PLUS, B))),
        ("\\gamma", Symbol("γ")),
        ("\\Sigma x", Row((Symbol("Σ"), X))),
        ("x_1", Scripts(X, sub=ONE)),
        ("x^2", Scripts(X, sup=TWO)),
        ("x_1^2", Scripts(X, ONE, TWO)),
        ("x^2_1", Scripts(X, ONE, TWO)),
        ("x_{1 2}", Scripts(X, sub=Row((ONE, TWO)))),
        ("x_12", Row((Scripts(X, sub=ONE), TWO))),
        ("x_{a_1}", Scripts(X, sub=Scripts(A, sub=ONE))),
        ("x'", Scripts(X, sup=Symbol("′"))),
        ("x''^2", Scripts(X, sup=Row((Symbol("′"), Symbol("′"), TWO)))),
        ("x^\\prime", Scripts(X, sup=Symbol("′"))),
        ("_1", Scripts(NOTHING, sub=ONE)),
        ("{}_1 x", Row((Scripts(NOTHING, sub=ONE), X))),
        ("x_\\text{ab}", Scripts(X, sub=Text("ab"))),
        ("\\frac{a}{b}", Fraction(A, B)),
        ("\\frac12", Fraction(ONE, TWO)),
        ("\\dfrac a b_1", Scripts(Fraction(A, B), sub=ONE)),
        ("\\sqrt{x}", Root(X)),
        ("\\sqrt[a]{x}", Root(X, A)),
        ("\\hat{x}", Accent("hat", X)),
        ("\\hat x_1", Scripts(Accent("hat", X), sub=ONE)),
        ("\\widehat{\\gamma}_{1}", Scripts(Accent("widehat", Symbol("γ")), sub=ONE)),
        ("\\bar a\\overline b", Row((Accent("bar", A), Accent("bar", B)))),
        ("\\tilde{x}", Accent("tilde", X)),
        ("\\log x", Row((Operator("log"), X))),
        ("\\operatorname{Var}(x)", None),
        ("\\text{if  a\\_b, \\{c\\} 5\\%}", Text("if a_b, {c} 5%")),
        ("\\mathrm{N}", Text("N")),
        ("a\\,b\\quad x", Row((A, Space(1 / 6), B, Space(1.0), X))),
        ("a~b", Row((A, Space(1 / 3), B))),
        ("a\\ b", Row((A, Space(1 / 3), B))),
        ("\\color{red}{x}", Coloured("red", X)),
        ("\\textcolor{blue}{a+b}", Coloured("blue", Row((A, PLUS, B)))),
        ("\\left( x \\right)", Delimited("(", X, ")")),
        ("\\left\\{ x \\right.", Delimited("{", X, "")),
        ("\\left\\langle x \\right|", Delimited("⟨", X, "|")),
        ("\\begin{pmatrix} a & b \\\\ 1 & 2 \\end{pmatrix}",
         Matrix(((A, B), (ONE, TWO)), "(", ")")),
        ("\\begin{bmatrix} a \\\\ 1 & 2 \\\\ \\end{bmatrix}",
         Matrix(((A, NOTHING), (ONE, TWO)), "[", "]")),
        ("\\begin{matrix}\\end{matrix}", Matrix(((NOTHING,),))),
        ("\\begin{aligned} a &= b \\\\ &+ x \\end{aligned}",
         Aligned(((A, Row((EQUALS, B))), (NOTHING, Row((PLUS, X)))))),
        ("\\begin{align*} a \\end{align*}", Aligned(((A,),))),
        ("-x", Row((SIGN, X))),
        ("a-b", Row((A, MINUS, B))),
        ("a = -b", Row((A, EQUALS, SIGN, B))),
        ("x^{-}", Scripts(X, sup=SIGN)),
        ("x^-", Scripts(X, sup=SIGN)),
        ("x_1 - a", Row((Scripts(X, sub=ONE), MINUS, A))),
        ("\\log -x", Row((Operator("log"), SIGN, X))),
        ("β", Symbol("β")),
        ("\\$5\\%", Row((Symbol("$"), Symbol("5"), Symbol("%")))),
    ],
)  # fmt: skip
def test_trees(tex: str, tree: Node | None) -> None:
    formula = parse(tex)
    assert formula.problems == ()
    if tree is not None:
        assert formula.tree == tree


@pytest.mark.parametrize(
    ("char", "text", "kind"),
    [
        ("\\sim", "∼", Kind.RELATION),
        ("\\cdot", "·", Kind.BINARY),
        ("\\times", "×", Kind.BINARY),
        ("\\pm", "±", Kind.BINARY),
        ("\\neq", "≠", Kind.RELATION),
        ("\\leq", "≤", Kind.RELATION),
        ("\\geq", "≥", Kind.RELATION),
        ("\\approx", "≈", Kind.RELATION),
        ("\\equiv", "≡", Kind.RELATION),
        ("\\to", "→", Kind.RELATION),
        ("\\infty", "∞", Kind.ORDINARY),
        ("\\in", "∈", Kind.RELATION),
        ("\\ldots", "…", Kind.ORDINARY),
        ("\\cdots", "⋯", Kind.ORDINARY),
        ("\\mid", "|", Kind.RELATION),
        ("\\sum", "∑", Kind.LARGE),
        ("\\prod", "∏", Kind.LARGE),
        ("\\partial", "∂", Kind.ORDINARY),
        ("\\{", "{", Kind.OPEN),
        ("\\}", "}", Kind.CLOSE),
        (",", ",", Kind.PUNCTUATION),
        ("\\sigma", "σ", Kind.ORDINARY),
        ("\\Omega", "Ω", Kind.ORDINARY),
    ],
)
def test_symbols(char: str, text: str, kind: Kind) -> None:
    formula = parse(f"a {char} b")
    assert formula == Formula(Row((A, Symbol(text, kind), B)))


def test_the_greek_alphabet_is_whole() -> None:
    drawn = {text for text, _ in maths_symbols.SYMBOLS.values()}
    assert set("ΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩαβγδεζηθικλμνξοπρςστυφχψω") <= drawn


def test_every_command_of_the_vocabulary_is_understood() -> None:
    unfinished = {"left", "right", "begin", "end"}
    for name in maths_symbols.COMMANDS - unfinished:
        formula = parse(f"\\{name}{{red}}{{x}}")
        assert not [p for p in formula.problems if p.code == "maths-unknown"], name


def test_every_symbol_is_one_character_that_can_be_shown() -> None:
    for text, _ in maths_symbols.SYMBOLS.values():
        assert len(text) == 1
        assert not FORBIDDEN.search(text)


@pytest.mark.parametrize(
    ("tex", "problems"),
    [
        ("x + \\gama", [(4, "maths-unknown")]),
        ("\\begin{cases} x \\end{cases}", [(7, "maths-unknown")]),
        ("\\color{rde}{x}", [(7, "maths-unknown")]),
        ("\\@", [(0, "maths-unknown")]),
        ("{x", [(0, "maths-unbalanced")]),
        ("x}", [(1, "maths-unbalanced")]),
        ("a & b", [(2, "maths-unbalanced")]),
        ("a \\\\ b", [(2, "maths-unbalanced")]),
        ("\\left( x", [(0, "maths-unbalanced")]),
        ("x \\right)", [(2, "maths-unbalanced")]),
        ("\\begin{matrix} x", [(0, "maths-unbalanced")]),
        ("\\begin{matrix} x \\end{pmatrix}", [(17, "maths-unbalanced")]),
        ("x \\end{matrix}", [(2, "maths-unbalanced")]),
        ("\\sqrt[a{x}", [(5, "maths-unbalanced"), (0, "maths-missing-argument")]),
        ("\\text{ab", [(5, "maths-unbalanced")]),
        ("\\begin{matrix} {a & b \\end{matrix}",
         [(15, "maths-unbalanced"), (18, "maths-unbalanced")]),
        ("\\left( {x \\right)", [(7, "maths-unbalanced")]),
        ("\\frac{a}", [(0, "maths-missing-argument")]),
        ("x^", [(1, "maths-missing-argument")]),
        ("{x_}", [(2, "maths-missing-argument")]),
        ("x^_a", [(1, "maths-missing-argument")]),
        ("\\text a", [(0, "maths-missing-argument")]),
        ("\\color x", [(0, "maths-missing-argument")]),
        ("\\color{red} x", [(0, "maths-missing-argument")]),
        ("\\begin x", [(0, "maths-missing-argument"), (0, "maths-unbalanced")]),
        ("\\left x \\right)", [(0, "maths-missing-argument")]),
        ("x_1_2", [(3, "maths-double-script")]),
        ("x^1^2", [(3, "maths-double-script")]),
        ("50%", [(2, "maths-character")]),
        ("a # b", [(2, "maths-character")]),
        ("a\x1b", [(1, "maths-character")]),
        ("a\u202eb", [(1, "maths-character")]),
        ("a\u0301", [(1, "maths-character")]),
        ("🙂", [(0, "maths-character")]),
        ("\\text{a \\alpha b} x", [(8, "maths-words")]),
        ("\\text{a {b} c} x", [(8, "maths-words")]),
        ("{" * 33 + "}" * 33, [(32, "maths-too-deep")]),
        ("x" * 5001, [(0, "maths-too-long")]),
        ("\\foo + x} + \\frac1", [(0, "maths-unknown"), (8, "maths-unbalanced"),
                                  (12, "maths-missing-argument")]),
    ],
)  # fmt: skip
def test_problems(tex: str, problems: list[tuple[int, str]]) -> None:
    found = [(problem.offset, problem.code) for problem in parse(tex).problems]
    assert found == sorted(problems)


def test_what_is_unknown_is_kept_and_what_is_near_is_named() -> None:
    formula = parse("a \\gama")
    assert formula.tree == Row((A, Text("\\gama")))
    assert "`\\gamma`" in formula.problems[0].message


@pytest.mark.parametrize(
    "tex",
    ["{" * 10_000, "\\hat" * 10_000, "\\left(" * 10_000, "\\frac{" * 10_000, "x^{" * 10_000,
     "\\begin{matrix}" * 10_000, "\\sqrt[" * 10_000, "}" * 10_000, "\\foo" * 1_200, "x^" * 2_400],
    ids=lambda tex: tex[:6],
)  # fmt: skip
def test_no_formula_is_too_much(tex: str) -> None:
    for part in (tex, tex[:4_999]):
        assert parse(part).problems


def size(node: object) -> int:
    """How many nodes there are, which walks the whole tree."""
    if isinstance(node, tuple):
        return sum(size(part) for part in node)
    slots = getattr(type(node), "__slots__", ())
    return 1 + sum(size(getattr(node, name)) for name in slots)


LEXEMES = [
    *"{}^_&' x1-[](%\\~",
    *(f"\\{name}" for name in sorted(maths_symbols.COMMANDS)),
    *("\\\\", "\\begin{matrix}", "\\end{matrix}", "\\left(", "\\right)", "\\color{red}", "\x1b"),
]


@given(st.lists(st.sampled_from(LEXEMES) | st.text(max_size=3), max_size=40).map("".join))
@settings(max_examples=300, deadline=None)
def test_anything_is_parsed(tex: str) -> None:
    formula = parse(tex)
    assert size(formula.tree) > 0
    assert all(0 <= problem.offset <= len(tex) for problem in formula.problems)
    assert not FORBIDDEN.search(repr(formula.tree))
