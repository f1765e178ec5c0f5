"""The report of a class, made beside the screen: a model of many students takes its time."""

from __future__ import annotations

from pathlib import Path

from app.classing import report_of
from flashcards.classes.tables import ClassAsked, ClassReport


def report(asked: ClassAsked) -> ClassReport:
    """The report of some students' files."""
    return report_of([Path(file) for file in asked.files])
