"""The mark of the one writer: a lock of the operating system on a small file.

The system itself takes the lock away when its holder ends, however it ends, so a killed program
never leaves the journal locked. Locks of the library ``filelock`` do the same, but importing it
costs some 10 ms on the way to the first frame (against 1 ms for ``sqlite3``), and where a file
system knows no locks it falls back on a mere file, which does outlive a killed program.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from errno import EACCES, EAGAIN, EDEADLK
from pathlib import Path

_HELD_BY_ANOTHER = frozenset({EACCES, EAGAIN, EDEADLK})

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)

    def _unlock(descriptor: int) -> None:
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    def _lock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)


class WriterLock:
    """A lock that one process at a time can hold.

    A process that is forked (not spawned) while it is held keeps it if this one is killed.
    """

    def __init__(self, file: Path) -> None:
        """Name the lock; nothing is touched yet."""
        self._file = file
        self._descriptor: int | None = None

    @property
    def held(self) -> bool:
        """Whether this object holds the lock."""
        return self._descriptor is not None

    def acquire(self) -> bool:
        """Take the lock if it is free; never waits.

        Returns:
            Whether it is held now.

        Raises:
            OSError: the file cannot be made, or its file system knows no locks.
        """
        if self.held:
            return True
        descriptor = os.open(self._file, os.O_RDWR | os.O_CREAT, 0o644)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            if error.errno in _HELD_BY_ANOTHER:
                return False
            raise
        self._descriptor = descriptor
        return True

    def release(self) -> None:
        """Let the lock go. The file stays: removing it would let two processes lock two files."""
        if self._descriptor is not None:
            # Closing alone would not do where a child has inherited the descriptor.
            with suppress(OSError):
                _unlock(self._descriptor)
            os.close(self._descriptor)
            self._descriptor = None
