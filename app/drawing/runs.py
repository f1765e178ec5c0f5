"""Text with names of styles: what everything is drawn with before a terminal is in sight.

A style is a name such as ``strong`` or ``deviation``, or several apart by spaces. What a name
looks like is decided in :mod:`app.drawing.meaning`, once for the whole program.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from rich.cells import cell_len

TIED = "\N{NO-BREAK SPACE}"
"""A space at which no line is broken; it is an ordinary space once the lines are made."""


@dataclass(frozen=True, slots=True)
class Run:
    """A piece of one line in one style."""

    text: str
    style: str = ""


Line = tuple[Run, ...]
"""Runs side by side; a line of its own unless a run says ``\\n``."""


def plain(line: Line) -> str:
    """The characters alone."""
    return "".join(run.text for run in line)


def width(line: Sequence[Run]) -> int:
    """How many cells of a terminal it takes."""
    return sum(cell_len(run.text) for run in line)


def styled(line: Line, style: str) -> Line:
    """The line with one more style on all of it."""
    return tuple(Run(run.text, f"{run.style} {style}".strip()) for run in line)


def joined(lines: Iterable[Line]) -> Line:
    """Lines side by side as one, neighbours of one style made one run."""
    runs: list[Run] = []
    for run in (run for line in lines for run in line if run.text):
        if runs and runs[-1].style == run.style:
            runs[-1] = Run(runs[-1].text + run.text, run.style)
        else:
            runs.append(run)
    return tuple(runs)


def padded(line: Line, to: int, align: str = "left") -> Line:
    """The line with spaces up to a width in cells; a longer line stays as it is.

    Args:
        line: any line.
        to: the width in cells.
        align: where the text goes: ``left``, ``center`` or ``right``.
    """
    gap = max(0, to - width(line))
    before = {"left": 0, "center": gap // 2, "right": gap}[align]
    return joined(((Run(" " * before),), line, (Run(" " * (gap - before)),)))


_PIECES = re.compile(r"\n|[ \t]+|[^ \t\n]+")


def wrapped(line: Line, room: int) -> list[Line]:
    r"""A line as lines of at most ``room`` cells, broken at spaces, at least one.

    Words longer than the room are cut; a :data:`TIED` space never breaks. Spaces at the end of a
    line are dropped.

    Args:
        line: any line; a ``\n`` in it always breaks.
        room: cells that a line may take, at least 1.
    """
    lines: list[list[Run]] = [[]]
    used = 0
    space: list[Run] = []
    for word in _words(line):
        kind = word[0].text[0]
        if kind == "\n":
            lines.append([])
            used, space = 0, []
        elif kind in " \t":
            space = word if used else []
        else:
            long, gap = width(word), width(space)
            if used and used + gap + long > room:
                lines.append([])
                used, space, gap = 0, [], 0
            for piece in _cut(word, room) if long > room else [word]:
                if used and used + gap + width(piece) > room:
                    lines.append([])
                    used, space, gap = 0, [], 0
                lines[-1] += [*space, *piece]
                used += gap + width(piece)
                space, gap = [], 0
    return [_finished(made) for made in lines]


def trimmed(line: Line) -> Line:
    """The line without spaces at its end."""
    runs = list(line)
    while runs and not (kept := runs[-1].text.rstrip(" ")):
        runs.pop()
    if runs:
        runs[-1] = Run(kept, runs[-1].style)
    return tuple(runs)


def _finished(made: Sequence[Run]) -> Line:
    """A line with ordinary spaces only, those at its end dropped but for tied ones."""
    return joined((Run(run.text.replace(TIED, " "), run.style),) for run in trimmed(tuple(made)))


def _words(line: Line) -> Iterable[list[Run]]:
    """Words, the spaces between them and line breaks, each as the runs that make it up."""
    word: list[Run] = []
    for run in line:
        for piece in _PIECES.findall(run.text):
            loose = piece[0] in " \t\n"
            if word and (loose or word[0].text[0] in " \t\n"):
                yield word
                word = []
            word.append(Run(piece, run.style))
    if word:
        yield word


def _cut(word: list[Run], room: int) -> list[list[Run]]:
    """A word that is too long, in pieces of at most ``room`` cells."""
    text = plain(tuple(word))
    ends: list[int] = []
    start = 0
    while cell_len(text[start:]) > room:
        start = _end_of_piece(text, start, room)
        ends.append(start)
    pieces: list[list[Run]] = [[]]
    at = 0
    for run in word:
        rest = run.text
        while ends and at + len(rest) > ends[0]:
            taken = ends.pop(0) - at
            pieces[-1].append(Run(rest[:taken].rstrip(TIED), run.style))
            pieces.append([])
            rest, at = rest[taken:], at + taken
        pieces[-1].append(Run(rest, run.style))
        at += len(rest)
    return pieces


def _end_of_piece(text: str, start: int, room: int) -> int:
    """Where a word is best cut: before a bracket, at a tied space, behind a sign, or anywhere."""
    end = start + 1
    while end < len(text) and cell_len(text[start : end + 1]) <= room:
        end += 1
    head = text[start:end]
    if (opening := head.rfind(f"{TIED}(")) > room // 3:
        return start + opening + 1
    if TIED in head[1:]:
        return start + head.rindex(TIED) + 1
    signs = [match.end() for match in re.finditer(r"[$./(_:,-]", head)]
    return start + signs[-1] if signs and signs[-1] > room // 2 else end
