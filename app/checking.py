"""``flashcards check``: every problem in cards and courses, for people and for other programs."""

from __future__ import annotations

import sys
from pathlib import Path

import click

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
def check(paths: tuple[Path, ...], as_json: bool, form: str) -> None:
    """Every problem in cards and courses.

    PATHS are course folders or single cards; without any, the bundled course. Exits 1 if there is
    an error; warnings alone exit 0.

    \b
    text    FILE:LINE:COL CODE what is wrong; what to do on the next line
    editor  FILE:LINE:COL: error: MESSAGE [CODE]
    github  ::error file=FILE,line=LINE,col=COL,title=CODE::MESSAGE

    \b
    --json: {"errors": n, "warnings": n, "problems": [{"file", "line",
    "col", "code", "message", "severity", "suggestion"}]}
    """
    from app.output import write_json, write_lines
    from app.problem_lines import check_json, check_lines, counted, editor_lines, github_lines
    from flashcards.deck import bundled_content
    from flashcards.lint import check as lint

    problems = lint(list(paths) or [bundled_content()])
    if as_json or form == "json":
        write_json(check_json(problems))
    else:
        lines = {"text": check_lines, "editor": editor_lines, "github": github_lines}[form]
        write_lines(lines(problems))
    errors, _ = counted(problems)
    sys.exit(errors > 0)
