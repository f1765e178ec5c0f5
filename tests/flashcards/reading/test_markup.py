"""What the parser for showing cards makes of a text: plain tokens, and nothing dangerous."""

from __future__ import annotations

import pytest
from markdown_it.token import Token

from flashcards.markdown import parser
from flashcards.reading.characters import FORBIDDEN, clean, visible


def tokens(text: str) -> list[Token]:
    """All tokens, those within lines too."""
    found = []
    for token in parser().parse(text):
        found += [token, *(token.children or [])]
    return found


def content(text: str, kind: str) -> list[str]:
    return [token.content for token in tokens(text) if token.type == kind]


@pytest.mark.parametrize(
    ("text", "formulas"),
    [
        ("$x$", ["x"]),
        ("Let $b_0$, $b_1$ be 2", ["b_0", "b_1"]),
        ("($\\gamma_{00}$)-th", ["\\gamma_{00}"]),
        ("| $x$ | y |\n|---|---|\n| $\\sigma$ | z |", ["x", "\\sigma"]),
        ("Both $a\nb$ lines", ["a\nb"]),
        ("$\\$5$", ["\\$5"]),
        ("$5 and $6", []),
        ("$5–$6", []),
        ("5$ or 6$", []),
        ("$ x $", []),
        ("$x $", []),
        ("\\$x$", []),
        ("`$x$`", []),
        ("```\n$x$\n```", []),
        ("a $ b", []),
    ],
)
def test_formulas_in_a_line(text: str, formulas: list[str]) -> None:
    assert content(text, "math_inline") == formulas


def test_displayed_formulas() -> None:
    assert content("$$x + y$$", "math_block") == ["x + y"]
    assert content("Text.\n\n$$\na\nb\n$$\n\nText.", "math_block") == ["\na\nb\n"]
    assert content("So $$x$$ it is", "math_inline_double") == ["x"]
    assert content("$$x\n\ny$$", "math_block") == []


def test_tied_numbers() -> None:
    found = tokens("It is [405.790]{=fixef.intercept of slopes}.")
    [token] = [token for token in found if token.type == "tied_number"]
    assert token.content == "405.790"
    assert token.meta == {"value": "fixef.intercept", "example": "slopes"}
    assert content("**[-0.672]{=fixef.x1}**", "tied_number") == ["-0.672"]
    assert content("`[1]{=a}`, [words]{=a}, [1]{a}, [1](https://a.b)", "tied_number") == []


def test_html_is_text() -> None:
    found = tokens("<script>alert(1)</script>\n\n<div>\n\nA <b>word</b>")
    assert not any("html" in token.type for token in found)
    assert "".join(token.content for token in found if token.type == "text").count("<") == 5


def test_tables_are_tables() -> None:
    assert any(token.type == "table_open" for token in tokens("| a |\n|---|\n| b |"))


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "java&#x73;cript:x",
        "vbscript:x",
        "file:///etc/passwd",
        "data:text/html,x",
        "ftp://a.b",
        "//a.b",
        "../secret",
        "/etc/passwd",
        "a.md",
    ],
)
def test_links_that_do_not_lead_to_the_web_are_text(url: str) -> None:
    for text in (f"[a]({url})", f"![a]({url})", f"<{url}>", f"[a]\n\n[a]: {url}"):
        assert not any(token.attrs for token in tokens(text))


def test_links_to_the_web_are_links() -> None:
    text = '[a](https://a.b "c") <https://a.b> [d](mailto:e@f.g) [h](#i)'
    assert [token.attrs["href"] for token in tokens(text) if token.type == "link_open"] == [
        "https://a.b",
        "https://a.b",
        "mailto:e@f.g",
        "#i",
    ]


def test_control_characters_do_not_come_back_as_entities() -> None:
    text = '&#27;[31m &#x202e; &#x9b; &rlm; [a](https://a.b "&#x202e;&zwj;")\n```&#x202e;\nx\n```'
    for token in tokens(text):
        shown = [token.content, token.info, *map(str, token.attrs.values())]
        assert not any(FORBIDDEN.search(part) for part in shown)


def test_every_parser_is_its_own() -> None:
    one, other = parser(), parser()
    one.disable("table")
    assert "table" in other.get_active_rules()["block"]


FORBIDDEN_POINTS = [
    *range(0x20),
    *range(0x7F, 0xA0),
    *(0x61C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)),
    *(0xAD, 0x200B, 0x200C, 0x200D, 0x2028, 0x2029, 0x2060, 0xFEFF, 0xE0041),
    *(0xD800, 0xDFFF),
]


@pytest.mark.parametrize("point", FORBIDDEN_POINTS, ids=hex)
def test_forbidden_characters(point: int) -> None:
    char = chr(point)
    assert clean(f"a{char}b") == {"\n": "a\nb", "\t": "a\tb", "\r": "a\nb"}.get(char, "ab")
    assert visible(f"a{char}b") == "a�b"


def test_other_characters_are_left_alone() -> None:
    text = "Ünïcödé, γ₀₀ = σ², 日本, ﷼, 🙂, e\u0301, no-break\u00a0space"
    assert clean(text) == visible(text) == text
