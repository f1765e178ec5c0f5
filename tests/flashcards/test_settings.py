"""Settings come from a file that people edit: what is wrong is said and never keeps them out."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path

import pytest
from msgspec.structs import replace

from flashcards.planning.exams import Exam
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


# -- exams ----------------------------------------------------------------------------------------

WITH_EXAMS = """\
# mine
theme = "light"

# the big one
[[exams]]
name = "exam" # in room 4
date = 2027-02-12
minutes = 20
topics = ["pooling", "ranef"]

[[exams]]
name = "retake"
date = "2027-04-01"
days_off = [2027-03-01]

[days_off]
weekdays = ["sunday"] # choir
"""

BIG = Exam(date(2027, 2, 12), minutes=20, topics=("pooling", "ranef"))
RETAKE = Exam(date(2027, 4, 1), "retake", days_off=(date(2027, 3, 1),))


def test_exams_and_days_off_are_read(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(WITH_EXAMS, "utf-8")
    settings, problems = load(file)
    assert not problems
    assert settings == Settings(theme="light", exams=(BIG, RETAKE), days_off=("sunday",))


def test_saving_an_exam_keeps_the_comments_of_the_others(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(WITH_EXAMS, "utf-8")
    settings, _ = load(file)
    third = Exam(date(2027, 5, 1), "third", days_off=(date(2027, 4, 30),))
    changed = replace(settings, exams=(replace(BIG, minutes=0), third))
    save(file, changed)
    text = file.read_text("utf-8")
    for comment in ("# mine", "# the big one", "# in room 4", "# choir"):
        assert comment in text
    assert load(file) == (changed, [])
    save(file, replace(changed, exams=()))
    assert "exams" not in file.read_text("utf-8")


@pytest.mark.parametrize(
    ("entry", "said"),
    [
        ("date = 2027-02-30", "is not TOML"),
        ('date = "soon"', "number 1: its date 'soon' is no date; write 2027-02-12"),
        ('name = "x"', "number 1: its date is a date such as 2027-02-12"),
        ("date = 2027-02-12T10:00:00", "its date is a date"),
        ("date = 2027-02-12\nminutes = -3", "its minutes are a number from 1 to 600"),
        ("date = 2027-02-12\nminutes = true", "its minutes are a number"),
        ("date = 2027-02-12\ntopics = 3", "its topics are a list"),
        ("date = 2027-02-12\ntopics = [3]", "its topics are ids"),
        ('date = 2027-02-12\nname = " "', "its name is a few words"),
        ("date = 2027-02-12\nroom = 4", "an exam has no room"),
        ('date = 2027-02-12\ndays_off = "x"', "its days_off are a list"),
        ('date = 2027-02-12\n[days_off]\nweekdays = ["x"]', "it is a table such as"),
        ("date = 2027-02-12\n[[exams]]\ndate = 2027-02-13", "has two exams called exam"),
    ],
)
def test_a_wrong_exam_is_named(tmp_path: Path, entry: str, said: str) -> None:
    file = tmp_path / "settings.toml"
    file.write_text(f"[[exams]]\n{entry}\n", "utf-8")
    _, problems = load(file)
    assert len(problems) == 1
    assert said in problems[0].message


def test_an_exam_in_doubt_stays_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "settings.toml"
    file.write_text('[[exams]]\nname = "bad"\ndate = "soon"\n', "utf-8")
    save(file, Settings(exams=(BIG,)))
    text = file.read_text("utf-8")
    assert '"soon"' in text
    assert load(file)[0].exams == (BIG,)
