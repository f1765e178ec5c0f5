"""A course folder → a deck: every file read, and all that is wrong between them.

``course.md`` names the course and its order; ``topics/*.md`` are its topics. No file keeps
another from being read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from flashcards.bundled import PACK, bundled_topics
from flashcards.cards import Topic
from flashcards.deck import Broken, Deck
from flashcards.markdown import Card, Opening, read_card, read_course
from flashcards.problems import Problem
from flashcards.reading.files import (
    COURSE,
    TOPICS,
    Listing,
    is_folder,
    list_course,
    read_text,
    tables,
)
from flashcards.reading.graph import circles, ordered
from flashcards.reading.keypoints import slug
from flashcards.reading.report import Report, nearest, quoted

NAMED = 12
"""How many topics of a circle are named."""


def read_deck(folder: Path, focus: str = "") -> Deck:
    """Read a course folder. Never raises: what is wrong is in the deck's problems.

    Args:
        folder: the folder, as the person named it.
        focus: a file that circles should be reported in if they can be, as in ``Problem.file``.
    """
    listing = list_course(folder)
    opening = _read_opening(listing)
    pack = opening.pack or slug(folder.absolute().name) or "pack"
    own = tables(folder)
    cards = [_read_card(path, folder, pack, own) for path in listing.paths]
    studied, broken, doubled = _sort_out(cards)
    topics = _in_course_order(studied, opening)
    return Deck(
        pack=pack,
        title=opening.title or pack,
        opening=opening.text,
        topics=tuple(topics),
        broken=tuple(broken),
        problems=_gathered(
            _folder_problems(listing),
            opening.problems,
            *(card.problems for card in cards),
            doubled,
            check_prerequisites(cards, pack, [item.text for item in opening.needs]),
            check_aliases(cards),
            check_circles(cards, focus),
            check_course(opening, cards),
        ),
        licence=opening.licence,
        version=opening.version,
        author=opening.author,
        needs=tuple(item.text for item in opening.needs),
    )


# Reading


def _read_opening(listing: Listing) -> Opening:
    if not listing.course:
        return Opening("")
    path = listing.folder / COURSE
    report = Report(str(path))
    text = read_text(path, report, listing.folder)
    if text is None:
        return Opening(report.file, problems=report.problems)
    return read_course(text, str(path))


def _read_card(path: Path, folder: Path, pack: str, own: Mapping[str, str]) -> Card:
    report = Report(str(path))
    text = read_text(path, report, folder)
    if text is None:
        return Card(report.file, "", "", 0, 0, (), None, report.problems)
    return read_card(text, str(path), pack, own)


def _folder_problems(listing: Listing) -> Sequence[Problem]:
    """What is wrong with the folder as a whole."""
    folder = listing.folder
    report = Report(str(folder))
    if not is_folder(folder):
        report.add("no-such-path", "There is no such folder; look at how it is spelt.")
    elif listing.error:
        report.add(
            "unreadable-file",
            f"The folder {TOPICS} cannot be read ({listing.error}); look at its permissions.",
        )
    elif not listing.topics:
        report.add(
            "no-topics",
            f"There is no topic in this folder; put its cards into a folder {TOPICS} in it.",
        )
    elif not listing.course:
        report.add(
            "no-course-file",
            f"The folder has no {COURSE}; add one with pack, title and topics to name the course"
            " and give it an order.",
        )
    return report.problems


# Topics among each other


def _sort_out(cards: Sequence[Card]) -> tuple[list[Topic], list[Broken], list[Problem]]:
    """The topics that can be studied, the others, and what is wrong with ids that two have."""
    by_id: dict[str, list[Card]] = {}
    for card in cards:
        if card.id:
            by_id.setdefault(card.id, []).append(card)
    studied: list[Topic] = []
    broken: list[Broken] = []
    doubled: list[Problem] = []
    for card in cards:
        same = by_id.get(card.id, [card])
        problems = list(card.problems)
        if len(same) > 1:
            problems += _doubled(card, same)
            doubled += _doubled(card, same)
        if card.topic and card is min(same, key=_claim):
            studied.append(card.topic)
        else:
            broken.append(Broken(card.file, card.id, card.title, tuple(sorted(set(problems)))))
    return studied, broken, doubled


def _claim(card: Card) -> tuple[bool, bool, str]:
    """Which of several cards an id belongs to: the least."""
    return card.topic is None, Path(card.file).stem != card.id, card.file


def _doubled(card: Card, same: Sequence[Card]) -> Sequence[Problem]:
    other = next(one for one in same if one is not card)
    report = Report(card.file)
    report.add(
        "duplicate-id",
        f"The id {quoted(card.id)} is also that of {Path(other.file).name}; give one of the two"
        " another.",
        card.line,
        card.col,
    )
    return report.problems


def _in_course_order(topics: Iterable[Topic], opening: Opening) -> list[Topic]:
    """The listed topics as they are listed, then the others, prerequisites first."""
    left = {topic.id: topic for topic in topics}
    listed = [left.pop(item.text) for item in opening.topics if item.text in left]
    others = ordered({topic.id: topic.after for topic in left.values()})
    return [*listed, *(left[name] for name in others)]


def check_prerequisites(
    cards: Sequence[Card], pack: str, packs: Sequence[str] = ()
) -> list[Problem]:
    """Report prerequisites that no card has as its id.

    Args:
        cards: of one pack.
        pack: its name.
        packs: names of those that it builds on, whose topics are known only where both are.
    """
    known = {card.id for card in cards if card.id}
    known |= {f"{pack}/{name}" for name in known}
    stems = {Path(card.file).stem for card in cards if not card.id}
    problems: list[Problem] = []
    for card in cards:
        report = Report(card.file)
        for item in card.after:
            other, slash, _ = item.text.rpartition("/")
            there = bundled_topics() if other == PACK and other in packs else frozenset()
            if there and item.text not in there:
                report.add(
                    "unknown-prerequisite",
                    f"There is no topic {quoted(item.text)} to build on; "
                    f"{nearest(item.text, there)}",
                    item.line,
                    item.col,
                )
                continue
            if item.text in known or item.text == card.id or other in packs:
                continue
            if slash and other != pack:
                report.add(
                    "unneeded-pack",
                    f"This is of the pack {quoted(other)}, which course.md does not name; write"
                    f" `needs: [{other}]` there.",
                    item.line,
                    item.col,
                )
                continue
            if item.text in stems:
                hint = f"{item.text}.md is there, but its id cannot be read."
            else:
                hint = nearest(item.text, known - {card.id})
            report.add(
                "unknown-prerequisite",
                f"There is no topic {quoted(item.text)} to build on; {hint}",
                item.line,
                item.col,
            )
        problems += report.problems
    return problems


def check_aliases(cards: Sequence[Card]) -> list[Problem]:
    """Report earlier ids of a topic that belong to another one now."""
    owner = {card.id: card for card in reversed(cards) if card.id}
    problems: list[Problem] = []
    for card in cards:
        report = Report(card.file)
        for item in card.aliases:
            taken = owner.setdefault(item.text, card)
            if taken is not card or item.text == card.id:
                whose = "its own" if item.text == card.id else f"that of {Path(taken.file).name}"
                report.add(
                    "alias-taken",
                    f"The id {quoted(item.text)} is {whose}; an alias is an id that no topic has"
                    " any more. Remove it.",
                    item.line,
                    item.col,
                )
        problems += report.problems
    return problems


def check_circles(cards: Sequence[Card], focus: str = "") -> list[Problem]:
    """Report topics that build on each other, once for each circle."""
    by_id = {card.id: card for card in cards if card.id}
    graph = {name: [item.text for item in card.after] for name, card in by_id.items()}
    problems: list[Problem] = []
    for circle in circles(graph, [card.id for card in cards if card.file == focus]):
        card = by_id[circle[0]]
        names = [*circle, circle[0]]
        if len(names) > NAMED:
            names = [*names[: NAMED - 2], "…", names[-1]]
        link = next(item for item in card.after if item.text == circle[1])
        report = Report(card.file)
        report.add(
            "cycle",
            f"These topics build on each other: {' → '.join(names)}; take one of them out of the"
            " list of the one before it.",
            link.line,
            link.col,
        )
        problems += report.problems
    return problems


def check_course(opening: Opening, cards: Sequence[Card]) -> Sequence[Problem]:
    """Report where the course's list and its topics do not agree."""
    if not opening.topics:
        return ()
    report = Report(opening.file)
    known = {card.id: card for card in cards if card.id}
    stems = {Path(card.file).stem for card in cards if not card.id}
    place: dict[str, int] = {}
    for number, item in enumerate(opening.topics):
        if item.text in place:
            report.add(
                "course-duplicate-topic",
                f"The topic {quoted(item.text)} is in the list already; remove one of the two.",
                item.line,
                item.col,
            )
        elif item.text not in known and item.text not in stems:
            report.add(
                "course-unknown-topic",
                f"There is no topic {quoted(item.text)}; {nearest(item.text, known)}",
                item.line,
                item.col,
            )
        place.setdefault(item.text, number)
    for name, card in known.items():
        if name not in place:
            report.add(
                "course-unlisted-topic",
                f"The topic {quoted(name)} is not in the course's list and comes after it; add it"
                " where it belongs.",
                opening.line,
            )
            continue
        late = [need.text for need in card.after if place.get(need.text, -1) > place[name]]
        if late:
            item = opening.topics[place[name]]
            report.add(
                "course-order",
                f"The topic {quoted(name)} is listed before {quoted(late[0])}, which it builds on;"
                " move it down.",
                item.line,
                item.col,
            )
    return report.problems


def _gathered(*groups: Iterable[Problem]) -> tuple[Problem, ...]:
    return tuple(sorted({problem for group in groups for problem in group}))
