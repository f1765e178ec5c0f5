"""Where the numbers that have a symbol stand in a summary.

They are found by the print's own structure (its headings, the columns under them, the rows in the
model's order), never by their digits, which may occur anywhere.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from flashcards.models.figures.figure import Meaning
from flashcards.models.live import Mark
from flashcards.models.lmer import LmerFit
from flashcards.models.matrix import INTERCEPT

RANDOM: Final = "Random effects:"
FIXED: Final = "Fixed effects:"
SUBSCRIPTS: Final = "₀₁₂₃₄₅₆₇₈₉"


def marks(lines: Sequence[str], fit: LmerFit) -> tuple[Mark, ...]:
    """The numbers of a summary that the formulas name.

    Only of a model whose effects vary by one factor in one term are they called so: γ̂₀₀, γ̂₁₀, σ̂₀,
    σ̂₁, ρ̂ and σ̂ε.

    Args:
        lines: the summary as R prints it.
        fit: the model.
    """
    if len(fit.design.blocks) != 1 or RANDOM not in lines or FIXED not in lines:
        return ()
    found = [*_random(lines, fit), *_fixed(lines, fit)]
    return tuple(sorted(found, key=lambda mark: (mark.line, mark.start)))


def _fixed(lines: Sequence[str], fit: LmerFit) -> Iterator[Mark]:
    """Each estimate ends where the word above it does."""
    head = lines.index(FIXED) + 1
    end = lines[head].index("Estimate") + len("Estimate")
    for i, name in enumerate(fit.design.names):
        line = lines[head + 1 + i]
        start = line.rindex(" ", 0, end) + 1
        meaning: Meaning = "fixed"
        yield Mark(head + 1 + i, start, end, f"γ̂{SUBSCRIPTS[i]}₀" if i < 10 else name, meaning)


def _random(lines: Sequence[str], fit: LmerFit) -> Iterator[Mark]:
    """Standard deviations and the correlation begin where the word above them does."""
    head = lines.index(RANDOM) + 1
    start = lines[head].index("Std.Dev.")
    effects = fit.design.blocks[0].effects
    for i in range(len(effects)):
        number = _number(effects[i], i)
        yield _from(lines, head + 1 + i, start, f"σ̂{number}", "deviation")
    if len(effects) == 2:
        corr = lines[head].index("Corr", start)
        yield _from(lines, head + 2, corr, "ρ̂", "deviation")
    yield _from(lines, head + 1 + len(effects), start, "σ̂ε", "residual")


def _number(effect: str, place: int) -> str:
    return SUBSCRIPTS[0] if effect == INTERCEPT else SUBSCRIPTS[place] if place < 10 else effect


def _from(lines: Sequence[str], line: int, start: int, symbol: str, meaning: Meaning) -> Mark:
    """The word that begins at a place; a number shorter than its column may stand further in."""
    text = lines[line]
    while start < len(text) and text[start] == " ":
        start += 1
    end = text.find(" ", start)
    return Mark(line, start, len(text) if end < 0 else end, symbol, meaning)
