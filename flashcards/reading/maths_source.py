"""The source of a formula, read lexeme by lexeme, and what is found wrong on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flashcards.reading.maths_symbols import COMMANDS

MAX_PROBLEMS = 100
"""After how many problems a formula is given up."""


@dataclass(frozen=True, slots=True)
class MathsProblem:
    """What is wrong with a formula.

    Attributes:
        offset: 0-based offset into the formula's source.
        code: a short stable name (``maths-unknown``).
        message: a sentence: what is wrong and what to do.
    """

    offset: int
    code: str
    message: str


class TooManyProblemsError(Exception):
    """The formula has so many problems that the rest of it is not read."""


_TOKEN = re.compile(r"\s*(\\[A-Za-z]+|\\.|\\|.)?", re.DOTALL)
_WORDS = re.compile(r"(?:\\[^A-Za-z]|[^\\{}])*")
_NAME = re.compile(r"\s*\{\s*([A-Za-z ]+\*?)\s*\}")


class Source:
    """One formula's source; ``at`` is the offset of what comes next."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.at = 0
        self.problems: list[MathsProblem] = []

    def peek(self) -> tuple[str, int]:
        """The next lexeme ("" at the end) and its offset, spaces skipped."""
        match = _TOKEN.match(self.tex, self.at)
        lexeme = (match.group(1) or "") if match else ""
        return lexeme, match.end() - len(lexeme) if match else len(self.tex)

    def take(self) -> tuple[str, int]:
        """The next lexeme and its offset; moves behind it."""
        lexeme, offset = self.peek()
        self.at = offset + len(lexeme)
        return lexeme, offset

    def report(self, offset: int, code: str, message: str) -> None:
        """Note what is wrong.

        Raises:
            TooManyProblemsError: that was enough.
        """
        self.problems.append(MathsProblem(offset, code, message))
        if len(self.problems) >= MAX_PROBLEMS:
            raise TooManyProblemsError

    def words(self, command: str, offset: int) -> str:
        """The plain words in the braces after a command."""
        lexeme, start = self.peek()
        if lexeme != "{":
            self.missing(command, offset, "its words")
            return ""
        match = _WORDS.match(self.tex, start + 1)
        end = match.end() if match else start + 1
        raw = self.tex[start + 1 : end]
        self.at = end
        if self.tex[end : end + 1] == "}":
            self.at = end + 1
        elif end == len(self.tex):
            self.report(start, "maths-unbalanced", "This `{` is never closed; add the `}`.")
        else:
            self.report(
                end,
                "maths-words",
                f"`{command}` holds plain words only; end it before `{self.peek()[0]}`.",
            )
            self.skip_group()
        return re.sub(r"\s+", " ", re.sub(r"\\(.)", r"\1", raw, flags=re.DOTALL))

    def skip_group(self) -> None:
        """Move behind the ``}`` that ends the group that is being read, or to the end."""
        depth = 1
        while depth:
            lexeme, _ = self.take()
            depth += (lexeme == "{") - (lexeme == "}")
            if lexeme == "":
                return

    def name(self) -> tuple[str, int]:
        """The name in the braces after a command, and its offset; "" where there is none."""
        match = _NAME.match(self.tex, self.at)
        if not match:
            return "", self.at
        self.at = match.end()
        return match.group(1), match.start(1)

    def missing(self, command: str, offset: int, wanted: str = "what it applies to") -> None:
        """Report that a command lacks an argument."""
        self.report(
            offset,
            "maths-missing-argument",
            f"`{command}` needs {wanted}; add it in braces after it.",
        )

    def unknown(self, lexeme: str, offset: int) -> None:
        """Report a command that is not in the vocabulary, with the nearest that is."""
        nearest = _nearest(lexeme[1:])
        hint = f"did you mean `\\{nearest}`?" if nearest else "write it another way."
        self.report(offset, "maths-unknown", f"`{lexeme}` is no command that is known here; {hint}")


def _nearest(name: str) -> str | None:
    from difflib import get_close_matches

    return next(iter(get_close_matches(name, sorted(COMMANDS), 1)), None)
