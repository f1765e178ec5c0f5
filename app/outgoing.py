"""What leaves the program: packs, the topics that are meant, what live examples give, files."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from app.output import say

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flashcards.cards import Example, Topic
    from flashcards.deck import Deck
    from flashcards.models.bench import Bench


def check_free(file: Path, *, force: bool) -> None:
    """Make sure that nothing is replaced unasked.

    Raises:
        Refused: something has that name.
    """
    from app.own_pack import Refused

    if os.path.lexists(file) and not force:
        raise Refused(f"{file} is there already; --force replaces it.")


def put(file: Path, content: bytes) -> str:
    """Write a file whole or not at all; a sentence where it cannot be."""
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(content)
        partial.replace(file)
    except (OSError, ValueError) as error:
        with suppress(OSError, ValueError):
            partial.unlink(missing_ok=True)
        return f"{file} cannot be written: {getattr(error, 'strerror', None) or error}."
    return ""


def packs(folder: Path | None) -> Deck:
    """One pack, or all that are studied; what cannot be read of them is told.

    Args:
        folder: of the pack; None for all.

    Raises:
        Refused: there is none, or none of its topics can be read.
    """
    from app.own_pack import Refused
    from flashcards.bundled import bundled_content
    from flashcards.deck import load_deck
    from flashcards.packs import load_all
    from flashcards.places import places

    if folder is None:
        where = places()
        deck, _ = load_all(bundled_content(), where.data, where.cache)
    else:
        deck = load_deck(folder)
    if not deck.topics:
        place = folder or bundled_content()
        raise Refused(f"{place} holds no topic that can be read; see flashcards check {place}")
    for broken in deck.broken:
        say(f"{broken.file} is left out: it has errors. See flashcards check {broken.file}")
    return deck


def named(deck: Deck, names: Sequence[str]) -> tuple[Topic, ...]:
    """The topics that are meant, in course order; all of them where none is named.

    Raises:
        Refused: a name is that of no topic.
    """
    from app.own_pack import Refused
    from flashcards.names import NoTopicError, topic_named

    if not names:
        return deck.topics
    try:
        keys = {topic_named(deck, name).key for name in names}
    except NoTopicError as error:
        raise Refused(str(error)) from None
    return tuple(topic for topic in deck.topics if topic.key in keys)


@dataclass(frozen=True, slots=True)
class Computed:
    """What a live example gives.

    Attributes:
        lines: commands and what R prints.
        picture: its figure, SVG; empty where it has none.
        says: the figure in a sentence.
    """

    lines: tuple[str, ...]
    picture: str = ""
    says: str = ""


@dataclass(slots=True)
class Examples:
    """Computes live examples, and fits no model twice.

    Attributes:
        missing: a sentence for each example that is left out.
    """

    missing: list[str] = field(default_factory=list)
    _bench: Bench | None = None

    def compute(self, topic: Topic, example: Example) -> Computed | None:
        """What an example gives, or None with a sentence why not."""
        from app.drawing.svg import svg
        from app.drawing.transcript import output_lines
        from flashcards.bundled import bundled_content
        from flashcards.examples import asked
        from flashcards.mine import NAME
        from flashcards.models.bench import Bench
        from flashcards.models.errors import ModelError
        from flashcards.models.formula import FormulaError

        where = " ".join(filter(None, (topic.id, example.name)))
        if example.data == NAME:
            self.missing.append(f"{where} is left out: it shows your own data, and nobody else's.")
            return None
        self._bench = self._bench or Bench(bundled_content() / "datasets")
        try:
            shown = self._bench.show(asked(example))
        except (ModelError, FormulaError) as error:
            self.missing.append(f"{where} is left out: {error}")
            return None
        lines = tuple(line for output in shown.outputs for line in (*output_lines(output), ""))
        if shown.figure is None:
            return Computed(lines)
        return Computed(lines, svg(shown.figure), shown.figure.says)
