"""``flashcards print``: a booklet of closed and open cards, as one HTML file."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines
from app.words import count

if TYPE_CHECKING:
    from flashcards.cards import Example, Topic
    from flashcards.deck import Deck
    from flashcards.exchange.booklet import Shown


@click.command(name="print")
@click.argument("topics", nargs=-1, metavar="[TOPIC]...")
@click.option(
    "--to",
    "file",
    type=click.Path(path_type=Path),
    metavar="FILE.html",
    default=Path("cards.html"),
    show_default=True,
    help="The file to write.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def print_(topics: tuple[str, ...], file: Path, force: bool) -> None:
    """Write a booklet that a browser prints.

    First come the closed cards, each with room to write; then the same cards open, with formulas,
    figures, what R prints, and three boxes beside each key point for three days. TOPIC is a title
    in quotes, the beginning of one, an id or a number; by default all topics are in it. The file
    needs no network and no other file.
    """
    from flashcards.exchange.booklet import booklet

    if file.exists() and not force:
        sys.exit(say(f"{file} is there already; choose another name, or say --force."))
    deck = _deck()
    chosen = _named(deck, topics)
    missing: list[str] = []
    text = booklet(deck.title, chosen, _Showing(missing), deck.licence)
    try:
        file.write_text(text, "utf-8")
    except OSError as error:
        sys.exit(say(f"{file} cannot be written: {error.strerror}."))
    for sentence in missing:
        say(sentence)
    write_lines([f"Wrote {count(len(chosen), 'card')} to {file}; open it in a browser to print."])


def _deck() -> Deck:
    from flashcards.bundled import bundled_content
    from flashcards.packs import load_all
    from flashcards.places import places

    deck, _ = load_all(bundled_content(), places().data, places().cache)
    return deck


def _named(deck: Deck, names: tuple[str, ...]) -> tuple[Topic, ...]:
    """The topics that are meant, in course order; or the end of the program with a sentence."""
    from flashcards.names import NoTopicError, topic_named

    try:
        keys = {topic_named(deck, name).key for name in names}
    except NoTopicError as error:
        sys.exit(say(str(error)))
    return tuple(topic for topic in deck.topics if topic.key in keys or not keys)


class _Showing:
    """Computes live examples; keeps a sentence for each that cannot be computed."""

    def __init__(self, missing: list[str]) -> None:
        from flashcards.bundled import bundled_content
        from flashcards.models.bench import Bench

        self.bench = Bench(bundled_content() / "datasets")
        self.missing = missing

    def __call__(self, topic: Topic, example: Example) -> Shown | None:
        """What an example gives; nothing of the learner's own data, which are nobody else's."""
        from app.drawing.svg import svg
        from app.drawing.transcript import output_lines
        from flashcards.examples import asked
        from flashcards.exchange.booklet import Shown
        from flashcards.mine import NAME
        from flashcards.models.errors import ModelError
        from flashcards.models.formula import FormulaError

        if example.data == NAME:
            return None
        try:
            shown = self.bench.show(asked(example))
        except (ModelError, FormulaError) as error:
            self.missing.append(f"{topic.title}, {example.name}: {error} It is left out.")
            return None
        text = "\n".join("\n".join((*output_lines(output), "")) for output in shown.outputs)
        if shown.figure is None:
            return Shown(text)
        return Shown(text, svg(shown.figure), shown.figure.says)
