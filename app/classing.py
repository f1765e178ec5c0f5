"""``flashcards class``: what a class misses and misjudges, from the files of its students."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from flashcards.classes.tables import ClassReport


@click.command(name="class")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--plain", is_flag=True, help="Lines instead of a screen.")
@click.option(
    "--markdown",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="Write the report to a Markdown file.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a screen.")
def class_(files: tuple[Path, ...], plain: bool, markdown: Path | None, as_json: bool) -> None:
    """What a class misses, misjudges, and knows together.

    FILES are those that students made with flashcards share, or folders of them. On a terminal the
    report opens on a screen. Files that are none are named and left out.

    \b
    --json: {"students", "recalls", "mock", "cram",
    "left_out": [sentence], "course": [key],
    "points": [{"topic", "title", "point", "text", "ask", "students",
      "missed", "partly", "low", "high", "sure", "ease", "ease_low",
      "ease_high"}],
    "topics": [{"topic", "title", "students", "coverage", "judged",
      "expected", "came", "sure", "fooled", "verdict"}],
    "pairs": [{"one", "other", "titles", "students", "r", "low", "high"}],
    "model": null or {"formula", "answers", "average", "students",
      "points", "residual", "messages"}, "why_no_model"}
    """
    paths = _files(files)
    if not paths:
        sys.exit(say("There is no file in that folder; students make one with: flashcards share"))
    if not (plain or markdown or as_json) and sys.stdin.isatty() and sys.stdout.isatty():
        from app.class_app import open_class

        sys.exit(open_class(paths))
    report = report_of(paths)
    if not report.students:
        sys.exit(say("\n".join((*report.left_out, "There is no file of a student among these."))))
    if as_json:
        from msgspec import to_builtins

        write_json(to_builtins(report))
    elif markdown:
        sys.exit(_write(report, markdown))
    else:
        from app.class_lines import lines

        write_lines(lines(report))


def _files(given: tuple[Path, ...]) -> list[Path]:
    """The files, those of folders in their order."""
    found: list[Path] = []
    for path in given:
        found += sorted(path.glob("*.json")) if path.is_dir() else [path]
    return list(dict.fromkeys(found))


def report_of(paths: list[Path]) -> ClassReport:
    """The report of some files, with the words of the cards that there are."""
    from flashcards.bundled import bundled_content
    from flashcards.classes.files import gathered
    from flashcards.classes.report import class_report
    from flashcards.packs import load_all
    from flashcards.places import places
    from flashcards.renames import names_of

    deck, _ = load_all(bundled_content(), places().data, places().cache)
    students, left_out = gathered(paths, names_of(deck.topics))
    return class_report(students, deck.topics, left_out)


def _write(report: ClassReport, file: Path) -> int:
    from app.class_lines import markdown
    from app.outgoing import put

    if os.path.lexists(file):
        return say(f"{file} is there already; choose another name.")
    if why := put(file, markdown(report).encode()):
        return say(why)
    write_lines([f"Wrote {file}."])
    return 0
