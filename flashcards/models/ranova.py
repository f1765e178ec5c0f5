"""Tables of tests: ``anova()`` of one model or of several, as R prints it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from flashcards.models.rcoefmat import print_coefmat
from flashcards.models.rnumbers import Value
from flashcards.models.rtables import Frame

_STATISTICS: Final = frozenset({"F", "Cp", "Chisq"})


def print_anova(table: Frame, heading: Sequence[str], digits: int = 7) -> list[str]:
    """A table of tests under its heading.

    What a column holds is told by its name, as in R: statistics (``F value``, ``Chisq`` …),
    degrees of freedom (``Df``, ``Res.Df``), p-values (``Pr(>F)`` …), the last.

    Args:
        table: its numbers; None where a cell is empty.
        heading: the lines above it.
        digits: R's ``options(digits)``.
    """
    columns = {name: [_number(cell) for cell in cells] for name, cells in table.columns.items()}
    names = list(columns)
    p_values = names[-1].startswith(("P(", "Pr("))
    tests = [name for name in names if name[1:7] == " value" or name in _STATISTICS]
    plain = [name for name in names[: -1 if p_values else None] if name not in tests]
    lines = print_coefmat(
        columns,
        table.rows,
        max(digits - 2, 3),
        tests=tests,
        zapped=[name for name in plain if not name.endswith("Df")],
        p_values=p_values,
        missing="",
    )
    return [*heading, *lines]


def _number(cell: Value | str) -> Value:
    return None if isinstance(cell, str) else cell
