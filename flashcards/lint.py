"""What a tutor got wrong, in any number of courses and cards: all of it, not the first.

Every problem has a code; :mod:`flashcards.reading.codes` says what each stands for.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from pathlib import Path

from msgspec.structs import replace

from flashcards.deck import Deck
from flashcards.markdown import read_card, read_course
from flashcards.problems import Problem
from flashcards.reading.characters import visible
from flashcards.reading.course import read_deck
from flashcards.reading.files import COURSE, TOPICS, is_folder, list_course, read_text
from flashcards.reading.report import Report

Advise = Callable[[Deck, Collection[str]], Iterable[Problem]]
"""What is to be said of a deck, or of some files of it where any are named."""


def check(paths: Iterable[Path]) -> list[Problem]:
    """Every problem in some courses and cards, sorted by place.

    Args:
        paths: course folders (``course.md``, ``topics/*.md``) or single files. A file that lies
            in a course is looked at as part of it: the others say which prerequisites there are.
    """
    return look(paths, advise=None)


def look(paths: Iterable[Path], advise: Advise | None) -> list[Problem]:
    """The same, and what is advised on what is not wrong.

    Args:
        paths: as in :func:`check`.
        advise: what is to be said of a course, or of the one file of it that is named.
    """
    found: set[Problem] = set()
    for path in paths:
        found.update(_of_folder(path, advise) if is_folder(path) else _of_file(path, advise))
    return sorted(found)


def _of_folder(folder: Path, advise: Advise | None) -> Iterable[Problem]:
    inner = folder.name == TOPICS and not list_course(folder).topics
    course = folder.parent if inner and list_course(folder.parent).topics else folder
    deck = read_deck(course)
    return [*deck.problems, *(advise(deck, ()) if advise else ())]


def _of_file(path: Path, advise: Advise | None) -> Iterable[Problem]:
    course = _course_of(path)
    if course is None:
        return _of_one_alone(path, advise)
    place = visible(str(path.absolute()))
    deck = read_deck(course, focus=place)
    advised = advise(deck, (place,)) if advise else ()
    return [
        replace(problem, file=visible(str(path)))
        for problem in (*deck.problems, *advised)
        if problem.file == place
    ]


def _course_of(path: Path) -> Path | None:
    """The course folder that a file is read as part of, or None."""
    folder = path.absolute().parent
    course = folder.parent if folder.name == TOPICS else folder
    listing = list_course(course)
    inside = path.name in listing.topics if folder.name == TOPICS else path.name == COURSE
    return course if inside and (listing.topics or listing.course) else None


def _of_one_alone(path: Path, advise: Advise | None) -> Iterable[Problem]:
    report = Report(str(path))
    if _is_nowhere(path):
        report.add("no-such-path", "There is no such file or folder; look at how it is spelt.")
        return report.problems
    text = read_text(path, report)
    if text is None:
        return report.problems
    if path.name == COURSE:
        return read_course(text, str(path)).problems
    card = read_card(text, str(path), "pack")
    topics = (card.topic,) if card.topic else ()
    advised = advise(Deck("pack", "", "", topics), ()) if advise else ()
    return [*card.problems, *advised]


def _is_nowhere(path: Path) -> bool:
    """Whether the system knows of nothing by that name, not even a link that leads nowhere."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except (OSError, ValueError):
        return False
    return False
