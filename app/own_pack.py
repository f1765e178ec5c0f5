"""Where a tutor's own files are: finding her pack, and writing into it without losing anything."""

from __future__ import annotations

import os
import shutil
from collections.abc import Sequence
from pathlib import Path

from flashcards.bundled import bundled_content
from flashcards.deck import Deck, load_deck
from flashcards.markdown import Opening, read_course
from flashcards.names import NoTopicError, topic_named
from flashcards.places import places
from flashcards.reading.files import COURSE, TOPICS, read_text
from flashcards.reading.lists import add_item
from flashcards.reading.report import Report


class Refused(Exception):  # noqa: N818
    """Why nothing is made; the message is a sentence that says what to do instead."""


def writable(folder: Path) -> Path:
    """The folder, if a tutor's files belong there.

    Raises:
        Refused: it is the program's own, where an update would take them away.
    """
    target = folder.resolve()
    package = Path(__file__).resolve().parents[1]
    content = bundled_content().resolve()
    installed = content.is_relative_to(package / "flashcards")
    own = [package] if installed else [package / "flashcards", package / "app"]
    if any(target.is_relative_to(each) for each in (*own, *([content] if installed else []))):
        raise Refused(
            f"{target} belongs to the installed program, and an update replaces it. Go to a folder"
            " of yours, such as Documents, and make a pack there: flashcards new pack NAME"
        )
    if target.is_relative_to((places().data / "packs").resolve()):
        raise Refused(
            f"{target} holds copies of packs that were added, and an update replaces them. Edit the"
            " pack where you keep it, then add it again: flashcards packs add PATH"
        )
    return folder


def pack_at(folder: Path) -> Path:
    """The pack of a folder: the folder itself, or the nearest above it that is one."""
    if not folder.is_dir():
        raise Refused(f"There is no folder {folder}; look at how it is spelt.")
    for each in (folder, *folder.resolve().parents):
        if (each / COURSE).is_file():
            opening = _opening(each)
            if opening.pack:
                return writable(each)
    raise Refused(
        "There is no pack here, nor in a folder above. flashcards new pack NAME makes one; --in"
        " FOLDER names one that is elsewhere."
    )


def _opening(folder: Path) -> Opening:
    source = read_text(folder / COURSE, Report(COURSE), folder)
    return Opening(COURSE) if source is None else read_course(source, COURSE)


def _files(deck: Deck) -> dict[str, str]:
    """Id → file of every card of a pack, broken ones as well."""
    broken = {each.id: each.file for each in deck.broken if each.id}
    return broken | {topic.id: topic.file for topic in deck.topics}


def check_new(topic_id: str, deck: Deck, place: Path) -> None:
    """Refuse an id that a card of the pack has already."""
    files = _files(deck)
    file = files.get(topic_id, str(place / TOPICS / f"{topic_id}.md"))
    if topic_id in files or os.path.lexists(file):
        raise Refused(f"There is a topic {topic_id} already, in {file}. Choose another title.")


def prerequisite(name: str, deck: Deck) -> str:
    """A prerequisite as it is written in the card: an id of this pack, or a key of another.

    Raises:
        Refused: there is no such topic.
    """
    own = name.removeprefix(f"{deck.pack}/")
    if own in _files(deck):
        return own
    course = load_deck(bundled_content())
    if (topic := course.topic(name)) is not None:
        return topic.key
    if "/" in name and not name.startswith(f"{course.pack}/"):
        return name  # of a pack that only the student needs to have
    for each in (deck, course):
        try:
            topic = topic_named(each, name)
        except NoTopicError as error:
            told = str(error)
        else:
            return topic.id if each is deck else topic.key
    raise Refused(told)


def write_new(files: dict[Path, str]) -> list[Path]:
    """Write new files, all or none.

    Raises:
        Refused: one is there already, or cannot be written.
    """
    there = next((path for path in files if os.path.lexists(path)), None)
    if there is not None:
        raise Refused(f"{there} is there already, and is left as it is. Choose another name.")
    made: list[Path] = []
    try:
        for path, text in files.items():
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("x", encoding="utf-8", newline="\n") as file:
                made.append(path)
                file.write(text)
    except (OSError, ValueError) as error:
        for path in made:
            path.unlink(missing_ok=True)
        why = getattr(error, "strerror", None) or error
        raise Refused(f"{path} cannot be written: {why}.") from None
    return made


def add_to_lists(course: Path, items: Sequence[tuple[str, str]]) -> None:
    """Add to lists of a course's front matter; everything else stays, byte for byte.

    Raises:
        NoListError: the list is written in a way that is not understood.
        Refused: the file cannot be written.
    """
    path = course.resolve()
    try:
        source = before = path.read_bytes().decode("utf-8")
        for key, item in dict.fromkeys(items):
            source = add_item(source, key, item)
        if source == before:
            return
        beside = path.with_name(f".{path.name}.new")
        with beside.open("xb") as file:
            file.write(source.encode("utf-8"))
        shutil.copymode(path, beside)
        beside.replace(path)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or error
        raise Refused(f"It cannot be written ({why}); add the topic to its list by hand.") from None
