"""Markdown set as lines of a given width."""

from __future__ import annotations

from textwrap import dedent

import pytest

from app.drawing.blocks import Live, Reader
from app.drawing.page import Page
from app.drawing.runs import Run, plain, width
from flashcards.cards import Example


def page(source: str, room: int = 60, **how: bool) -> str:
    blocks = Reader(speak=how.get("speak", False)).blocks(dedent(source))
    return "\n".join(plain(line) for line in Page(room, **how).lines(blocks))


def by_hand(text: str) -> str:
    return dedent(text).strip("\n")


def test_text_lists_and_headings() -> None:
    assert page(
        """
        Some *words* with `code`.

        ### In R
        - one
        - two
          - deeper
        7. seven
        """
    ) == by_hand("""
        Some words with code.

        In R
        • one
        • two
          • deeper

        7. seven
        """)


def test_items_hang_under_their_bullets() -> None:
    assert page("- four words are here", 12) == "• four words\n  are here"


def test_a_formula_of_its_own_is_moved_in() -> None:
    assert page("Then:\n\n$$\\frac{a}{b}$$") == "Then:\n\n     a\n    ───\n     b"


def test_a_formula_that_does_not_fit_is_written_out() -> None:
    tex = r"$$\frac{aaa + bbb + ccc + ddd}{\sigma_\epsilon^2}$$"
    assert page(tex, 20) == "  (aaa + bbb + ccc\n    + ddd)/σ²_ε"


def test_formulas_on_one_line_each_for_those_who_read_line_by_line() -> None:
    tex = r"$$\begin{aligned} a &= \frac{b}{c} \\ d &= e \end{aligned}$$"
    assert page(tex, flat=True) == "    a = b/c\n    d = e"
    assert page(tex, flat=True, speak=True) == "    a equals b over c\n    d equals e"


def test_a_formula_with_a_mistake_is_shown_as_it_was_typed() -> None:
    assert page("$\\nonsense$ and\n\n$$\\nonsense$$") == "$\\nonsense$ and\n\n    \\nonsense"


def test_code_keeps_its_lines_and_breaks_behind_commas() -> None:
    code = "```r\nfit <- lmer(y ~ x + (1 | g), data = d)\n  # done\n```"
    assert page(code) == "  fit <- lmer(y ~ x + (1 | g), data = d)\n    # done"
    assert page(code, 34) == "  fit <- lmer(y ~ x + (1 | g),\n      data = d)\n    # done"


TABLE = """
| what | share | words |
|---|---|:-:|
| a | 1.5 | some more words |
| b | -12 | x |
"""


def test_a_table_sets_numbers_so_that_their_points_meet() -> None:
    assert page(TABLE) == by_hand("""
        what  share       words
        ────  ─────  ───────────────
        a       1.5  some more words
        b     -12           x
        """)


def test_a_table_wraps_within_its_cells() -> None:
    assert page(TABLE, 24) == by_hand("""
        what  share     words
        ────  ─────  ───────────
        a       1.5   some more
                        words

        b     -12         x
        """)


def test_a_table_that_has_no_room_becomes_records() -> None:
    assert page(TABLE, 14) == by_hand("""
        what: a
        share: 1.5
        words: some
          more words

        what: b
        share: -12
        words: x
        """)


def test_a_table_is_records_for_those_who_read_line_by_line() -> None:
    assert page(TABLE, flat=True).splitlines()[:4] == [
        "what: a",
        "share: 1.5",
        "words: some more words",
        "",
    ]


def test_tied_numbers_are_plain() -> None:
    assert page("It is [405.790]{=fixef.intercept of a}.") == "It is 405.790."


def test_html_is_text_and_links_show_where_they_lead() -> None:
    assert page("<b>bold</b> &amp; [here](https://example.org)") == (
        "<b>bold</b> & here (https://example.org)"
    )
    assert page("[here](javascript:alert)") == "[here](javascript:alert)"
    assert page("![a plot](https://example.org/x.png)") == "[picture: a plot]"


def test_no_control_character_gets_through() -> None:
    lines = page("a\x1b[31mb &#27;[2J\n\n    code\x07\n\n$$x\x1b$$")
    assert not any(char < " " and char != "\n" for char in lines)


def test_square_brackets_are_no_markup() -> None:
    (line,) = Page(40).lines(Reader().blocks("[bold]x[/bold] [red]y"))
    assert plain(line) == "[bold]x[/bold] [red]y"


def test_quotes_and_rules() -> None:
    assert page("> words\n\n---", 10) == "│ words\n\n──────────"


def test_styles_are_kept_for_the_eye() -> None:
    line = Reader().line(r"**so** `x` is $\zeta_i$")
    assert line == (
        Run("so", "strong"),
        Run(" "),
        Run("x", "code"),
        Run(" is "),
        Run("ζᵢ", "deviation"),
    )


def test_live_fences_take_the_examples_in_order() -> None:
    examples = (Example("", "one"), Example("b", "two"))
    source = "```live\ndata: one\n```\n\nwords\n\n- ```live\n  data: two\n  ```"
    first, _, listing = Reader().blocks(source, examples)
    assert first == Live(examples[0])
    assert listing.items == ((Live(examples[1]),),)  # type: ignore[union-attr]


@pytest.mark.parametrize("room", [24, 38, 56, 100])
def test_a_poor_font_gets_ascii(room: int) -> None:
    source = "- σ is $\\sigma_\\epsilon$\n\n> x\n\n| a |\n|---|\n| $\\gamma$ |\n\n---"
    lines = Page(room, "ascii").lines(Reader("ascii").blocks(source.replace("σ", "it")))
    assert all(plain(line).isascii() for line in lines)
    assert max(map(width, lines)) <= room
