"""A booklet to be printed: the closed cards with room to write, then the same cards open.

One HTML file that needs nothing else: formulas are MathML, figures stand in it as SVG.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape

from markdown_it import MarkdownIt

from flashcards.cards import Example, Topic
from flashcards.exchange.html import body, printed, renderer
from flashcards.exchange.mathml import mathml

LINES = 22
"""Empty lines of a closed card: as many as fit on the page below its title."""


@dataclass(frozen=True, slots=True)
class Shown:
    """What a live example gives.

    Attributes:
        text: commands and what R prints.
        picture: its figure, SVG; empty where it has none.
        says: the figure in a sentence.
    """

    text: str = ""
    picture: str = ""
    says: str = ""


Show = Callable[[Topic, Example], Shown | None]
"""What an example gives; None where it cannot be computed."""

STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.5 Georgia, 'Times New Roman', serif; color: #111; background: #fff;
  max-width: 42em; margin: 2em auto; padding: 0 1em; }
h1, h2, h3 { font-family: system-ui, sans-serif; line-height: 1.25; break-after: avoid; }
h1 { font-size: 22pt; margin-top: 4em; }
h2 { font-size: 15pt; } h3 { font-size: 12pt; }
section { break-before: page; }
.line { border-bottom: 1px solid #bbb; height: 9mm; }
.small { color: #444; font-size: 9.5pt; }
pre { font: 8.5pt/1.35 ui-monospace, 'DejaVu Sans Mono', monospace; white-space: pre-wrap;
  background: #f5f5f5; padding: .6em .8em; break-inside: avoid; }
code { font-family: ui-monospace, 'DejaVu Sans Mono', monospace; font-size: 92%; }
table { border-collapse: collapse; margin: 1em 0; break-inside: avoid; }
th, td { border: 1px solid #bbb; padding: .25em .6em; text-align: left; vertical-align: top; }
math[display=block] { margin: .8em 0; }
mtable.aligned mtd:nth-child(odd) { text-align: right; }
mtable.aligned mtd:nth-child(even) { text-align: left; }
figure { margin: 1em 0; break-inside: avoid; } figure svg { max-width: 100%; height: auto; }
figcaption { color: #444; font-size: 9.5pt; }
ul.check { list-style: none; padding-left: 0; }
ul.check li { padding-left: 2em; text-indent: -2em; margin: .4em 0; break-inside: avoid; }
ul.check li::before { content: '☐☐☐'; letter-spacing: .1em; margin-right: .5em; font-size: 9pt; }
ul.check li > * { text-indent: 0; }
@media print { body { margin: 0; max-width: none; padding: 0; } @page { margin: 18mm 20mm; } }
"""


def booklet(title: str, topics: Sequence[Topic], show: Show, licence: str = "") -> str:
    """The whole booklet.

    Args:
        title: of the course.
        topics: its cards, in order.
        show: what their live examples give.
        licence: of the cards; empty where none is known.
    """
    parts = [_front(title, topics, licence)]
    parts += [_closed(topic, number) for number, topic in enumerate(topics, 1)]
    parts += [_open(topic, number, show) for number, topic in enumerate(topics, 1)]
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{escape(title)}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n"
        f"{''.join(parts)}</body>\n</html>\n"
    )


def _front(title: str, topics: Sequence[Topic], licence: str) -> str:
    rows = "".join(f"<li>{escape(topic.title)}</li>\n" for topic in topics)
    rights = f'<p class="small">Cards: {escape(licence)}</p>\n' if licence else ""
    return (
        f"<h1>{escape(title)}</h1>\n<p>First the closed cards: choose one, think how comfortable "
        "you feel with it, and write down in two minutes all you can recall. Then open the card "
        "with its number in the second part, tick what was there, and write down what you missed. "
        f"Try again another day; three boxes are for three days.</p>\n<ol>\n{rows}</ol>\n{rights}"
    )


def _closed(topic: Topic, number: int) -> str:
    comfort = "Comfort: 1 lost · 2 shaky · 3 some of it · 4 most of it · 5 could teach it"
    lines = '<div class="line"></div>\n' * LINES
    return (
        f'<section class="closed">\n<h2>{number}. {escape(topic.title)}</h2>\n'
        f'<p class="small">{comfort}</p>\n{lines}</section>\n'
    )


def _open(topic: Topic, number: int, show: Show) -> str:
    md = _renderer()
    text = body(md, topic, lambda example: _example(show(topic, example)))
    points = "".join(
        f"<li><span>{md.renderInline(point.text).strip()}</span></li>\n"
        for point in topic.key_points
    )
    return (
        f'<section class="open">\n<h2>{number}. {escape(topic.title)}</h2>\n{text}'
        f'<h3>Key points</h3>\n<ul class="check">\n{points}</ul>\n</section>\n'
    )


def _example(shown: Shown | None) -> str:
    if shown is None:
        return ""
    lines = printed(shown.text)
    if not shown.picture:
        return lines
    svg = shown.picture[shown.picture.index("<svg") :]
    return f"{lines}<figure>{svg}<figcaption>{escape(shown.says)}</figcaption></figure>\n"


@cache
def _renderer() -> MarkdownIt:
    return renderer(lambda tex, display: mathml(tex, display=display))
