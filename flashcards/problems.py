"""What is wrong with a file, and where: the one shape in which every reader reports."""

from __future__ import annotations

import re
from enum import StrEnum

from msgspec import Struct

_PARTING = r";\s+|(?<=[.?!)`])\s+(?=[A-Z])"
"""What parts the sentence that says what is wrong from the one that says what to do."""

_QUOTED = r"`[^`]*`|“[^”]*”"
"""What is repeated from a file. Neither is compiled before it is needed: no first frame has it."""


class Severity(StrEnum):
    """How bad it is: an error keeps a topic from being studied, a warning does not."""

    ERROR = "error"
    WARNING = "warning"


class Problem(Struct, frozen=True, order=True):
    """One problem at one place.

    Attributes:
        file: the file as the person named it.
        line: 1-based; 0 when the problem is the file or folder as a whole.
        col: 1-based; 0 when the problem is the whole line.
        code: a short stable name, in kebab-case (``duplicate-id``).
        message: a sentence: what is wrong and what to do.
        severity: error or warning.
    """

    file: str
    line: int
    col: int
    code: str
    message: str
    severity: Severity = Severity.ERROR

    @property
    def what(self) -> str:
        """What is wrong, without what to do about it."""
        return self._parted()[0]

    @property
    def suggestion(self) -> str:
        """What to do about it, as a sentence; empty where the message does not say."""
        return self._parted()[1]

    def _parted(self) -> tuple[str, str]:
        # Of what is quoted only the length counts: it may hold any sign.
        plain = re.sub(_QUOTED, lambda code: "`" + "x" * (len(code[0]) - 2) + "`", self.message)
        found = re.search(_PARTING, plain)
        if found is None:
            return self.message, ""
        what, rest = self.message[: found.start()], self.message[found.end() :]
        ended = what if what.endswith((".", "?", "!")) else f"{what}."
        return ended, rest[:1].upper() + rest[1:]

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col} {self.code} {self.message}"
