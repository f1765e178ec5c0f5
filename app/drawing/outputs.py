"""What R prints, as lines: its text as it is, the numbers that have a symbol lit.

Beside a line with such numbers stand their symbols, for those who see no colour.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from app.drawing.runs import Line, Run, joined, width
from app.drawing.signs import GlyphSet, sign
from flashcards.models.live import Mark, Output

PROMPT, MORE = "> ", "+ "
"""What R writes before a command, and before a line that goes on with it."""

MARGIN = 3
"""Cells between the longest line and the symbols beside it."""

_QUOTES = str.maketrans({"‘": "'", "’": "'", "“": '"', "”": '"', "−": "-", "…": "..."})


def printed(output: Output, glyphs: GlyphSet = "unicode") -> list[Line]:
    """The lines of one output, without its commands.

    Args:
        output: as the models give it.
        glyphs: what symbols are written with.
    """
    rows = [
        _lit(number, text.rstrip(), output.marks, glyphs)
        for number, text in enumerate(output.lines)
    ]
    if not output.marks:
        return rows
    edge = max(map(width, rows)) + MARGIN
    return [
        _beside(row, edge, [mark for mark in output.marks if mark.line == number], glyphs)
        for number, row in enumerate(rows)
    ]


def commands(output: Output) -> list[Line]:
    """The commands behind R's prompt, as one types them."""
    made: list[Line] = []
    depth = 0
    for text in output.call.split("\n"):
        made.append((Run(f"{MORE if depth else PROMPT}{text}", "quiet"),))
        depth += sum(map(text.count, "([{")) - sum(map(text.count, ")]}"))
    return made


def cut(lines: Sequence[Line], room: int, glyphs: GlyphSet = "unicode") -> tuple[list[Line], bool]:
    """Lines that fit, each that is too wide ending in a sign; and whether there was any.

    Args:
        lines: any.
        room: cells that a line may take.
        glyphs: what the sign is drawn with.
    """
    more = "›" if glyphs == "unicode" else ">"
    wide = [width(line) > room for line in lines]
    fitting = [
        joined((_first(line, room - 1), (Run(more, "quiet"),))) if too_wide else line
        for line, too_wide in zip(lines, wide, strict=True)
    ]
    return fitting, any(wide)


def _lit(number: int, text: str, marks: Sequence[Mark], glyphs: GlyphSet) -> Line:
    """One line with its marked numbers in the colour of their meaning."""
    runs: list[Run] = []
    at = 0
    for mark in sorted((mark for mark in marks if mark.line == number), key=lambda m: m.start):
        runs += [
            Run(text[at : mark.start]),
            Run(text[mark.start : mark.end], f"{mark.meaning} strong"),
        ]
        at = mark.end
    line = joined(((*runs, Run(text[at:].expandtabs())),))
    if glyphs == "unicode":
        return line
    return tuple(Run(run.text.translate(_QUOTES), run.style) for run in line)


def _beside(row: Line, edge: int, marks: Sequence[Mark], glyphs: GlyphSet) -> Line:
    """The line with the symbols of its numbers behind it."""
    if not marks:
        return row
    gap = Run(" " * (edge - width(row)))
    names = [(Run(symbol(mark.symbol, glyphs), mark.meaning), Run("  ")) for mark in marks]
    return joined((row, (gap,), *names[:-1], names[-1][:1]))


def symbol(text: str, glyphs: GlyphSet) -> str:
    """A symbol with Greek letters and accents as this terminal can show it."""
    if glyphs == "unicode":
        return text
    letters: list[str] = []
    for char in unicodedata.normalize("NFD", text):
        if unicodedata.combining(char):
            continue
        simple = unicodedata.normalize("NFKD", char)
        lower = simple != char and simple.isascii()
        letters.append(f"_{simple}" if lower and not "".join(letters)[-1:].isdigit() else simple)
    return "".join(sign(char, glyphs) for char in "".join(letters))


def _first(line: Line, room: int) -> Line:
    """As much of a line as fits."""
    kept: list[Run] = []
    for run in line:
        left = room - width(kept)
        text = run.text
        while text and width((Run(text),)) > left:
            text = text[:-1]
        kept.append(Run(text, run.style))
    return joined((tuple(kept),))
