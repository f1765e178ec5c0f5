"""What can go wrong with the journal, each as one sentence that says what to do.

The classes are for the program, which may act on them; the message is for the learner.
"""

from __future__ import annotations

import sqlite3
from errno import EACCES, EDQUOT, EFBIG, ENOSPC, ENOTDIR, EPERM, EROFS
from pathlib import Path


class JournalError(Exception):
    """The journal could not do what it was asked; its message is a sentence for the learner."""


class FullDiskError(JournalError):
    """There is no room for what was to be written. The same call may be made again."""


class DiskError(JournalError):
    """The disk refused to read or write. The same call may be made again."""


class NotWritableError(JournalError):
    """The folder or the file cannot be written to."""


class LockedError(JournalError):
    """Another program holds the database. The same call may be made again."""


class ReadOnlyError(JournalError):
    """This journal was opened for reading only."""


class DamagedError(JournalError):
    """The file is not a sound journal. Nothing in it was changed."""


class NewerJournalError(JournalError):
    """The file was written by a newer version of the program."""


class FolderError(JournalError):
    """The place of the journal is not a folder, or cannot be made one."""


class ClosedError(JournalError):
    """The journal was closed before."""


def explain(error: sqlite3.Error | OSError, file: Path) -> JournalError:
    """The error of our own for one of SQLite's or of the operating system's.

    Args:
        error: what was raised.
        file: the database, or the file or folder that was being made.
    """
    if isinstance(error, OSError):
        return _of_system(error, file)
    # The low byte is the kind; errors that the module itself raises have no code.
    kind = getattr(error, "sqlite_errorcode", 0) & 0xFF
    match kind:
        case sqlite3.SQLITE_FULL:
            return FullDiskError(_full(file))
        case sqlite3.SQLITE_IOERR:
            return DiskError(
                f"The disk did not let {file} be read or written ({error}). Check that the drive "
                "is still there and has room, then try again."
            )
        case sqlite3.SQLITE_READONLY | sqlite3.SQLITE_CANTOPEN | sqlite3.SQLITE_PERM:
            return NotWritableError(
                f"{file} cannot be opened for writing ({error}). Make the file and its folder "
                "writable for you, or name another folder in FLASHCARDS_HOME."
            )
        case sqlite3.SQLITE_BUSY | sqlite3.SQLITE_LOCKED:
            return locked(file)
        case sqlite3.SQLITE_CORRUPT | sqlite3.SQLITE_NOTADB:
            return damaged(file, str(error))
    return JournalError(f"{file} could not be used: {error}.")


def locked(file: Path) -> LockedError:
    """Another program holds the database."""
    return LockedError(
        f"Another program, perhaps a database browser or a backup, is using {file}. "
        "Close it there, then try again."
    )


def damaged(file: Path, how: str, copy: Path | None = None) -> DamagedError:
    """A damaged journal: what is wrong, that it was left as it is, and what helps.

    Args:
        file: the database.
        how: what is wrong with it, in a few words.
        copy: its newest daily copy, if there is one.
    """
    newest = f" The newest daily copy is {copy}." if copy else ""
    return DamagedError(
        f"{file} is damaged ({how}) and was left as it is. Run `flashcards doctor` to see what "
        f"can be done.{newest}"
    )


def _of_system(error: OSError, file: Path) -> JournalError:
    if error.errno in (ENOSPC, EDQUOT, EFBIG):
        return FullDiskError(_full(file))
    if error.errno in (EACCES, EPERM, EROFS):
        return NotWritableError(
            f"{error.filename or file} cannot be written to ({error.strerror}). Make it writable "
            "for you, or name another folder in FLASHCARDS_HOME."
        )
    if isinstance(error, FileExistsError) or error.errno == ENOTDIR:
        return FolderError(
            f"{error.filename or file} is a file, so the journal cannot be kept there. Name a "
            "folder in FLASHCARDS_HOME."
        )
    return DiskError(
        f"{error.filename or file} could not be used ({error.strerror or error}). Check the "
        "drive, or name another folder in FLASHCARDS_HOME."
    )


def _full(file: Path) -> str:
    return f"There is no room left for {file}. Free some space on that disk, then try again."
