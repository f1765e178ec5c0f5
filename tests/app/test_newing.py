"""``flashcards new``: what is made is sound at once, and nothing that is there is ever lost."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.lint import check
from flashcards.models.bench import Bench


def run(*words: str, code: int = 0) -> Result:
    result = CliRunner().invoke(cli, words)
    assert result.exit_code == code, result.output
    assert "Traceback" not in result.output
    return result


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def pack(home: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A new pack, and the working folder in it."""
    run("new", "pack", "my-stats")
    monkeypatch.chdir(home / "my-stats")
    return home / "my-stats"


def files(folder: Path) -> dict[str, bytes]:
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


# -- packs -------------------------------------------------------------------------------------


def test_a_new_pack_is_sound(pack: Path) -> None:
    assert check([pack]) == []
    deck = load_deck(pack)
    assert (deck.pack, deck.title) == ("my-stats", "My stats")
    assert [topic.title for topic in deck.topics] == ["A first topic"]
    assert "<!--" not in deck.opening


def test_its_names_can_be_given(home: Path) -> None:
    run("new", "pack", "p", "--title", 'A: "b"', "--author", "Ünal # 1", "--topic", "T – 2",
        "--in", str(home))  # fmt: skip
    deck = load_deck(home / "p")
    assert (deck.title, [t.title for t in deck.topics]) == ('A: "b"', ["T – 2"])
    assert 'author: "Ünal # 1"' in (home / "p" / "course.md").read_text("utf-8")
    assert check([home / "p"]) == []


@pytest.mark.parametrize("name", ["My Stats", "../x", "a/b", "", "é", "-", "x" * 3 + "\x1b"])
def test_a_bad_name_makes_nothing(home: Path, name: str) -> None:
    result = run("new", "pack", "--", name, code=1)
    assert "small letters, digits and hyphens" in result.stderr
    assert "\x1b" not in result.stderr
    assert files(home) == {}


def test_a_pack_that_is_there_is_left_alone(pack: Path, home: Path) -> None:
    before = files(home)
    assert "is there already" in run("new", "pack", "my-stats", "--in", "..", code=1).stderr
    assert files(home) == before


# -- topics ------------------------------------------------------------------------------------


def test_a_new_topic_is_listed_and_sound(pack: Path) -> None:
    course = pack / "course.md"
    before = course.read_bytes()
    result = run("new", "topic", "Kenward–Roger", "--after", "a-first-topic")
    assert "flashcards preview" in result.stderr
    assert check([pack]) == []
    topic = load_deck(pack).topics[-1]
    assert (topic.id, topic.title, topic.after) == (
        "kenward-roger", "Kenward–Roger", ("a-first-topic",),
    )  # fmt: skip
    listed = b"  - a-first-topic\n"
    assert course.read_bytes() == before.replace(listed, listed + b"  - kenward-roger\n")


def test_its_live_example_runs_and_its_number_is_the_fits(pack: Path) -> None:
    (topic,) = load_deck(pack).topics
    bench = Bench(bundled_content() / "datasets")
    (example,) = topic.examples
    shown = bench.show(asked(example))
    assert shown.figure is not None
    assert [output.view for output in shown.outputs] == ["fixef", "VarCorr"]
    (number,) = topic.numbers
    value = bench.value(asked(example), number.value)
    assert f"{value:.3f}" == number.shown


@pytest.mark.parametrize(
    "title",
    ['Say "no": *why* [a]{=b} $5 <b> #1 & \\ more', "日本", "R² of σ₀", "- a", "{#id}", "---", "'"],
)
def test_any_title_makes_a_sound_topic(pack: Path, title: str) -> None:
    run("new", "topic", "--", *title.split(" "))
    assert check([pack]) == []
    assert load_deck(pack).topics[-1].title == title


@pytest.mark.parametrize("title", [" ", "\x1b\x07", "x" * 81])
def test_a_bad_title_makes_nothing(pack: Path, title: str) -> None:
    before = files(pack)
    assert "A title" in run("new", "topic", title, code=1).stderr
    assert files(pack) == before


def test_an_id_that_is_taken_makes_nothing(pack: Path) -> None:
    (pack / "topics" / "other-name.md").write_text("---\nid: taken\ntitle: X\n---\n", "utf-8")
    (pack / "topics" / "a-file.md").write_text("anything", "utf-8")
    before = files(pack)
    assert "already" in run("new", "topic", "A first topic", code=1).stderr
    assert "other-name.md" in run("new", "topic", "Taken", code=1).stderr
    assert "already" in run("new", "topic", "A file", code=1).stderr
    assert files(pack) == before


def test_what_it_builds_on_must_be_there(pack: Path) -> None:
    before = files(pack)
    assert "no topic 'inferense'" in run("new", "topic", "T", "--after", "inferense", code=1).stderr
    assert files(pack) == before


def test_it_may_build_on_the_course_of_the_program(pack: Path) -> None:
    run("new", "topic", "T", "--after", "inference", "--after", "lm-to-lmer/ranef")
    source = (pack / "topics" / "t.md").read_text("utf-8")
    assert "after: [lm-to-lmer/inference, lm-to-lmer/ranef]\n" in source
    assert "\nneeds: [lm-to-lmer]\n" in (pack / "course.md").read_text("utf-8")


def test_a_list_that_is_not_understood_is_left_to_the_tutor(pack: Path) -> None:
    course = pack / "course.md"
    source = course.read_bytes().replace(b"  - a-first-topic", b"  - &a a-first-topic")
    course.write_bytes(source)
    result = run("new", "topic", "T", code=1)
    assert "Add `t` to the list `topics:` by hand." in result.stderr
    assert course.read_bytes() == source
    assert (pack / "topics" / "t.md").exists()


def test_the_nearest_pack_above_is_taken(pack: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(pack / "topics")
    run("new", "topic", "T")
    assert (pack / "topics" / "t.md").exists()
    assert not (pack / "topics" / "topics").exists()


@pytest.mark.parametrize("words", [("topic", "T"), ("data", "marks.csv")])
def test_without_a_pack_it_says_how_to_make_one(home: Path, words: tuple[str, ...]) -> None:
    assert "flashcards new pack NAME" in run("new", *words, code=1).stderr
    assert files(home) == {}


def test_nothing_is_made_in_an_installed_program(
    pack: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = home / "site" / "flashcards" / "_content"
    installed.mkdir(parents=True)
    (installed / "course.md").write_bytes((pack / "course.md").read_bytes())
    monkeypatch.setattr("app.own_pack.bundled_content", lambda: installed)
    monkeypatch.setattr("app.own_pack.__file__", str(home / "site" / "app" / "own_pack.py"))
    monkeypatch.chdir(installed)
    before = files(home)
    for words in (("pack", "p"), ("topic", "T"), ("data", "x.csv")):
        assert "belongs to the installed program" in run("new", *words, code=1).stderr
    assert files(home) == before


def test_nothing_is_made_in_a_copy_that_the_program_keeps(pack: Path, home: Path) -> None:
    kept = home / "home" / "packs" / "my-stats"
    kept.mkdir(parents=True)
    (kept / "course.md").write_bytes((pack / "course.md").read_bytes())
    result = run("new", "topic", "T", "--in", str(kept), code=1)
    assert "flashcards packs add" in result.stderr
    assert not (kept / "topics").exists()


@pytest.mark.skipif(os.name == "nt" or os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_is_told(pack: Path) -> None:
    (pack / "topics").chmod(0o500)
    assert "cannot be written" in run("new", "topic", "T", code=1).stderr
    (pack / "topics").chmod(0o700)


def test_a_course_keeps_its_rights(pack: Path) -> None:
    (pack / "course.md").chmod(0o640)
    run("new", "topic", "T")
    assert stat.S_IMODE((pack / "course.md").stat().st_mode) == 0o640


# -- data --------------------------------------------------------------------------------------


def test_example_data_are_always_the_same_and_can_be_fitted(pack: Path) -> None:
    run("new", "data", "marks.csv")
    assert sorted(files(pack / "data")) == ["marks.csv", "marks.md"]
    first = (pack / "data" / "marks.csv").read_bytes()
    run("new", "data", "more.csv")
    assert (pack / "data" / "more.csv").read_bytes() == first
    fitted = run("lmer", "y ~ x + (1 + x | group)", "--data", str(pack / "data" / "marks.csv"))
    assert "group" in fitted.stdout


def test_a_table_is_taken_in_and_looked_at(pack: Path, home: Path) -> None:
    table = home / "My Marks.CSV"
    table.write_text("score;pupil;done\n1,5;a;TRUE\n2;a;FALSE\n;b;TRUE\n4;b;NA\n", "cp1252")
    result = run("new", "data", str(table))
    written = (pack / "data" / "my-marks.csv").read_text("utf-8")
    assert written == "score,pupil,done\n1.5,a,TRUE\n2,a,FALSE\n,b,TRUE\n4,b,\n"
    assert "4 rows, 3 columns: score (number), pupil (factor), done (yes/no)." in result.stderr
    assert "score lacks 1 of 4 values" in result.stderr
    assert "data: my-marks" in result.stderr
    assert "| pupil | factor |" in (pack / "data" / "my-marks.md").read_text("utf-8")


def test_a_page_is_read_as_a_dictionary(pack: Path) -> None:
    from flashcards.models.datasets import dictionary

    run("new", "data", "marks.csv")
    found = dictionary("marks", pack / "data")
    assert [(column.name, column.unit) for column in found] == [
        ("y", "points"), ("x", "–"), ("group", "–"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "is empty"),
        ("a,b\n", "no rows"),
        ("a,a\n1,2\n", "two columns"),
        ("a b,c\n1,2\n", "no formula can name"),
        ("1,c\n1,2\n", "no formula can name"),
        ("a,b\n1\n", "1 value"),
        ("a\0b\n1\n", "no text file"),
        ("a,\x1b[2J\n1,2\n", "no formula can name"),
    ],
)
def test_a_bad_table_makes_nothing(pack: Path, home: Path, text: str, told: str) -> None:
    (home / "bad.csv").write_text(text, "utf-8")
    before = files(pack)
    result = run("new", "data", "../bad.csv", code=1)
    assert told in result.stderr
    assert "\x1b" not in result.stderr
    assert files(pack) == before


def test_a_table_that_is_too_large_makes_nothing(pack: Path, home: Path) -> None:
    (home / "big.csv").write_text("a,b\n" + "1,2\n" * 50_001, "utf-8")
    assert "50,001 rows" in run("new", "data", "../big.csv", code=1).stderr
    (home / "big.csv").write_bytes(b"a,b\n" + b"1,2\n" * 1_250_001)
    assert "5.0 MB" in run("new", "data", "../big.csv", code=1).stderr


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a,b\n1.5,2.5\n3.5,4.5\n", "No column repeats its values"),
        ("a,b\nu,v\nu,v\n", "no outcome"),
        ("y,g\n1.5,1\n2.5,1\n3.5,2\n4.5,2\n", "whose values are no names"),
    ],
)
def test_what_a_table_lacks_is_told(pack: Path, home: Path, text: str, told: str) -> None:
    (home / "t.csv").write_text(text, "utf-8")
    assert told in run("new", "data", "../t.csv").stderr


@pytest.mark.parametrize("name", ["marks.txt", "caffeine.csv", "mine.csv", "日本.csv"])
def test_a_name_that_cannot_be_used_makes_nothing(pack: Path, name: str) -> None:
    before = files(pack)
    run("new", "data", name, code=1)
    assert files(pack) == before


def test_data_that_are_there_are_left_alone(pack: Path) -> None:
    run("new", "data", "marks.csv")
    (pack / "data" / "marks.csv").write_text("mine")
    before = files(pack)
    assert "is there already" in run("new", "data", "marks.csv", code=1).stderr
    assert files(pack) == before
