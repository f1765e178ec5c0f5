"""What keeps a model from being fitted, in a sentence for a student."""

from __future__ import annotations


class ModelError(ValueError):
    """A model and data that do not fit together.

    Attributes:
        message: a sentence that says what is wrong.
        hint: what to do about it, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()
