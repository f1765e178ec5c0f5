"""R's text as lines: untouched, lit where a number has a symbol, cut with a sign."""

from __future__ import annotations

import pytest

from app.drawing.outputs import commands, cut, printed, symbol
from app.drawing.runs import plain, width
from flashcards.models.live import Mark, Output

LINES = (
    "            Estimate Std. Error t value ",
    "(Intercept)  405.790     16.666    24.3 ",
    "x1            -0.672      0.313    -2.1 ",
)
MARKED = Output(
    "summary",
    "summary(model)",
    LINES,
    (Mark(1, 13, 20, "γ̂₀₀", "fixed"), Mark(1, 25, 31, "σ̂", "deviation")),
)


def test_text_stays_as_r_prints_it() -> None:
    output = Output("summary", "summary(model)", LINES)
    assert [plain(line) for line in printed(output)] == [line.rstrip() for line in LINES]


def test_a_tab_goes_to_the_next_eighth_column_as_in_a_terminal() -> None:
    text = "Multiple R-squared:  0.103,\tAdjusted R-squared:  0.101 "
    (line,) = printed(Output("summary", "summary(model)", (text,)))
    assert plain(line) == text.expandtabs(8).rstrip()
    assert "\t" not in plain(line)


def test_a_number_with_a_symbol_is_lit_and_named_behind_its_line() -> None:
    first, second, third = printed(MARKED)
    lit = {run.text: run.style for run in second}
    assert lit["405.790"] == "fixed strong"
    assert lit["16.666"] == "deviation strong"
    assert plain(second).startswith(LINES[1].rstrip())
    assert plain(second).endswith("   γ̂₀₀  σ̂")
    assert plain(first) == LINES[0].rstrip()
    assert plain(third) == LINES[2].rstrip()


@pytest.mark.parametrize(
    ("sign", "written"),
    [("γ̂₀₀", "gamma_00"), ("σ̂₁", "sigma_1"), ("ρ", "rho"), ("ε", "e")],
)
def test_symbols_in_plain_letters(sign: str, written: str) -> None:
    assert symbol(sign, "ascii") == written
    assert symbol(sign, "unicode") == sign


def test_everything_in_plain_letters() -> None:
    output = Output("summary", "summary(model)", ("0 ‘***’ 0.001 “x” −1", *LINES[1:]), MARKED.marks)
    lines = [plain(line) for line in printed(output, "ascii")]
    assert all(line.isascii() for line in lines)
    assert lines[0] == "0 '***' 0.001 \"x\" -1"


def test_commands_stand_behind_the_prompt_and_go_on_behind_a_plus() -> None:
    output = Output("signs", "data.frame(\n  below = sum(x)\n)\nhead(x)", ())
    assert [plain(line) for line in commands(output)] == [
        "> data.frame(",
        "+   below = sum(x)",
        "+ )",
        "> head(x)",
    ]


def test_only_what_is_too_wide_is_cut() -> None:
    lines = printed(MARKED)
    same, was_cut = cut(lines, 80)
    assert same == lines
    assert not was_cut
    short, was_cut = cut(lines, 20)
    assert was_cut
    assert all(width(line) <= 20 for line in short)
    assert plain(short[1]) == LINES[1][:19] + "›"
    assert plain(cut(lines, 20, "ascii")[0][1]).endswith(">")
