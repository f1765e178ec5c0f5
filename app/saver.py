"""Drafts on their way to the journal: one thread, in the order in which they were given."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from flashcards.events import Draft
from flashcards.journal import Journal, JournalError

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

Then = Callable[[Draft, str], object]
"""Called from the saving thread with the draft and why it was not saved, empty if it was."""


class Saver:
    """Saves drafts off the screen's thread; an older state never comes after a newer one."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    @cached_property
    def _thread(self) -> ThreadPoolExecutor:
        """Made when the first draft comes, which is long after the first frame."""
        from concurrent.futures import ThreadPoolExecutor

        return ThreadPoolExecutor(1, "drafts")

    def soon(self, draft: Draft, then: Then | None = None) -> None:
        """Save it as soon as those before it are saved."""
        saving = self._thread.submit(self._journal.save_draft, draft)
        if then is not None:
            saving.add_done_callback(lambda done: then(draft, _why(done)))

    def now(self, draft: Draft) -> None:
        """Save it, and those before it, before anything else happens.

        Raises:
            JournalError: it could not be written.
        """
        self._thread.submit(self._journal.save_draft, draft).result()

    def close(self) -> None:
        """Wait for what is on its way."""
        if "_thread" in self.__dict__:
            self._thread.shutdown()


def _why(done: Future[None]) -> str:
    error = done.exception()
    if error is None:
        return ""
    if isinstance(error, JournalError):
        return str(error)
    raise error
