"""A live example: what a card asks for, and what it is shown.

What is asked names data, models as calls of R, views and figures; nothing of it is evaluated.
What is shown are lines as R prints them, and figures as data. Both travel between processes as
JSON.
"""

from __future__ import annotations

from msgspec import Struct

from flashcards.models.figures.figure import Figure, Meaning


class Asked(Struct, frozen=True):
    """What is to be computed.

    Attributes:
        data: name of a data set, or the path of a table without ``.csv``.
        models: calls as in R: ``lm(y ~ x)``, ``lmer(y ~ x + (1 | g))``, ``lmerTest::lmer(…)``.
        show: views, in order (``summary``, ``VarCorr``, …).
        figure: name of a figure, or empty.
        groups: those that a figure is to show, or ``("all",)``; empty where it chooses itself.
        digits: R's ``options(digits)``.
    """

    data: str
    models: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    figure: str = ""
    groups: tuple[str, ...] = ()
    digits: int = 3

    @property
    def data_name(self) -> str:
        """What the data are called, wherever they are."""
        return self.data.rpartition("/")[2]


class Mark(Struct, frozen=True):
    """A number in an output that has a name in the formulas.

    Attributes:
        line: of the output, from 0.
        start: first character of the number in its line.
        end: one after its last.
        symbol: its name (``γ̂₀₀``).
        meaning: which colour both have.
    """

    line: int
    start: int
    end: int
    symbol: str
    meaning: Meaning


class Output(Struct, frozen=True):
    """What R prints for one command.

    Attributes:
        view: its name in the card (``VarCorr``).
        call: the command as one would type it (``VarCorr(model)``).
        lines: as R prints them, no line end at the end.
        marks: numbers that have a symbol.
    """

    view: str
    call: str
    lines: tuple[str, ...]
    marks: tuple[Mark, ...] = ()


class Shown(Struct, frozen=True):
    """What an example shows.

    Attributes:
        outputs: in the order asked for.
        figure: None where none was asked for.
        messages: what R or the program says while fitting, a sentence each.
        source: what its data are called, where their name alone would mislead; else empty.
    """

    outputs: tuple[Output, ...] = ()
    figure: Figure | None = None
    messages: tuple[str, ...] = ()
    source: str = ""
