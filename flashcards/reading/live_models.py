"""The models of a live fence: whether they can be read, and can give what is asked of them.

Nothing is fitted. Formulas are parsed, and names are looked up in the data set's file.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from itertools import chain
from typing import TYPE_CHECKING

from flashcards.reading.report import Report, nearest, quoted

if TYPE_CHECKING:
    from flashcards.models.requests import ModelCall
    from flashcards.reading.columns import Columns

EVERY = "all"
"""Stands for all groups."""

Value = tuple[str, int, int]
"""A value, with the 1-based line and column at which it stands in the file."""


def listed(value: Value | None) -> list[Value]:
    """The parts of a comma list, each with its place."""
    if value is None:
        return []
    text, line, col = value
    parts = []
    for match in re.finditer(r"[^,]+", text):
        part = match.group()
        if part.strip():
            indent = len(part) - len(part.lstrip())
            parts.append((part.strip(), line, col + match.start() + indent))
    return parts


def check_models(one: dict[str, Value], models: list[Value], report: Report, *, data: str) -> None:
    """Report each fault of a fence's models, and of what is asked of them, where it stands.

    Args:
        one: the fence's other values by key.
        models: its models.
        report: where problems go.
        data: its data set; empty where there is none of that name.
    """
    _Models(one, models, report).check(data)


class _Models:
    """The models of a fence, and all that depends on them: columns, groups, views, the figure."""

    def __init__(self, one: dict[str, Value], models: list[Value], report: Report) -> None:
        self.one = one
        self.models = models
        self.report = report

    def check(self, data: str) -> None:
        from flashcards.reading.columns import columns_of

        columns = columns_of(data) if data else None
        calls = [self.read(model, number) for number, model in enumerate(self.models, 1)]
        if columns is not None:
            for call, model in zip(calls, self.models, strict=True):
                if call is not None:
                    self.check_columns(call, model, data, columns)
            self.check_groups(columns, [call for call in calls if call])
        if None not in calls:
            self.check_shown([call for call in calls if call])

    def read(self, model: Value, number: int) -> ModelCall | None:
        """One model; None where it cannot be read."""
        from flashcards.models.errors import ModelError
        from flashcards.models.requests import formula_start, read_model
        from flashcards.models.tokens import FormulaError

        text, line, col = model
        try:
            return read_model(text, f"model{number}")
        except FormulaError as error:
            at = col + formula_start(text) + error.offset
            told = str(error) if error.hint else f"{error} Mend the formula at this place."
            self.report.add("live-bad-formula", told, line, at)
        except ModelError as error:
            self.report.add("live-bad-model", str(error), line, col)
        return None

    def check_columns(self, call: ModelCall, model: Value, data: str, columns: Columns) -> None:
        text, line, col = model
        for name in sorted(call.columns - columns.keys()):
            place = re.search(rf"(?<![\w.]){re.escape(name)}(?![\w.])", text[text.index("(") :])
            at = col + text.index("(") + (place.start() if place else 0)
            self.report.add(
                "live-unknown-column",
                f"The data set {quoted(data.rpartition('/')[2])} has no column {quoted(name)}; "
                f"{nearest(name, columns)}",
                line,
                at,
            )

    def check_groups(self, columns: Columns, calls: list[ModelCall]) -> None:
        """Report groups that occur in no grouping column; without a mixed model, in no column."""
        factors = {name.text for call in calls for term in call.model.random for name in term.group}
        if any(":" in group for group, _, _ in listed(self.one.get("groups"))):
            return  # combinations of groups, such as `3:b`, are told apart by the fit
        known = set(chain.from_iterable(columns.get(name, ()) for name in factors or columns))
        for group, line, col in listed(self.one.get("groups")):
            if known and group not in known and group != EVERY:
                self.report.add(
                    "live-unknown-group",
                    f"The data have no group {quoted(group)}; {nearest(group, known)}",
                    line,
                    col,
                )

    def check_shown(self, calls: list[ModelCall]) -> None:
        """Report views and a figure that models of this kind cannot give."""
        from flashcards.models.errors import ModelError
        from flashcards.models.requests import FIGURES, VIEWS, check_figure, givers

        checks: list[tuple[Value, Callable[[str, Sequence[ModelCall]], object], str]]
        checks = [(view, givers, "view") for view in listed(self.one.get("show"))]
        if figure := self.one.get("figure"):
            checks.append((figure, check_figure, "figure"))
        for (name, line, col), check, what in checks:
            if name not in (VIEWS if what == "view" else FIGURES):
                continue  # told already
            try:
                check(name, calls)
            except ModelError as error:
                self.report.add(f"live-no-{what}", str(error), line, col)
