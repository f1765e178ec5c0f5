"""``flashcards example``: the live examples of a topic, printed, drawn, or written to files."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from math import isfinite
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from flashcards.cards import Example, Topic
    from flashcards.deck import Deck
    from flashcards.models.bench import Bench
    from flashcards.models.figures.figure import Figure
    from flashcards.models.live import Shown

STDOUT = "-"

WIDEST = 120
"""Columns that a drawn figure takes at most."""


class Refused(Exception):  # noqa: N818
    """What was asked for cannot be given; the message is a sentence."""


class ExampleCommand(click.Command):
    """A command whose help ends with the examples that there are."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Topics with the names of their examples; none where the course cannot be read."""
        rows = [
            (topic.id, ", ".join(each.name for each in topic.examples))
            for topic in _deck().topics
            if topic.examples
        ]
        if rows:
            with formatter.section("Examples"):
                formatter.write_dl(rows)


@click.command(cls=ExampleCommand)
@click.argument("words", nargs=-1, required=True, metavar="TOPIC [NAME]")
@click.option("--text", is_flag=True, help="Only text: figures as a sentence and a table.")
@click.option("--svg", metavar="FILE", help="Write the figure as SVG; - for standard output.")
@click.option(
    "--r", "r_file", metavar="FILE", help="Write an R script, and its data beside it; - prints it."
)
@click.option("--force", is_flag=True, help="With --svg or --r: replace files that are there.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def example(
    words: tuple[str, ...],
    text: bool,
    svg: str | None,
    r_file: str | None,
    force: bool,
    as_json: bool,
) -> None:
    """What the live examples of a topic show, computed now.

    TOPIC is a title, the beginning of one, an id, or its number in the course; NAME is one of its
    examples, by default all. Commands stand behind R's prompt, and under each what R prints; then
    the figure, as wide as the terminal, and what it shows in one sentence.

    \b
      flashcards example variance-components
      flashcards example pooling arrows --svg arrows.svg
      flashcards example random slopes --text
      flashcards example nutshell --r nutshell.R

    The R script of --r needs lme4 and prints the same in R; for effect() it also needs the package
    effects, for augment() broom.mixed, for some figures lattice, which comes with R. Its data are
    written beside it as CSV. No file is replaced without --force.

    \b
    --json: {"topic", "examples": [{"name", "data", "models": [call],
    "outputs": [{"view", "call", "lines": [line], "marks": [{"line",
    "start", "end", "symbol", "meaning"}]}], "figure": {"title", "says",
    "panels", "legend", "table": {"header", "rows"}, …} or null,
    "messages": [sentence]}]}; what is no number is null.
    """
    if sum(map(bool, (text, svg, r_file, as_json))) > 1:
        raise click.UsageError("Only one of --text, --svg, --r and --json can be given.")
    try:
        topic, examples = _named(_deck(), words)
        if svg:
            _write_figure(topic, examples, svg, force=force)
        elif r_file:
            _write_script(_one(topic, examples), r_file, force=force)
        else:
            sys.exit(_print(topic, examples, drawn=not text, as_json=as_json))
    except Refused as error:
        sys.exit(say(str(error)))


def _deck() -> Deck:
    from flashcards.bundled import bundled_content
    from flashcards.packs import load_all
    from flashcards.places import places

    deck, _ = load_all(bundled_content(), places().data, places().cache)
    return deck


def _bench() -> Bench:
    from flashcards.deck import bundled_content
    from flashcards.models.bench import Bench

    return Bench(bundled_content() / "datasets")


# -- which ones --------------------------------------------------------------------------------


def _named(deck: Deck, words: Sequence[str]) -> tuple[Topic, tuple[Example, ...]]:
    """The topic, and the examples of it that are meant.

    All words may be the topic's name, or all but the last, which is then the example's.
    """
    from flashcards.names import NoTopicError, topic_named

    try:
        topic = topic_named(deck, " ".join(words))
    except NoTopicError as error:
        try:
            topic = topic_named(deck, " ".join(words[:-1]))
        except NoTopicError:
            raise Refused(str(error)) from None
        return topic, (_example_named(topic, words[-1]),)
    if not topic.examples:
        raise Refused(f"{topic.title} has no live example.")
    return topic, topic.examples


def _example_named(topic: Topic, name: str) -> Example:
    from difflib import get_close_matches

    known = {each.name: each for each in topic.examples}
    if name in known:
        return known[name]
    if name.isdecimal() and 1 <= int(name) <= len(topic.examples):
        return topic.examples[int(name) - 1]
    near = get_close_matches(name.casefold(), known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"It has: {', '.join(known) or 'none'}."
    raise Refused(f"{topic.title} has no example {name!r}. {hint}")


def _one(topic: Topic, examples: Sequence[Example]) -> Example:
    """The only one; which of several is for her to say."""
    if len(examples) == 1:
        return examples[0]
    names = ", ".join(each.name for each in examples)
    raise Refused(f"{topic.title} has several examples; name one of {names}.")


# -- printing ----------------------------------------------------------------------------------


def _print(topic: Topic, examples: Sequence[Example], *, drawn: bool, as_json: bool) -> int:
    """Print examples; one that cannot be computed is told, and does not keep others from it."""
    bench, width, failed, found = _bench(), _width(), 0, []
    for each in examples:
        try:
            shown = _shown(bench, each)
        except Refused as error:
            failed = say(f"{topic.id} {each.name}: {error}")
            continue
        found.append((each, shown))
        if not as_json:
            space = [""] if len(found) > 1 else []
            write_lines([*space, *_lines(topic, each, shown, width, drawn=drawn)])
            for sentence in shown.messages:
                say(sentence)
    if as_json:
        write_json({"topic": topic.key, "examples": [_record(*each) for each in found]})
    return failed


def _lines(
    topic: Topic, example: Example, shown: Shown, width: int, *, drawn: bool
) -> Iterator[str]:
    """An example: heading, outputs, figure; drawn, or its numbers listed."""
    from app.drawing.examples import title
    from app.drawing.transcript import figure_lines, output_lines, said

    yield " - ".join(filter(None, (topic.title, example.name, example.data_name)))
    if sentence := title(example):
        yield from said(sentence, width)
    for output in shown.outputs:
        yield ""
        yield from output_lines(output)
    if shown.figure is not None:
        yield ""
        if drawn:
            yield from _drawn(shown.figure, width)
            yield ""
        yield from figure_lines(shown.figure, width, table=not drawn)


def _drawn(figure: Figure, width: int) -> Iterator[str]:
    from app.drawing.plot import draw, good_height
    from app.drawing.runs import plain
    from app.glyphs import choose

    glyphs = choose(_settings_glyphs()).name
    for line in draw(figure, width, good_height(figure, width), glyphs):
        yield plain(line).rstrip()


def _settings_glyphs() -> str:
    from flashcards import settings
    from flashcards.places import places

    return settings.load(places().settings)[0].glyphs


def _width() -> int:
    return max(40, min(WIDEST, shutil.get_terminal_size((80, 24)).columns))


def _record(example: Example, shown: Shown) -> dict[str, Any]:
    from msgspec import to_builtins

    record: dict[str, Any] = _finite(to_builtins(shown))
    about = {"name": example.name, "data": example.data_name, "models": list(example.models)}
    return about | record


def _finite(value: Any) -> Any:
    """The same with null for numbers that JSON has no way to write."""
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, dict):
        return {key: _finite(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(each) for each in value]
    return value


def _shown(bench: Bench, example: Example) -> Shown:
    """What an example shows.

    Raises:
        Refused: it cannot be computed.
    """
    from app.own_data import hand_over
    from flashcards.examples import asked
    from flashcards.journal import JournalError
    from flashcards.mine import NAME
    from flashcards.models.errors import ModelError
    from flashcards.models.formula import FormulaError
    from flashcards.places import places

    try:
        if example.data == NAME:
            hand_over(bench, places().data)
        return bench.show(asked(example))
    except (ModelError, FormulaError, JournalError) as error:
        raise Refused(str(error)) from None


def told(examples: Sequence[Example], width: int) -> Iterator[str]:
    """Examples for those who read line by line, one computed after the other as they are read.

    Args:
        examples: of a card that is open.
        width: columns that a sentence takes at most.
    """
    from app.drawing.transcript import said
    from app.drawing.transcript import told as lines_of

    bench = _bench()
    for example in examples:
        yield ""
        yield " ".join(filter(None, ("Live example", example.name))) + "."
        try:
            yield from lines_of(_shown(bench, example), width)
        except Refused as error:
            yield from said(f"It cannot be computed: {error}", width)
        except Exception as error:  # a session goes on without its example
            yield from said(f"It could not be computed ({type(error).__name__}).", width)


# -- files -------------------------------------------------------------------------------------


def _write_figure(topic: Topic, examples: Sequence[Example], file: str, *, force: bool) -> None:
    having = [each for each in examples if each.figure]
    if not having:
        which = examples[0].name if len(examples) == 1 else "any example"
        raise Refused(f"{topic.title} has no figure in {which}.")
    shown = _shown(_bench(), _one(topic, having))
    if shown.figure is None:
        raise Refused(" ".join(shown.messages) or "There is no figure.")
    from app.drawing.svg import svg

    _write(file, svg(shown.figure), force=force)


def _write_script(example: Example, file: str, *, force: bool) -> None:
    """The script, and the data beside it under their own name."""
    from flashcards.examples import asked

    bench = _bench()
    _shown(bench, example)
    code = bench.script(asked(example))
    beside = Path(file).parent / f"{example.data_name}.csv"
    data = bench.csv(example.data)
    missing = file != STDOUT and not _holds(beside, data)
    if missing and not force:
        _check_new(beside)
    _write(file, code, force=force)
    if missing:
        _write(str(beside), data, force=force)


def _holds(path: Path, text: str) -> bool:
    """Whether a file is there with this text already."""
    try:
        return path.read_text("utf-8") == text
    except (OSError, ValueError):
        return False


def _write(file: str, text: str, *, force: bool) -> None:
    """Write a file, and say so; or print the text where the file is ``-``.

    Raises:
        Refused: the file is there already, or cannot be written.
    """
    if file == STDOUT:
        write_lines(text.rstrip("\n").split("\n"))
        return
    path = Path(file)
    there = _is_there(path)
    if not force:
        _check_new(path)
    try:
        path.write_text(text, "utf-8")
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{path} cannot be written: {why}.") from None
    say(f"{'Replaced' if there else 'Wrote'} {path}.")


def _check_new(path: Path) -> None:
    if _is_there(path):
        raise Refused(f"{path} is there already. Choose another name, or add --force.")


def _is_there(path: Path) -> bool:
    """Whether there is such a file; no file has a name that the system refuses."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False
