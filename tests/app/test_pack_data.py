"""A card of a pack computes from the pack's own table, and from no file elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards import lint
from flashcards.deck import load_deck
from flashcards.reading.files import tables
from tests.flashcards.cards_on_disk import card, course, write

ROWS = "class,hours,score\n" + "".join(
    f"c{number % 6},{number},{2 * number + 7 * (number % 6)}.5\n" for number in range(24)
)
FENCE = """
Text.

```live
name: own
data: marks
model: lmer(score ~ hours + (1 | class))
show: fixef
figure: spaghetti
title: Fits lines of classes.
```
"""


@pytest.fixture
def pack(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    return write(tmp_path / "mine", {
        "course.md": course("a"), "topics/a.md": card("a", body=FENCE), "data/marks.csv": ROWS,
    })  # fmt: skip


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, words, prog_name="flashcards")


def test_its_example_is_computed_from_its_table(pack: Path) -> None:
    assert lint.check([pack]) == []
    assert run("packs", "add", str(pack)).exit_code == 0
    shown = run("example", "pack/a", "--text")
    assert shown.exit_code == 0, shown.stderr
    assert "(Intercept)" in shown.stdout
    assert "2.0" in shown.stdout
    assert str(pack) not in shown.stdout


def test_a_script_has_the_table_beside_it_and_leaves_the_pack_alone(
    pack: Path, tmp_path: Path
) -> None:
    run("packs", "add", str(pack))
    (tmp_path / "out").mkdir()
    done = run("example", "pack/a", "own", "--r", str(tmp_path / "out/own.R"))
    assert done.exit_code == 0, done.stderr
    assert 'marks <- read.csv("marks.csv"' in (tmp_path / "out/own.R").read_text()
    assert (tmp_path / "out/marks.csv").read_text() == ROWS
    assert (pack / "data/marks.csv").read_text() == ROWS


def test_columns_and_names_are_checked(pack: Path) -> None:
    write(pack, {"topics/a.md": card("a", body=FENCE.replace("hours", "ours"))})
    (problem,) = lint.check([pack])
    assert problem.code == "live-unknown-column"
    assert problem.message.startswith("The data set `marks` has no column `ours`; ")
    write(pack, {"topics/a.md": card("a", body=FENCE.replace("data: marks", "data: mark"))})
    (problem,) = lint.check([pack])
    assert problem.code == "live-unknown-data"
    assert "`marks`" in problem.message


def test_a_changed_table_is_read_anew(pack: Path, tmp_path: Path) -> None:
    assert load_deck(pack, tmp_path / "cache").problems == ()
    write(pack, {"data/marks.csv": ROWS.replace("hours", "time")})
    found = load_deck(pack, tmp_path / "cache").problems
    assert {problem.code for problem in found} == {"live-unknown-column"}


@pytest.mark.parametrize("name", ["../secret", "/etc/passwd", "a/b", "Marks", "no such"])
def test_no_other_file_is_a_table(pack: Path, name: str, tmp_path: Path) -> None:
    write(tmp_path, {"secret.csv": ROWS})
    write(pack, {"topics/a.md": card("a", body=FENCE.replace("data: marks", f"data: {name}"))})
    assert [problem.code for problem in lint.check([pack])] == ["live-unknown-data"]


def test_a_link_out_of_the_pack_is_no_table(pack: Path, tmp_path: Path) -> None:
    write(tmp_path, {"secret.csv": ROWS})
    (pack / "data/secret.csv").symlink_to(tmp_path / "secret.csv")
    assert tables(pack).keys() == {"marks"}
    shutil.rmtree(pack / "data")
    assert tables(pack) == {}
