"""What is wrong with a file, and where: the one shape in which every reader reports."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


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

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.col} {self.code} {self.message}"
