"""The parameters of memory fitted to a learner, and judged on answers that the fit has not seen.

A key point is a card of FSRS, and each of its answers that moved the schedule a review. The answers
are parted by time: what is asked of parameters is that they foresee answers yet to come, at longer
intervals than any before, and only the newest answers can tell that. The published parameters stay
unless the fitted ones foresee those better by more than chance explains.

The optimiser is that of the fsrs-rs project; it is not needed for anything else.
"""

from __future__ import annotations

from flashcards.fitting.errors import FittingError, TooFewError
from flashcards.fitting.found import ENOUGH, Found, fit

__all__ = ["ENOUGH", "FittingError", "Found", "TooFewError", "fit"]
