"""``flashcards share``: progress for a tutor, after its contents have been read and agreed to."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from app.output import say, write_lines

if TYPE_CHECKING:
    from flashcards.sharing import Shared
    from flashcards.study import Study


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
    """
    study = _study()
    try:
        given = _given(study, texts=texts, name=name, topics=topics)
    except _Refused as refused:
        sys.exit(say(str(refused)))
    from flashcards.sharing import contents

    write_lines(contents(given))
    sys.exit(_write(given, file, yes=yes))


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


def _given(study: Study, *, texts: bool, name: str | None, topics: tuple[str, ...]) -> Shared:
    from flashcards.names import NoTopicError, topic_named
    from flashcards.sharing import MAX_NAME, pseudonym, shared

    called = " ".join((name or "").split())
    if name is not None and not (0 < len(called) <= MAX_NAME and called.isprintable()):
        raise _Refused(f"A name is a few words, {MAX_NAME} letters at most.")
    try:
        keys = {topic_named(study.deck, each).key for each in topics}
        student = called or pseudonym(study.journal.file.parent)
    except NoTopicError as error:
        raise _Refused(str(error)) from None
    except OSError as error:
        raise _Refused(f"Your pseudonym cannot be kept: {error.strerror}.") from None
    given = shared(study.journal.events(), student, texts=texts, topics=keys)
    if not given.recalls:
        raise _Refused("There is no recall to share yet.")
    return given


def _write(given: Shared, file: Path, *, yes: bool) -> int:
    """Write the file if she agrees; returns the exit code."""
    from flashcards.sharing import ShareError, encoded, read

    there = os.path.lexists(file)
    if there:
        try:
            read(file)
        except ShareError:
            return say(f"{file} is there already and is no such file; choose another name.")
    question = f"{'Replace' if there else 'Write'} {file}?"
    if not yes:
        if not sys.stdin.isatty():
            return say("Nothing is written without your consent; on a pipe give --yes.")
        if not click.confirm(question):
            return say("Nothing was written.")
    partial = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        partial.write_bytes(encoded(given))
        partial.replace(file)
    except OSError as error:
        partial.unlink(missing_ok=True)
        return say(f"{file} cannot be written: {error.strerror}.")
    write_lines([f"Wrote {file}."])
    return 0
