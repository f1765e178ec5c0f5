r"""Formulas in the cells of a terminal. Every drawing here was written by hand, none was pasted."""

from __future__ import annotations

from textwrap import dedent

import pyte
import pytest
from rich.cells import cell_len

from app.drawing.box import Box
from app.drawing.maths import draw, fit

COVARIANCES = (
    r"\begin{bmatrix} \zeta_{0i} \\ \zeta_{1i} \end{bmatrix} \sim N \left("
    r"\begin{bmatrix} 0 \\ 0 \end{bmatrix}, \begin{bmatrix} \sigma_0^2 & \rho_{01} \\ \rho_{01}"
    r" & \sigma_1^2 \end{bmatrix} \right)"
)
LEVELS = (
    r"\begin{align} & \text{for observation }j\text{ in group }i \\ \quad \\ & \text{Level 1:} \\"
    r" & \color{red}{y_{ij}} = \color{blue}{b_{0i} \cdot 1 + b_{1i} \cdot x_{ij}}"
    r" + \varepsilon_{ij} \end{align}"
)

DRAWINGS = [
    (r"y_i = b_0 + b_1 x_i + \epsilon_i", "yᵢ = b₀ + b₁ xᵢ + εᵢ"),
    (r"y_{ij} = b_{0i} + b_{1} x_{ij} + \epsilon_{ij}", "yᵢⱼ = b₀ᵢ + b₁ xᵢⱼ + εᵢⱼ"),
    (r"b_{0i} = \gamma_{00} + \zeta_{0i}", "b₀ᵢ = γ₀₀ + ζ₀ᵢ"),
    (r"\sigma_{0}^2", "σ₀²"),
    (r"\sigma_\epsilon", "σ\n ε"),
    (r"\sigma_\epsilon^2", "σ²\n ε"),
    (r"\epsilon_{ij} \sim N(0, \sigma_\epsilon^2)", "εᵢⱼ ~ N(0, σ²)\n            ε"),
    (
        r"\rho = \frac{\sigma_0^2}{\sigma_0^2 + \sigma_\epsilon^2}",
        """
               σ₀²
        ρ = ──────────
             σ₀² + σ²
                    ε
        """,
    ),
    (
        r"\begin{aligned} b_{0i} &= \gamma_{00} + \zeta_{0i} \\ b &= \gamma_{10} \end{aligned}",
        """
        b₀ᵢ = γ₀₀ + ζ₀ᵢ
          b = γ₁₀
        """,
    ),
    (
        LEVELS,
        """
          for observation j in group i

          Level 1:
          yᵢⱼ = b₀ᵢ · 1 + b₁ᵢ · xᵢⱼ + εᵢⱼ
        """,
    ),
    (
        COVARIANCES,
        """
        ┌ ζ₀ᵢ ┐ ~ N ╭ ┌ 0 ┐, ┌ σ₀²  ρ₀₁ ┐ ╮
        └ ζ₁ᵢ ┘     ╰ └ 0 ┘  └ ρ₀₁  σ₁² ┘ ╯
        """,
    ),
    (r"\widehat \gamma_{00} = 1.726", "γ̂₀₀ = 1.726"),
    (r"\widehat \rho = 0.546", "ρ̂ = 0.546"),
    (r"\widehat \sigma_\epsilon = 2.09", "σ̂  = 2.09\n ε"),
    (r"\hat{y}", "\N{LATIN SMALL LETTER Y WITH CIRCUMFLEX}"),
    (r"\bar{xy}", "──\nxy"),
    (r"\widehat{ab} + 1", "^\nab + 1"),
    (
        r"\color{red}{y} = \color{blue}{b_0 + b_1(x)} \color{black}{+ \varepsilon}",
        "y = b₀ + b₁(x) + ε",
    ),
    (r"\color{red}{\text{outcome}} = \text{model} + \text{error}", "outcome = model + error"),
    (
        r"\bar{y} = \frac{1}{n} \sum_{i=1}^{n} y_i",
        """
             1   n
        ȳ = ───  ∑  yᵢ
             n  i=1
        """,
    ),
    (r"\chi^2 = -2 \log L_{\text{full}}", "χ² = −2 log L_full"),
    (r"e^{\sigma k}", " σk\ne"),
    (r"\left( \frac{a}{b} \right)^2", "╭  a  ╮²\n│ ─── │\n╰  b  ╯"),
    (r"\sqrt{\frac{a}{b}}", " ┌────\n │  a\n │ ───\n√│  b"),
    (r"\sqrt{v_{0i}}", "√v₀ᵢ"),
    (r"\left\{ \begin{matrix} a \\ b \\ c \end{matrix} \right.", "╭ a\n┤ b\n╰ c"),
    (r"x = \begin{bmatrix} a \\ b \\ c \end{bmatrix}", "    ┌ a ┐\nx = │ b │\n    └ c ┘"),
    (r"p = .05", "p = .05"),
    (r"(-x) - 1 \neq -2", "(−x) − 1 ≠ −2"),
    (r"P(y \mid x) \quad x'", "P(y | x)   x′"),
    ("", ""),
]


def lines(box: Box) -> str:
    return "\n".join(line.rstrip() for line in box.lines)


def by_hand(drawing: str) -> str:
    return dedent(drawing).strip("\n").rstrip() if drawing.startswith("\n") else drawing


@pytest.mark.parametrize(("tex", "drawing"), DRAWINGS)
def test_a_formula_is_drawn_as_by_hand(tex: str, drawing: str) -> None:
    assert lines(draw(tex)) == by_hand(drawing)


IN_ASCII = [
    (r"b_{0i} = \gamma_{00} + \zeta_{0i}", "b_0i = gamma_00 + zeta_0i"),
    (r"\sigma_\epsilon^2", "sigma_e^2"),
    (r"\rho \sigma_0 \sigma_1", "rho sigma_0 sigma_1"),
    (r"\hat{y}_{ij}", "hat(y)_ij"),
    (r"\frac{\sigma_0^2}{\gamma}", " sigma_0^2\n-----------\n   gamma"),
    (r"\begin{bmatrix} \mu \\ 0 \end{bmatrix}", "[ mu ]\n[ 0  ]"),
    (r"x_{n-1} \leq \Sigma", "x_(n-1) <= Sigma"),
]


@pytest.mark.parametrize(("tex", "drawing"), IN_ASCII)
def test_a_poor_font_gets_words_for_what_it_lacks(tex: str, drawing: str) -> None:
    box = draw(tex, "ascii")
    assert lines(box) == drawing
    assert all(line.isascii() for line in box.lines)


def test_a_wide_formula_goes_on_below_its_relation() -> None:
    box = fit(r"y_{ij} = (\gamma_{00} + \gamma_{10} x_{ij}) + (\zeta_{0i} + \zeta_{1i} x_{ij})", 24)
    assert box is not None
    assert lines(box) == "yᵢⱼ = (γ₀₀ + γ₁₀ xᵢⱼ)\n    + (ζ₀ᵢ + ζ₁ᵢ xᵢⱼ)"


def test_formulas_side_by_side_go_under_each_other() -> None:
    box = fit(r"b_0 = \gamma_0 + \zeta_0 \quad b_1 = \gamma_1 + \zeta_1", 20)
    assert box is not None
    assert lines(box) == "b₀ = γ₀ + ζ₀\nb₁ = γ₁ + ζ₁"


def test_a_wide_matrix_is_drawn_with_less_air() -> None:
    box = fit(COVARIANCES, 26)
    assert box is not None
    assert lines(box) == (
        "┌ ζ₀ᵢ ┐\n└ ζ₁ᵢ ┘\n\n  ~ N╭┌ 0 ┐, ┌ σ₀² ρ₀₁ ┐╮\n     ╰└ 0 ┘  └ ρ₀₁ σ₁² ┘╯"
    )


def test_what_cannot_be_made_to_fit_is_not_drawn() -> None:
    assert fit(r"\frac{a + b + c + d}{2}", 8) is None
    assert fit(r"\nonsense + a + b + c", 8) is None


def test_a_formula_with_a_mistake_is_shown_as_its_source() -> None:
    assert draw(r"\nonsense{x} + y").lines == (r"\nonsense{x} + y",)


def test_colours_are_meanings_and_the_authors_win() -> None:
    box = draw(r"\color{red}{x} = \gamma_{00} + \zeta_{0i} + \color{black}{\epsilon} + \hat{y}")
    found = {box.lines[span.row][span.start : span.end]: span.style for span in box.spans}
    assert found == {
        "x": "outcome variable",
        "γ₀₀": "fixed",
        "ζ₀ᵢ": "deviation",
        "ε": "plain",
    }


@pytest.mark.parametrize("tex", [tex for tex, _ in DRAWINGS])
def test_every_row_is_as_wide_as_the_box(tex: str) -> None:
    for glyphs in ("unicode", "ascii"):
        box = draw(tex, glyphs)  # type: ignore[arg-type]
        assert {cell_len(line) for line in box.lines} == {box.width}
        assert 0 <= box.baseline < box.height


@pytest.mark.parametrize("letter", ["y", "b", "γ", "σ", "ρ", "ζ", "ε", "β", "x"])
@pytest.mark.parametrize("accent", ["hat", "bar", "tilde"])
def test_a_terminal_gives_an_accented_letter_one_cell(letter: str, accent: str) -> None:
    (line,) = draw(rf"\{accent}{{{letter}}}").lines
    screen = pyte.Screen(10, 1)
    pyte.Stream(screen).feed(line + "|")
    assert screen.buffer[0][1].data == "|"
    assert cell_len(line) == 1
