"""Why nothing can be fitted."""

from __future__ import annotations


class FittingError(Exception):
    """Why nothing can be fitted, as a sentence."""


class TooFewError(FittingError):
    """There is not enough to fit to.

    Attributes:
        answers: how many there are.
    """

    def __init__(self, sentence: str, answers: int) -> None:
        super().__init__(sentence)
        self.answers = answers
