"""A course as it is studied: topics in order, what builds on what, and what could not be read.

The way to a deck that was read before is short on purpose: with a cache, nothing is imported here
that parses Markdown or YAML.
"""

from __future__ import annotations

from functools import cached_property
from pathlib import Path

from msgspec import Struct

from flashcards.bundled import bundled_content
from flashcards.cards import Topic
from flashcards.problems import Problem
from flashcards.reading.graph import depths


class Broken(Struct, frozen=True):
    """A topic that cannot be studied.

    Attributes:
        file: its file, as the person named it.
        id: its id, or empty where there is none to be read.
        title: its title, or empty.
        problems: what is wrong with it, errors and warnings.
    """

    file: str
    id: str
    title: str
    problems: tuple[Problem, ...]


class Deck(Struct, frozen=True, dict=True):
    """A course: one pack, or several of which the first has the name and the opening page.

    Attributes:
        pack: its short name, the first half of its topics' keys.
        title: what the learner sees.
        opening: the opening page, Markdown.
        topics: the topics that can be studied, in course order.
        broken: those that cannot, by file.
        problems: all that is wrong with any file, and with how they fit together; by file.
        licence: the licence of its content, or empty.
        version: of the pack, or empty.
        author: who wrote it, or empty.
        needs: names of the packs that it builds on.
        packs: the packs that it is made of, in course order, where these are several.
    """

    pack: str
    title: str
    opening: str
    topics: tuple[Topic, ...]
    broken: tuple[Broken, ...] = ()
    problems: tuple[Problem, ...] = ()
    licence: str = ""
    version: str = ""
    author: str = ""
    needs: tuple[str, ...] = ()
    packs: tuple[Deck, ...] = ()

    @cached_property
    def _by_key(self) -> dict[str, Topic]:
        return {topic.key: topic for topic in self.topics}

    @cached_property
    def _by_id(self) -> dict[str, Topic]:
        # Of packs that share an id, the one that comes first has it.
        return {topic.id: topic for topic in reversed(self.topics)}

    @cached_property
    def _opens(self) -> dict[str, list[Topic]]:
        opens: dict[str, list[Topic]] = {topic.key: [] for topic in self.topics}
        for topic in self.topics:
            for need in topic.needs:
                if need in opens:
                    opens[need].append(topic)
        return opens

    @cached_property
    def _depths(self) -> dict[str, int]:
        return depths({topic.key: topic.needs for topic in self.topics})

    def __hash__(self) -> int:
        # Cheap, so that what is computed of a deck can be kept by deck.
        return hash((self.pack, self.title, len(self.topics)))

    def topic(self, name: str) -> Topic | None:
        """The topic of that id (``icc``) or key (``pack/icc``), or None."""
        return self._by_key.get(name) if "/" in name else self._by_id.get(name)

    def prerequisites(self, topic: Topic) -> tuple[Topic, ...]:
        """The topics that one builds on directly and that are here, in the author's order."""
        return tuple(self._by_key[need] for need in topic.needs if need in self._by_key)

    def dependants(self, topic: Topic) -> tuple[Topic, ...]:
        """The topics that build directly on one, in course order."""
        return tuple(self._opens.get(topic.key, ()))

    def depth(self, topic: Topic) -> int:
        """How many topics the longest chain of prerequisites below one has; 0 without any."""
        return self._depths.get(topic.key, 0)


def load_deck(folder: Path, cache: Path | None = None) -> Deck:
    """Read a course folder. Never raises: what is wrong is in the deck's problems.

    Args:
        folder: holds ``course.md`` and ``topics/*.md``.
        cache: a folder to keep the deck in, ready to be shown; None to read the files anew.
    """
    if cache is None:
        from flashcards.reading.course import read_deck

        return read_deck(folder)

    from flashcards.reading.deck_cache import DeckCache

    kept = DeckCache(cache, folder)
    deck = kept.load()
    if deck is None:
        from flashcards.reading.course import read_deck

        deck = read_deck(folder)
        kept.save(deck)
    return deck


__all__ = ["Broken", "Deck", "bundled_content", "load_deck"]
