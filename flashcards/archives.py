"""Zip files from anywhere: their files one by one, or a sentence that says why not.

Nothing of an archive is believed: names may lead out of the folder, sizes may be untrue, and a few
bytes may unpack to more than any disk holds.
"""

from __future__ import annotations

import io
import os
import stat
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from flashcards.reading.characters import FORBIDDEN, visible
from flashcards.reading.report import quoted

PART = 1 << 16
"""Bytes that are unpacked at once."""

ENTRY = 400
"""Bytes that the list of an archive has for one file, at most, on average."""

DEEPEST, LONGEST = 20, 200
"""Folders within folders, and bytes of one name."""

_DEVICES = frozenset({"con", "prn", "aux", "nul", "conin$", "conout$", "clock$"}) | {
    f"{name}{number}" for name in ("com", "lpt") for number in "123456789¹²³"
}
_SIGNS = frozenset('<>:"|?*\\')
_LOCKED = 0x1 | 0x40 | 0x2000  # the old way, the strong one, and a list that is locked as well
_READ = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}  # what Python unpacks in bounded parts


class ArchiveError(Exception):
    """Why an archive is not read; a sentence."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much an archive may hold.

    Attributes:
        files: how many files and folders.
        total: bytes of all of them, unpacked.
        ratio: how many times its packed size a file may have; texts have five times it, tables
            fifty times.
        small: bytes below which the ratio says nothing.
    """

    files: int = 20_000
    total: int = 200_000_000
    ratio: int = 200
    small: int = 100_000


PACK = Limits()
"""A pack of cards."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file in an archive.

    Attributes:
        path: where it goes, relative to the archive's own folder; harmless.
        size: bytes, unpacked. No more than these are ever unpacked.
        info: what the archive says of it.
    """

    path: PurePosixPath
    size: int
    info: zipfile.ZipInfo


class Archive:
    """A zip file whose list has been found harmless; made by :func:`opened`."""

    def __init__(self, archive: zipfile.ZipFile, members: tuple[Member, ...], name: str) -> None:
        self._archive = archive
        self.members = members
        self._name = name

    def member(self, name: str) -> Member | None:
        """The file of that path, or None."""
        return next((member for member in self.members if str(member.path) == name), None)

    def copy(self, member: Member, target: IO[bytes]) -> None:
        """Unpack one file, part by part.

        Raises:
            ArchiveError: what is packed is broken, or not what the list says.
            OSError: the target cannot be written.
        """
        with _told(self._name), self._archive.open(member.info) as inside:
            while part := inside.read(PART):
                target.write(part)

    def read(self, member: Member, most: int) -> bytes:
        """What is in one file.

        Args:
            member: the file.
            most: bytes that it may have.

        Raises:
            ArchiveError: it has more, or is broken.
        """
        if member.size > most:
            raise ArchiveError(
                f"{self._name} holds {quoted(str(member.path))} with {member.size:,} bytes;"
                f" {most:,} are the most."
            )
        target = io.BytesIO()
        self.copy(member, target)
        return target.getvalue()


@contextmanager
def opened(path: Path, limits: Limits = PACK) -> Iterator[Archive]:
    """Open a zip file, once all of its list is found to be harmless.

    Args:
        path: the file.
        limits: how much it may hold.

    Raises:
        ArchiveError: it is not harmless, no zip file, or cannot be read.
    """
    name = visible(path.name)
    try:
        kind = stat.S_IFMT(path.stat().st_mode)
        if kind not in {stat.S_IFREG, stat.S_IFDIR}:  # opening a pipe would wait for its writer
            raise ArchiveError(f"{name} is no file that can be read.")
        file = path.open("rb")
    except (OSError, ValueError) as error:
        raise ArchiveError(f"{name} cannot be read: {_why(error)}.") from None
    with file:
        guarded = _Guarded(file, limits.files * ENTRY, name)
        with _told(name):
            archive = zipfile.ZipFile(guarded)
        guarded.most = None
        with archive:
            yield Archive(archive, tuple(_checked(archive.infolist(), limits, name)), name)


def safe_members(path: Path, limits: Limits = PACK) -> list[Member]:
    """The files of an archive, once all of its list is found to be harmless.

    Args:
        path: the zip file.
        limits: how much it may hold.

    Raises:
        ArchiveError: it is not harmless, no zip file, or cannot be read.
    """
    with opened(path, limits) as archive:
        return list(archive.members)


def unpack(source: Path, folder: Path, limits: Limits = PACK) -> None:
    """Unpack a zip file into a folder that is there and empty.

    Args:
        source: the file.
        folder: where its files go.
        limits: how much it may hold.

    Raises:
        ArchiveError: it is no zip file, or one that is not unpacked; what is in the folder by then
            is of no use.
        OSError: the folder cannot be written.
    """
    with opened(source, limits) as archive:
        for member in archive.members:
            target = folder.joinpath(*member.path.parts)
            target.parent.mkdir(parents=True, exist_ok=True)
            with target.open("xb") as file:
                archive.copy(member, file)


class _Guarded:
    """A file for zipfile, which reads an archive's list whole, however long that is."""

    def __init__(self, file: IO[bytes], most: int, name: str) -> None:
        self.file = file
        self.most: int | None = max(most, PART + 22)  # where the list's end may begin
        self.name = name
        self.size = file.seek(0, os.SEEK_END)

    def read(self, count: int = -1) -> bytes:
        """As a file's; refused where the list would be longer than that of any pack."""
        left = max(0, self.size - self.file.tell())
        wanted = left if count is None or count < 0 else min(count, left)
        if self.most is not None and wanted > self.most:
            raise ArchiveError(f"{self.name} holds more files than are read; it is not opened.")
        return self.file.read(wanted)

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        """As a file's; a broken list may point to before its start."""
        if whence == os.SEEK_SET and offset < 0:
            raise zipfile.BadZipFile("a place before the file")
        return self.file.seek(offset, whence)

    def tell(self) -> int:
        """As a file's."""
        return self.file.tell()

    def seekable(self) -> bool:
        """As a file's."""
        return True

    def close(self) -> None:
        """Left to who opened it."""


@contextmanager
def _told(name: str) -> Iterator[None]:
    """What zipfile raises of a broken or strange file, as a sentence."""
    try:
        yield
    except (NotImplementedError, RuntimeError):
        raise ArchiveError(f"{name} is packed in a way that is not read; pack it anew.") from None
    except UnicodeError:
        raise ArchiveError(f"{name} has names that no file can have.") from None
    except (zipfile.BadZipFile, zlib.error, EOFError, LookupError, ValueError, OverflowError):
        raise ArchiveError(f"{name} is no zip file, or a broken one.") from None
    except Exception as error:
        # A list that ends too early is told by struct.error, which is no other error's kind.
        if type(error).__module__ != "struct":
            raise
        raise ArchiveError(f"{name} is no zip file, or a broken one.") from None


def _checked(entries: list[zipfile.ZipInfo], limits: Limits, name: str) -> Iterator[Member]:
    """The files of a list; all of it is looked at before the first one is given out."""
    if len(entries) > limits.files:
        raise ArchiveError(f"{name} holds {len(entries):,} files; {limits.files:,} are the most.")
    if sum(entry.file_size for entry in entries) > limits.total:
        raise _too_much(name)
    members = []
    for entry in entries:
        _check(entry, limits, name)
        if not entry.is_dir():
            members.append(Member(PurePosixPath(entry.filename), entry.file_size, entry))
    _check_clashes([member.path for member in members], name)
    return iter(members)


def _check(entry: zipfile.ZipInfo, limits: Limits, name: str) -> None:
    """Refuse an entry that is no plain file or folder below the archive's own."""
    path = PurePosixPath(entry.filename)
    kind = stat.S_IFMT(entry.external_attr >> 16)
    shown = quoted(entry.filename)
    if path.is_absolute() or ".." in path.parts or not path.parts:
        raise ArchiveError(f"{name} holds {shown}, which leads out of its folder.")
    if kind not in {0, stat.S_IFREG, stat.S_IFDIR}:
        raise ArchiveError(f"{name} holds {shown}, which is a link or a device.")
    original = entry.orig_filename  # zipfile's own ends at the first zero byte
    if "\0" in original or any(map(_unfit, path.parts)) or len(path.parts) > DEEPEST:
        raise ArchiveError(f"{name} holds {shown}, which is no name for a file.")
    if entry.flag_bits & _LOCKED:
        raise ArchiveError(f"{name} is locked with a password; unpack it and pack it anew.")
    if entry.compress_type not in _READ:
        raise ArchiveError(f"{name} is packed in a way that is not read; pack it anew.")
    unpacked = entry.file_size
    if unpacked > limits.small and unpacked > limits.ratio * max(1, entry.compress_size):
        raise _too_much(name)


def _check_clashes(paths: Iterable[PurePosixPath], name: str) -> None:
    """Refuse names that are one and the same on some systems, and files that are folders too."""
    files: dict[str, PurePosixPath] = {}
    folders: dict[str, PurePosixPath] = {}
    for path in paths:
        if (first := files.setdefault(_folded(path), path)) is not path:
            how = "twice" if first == path else f"as well as {quoted(str(first))}"
            raise ArchiveError(f"{name} holds {quoted(str(path))} {how}, which is one file.")
        for folder in path.parents:
            if folders.setdefault(_folded(folder), folder) != folder:
                other = quoted(str(folders[_folded(folder)]))
                raise ArchiveError(
                    f"{name} holds {quoted(str(folder))} as well as {other}, which is one folder."
                )
    for folded in files.keys() & folders.keys():
        raise ArchiveError(f"{name} holds {quoted(str(files[folded]))} as a file and as a folder.")


def _folded(path: PurePosixPath) -> str:
    """What is the same for names that some system takes for the same."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", str(path)).casefold())


def _unfit(part: str) -> bool:
    """Whether no system, or not every system, can have a file of that name."""
    stem = part.partition(".")[0].rstrip().casefold()
    odd = FORBIDDEN.search(part) or any(s in _SIGNS or not s.isprintable() for s in part)
    long = len(part.encode("utf-8", "replace")) > LONGEST
    return bool(odd) or long or stem in _DEVICES or part[-1] in ". "


def _why(error: Exception) -> str:
    return getattr(error, "strerror", None) or "the system gives no reason"


def _too_much(name: str) -> ArchiveError:
    return ArchiveError(f"{name} would unpack to far more than it may hold; it is not opened.")
