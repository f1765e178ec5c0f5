"""Zip files from anywhere are read within bounds, or refused with a sentence."""

from __future__ import annotations

import os
import stat
import struct
import zipfile
from pathlib import Path
from random import Random

import pytest

from flashcards.archives import ArchiveError, Limits, opened, safe_members, unpack


def packed(path: Path, *entries: tuple[str, bytes], how: int = zipfile.ZIP_DEFLATED) -> Path:
    with zipfile.ZipFile(path, "w", how) as archive:
        for name, data in entries:
            archive.writestr(zipfile.ZipInfo(name), data, how)
    return path


def refused(path: Path, limits: Limits | None = None) -> str:
    with pytest.raises(ArchiveError) as caught:
        safe_members(path, limits or Limits())
    told = str(caught.value)
    assert told.endswith(".")
    assert "\n" not in told
    return told


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "pack.zip"


def test_a_pack_is_unpacked(there: Path, tmp_path: Path) -> None:
    packed(there, ("p/course.md", b"one"), ("p/topics/", b""), ("p/topics/a.md", b"two" * 999))
    assert [str(member.path) for member in safe_members(there)] == ["p/course.md", "p/topics/a.md"]
    folder = tmp_path / "out"
    folder.mkdir()
    unpack(there, folder)
    assert (folder / "p" / "topics" / "a.md").read_bytes() == b"two" * 999
    assert sorted(p.name for p in folder.rglob("*") if p.is_file()) == ["a.md", "course.md"]


@pytest.mark.parametrize(
    "name", ["../a", "a/../../b", "/etc/passwd", "a/./../..", "//host/share/a", ".."]
)
def test_no_file_leaves_the_folder(there: Path, name: str) -> None:
    assert "leads out of its folder" in refused(packed(there, (name, b"x")))


@pytest.mark.parametrize(
    "name",
    ["C:/a", "C:a", "..\\a", "a\\b", "a:stream", "con", "NUL.txt", "t/Com1.md", "lpt¹", "a.",
     "a /b", "\x1b[2Ja", "a\u202egpj", "x" * 300, "a/" * 30 + "b", 'a"b', "a?b", "\x07"],
)  # fmt: skip
def test_a_name_that_some_system_cannot_have_is_refused(there: Path, name: str) -> None:
    told = refused(packed(there, (name, b"x")))
    assert "no name for a file" in told
    assert told.isprintable()


@pytest.mark.parametrize("kind", [stat.S_IFLNK, stat.S_IFIFO, stat.S_IFCHR, stat.S_IFSOCK])
def test_links_and_devices_are_refused(there: Path, kind: int) -> None:
    entry = zipfile.ZipInfo("a")
    entry.external_attr = (kind | 0o777) << 16
    with zipfile.ZipFile(there, "w") as archive:
        archive.writestr(entry, "/etc/passwd")
    assert "a link or a device" in refused(there)


@pytest.mark.parametrize(
    "names",
    [("a.md", "A.md"), ("é.md", "e\u0301.md"), ("straße", "STRASSE"), ("t/a", "T/b"), ("a", "a/b")],
)
def test_names_that_are_one_on_some_systems_are_refused(
    there: Path, names: tuple[str, ...]
) -> None:
    assert " as " in refused(packed(there, *((name, b"x") for name in names)))


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_one_name_twice_is_refused(there: Path) -> None:
    assert "twice" in refused(packed(there, ("a", b"x"), ("a", b"y")))


def test_bombs_are_refused(there: Path) -> None:
    assert "far more" in refused(packed(there, ("a", bytes(20_000_000))))
    assert "far more" in refused(packed(there, ("a", b"ab"), ("b", b"cd")), Limits(total=3))
    many = [(str(number), b"") for number in range(30)]
    assert "30 files" in refused(packed(there, *many), Limits(files=20))


def test_a_list_longer_than_any_packs_is_not_even_read(there: Path) -> None:
    packed(there, *((f"{number:06}", b"") for number in range(5_000)))
    assert "more files than are read" in refused(there, Limits(files=100))


def test_a_size_that_is_untrue_unpacks_no_more_than_it_says(there: Path, tmp_path: Path) -> None:
    data = bytes(90_000)
    packed(there, ("a", data))
    raw = there.read_bytes()
    there.write_bytes(raw.replace(struct.pack("<L", len(data)), struct.pack("<L", 10)))
    with opened(there) as archive, pytest.raises(ArchiveError, match="broken"):
        archive.read(archive.members[0], 100)


def test_a_file_is_read_up_to_a_size(there: Path) -> None:
    packed(there, ("a", b"12345"))
    with opened(there) as archive:
        member = archive.member("a")
        assert member is not None
        assert archive.read(member, 5) == b"12345"
        with pytest.raises(ArchiveError, match="4 are the most"):
            archive.read(member, 4)
        assert archive.member("b") is None


@pytest.mark.parametrize("how", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_packings_that_cannot_be_bounded_are_refused(there: Path, how: int) -> None:
    assert "a way that is not read" in refused(packed(there, ("a", b"x" * 99), how=how))


def test_a_locked_archive_is_refused(there: Path) -> None:
    raw = bytearray(packed(there, ("a", b"x")).read_bytes())
    raw[6] |= 1
    raw[raw.index(b"PK\1\2") + 8] |= 1
    there.write_bytes(raw)
    assert "password" in refused(there)


@pytest.mark.parametrize(
    "data", [b"", b"PK", b"no archive at all", b"PK\5\6" + bytes(17), bytes(99)]
)
def test_what_is_no_archive_is_refused(there: Path, data: bytes) -> None:
    there.write_bytes(data)
    assert "no zip file" in refused(there)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    assert "cannot be read" in refused(tmp_path / "none.zip")
    assert "cannot be read" in refused(tmp_path)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with names")
def test_a_pipe_is_not_waited_for(there: Path) -> None:
    os.mkfifo(there)
    assert "no file that can be read" in refused(there)


def test_an_archive_broken_anywhere_is_read_or_refused(there: Path, tmp_path: Path) -> None:
    """Bytes changed, taken away and doubled, by chance that is the same each time."""
    packed(there, ("course.md", b"course " * 40), ("topics/a.md", b"a topic" * 90))
    sound = there.read_bytes()
    draw = Random(6)
    outcomes: set[str] = set()
    told: list[str] = []
    for number in range(400):
        raw = bytearray(sound)
        for _ in range(draw.randint(1, 4)):
            at = draw.randrange(len(raw))
            what = draw.randrange(3)
            if what == 0:
                raw[at] = draw.randrange(256)
            elif what == 1:
                del raw[at : at + draw.randint(1, 9)]
            else:
                raw[at:at] = raw[at : at + 30]
        there.write_bytes(raw)
        folder = tmp_path / str(number)
        folder.mkdir()
        try:
            unpack(there, folder)
            outcomes.add("read")
        except ArchiveError as error:
            outcomes.add("refused")
            told.append(str(error))
    assert all(map(str.isprintable, told))
    assert outcomes == {"read", "refused"}
    assert {path.name for path in tmp_path.iterdir() if not path.name.isdigit()} == {"pack.zip"}
