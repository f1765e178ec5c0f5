"""Settings come from a file that people edit: what is wrong is said and never keeps them out."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashcards.settings import Settings, load, save


def test_without_a_file_the_defaults_hold(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.toml") == (Settings(), [])


def test_what_is_saved_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "new folder" / "settings.toml"
    changed = Settings(recall_minutes=1.5, timer=False, new_per_day=3, minutes_per_day=30,
                       theme="light", glyphs="ascii", keys={"study": "x"})  # fmt: skip
    save(file, changed)
    assert load(file) == (changed, [])


def test_saving_keeps_comments_and_leaves_defaults_out(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('# mine\ntheme = "light"\n\n[keys]\nbrowse = "l" # left hand\n', "utf-8")
    settings, _ = load(file)
    save(file, replace(settings, theme="dark", new_per_day=2))
    text = file.read_text("utf-8")
    assert "# mine" in text
    assert "# left hand" in text
    assert tomllib.loads(text) == {"new_per_day": 2, "keys": {"browse": "l"}}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('theme = "pink"', "theme to 'pink'; it is one of dark, light"),
        ("recall_minutes = 0", "recall_minutes to 0; it is a number from 0.5 to 30"),
        ("new_per_day = 1.5", "new_per_day to 1.5; it is a number"),
        ("new_per_day = true", "new_per_day to True; it is a number"),
        ('timer = "yes"', "timer to 'yes'; it is true or false"),
        ("keys = 3", "keys to 3; it is a table"),
        ("minuts_per_day = 5", "an unknown setting, minuts_per_day. Did you mean minutes_per_day?"),
        ("theme = [", "is not TOML"),
    ],
)
def test_a_wrong_line_is_named_and_the_rest_holds(tmp_path: Path, line: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    broken = line.endswith("[")
    file.write_text(f'glyphs = "ascii"\n{line}\n', "utf-8")
    settings, problems = load(file)
    assert settings == Settings(glyphs="auto" if broken else "ascii")
    assert len(problems) == 1
    assert said in problems[0].message


def test_bytes_that_are_no_text_are_a_sentence(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_bytes(b"\xff\xfe\x00")
    settings, problems = load(file)
    assert settings == Settings()
    assert "settings.toml is not TOML" in problems[0].message
