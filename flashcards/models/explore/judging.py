"""How an answer to a question about a model was."""

from __future__ import annotations

from math import floor, log10

from flashcards.models.explore.exchange import Question, Verdict


def judge(asked: Question, answer: float | int) -> Verdict:
    """Check an answer: the number, or the index of the choice."""
    if asked.kind == "choice":
        near = int(answer) == asked.right
        return Verdict(near, f"{'Right' if near else 'No'}: {asked.because}")
    off = abs(float(answer) - asked.value)
    near = off <= asked.near
    word = "Near" if near else "Not near"
    return Verdict(near, f"{word}, {short(off, asked.near)} off: {asked.because}")


def short(value: float, scale: float) -> str:
    """A number to a tenth of a scale, with the sign that is read in prose."""
    decimals = max(0, 1 - floor(log10(scale))) if scale > 0 else 2
    return f"{value:.{min(decimals, 6)}f}".replace("-", "−")
