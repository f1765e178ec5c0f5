"""Signs: one cell each, plain ones where the terminal lacks the others."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from msgspec.structs import asdict
from rich.cells import cell_len

from app.glyphs import ASCII, UNICODE, Glyphs, choose
from flashcards.events import Answer


def terminal(stream: object) -> SimpleNamespace:
    """What stands for ``sys`` where the terminal is this one."""
    return SimpleNamespace(__stdout__=stream)


@pytest.mark.parametrize(
    ("setting", "term", "encoding", "chosen"),
    [
        ("auto", "xterm-256color", "utf-8", UNICODE),
        ("auto", "xterm-256color", "UTF-8", UNICODE),
        ("auto", "", "utf8", UNICODE),
        ("auto", "linux", "utf-8", ASCII),
        ("auto", "dumb", "utf-8", ASCII),
        ("auto", "xterm-256color", "ascii", ASCII),
        ("auto", "xterm-256color", "cp1252", ASCII),
        ("auto", "xterm-256color", None, ASCII),
        ("unicode", "linux", "ascii", UNICODE),
        ("ascii", "xterm-256color", "utf-8", ASCII),
    ],
)
def test_the_signs_suit_the_terminal(
    monkeypatch: pytest.MonkeyPatch, setting: str, term: str, encoding: str | None, chosen: Glyphs
) -> None:
    monkeypatch.setattr("app.glyphs.sys", terminal(SimpleNamespace(encoding=encoding)))
    assert choose(setting, {"TERM": term} if term else {}) is chosen


@pytest.mark.parametrize(
    ("locale", "chosen"),
    [
        ({}, UNICODE),
        ({"LANG": "en_GB.UTF-8"}, UNICODE),
        ({"LANG": "C.utf8"}, UNICODE),
        ({"LC_CTYPE": "UTF-8"}, UNICODE),
        ({"LC_ALL": "C"}, ASCII),
        ({"LANG": "C"}, ASCII),
        ({"LANG": "POSIX", "LC_CTYPE": "C.UTF-8"}, ASCII),
        ({"LANG": "de_DE.ISO-8859-1"}, ASCII),
        ({"LANG": "de_DE@euro", "LC_ALL": "de_DE.UTF-8"}, UNICODE),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "C"}, ASCII),
        ({"LC_ALL": "C", "PYTHONIOENCODING": "utf-8"}, UNICODE),
        ({"LC_ALL": "C", "PYTHONUTF8": "1"}, UNICODE),
        ({"TERM": "vt100"}, ASCII),
    ],
)
def test_the_locale_has_a_say(
    monkeypatch: pytest.MonkeyPatch, locale: dict[str, str], chosen: Glyphs
) -> None:
    monkeypatch.setattr("app.glyphs.sys", terminal(SimpleNamespace(encoding="utf-8")))
    assert choose("auto", {"TERM": "xterm", **locale}) is chosen


def test_without_any_output_plain_signs_will_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.glyphs.sys", terminal(None))
    assert choose("auto", {}) is ASCII


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_the_answers_can_be_told_apart_without_colour(glyphs: Glyphs) -> None:
    signs = [glyphs.mark(answer) for answer in (None, *Answer)]
    assert len(set(signs)) == 4
    assert signs[0] == glyphs.never


@pytest.mark.parametrize("glyphs", [UNICODE, ASCII])
def test_every_sign_is_one_cell_wide(glyphs: Glyphs) -> None:
    signs = asdict(glyphs)
    assert {name for name, sign in signs.items() if cell_len(sign) != 1} <= {"name", "enter"}


def test_plain_signs_are_plain() -> None:
    assert all(sign.isascii() for sign in asdict(ASCII).values())


def test_no_sign_is_braille() -> None:
    signs = "".join(asdict(UNICODE).values())
    assert not any(0x2800 <= ord(sign) <= 0x28FF for sign in signs)
