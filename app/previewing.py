"""``flashcards preview``: a card as students will see it, while it is being written."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines

if TYPE_CHECKING:
    from flashcards.cards import Topic
    from flashcards.problems import Problem

NARROWEST, WIDEST = 40, 100
"""Columns that plain lines take."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--recall",
    metavar="TEXTFILE",
    type=click.Path(path_type=Path),
    help="What a student might write; shows which points it would suggest, and why.",
)
@click.option("--plain", is_flag=True, help="Plain lines once instead of a screen that follows.")
def preview(file: Path, recall: Path | None, plain: bool) -> None:
    """Show a card as students see it, while you write it.

    The card follows its file as you save it.

    FILE is a card, such as topics/icc.md, or a course.md. Problems are listed beside the card with
    their line and column; the one under the cursor is marked in the card. Live examples run.

    A sample recall is given with --recall, or kept beside the card as topics/ICC.recall.txt (by the
    card's name); the key r shows which key points it would suggest and why.

    With --plain, or where there is no terminal, the card, its problems and what the sample suggests
    are printed once; then it exits 1 if there is an error. Nothing is written anywhere.
    """
    if file.is_dir():
        sys.exit(say(f"{file} is a folder. Name a card in it, such as topics/icc.md."))
    if recall is not None and not recall.is_file():
        sys.exit(say(f"There is no file {recall} with a sample recall; look at how it is spelt."))
    if not file.exists():
        sys.exit(say(f"There is no file {file}. flashcards new topic TITLE makes a card."))
    if plain or not (sys.stdin.isatty() and sys.stdout.isatty()):
        sys.exit(_print(file, recall))
    sys.exit(_open(file, recall))


def _open(file: Path, recall: Path | None) -> int:
    from app.preview_app import PreviewApp
    from app.start import report
    from flashcards import settings
    from flashcards.places import places

    app = PreviewApp(settings.load(places().settings)[0], file, recall)
    app.run()
    return 0 if app.fault is None else say(report(app.fault))


def _print(file: Path, recall: Path | None) -> int:
    from flashcards.previewing import together, view
    from flashcards.problems import Severity
    from flashcards.quality.review import check

    seen = view(file)
    problems = together(seen.problems, check([file]))
    write_lines(_lines(file, recall, problems))
    return int(any(problem.severity is Severity.ERROR for problem in problems))


def _lines(file: Path, recall: Path | None, problems: tuple[Problem, ...]) -> Iterator[str]:
    """The card, its problems, and what the sample recall suggests."""
    from app.drawing.problems import summary
    from app.glyphs import choose
    from app.plain import card_lines
    from app.problem_lines import check_lines
    from flashcards.previewing import recall_beside, view

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
    topic = view(file).topic
    if topic is not None:
        yield from card_lines(
            topic, width, points=bool(topic.key_points), glyphs=choose("auto").name
        )
        yield ""
    yield from check_lines(list(problems)) if problems else [summary(problems)]
    sample = recall or recall_beside(file)
    if topic is not None and sample.is_file():
        yield ""
        yield f"What {sample.name} suggests:"
        yield from _suggested(sample, topic)


def _suggested(sample: Path, topic: Topic) -> Iterator[str]:
    from app.drawing.reasons import plain_reasons
    from app.plain import plain_inline
    from flashcards.reading.files import read_text
    from flashcards.reading.report import Report
    from flashcards.suggesting.explaining import explain

    report = Report(str(sample))
    text = read_text(sample, report)
    for problem in report.problems:
        yield str(problem)
    for number, reason in enumerate(explain(topic, text) if text else (), 1):
        yield from plain_reasons(reason, number, plain_inline(reason.point.text))
