r"""Cards as HTML for Anki: formulas as MathJax, live examples as R's text and a picture."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
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


def card(topic: Topic, draw: Draw) -> str:
    """An open card: its text, then its key points.

    Args:
        topic: the card.
        draw: what its live examples give.
    """
    md = _renderer()
    tokens = md.parse(topic.body)
    fences = [token for token in tokens if token.type == "fence" and _is_live(token)]
    for token, example in zip(fences, topic.examples, strict=False):
        token.meta = {LIVE: _example(draw(example))}
    text = md.renderer.render(tokens, md.options, {})
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
    text = "\n".join(drawn.lines).strip("\n")
    printed = f"<pre>{escape(text)}</pre>\n" if text else ""
    if not drawn.picture:
        return printed
    says = escape(drawn.says)
    return f'{printed}<img src="{escape(drawn.picture)}" alt="{says}">\n<p><i>{says}</i></p>\n'


def _is_live(token: Token) -> bool:
    return token.info.split()[:1] == [LIVE]


@cache
def _renderer() -> MarkdownIt:
    md = parser()
    for kind, opens, closes in (
        ("math_inline", r"\(", r"\)"),
        ("math_inline_double", r"\[", r"\]"),
        ("math_block", r"\[", r"\]"),
    ):
        md.add_render_rule(kind, _wrapping(opens, closes))
    md.add_render_rule("tied_number", _tied_number)
    md.add_render_rule("fence", _fence)
    return md


def _wrapping(opens: str, closes: str) -> Callable[..., str]:
    """How formulas are written; Anki hands what stands between these signs to MathJax."""

    def write(_html: RendererHTML, tokens: Sequence[Token], at: int, *_: Any) -> str:
        return opens + escape(tokens[at].content.strip(), quote=False) + closes

    return write


def _tied_number(_html: RendererHTML, tokens: Sequence[Token], at: int, *_: Any) -> str:
    return escape(tokens[at].content)


def _fence(_html: RendererHTML, tokens: Sequence[Token], at: int, *_: Any) -> str:
    token = tokens[at]
    if _is_live(token):
        return str(token.meta.get(LIVE, ""))
    return f"<pre><code>{escape(token.content)}</code></pre>\n"
