r"""Cards as HTML: what Anki and the booklet share, and how Anki has it.

Nothing in it leads anywhere by itself: a picture elsewhere is told in words, as in a terminal.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, partial
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

from flashcards.cards import Example, KeyPoint, Topic
from flashcards.markdown import parser

LIVE = "live"


@dataclass(frozen=True, slots=True)
class Drawn:
    """What a live example gives.

    Attributes:
        lines: commands and what R prints.
        picture: name of its figure's file; empty where it has none.
        says: the figure in a sentence, for those who do not see it.
    """

    lines: tuple[str, ...] = ()
    picture: str = ""
    says: str = ""


Draw = Callable[[Example], Drawn | None]
"""What an example gives; None where it cannot be computed."""

Formula = Callable[[str, bool], str]
"""The HTML of a formula: its source, and whether it stands on a line of its own."""


# -- for any reader ----------------------------------------------------------------------------


def renderer(formula: Formula) -> MarkdownIt:
    """A parser of cards that writes HTML.

    Args:
        formula: how formulas are written.
    """
    md = parser()
    inline, own_line = (_written(partial(_formula, formula, display)) for display in (False, True))
    md.add_render_rule("math_inline", inline)
    md.add_render_rule("math_inline_double", own_line)
    md.add_render_rule("math_block", own_line)
    md.add_render_rule("tied_number", _written(lambda token: escape(token.content)))
    md.add_render_rule("image", _written(_picture))
    md.add_render_rule("fence", _written(_fence))
    return md


def body(md: MarkdownIt, topic: Topic, example: Callable[[Example], str]) -> str:
    """The text of a card.

    Args:
        md: made by :func:`renderer`.
        topic: the card.
        example: the HTML that stands in place of a live example's fence.
    """
    tokens = md.parse(topic.body)
    fences = [token for token in tokens if token.type == "fence" and _is_live(token)]
    for token, each in zip(fences, topic.examples, strict=False):
        token.meta = {LIVE: example(each)}
    return str(md.renderer.render(tokens, md.options, {}))


def printed(lines: str) -> str:
    """What R prints; nothing where that is nothing."""
    shown = lines.strip("\n")
    return f"<pre>{escape(shown)}</pre>\n" if shown else ""


def _written(write: Callable[[Token], str]) -> Callable[..., str]:
    def rule(_html: RendererHTML, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return write(tokens[at])

    return rule


def _formula(formula: Formula, display: bool, token: Token) -> str:
    return formula(token.content, display)


def _is_live(token: Token) -> bool:
    return token.info.split()[:1] == [LIVE]


def _fence(token: Token) -> str:
    if _is_live(token):
        return str((token.meta or {}).get(LIVE, ""))
    return f"<pre><code>{escape(token.content)}</code></pre>\n"


def _picture(token: Token) -> str:
    return f"[picture: {escape(token.content)}]"


# -- for Anki ----------------------------------------------------------------------------------


def card(topic: Topic, draw: Draw) -> str:
    """An open card: its text, then its key points.

    Args:
        topic: the card.
        draw: what its live examples give.
    """
    text = body(_renderer(), topic, lambda example: _example(draw(example)))
    return f"{text}<h3>Key points</h3>\n<ul>\n{_items(topic.key_points)}</ul>\n"


def inline(text: str) -> str:
    """One line of Markdown, such as a key point's idea or question."""
    return str(_renderer().renderInline(text)).strip()


def words(text: str) -> str:
    """Plain words, such as a title."""
    return escape(text)


def _items(points: Sequence[KeyPoint]) -> str:
    return "".join(f"<li>{inline(point.text)}</li>\n" for point in points)


def _example(drawn: Drawn | None) -> str:
    """What stands in place of a live example's fence."""
    if drawn is None:
        return ""
    lines = printed("\n".join(drawn.lines))
    if not drawn.picture:
        return lines
    says = escape(drawn.says)
    return f'{lines}<img src="{escape(drawn.picture)}" alt="{says}">\n<p><i>{says}</i></p>\n'


@cache
def _renderer() -> MarkdownIt:
    return renderer(_mathjax)


def _mathjax(tex: str, display: bool) -> str:
    """A formula between the signs by which Anki knows it."""
    opens, closes = (r"\[", r"\]") if display else (r"\(", r"\)")
    return opens + escape(tex.strip(), quote=False) + closes
