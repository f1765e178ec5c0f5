"""How the plain session speaks and listens: lines on standard output, lines from standard input."""

from __future__ import annotations

import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from app.drawing.signs import SUPERSCRIPTS, GlyphSet, sign
from app.plain import card_lines, plain_inline
from flashcards.cards import Topic
from flashcards.reading.characters import CONTROL

WIDEST = 100
"""Columns that a line takes at most."""

PUNCTUATION = {
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "•": "-", "·": "-",
}  # fmt: skip
"""Signs of prose, and what stands in for them where a terminal has only ASCII."""

RAISED = {small: plain for plain, small in SUPERSCRIPTS.items() if not small.isascii()}


class Leave(Exception):  # noqa: N818
    """She left: end of input, or Ctrl+C."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How cards are told, and how she is asked.

    Attributes:
        speak: whether formulas are in words.
        glyphs: the signs for them, where they are not.
    """

    speak: bool
    glyphs: GlyphSet

    def line(self, source: str) -> str:
        """A key point or a question, from its Markdown."""
        return plain_inline(source, speak=self.speak, glyphs=self.glyphs)

    def card(self, topic: Topic, *, points: bool) -> Sequence[str]:
        """A whole card, with its key points or without."""
        room = min(WIDEST, shutil.get_terminal_size((80, 24)).columns)
        return card_lines(topic, room, speak=self.speak, points=points, glyphs=self.glyphs)

    def examples(self, topic: Topic) -> Iterator[str]:
        """What the live examples of an open card show, each computed when its lines are read."""
        if topic.examples:
            from app.exampling import told

            room = min(WIDEST, shutil.get_terminal_size((80, 24)).columns)
            yield from told(topic.examples, room)

    def out(self, *lines: str) -> None:
        """Print lines at once, so that a pipe sees the question before it answers."""
        for line in lines:
            print(in_ascii(line) if self.glyphs == "ascii" else line, flush=True)  # noqa: T201

    def read(self) -> str:
        """One line of input, without its end and without anything that controls a terminal.

        Raises:
            Leave: the input has ended.
        """
        line = sys.stdin.readline()
        if not line:
            raise Leave
        return CONTROL.sub("", line).rstrip("\n")

    def ask(self, question: str, keys: Iterable[str], enter: str = "") -> str:
        """One of the keys; asks again until it is one.

        Args:
            question: what to ask.
            keys: what can be answered.
            enter: the key that an empty line stands for; none where it is empty.

        Raises:
            Leave: the input has ended.
        """
        allowed = tuple(keys)
        while True:
            self.out(f"{question}:")
            given = self.read().strip().lower() or enter
            if given in allowed:
                return given
            self.out(f"That is none of {', '.join(allowed)}.")


def in_ascii(text: str) -> str:
    """A text for a terminal that has only ASCII; what has no plain form stays as it is."""
    return text if text.isascii() else "".join(map(_plain, text))


def _plain(char: str) -> str:
    """One character in ASCII: by its meaning, else without its accent, else itself."""
    if char.isascii():
        return char
    if char in RAISED:
        return f"^{RAISED[char]}"
    known = PUNCTUATION.get(char) or sign(char, "ascii")
    if known.isascii():
        return known
    bare = unicodedata.normalize("NFKD", char).encode("ascii", "ignore").decode()
    return bare or char
