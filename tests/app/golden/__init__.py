"""Every formula of the course as it is drawn, kept in ``maths.txt`` for people to look at.

``python -m tests.app.golden`` writes the file anew; look at what has changed before you keep it.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from app.drawing.maths import draw, fit
from app.drawing.maths_inline import inline
from app.drawing.maths_speech import speak
from flashcards.reading.markup import parser

CONTENT = Path(__file__).parents[3] / "content"
FILE = Path(__file__).with_name("maths.txt")
NARROW = 34
"""Cells of a formula in the narrowest card that is shown beside something else."""


def formulas() -> list[str]:
    """The source of every formula in the course, each once, in the order of the alphabet."""
    found: set[str] = set()
    for file in sorted(CONTENT.rglob("*.md")):
        text = file.read_text("utf-8")
        if text.startswith("---"):
            text = text.split("---", 2)[2]
        found.update(_in_markdown(text))
    return sorted(found)


def _in_markdown(text: str) -> Iterator[str]:
    for token in parser().parse(text):
        for leaf in (token, *(token.children or ())):
            if leaf.type.startswith("math_"):
                yield " ".join(leaf.content.split())


def entry(tex: str) -> str:
    """A formula's part of the file: its source, its drawings, its line in signs and in words."""
    box, narrow = draw(tex), fit(tex, NARROW)
    drawings = [box.lines]
    if narrow != box:
        drawings.append(narrow.lines if narrow else ("(does not fit into a narrow card)",))
    parts = ["\n".join(f"    {line}".rstrip() for line in lines) for lines in drawings]
    said = [f"  {kind:<8}{text}" for kind, text in (
        ("line", inline(tex)), ("ascii", inline(tex, "ascii")), ("spoken", speak(tex)),
    )]  # fmt: skip
    return "\n\n".join([tex, *parts, "\n".join(said)])


def page() -> str:
    """The whole file."""
    return f"\n\n{'-' * 80}\n".join(map(entry, formulas())) + "\n"
