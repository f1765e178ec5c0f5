"""``flashcards check``: every problem in cards and courses, for people and for other programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from flashcards.reading.mending import Mended

FORMATS = ("text", "json", "editor", "github")


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="The same as --format json.")
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="text",
    show_default=True,
    help="For people, programs, editors, or GitHub's annotations.",
)
@click.option("--fix", is_flag=True, help="First mend what can be mended safely.")
@click.option("--no-fits", is_flag=True, help="Fit no model to compare numbers with; faster.")
def check(paths: tuple[Path, ...], as_json: bool, form: str, fix: bool, no_fits: bool) -> None:
    """Every problem in cards and courses.

    PATHS are course folders or single cards; without any, the bundled course. Exits 1 if there is
    an error; warnings alone exit 0.

    Warnings are also what a good colleague would advise: of a key point that holds two ideas, say,
    or of a number that the model does not give. A topic turns advice down with allow: [CODE] in its
    front matter.

    --fix gives key points without an id one, and writes the front matter as is usual: the order of
    keys, lists, quotes. It says what it did, and leaves every other byte as it is. Then it checks.

    \b
    text    FILE:LINE:COL CODE what is wrong; what to do on the next line
    editor  FILE:LINE:COL: error: MESSAGE [CODE]
    github  ::error file=FILE,line=LINE,col=COL,title=CODE::MESSAGE

    \b
    --json: {"errors": n, "warnings": n, "problems": [{"file", "line",
    "col", "code", "message", "severity", "suggestion"}]}
    With --fix also "fixed": [{"file", "line", "what"}] and "refused":
    [sentence].
    """
    from app.output import say, write_json, write_lines
    from app.problem_lines import (
        check_json,
        check_lines,
        counted,
        editor_lines,
        github_lines,
        mended_json,
        mended_lines,
    )
    from flashcards.deck import bundled_content
    from flashcards.quality import numbers
    from flashcards.quality.review import check as review

    chosen = list(paths) or [bundled_content()]
    mended = list(_mended(chosen)) if fix else []
    problems = review(chosen, () if no_fits else (numbers.notes,))
    if as_json or form == "json":
        write_json({**check_json(problems), **(mended_json(mended) if fix else {})})
    else:
        if form == "text":
            write_lines(mended_lines(mended))
        lines = {"text": check_lines, "editor": editor_lines, "github": github_lines}[form]
        write_lines(lines(problems))
        for each in filter(None, (each.refused for each in mended)):
            say(each)
    errors, _ = counted(problems)
    sys.exit(errors > 0 or any(each.refused for each in mended))


def _mended(paths: list[Path]) -> Iterator[Mended]:
    """Mend what can be mended, but nothing that an update of the program would replace."""
    from app.own_pack import Refused, writable
    from flashcards.reading.mending import Mended, files_of, mend

    for file in files_of(paths):
        try:
            writable(file)
        except Refused as error:
            yield Mended(str(file), refused=str(error))
            return
        yield mend(file)
