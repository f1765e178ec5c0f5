"""``flashcards progress`` and ``flashcards focus``: what she knows, and where to work, in lines."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from app.export import File
    from flashcards.focus import Focus, Node
    from flashcards.models.figures.figure import Figure
    from flashcards.progress import Progress
    from flashcards.study import Study

NARROWEST, WIDEST = 40, 100
"""Columns that lines take."""


@click.command()
@click.option(
    "--svg", metavar="FOLDER", help="Write the pictures as SVG, and the words, into a folder."
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def progress(svg: str | None, as_json: bool) -> None:
    """What you know, how it will fade, and how well you judge it.

    Mean recall by topic; what comes back in the coming days; coverage from recall to recall; what
    the schedule foresaw against what you recalled; your comfort against your coverage; minutes and
    study days in a row, which a planned day off does not break.

    \b
    --json: {"day", "complete": true,
    "recall": [{"topic", "title", "past": [share or null] (85 days, the
      last is today), "ahead": [share] (28 days), "recalled": [days
      from today]}],
    "work": [{"day", "topics": [key], "minutes"}] (29 days, the first is
      today with what is overdue), "later": n, "unmet": n,
    "coverage": [{"topic", "title", "recalls", "tries": [{"day",
      "coverage", "comfort", "counted", "answers": {point: "yes" |
      "partly" | "no"}}] (the newest 40)}],
    "retention": {"answers", "predicted", "recalled", "words", "bins":
      [{"low", "high", "answers", "predicted", "recalled", "lower",
      "upper"}], "fitted"},
    "judgement": {"recalls", "verdict": "overconfident" | "well judged" |
      "underconfident" | null, "words", "rows": [{"comfort", "recalls",
      "expected", "recalled"}], "topics": [{"topic", "title", "recalls",
      "expected", "recalled", "verdict"}]},
    "time": {"days": [{"day", "minutes", "recalls"}] (85), "minutes",
      "study_days", "streak", "longest"}}; shares are 0 to 1.
    """
    if svg and as_json:
        raise click.UsageError("Only one of --svg and --json can be given.")
    study = _study()
    found = of(study)
    if as_json:
        from msgspec import to_builtins

        write_json(to_builtins(found))
    elif svg:
        sys.exit(_write_pictures(found, svg))
    else:
        write_lines(_progress_lines(found))


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def focus(as_json: bool) -> None:
    """Where to work: the course as a map, and its weakest link.

    A topic stands under the topic that it builds on, with its mean recall today. The weakest link
    is the topic with the highest score, (1 - recall) x (1 + n), n being the topics that build on
    it and are due within three days.

    \b
    --json: {"day", "weakest": key or null, "why": sentence,
    "nodes": [{"topic", "title", "after": [key], "opens": [key],
    "depth", "strength": share or null, "due": day or null,
    "pressing": n, "score": number or null}]}
    """
    study = _study()
    found = focus_of(study)
    if as_json:
        from msgspec import to_builtins

        write_json(to_builtins(found))
    else:
        write_lines(_focus_lines(found))


def _study() -> Study:
    """Her study, to look at; closed when the command has ended."""
    from app.start import StartError, open_study

    try:
        opened = open_study(write=False)
    except StartError as error:
        sys.exit(say(str(error)))
    click.get_current_context().call_on_close(opened.journal.close)
    return opened


def of(study: Study) -> Progress:
    """All tables of a learner."""
    from flashcards.progress import progress as tables
    from flashcards.progress.times import days_off

    return tables(
        study.deck.topics,
        study.journal.events(),
        study.moment(),
        study.settings.recall_minutes,
        days_off(study.settings),
        study.journal.model,
    )


def focus_of(study: Study) -> Focus:
    """Map and weakest link of a learner."""
    from flashcards.focus import focus as map_of

    return map_of(study.deck, study.journal.memories(), study.moment())


# -- lines -------------------------------------------------------------------------------------


def _progress_lines(found: Progress) -> Iterator[str]:
    """Each picture as its sentence and its numbers."""
    from app.drawing.transcript import figure_lines

    width = max(NARROWEST, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))
    for number, (_, figure) in enumerate(_pictures(found)):
        if number:
            yield ""
        yield from figure_lines(figure, width)


def _pictures(found: Progress) -> list[tuple[str, Figure]]:
    from flashcards.progress.pictures import every

    return every(found)


def _write_pictures(found: Progress, folder: str) -> int:
    from app.export import ExportError, folder_named, in_the_way, write

    made = files(found)
    try:
        place = folder_named(folder)
        if there := in_the_way(place, made):
            return say(f"In {place} other files are called so: {', '.join(there)}.")
        write(place, made)
    except ExportError as error:
        return say(str(error))
    say(f"Wrote {len(made)} files to {place}.")
    return 0


def files(found: Progress) -> tuple[File, ...]:
    """Every picture as SVG, and all of them in words."""
    from app.drawing.svg import svg
    from app.export import File

    text = "\n".join(_progress_lines(found)) + "\n"
    drawn = (
        File(f"progress-{name}.svg", svg(figure).encode(), figure.title.lower())
        for name, figure in _pictures(found)
    )
    return (*drawn, File("progress.txt", text.encode(), "the same in words"))


def _focus_lines(found: Focus) -> Iterator[str]:
    """The map, indented by what builds on what; then the sentence."""
    from flashcards.focus import laid_out

    rows = [
        ("  " * len(branch.rails) + branch.node.title, branch.node)
        for branch in laid_out(found.nodes)
    ]
    width = max((len(title) for title, _ in rows), default=0)
    for title, node in rows:
        yield f"{title:<{width}}  {_strength(node):>5}  {_mark(node, found)}".rstrip()
    yield ""
    yield found.why


def _strength(node: Node) -> str:
    if node.strength is None:
        return "new"
    return "fresh" if node.strength >= 1 else f"{round(100 * node.strength)} %"


def _mark(node: Node, found: Focus) -> str:
    if node.topic == found.weakest:
        return "weakest link"
    return "due" if node.due is not None and node.due <= found.day else ""
