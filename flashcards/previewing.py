"""A file that is being written: what can be shown of it now, what is wrong, and where it stands.

The card itself is read at once, by itself. What it has to do with other cards takes longer and is
for :func:`flashcards.lint.check`, which the caller asks when it has the time.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

from flashcards.cards import Topic
from flashcards.markdown import parser, read_card, read_course
from flashcards.problems import Problem
from flashcards.reading.characters import clean
from flashcards.reading.files import COURSE, TOPICS, read_text, tables
from flashcards.reading.report import Report

RECALL = ".recall.txt"
"""How the file of a sample recall ends, beside a card: ``topics/icc.recall.txt``."""

_NEWLINES = re.compile(r"\r\n?")


class Stamp(NamedTuple):
    """What tells whether a file is still the same; an editor may put another one in its place."""

    changed: int
    size: int
    number: int


def stamp(path: Path) -> Stamp | None:
    """The state of a file now; None where there is none."""
    try:
        state = path.stat()
    except (OSError, ValueError):
        return None
    return Stamp(state.st_mtime_ns, state.st_size, state.st_ino)


def recall_beside(path: Path) -> Path:
    """Where a card's sample recall is looked for."""
    return path.with_name(path.stem + RECALL)


@dataclass(frozen=True, slots=True)
class View:
    """A card as its file is now.

    Attributes:
        topic: what can be shown; None where nothing of the file could be read.
        whole: whether it could be studied so.
        problems: what is wrong with the file by itself.
        lines: the lines of the file, fit to be shown.
        blocks: for each block of the body the line of the file that it starts on, 1-based.
    """

    topic: Topic | None
    whole: bool
    problems: tuple[Problem, ...]
    lines: tuple[str, ...] = ()
    blocks: tuple[int, ...] = ()

    def with_problems(self, problems: tuple[Problem, ...]) -> View:
        """The same card where the file cannot be read any more."""
        return replace(self, whole=False, problems=problems)

    def line(self, number: int) -> str:
        """A line of the file by its 1-based number; empty where it has none of that number."""
        return self.lines[number - 1] if 1 <= number <= len(self.lines) else ""

    def block_at(self, line: int) -> int | None:
        """The block that holds a line of the file; None where the body does not."""
        if not self.topic or not self.blocks or line < self.blocks[0] or self._ends(line):
            return None
        return bisect_right(self.blocks, line) - 1

    def point_at(self, line: int) -> int | None:
        """The key point that holds a line of the file, by its number from 0; None for none."""
        starts = [point.line for point in self.topic.key_points] if self.topic else []
        return bisect_right(starts, line) - 1 if starts and line >= starts[0] else None

    def _ends(self, line: int) -> bool:
        """Whether a line comes behind the body."""
        assert self.topic is not None  # noqa: S101
        return line >= self.topic.body_line + len(self.topic.body.split("\n"))


def view(path: Path) -> View:
    """Read a card, or a course's opening page, as it is now. Never raises.

    Args:
        path: the file, as the person named it.
    """
    report = Report(str(path))
    source = read_text(path, report)
    if source is None:
        return View(None, whole=False, problems=report.problems)
    lines = tuple(clean(_NEWLINES.sub("\n", source)).replace("\t", " ").split("\n"))
    if path.name == COURSE:
        return _opening(source, path, lines)
    folder = path.absolute().parent
    own = tables(folder.parent) if folder.name == TOPICS else {}
    card = read_card(source, str(path), "preview", own)
    return View(card.sketch, card.topic is not None, card.problems, lines, _blocks(card.sketch))


def _opening(source: str, path: Path, lines: tuple[str, ...]) -> View:
    """The opening page as a card without key points."""
    opening = read_course(source, str(path))
    end = next((i for i, line in enumerate(lines[1:], 2) if line.rstrip() == "---"), 0)
    first = next((i for i, line in enumerate(lines[end:], end + 1) if line.strip()), end + 1)
    page = Topic(
        pack=opening.pack, id="", title=opening.title, after=(), minutes=0, body=opening.text,
        body_line=first, key_points=(), examples=(), numbers=(), file=str(path), content_hash="",
    )  # fmt: skip
    return View(page, not opening.problems, opening.problems, lines, _blocks(page))


def _blocks(topic: Topic | None) -> tuple[int, ...]:
    if topic is None:
        return ()
    tokens = parser().parse(topic.body)
    starts = (t.map[0] for t in tokens if t.level == 0 and t.nesting >= 0 and t.map)
    return tuple(topic.body_line + start for start in starts)


def together(own: Sequence[Problem], course: Sequence[Problem]) -> tuple[Problem, ...]:
    """A file's own problems with those that only the course could tell, by place."""
    return tuple(sorted({*own, *course}))
