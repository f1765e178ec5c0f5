"""The files of a class: each taken whole or named and left out, one for every student."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from flashcards.events import Purpose
from flashcards.reading.characters import visible
from flashcards.renames import NO_NAMES, Names, answers_now
from flashcards.sharing import Shared, SharedRecall, ShareError, read


class Student(Struct, frozen=True):
    """What a report needs of a student's file, which may be much longer.

    Attributes:
        name: that she goes by.
        recalls: how many she shared.
        mock: how many of them were mock exams.
        cram: how many of them were cramming.
        newest: key of a topic → her newest recall of it that was not cramming.
    """

    name: str
    recalls: int
    mock: int
    cram: int
    newest: Mapping[str, SharedRecall]


def gathered(paths: Iterable[Path], names: Names = NO_NAMES) -> tuple[list[Student], list[str]]:
    """The students of a class, and a sentence for each file that was left out.

    Of two files of one student the one counts whose last recall is later, or that has more.

    Args:
        paths: of files.
        names: what the tutor's cards were called before; students may still have those.
    """
    students: dict[str, tuple[tuple[int, int], Student]] = {}
    left_out = []
    for path in paths:
        called = visible(path.name)
        try:
            given = read(path)
        except ShareError as error:
            left_out.append(f"{called} {error}; it is left out.")
            continue
        age = (max((recall.day for recall in given.recalls), default=-1), len(given.recalls))
        before = students.get(given.student)
        if before is not None:
            left_out.append(f"{called} is a second file of {given.student}; the newer counts.")
        if before is None or age >= before[0]:
            students[given.student] = age, student(given, names)
    return [one for _, one in students.values()], left_out


def student(given: Shared, names: Names = NO_NAMES) -> Student:
    """What counts of a file.

    Cramming does not: what was open minutes ago is known for these minutes.
    """
    newest: dict[str, SharedRecall] = {}
    for recall in given.recalls:
        topic = names.key(recall.topic)
        if not recall.answers or recall.purpose is Purpose.CRAM:
            continue
        if topic not in newest or recall.day >= newest[topic].day:
            newest[topic] = recall
    return Student(
        name=given.student,
        recalls=len(given.recalls),
        mock=sum(recall.purpose is Purpose.MOCK for recall in given.recalls),
        cram=sum(recall.purpose is Purpose.CRAM for recall in given.recalls),
        newest={
            topic: replace(
                recall,
                topic=topic,
                answers=answers_now(topic, recall.answers, names),
                text=None,
                note=None,
            )
            for topic, recall in newest.items()
        },
    )
