"""Her own recalls, for what fits models: the journal is read, and the models see only rows."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards.journal import Journal
from flashcards.mine import LABELS, NAME, STAND_IN, Mine, as_csv, mine
from flashcards.store.storage import FILE

if TYPE_CHECKING:
    from flashcards.models.bench import Bench


def own(folder: Path) -> Mine:
    """The data set of the journal in a folder; the simulated student where there is no journal.

    Raises:
        JournalError: it cannot be read.
    """
    try:
        state = (folder / FILE).stat()
    except OSError:
        return mine(())
    return _read(folder, state.st_mtime_ns, state.st_size)


@lru_cache(maxsize=1)
def _read(folder: Path, changed: int, size: int) -> Mine:  # noqa: ARG001 the file as it is now
    with Journal.open(folder, write=False) as journal:
        return mine(journal.events())


def hand_over(bench: Bench, folder: Path) -> None:
    """Put the data set on a bench under its name, as it is now.

    Raises:
        JournalError: the journal cannot be read.
    """
    found = own(folder)
    mark = "" if found.real else STAND_IN
    bench.take(NAME, as_csv(found.rows), LABELS, found.words, mark)
