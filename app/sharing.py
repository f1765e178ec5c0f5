"""``flashcards share``: progress for a tutor, after its contents have been read and agreed to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines

if TYPE_CHECKING:
    from flashcards.sharing import Shared
    from flashcards.study import Study

WIDTH = 96
"""Columns that sentences take."""


@click.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--texts", is_flag=True, help="Also what you wrote, and your notes.")
@click.option("--name", default=None, help="A name of your own instead of the pseudonym.")
@click.option("--topics", multiple=True, metavar="TOPIC", help="Only these; may be repeated.")
@click.option("--yes", is_flag=True, help="Write it without being asked.")
def share(file: Path, texts: bool, name: str | None, topics: tuple[str, ...], yes: bool) -> None:
    """Write your progress to a file for a tutor.

    First it says in plain words what will be in the file, and asks. You go by a pseudonym, the same
    one each time; what you wrote is left out unless you say --texts. Nothing is sent anywhere: you
    give the file to whom you like. A tutor puts such files together with flashcards class.

    Under a name of your own give the same one each time; under another you are another student.

    \b
    The file is JSON, format 1, with what is usual left out:
    {"kind": "flashcards progress", "format": 1, "student",
    "recalls": [{"day" (study days since your first recall), "topic",
      "answers": {point: "yes" | "partly" | "no"}, "comfort" (1 to 5),
      "seconds", "purpose" ("study", "mock" or "cram"), "counted",
      "text" and "note" (with --texts)}]}
    """
    study = _study()
    try:
        own = _pseudonym(study)
        given = _given(study, own, texts=texts, name=name, topics=topics)
    except _Refused as refused:
        sys.exit(say(str(refused)))
    from flashcards.sharing import contents

    for sentence in contents(given, named=name is not None):
        write_lines(wrap(sentence, WIDTH))
    sys.exit(_write(given, file, own, yes=yes))


class _Refused(Exception):  # noqa: N818
    """Why there is nothing to give."""


def _study() -> Study:
    from app.start import StartError, open_study

    try:
        opened = open_study(write=False)
    except StartError as error:
        sys.exit(say(str(error)))
    click.get_current_context().call_on_close(opened.journal.close)
    return opened


def _pseudonym(study: Study) -> str:
    from flashcards.sharing import pseudonym

    try:
        return pseudonym(study.journal.file.parent)
    except OSError as error:
        raise _Refused(f"Your pseudonym cannot be kept: {error.strerror}.") from None


def _given(
    study: Study, own: str, *, texts: bool, name: str | None, topics: tuple[str, ...]
) -> Shared:
    from flashcards.names import NoTopicError, topic_named
    from flashcards.sharing import MAX_NAME, is_name, shared

    called = " ".join((name or "").split())
    if name is not None and not is_name(called):
        raise _Refused(f"A name is a few words, {MAX_NAME} letters at most.")
    try:
        keys = {topic_named(study.deck, each).key for each in topics}
    except NoTopicError as error:
        raise _Refused(str(error)) from None
    given = shared(study.journal.events(), called or own, texts=texts, topics=keys)
    if not given.recalls:
        raise _Refused("There is no recall to share yet.")
    return given


def _write(given: Shared, file: Path, own: str, *, yes: bool) -> int:
    """Write the file if she agrees; returns the exit code.

    Args:
        given: what is to be in it.
        file: where.
        own: her pseudonym, under which an earlier file may be.
        yes: whether she has agreed already.
    """
    from app.outgoing import put
    from flashcards.sharing import ShareError, encoded, read

    question = f"Write {file}?"
    if os.path.lexists(file):
        try:
            before = read(file).student
        except ShareError:
            return say(f"{file} is there already and is no such file; choose another name.")
        other = before not in {given.student, own}
        if other and yes:
            return say(f"{file} is of another student, {before}; choose another name.")
        question = f"Replace {file}, which is of another student, {before}?" if other else (
            f"Replace {file}?"
        )  # fmt: skip
    if not yes:
        if not sys.stdin.isatty():
            return say("Nothing is written without your consent; on a pipe give --yes.")
        if not click.confirm(question):
            return say("Nothing was written.")
    if why := put(file, encoded(given)):
        return say(why)
    write_lines([f"Wrote {file}."])
    return 0
