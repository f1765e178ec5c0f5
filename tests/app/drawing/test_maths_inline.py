"""Formulas on one line, and in words. The expectations were written by hand."""

from __future__ import annotations

import pytest

from app.drawing.maths_inline import inline, inline_lines
from app.drawing.maths_speech import speak, speak_lines
from app.drawing.runs import plain

LINES = [
    (r"\sigma_\epsilon^2", "σ²_ε", "sigma_e^2"),
    (r"\sigma_{\epsilon}", "σ_ε", "sigma_e"),
    (r"\frac{\sigma_0^2}{\sigma_0^2 + \sigma_\epsilon^2}", "σ₀²/(σ₀² + σ²_ε)",
     "sigma_0^2/(sigma_0^2 + sigma_e^2)"),
    (r"\frac{a + b}{2}", "(a + b)/2", "(a + b)/2"),
    (r"\frac{a}{bc}", "a/(bc)", "a/(bc)"),
    (r"\frac{1}{20}", "1/20", "1/20"),
    (r"\frac{\frac{a}{b}}{c}", "(a/b)/c", "(a/b)/c"),
    (r"\frac{1}{2} x", "(1/2) x", "(1/2) x"),
    (r"2 + \frac{1}{2} = x", "2 + 1/2 = x", "2 + 1/2 = x"),
    (r"\frac{a}{b}^2", "(a/b)²", "(a/b)^2"),
    (r"\log \frac{a}{b}", "log (a/b)", "log (a/b)"),
    (r"\frac{\hat\gamma_{10}}{\text{SE}}", "γ̂₁₀/SE", "hat(gamma)_10/SE"),
    (r"\sqrt{x}", "√x", "sqrt(x)"),
    (r"\sqrt{x + y}", "√(x + y)", "sqrt(x + y)"),
    (r"\sqrt[3]{x}", "³√x", "root[3](x)"),
    (r"x_{a,b}", "x_(a,b)", "x_(a,b)"),
    (r"x^{k/2}", "x^(k/2)", "x^(k/2)"),
    (r"x^{-1}", "x⁻¹", "x^(-1)"),
    (r"\sum_{i=1}^n x_i", "∑ᵢ₌₁ⁿ xᵢ", "sum_(i=1)^n x_i"),
    (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}", "[a, b; c, d]", "[a, b; c, d]"),
    (r"\begin{aligned} a &= b \\ c &= d \end{aligned}", "a = b; c = d", "a = b; c = d"),
    (r"y &= x".replace("&", ""), "y = x", "y = x"),
    (r"\widehat{xy}", "hat(xy)", "hat(xy)"),
    (r"x^*", "x*", "x^*"),
    (r"f'(x)", "f′(x)", "f'(x)"),
    (r"\gamma_{00} \quad \text{for all } i", "γ₀₀   for all i", "gamma_00   for all i"),
]  # fmt: skip


@pytest.mark.parametrize(("tex", "line", "ascii_line"), LINES)
def test_a_formula_on_one_line(tex: str, line: str, ascii_line: str) -> None:
    assert inline(tex) == line
    assert inline(tex, "ascii") == ascii_line


def test_a_formula_with_a_mistake_has_no_line() -> None:
    assert inline(r"\nonsense") is None
    assert speak(r"\nonsense") is None


def test_rows_of_an_aligned_formula_by_themselves() -> None:
    tex = r"\begin{aligned} b_0 &= \gamma_0 \\ b_1 &= \gamma_1 \end{aligned}"
    assert [plain(line) for line in inline_lines(tex) or []] == ["b₀\xa0=\xa0γ₀", "b₁\xa0=\xa0γ₁"]
    assert speak_lines(tex) == ["b sub 0 equals gamma sub 0", "b sub 1 equals gamma sub 1"]


SPOKEN = [
    (r"b_{0i} = \gamma_{00} + \zeta_{0i}", "b sub 0 i equals gamma sub 0 0 plus zeta sub 0 i"),
    (r"\sigma_\epsilon^2", "sigma sub epsilon squared"),
    (r"\hat{\gamma}_{10} = -0.672", "gamma hat sub 1 0 equals minus 0.672"),
    (r"\epsilon_{ij} \sim N(0, \sigma^2)",
     "epsilon sub i j is distributed as capital N open bracket 0, sigma squared close bracket"),
    (r"\frac{a}{b}", "a over b"),
    (r"\frac{a + b}{c} - 1", "the fraction a plus b, over c, end of fraction, minus 1"),
    (r"\sum_{i=1}^{n} x_i", "the sum from i equals 1 to n of x sub i"),
    (r"\begin{bmatrix} 0 \\ 1 \end{bmatrix}", "the column 0, 1, end of column"),
    (r"\begin{bmatrix} a & b \\ c & d \end{bmatrix}",
     "the 2 by 2 matrix, row 1: a, b; row 2: c, d; end of matrix"),
    (r"P(y \mid x)", "capital P open bracket y given x close bracket"),
    (r"\sqrt{v} \leq x^{-1}", "the square root of v is at most x to the power minus 1"),
    (r"a = b \quad c = d", "a equals b, c equals d"),
    (r"\text{group error}", "group error"),
    (r"\Sigma \approx 12.5\%", "capital sigma is about 12.5 percent"),
]  # fmt: skip


@pytest.mark.parametrize(("tex", "words"), SPOKEN)
def test_a_formula_in_words(tex: str, words: str) -> None:
    assert speak(tex) == words
