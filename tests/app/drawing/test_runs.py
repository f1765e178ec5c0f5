"""Styled text and how it is wrapped."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from app.drawing.runs import TIED, Line, Run, padded, plain, width, wrapped


def texts(line: Line, room: int) -> list[str]:
    return [plain(part) for part in wrapped(line, room)]


def test_lines_break_at_spaces_and_keep_their_styles() -> None:
    line = (Run("two "), Run("bold words", "strong"), Run(" here"))
    assert wrapped(line, 10) == [
        (Run("two "), Run("bold", "strong")),
        (Run("words", "strong"), Run(" here")),
    ]


def test_a_tied_space_never_breaks_and_is_a_space_in_the_end() -> None:
    assert texts((Run(f"so b{TIED}={TIED}1 is"),), 7) == ["so", "b = 1", "is"]


def test_a_line_break_breaks() -> None:
    assert texts((Run("one\ntwo"),), 20) == ["one", "two"]


def test_a_word_that_is_too_long_is_cut_where_it_reads_best() -> None:
    assert texts((Run("random_slopes_model"),), 16) == ["random_slopes_", "model"]
    assert texts((Run("abcdefghij"),), 4) == ["abcd", "efgh", "ij"]
    call = f"lmer(y{TIED}~{TIED}x{TIED}+{TIED}(1{TIED}|{TIED}g))"
    assert texts((Run(call),), 16) == ["lmer(y ~ x +", "(1 | g))"]


def test_an_accent_stays_on_its_letter() -> None:
    assert texts((Run("γ̂γ̂γ̂"),), 2) == ["γ̂γ̂", "γ̂"]


def test_text_is_padded_to_a_width() -> None:
    assert plain(padded((Run("γ̂₀"),), 5, "right")) == "   γ̂₀"
    assert plain(padded((Run("ab"),), 5, "center")) == " ab  "


@given(
    st.lists(
        st.builds(
            Run,
            st.text(st.sampled_from(f"ab_(. \n{TIED}γ̂日"), max_size=12),
            st.sampled_from(["", "strong"]),
        )
    ),
    st.integers(2, 30),
)
def test_no_line_is_too_wide_and_no_character_is_lost(runs: list[Run], room: int) -> None:
    lines = wrapped(tuple(runs), room)
    assert all(width(line) <= room for line in lines)
    before = "".join(plain(tuple(runs)).split())
    assert "".join(plain(tuple(run for line in lines for run in line)).split()) == before
