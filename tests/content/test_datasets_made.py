"""The bundled data sets are what their seeded scripts write, and have a page each."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from flashcards.models.datasets import dictionary, load, names

FOLDER = Path(__file__).parents[2] / "content" / "datasets"
SETS = names(FOLDER)


@pytest.mark.parametrize(
    ("script", "made"),
    [
        ("caffeine", ["caffeine"]),
        ("reading", ["reading"]),
        ("schools", ["schools"]),
        ("tasks", ["tasks", "tasks-partial"]),
    ],
)
def test_a_script_writes_the_same_file_again(script: str, made: list[str], tmp_path: Path) -> None:
    command = [sys.executable, f"make/{script}.py", "--to", str(tmp_path)]
    subprocess.run(command, check=True, cwd=FOLDER, timeout=60)
    for name in made:
        assert (tmp_path / f"{name}.csv").read_bytes() == (FOLDER / f"{name}.csv").read_bytes()


@pytest.mark.parametrize("name", SETS)
def test_a_page_names_every_column(name: str) -> None:
    columns = load(name, FOLDER)
    assert [column.name for column in dictionary(name, FOLDER)] == list(columns)
    assert all(column.meaning for column in dictionary(name, FOLDER))
    page = (FOLDER / f"{name}.md").read_text("utf-8")
    assert "synthetic" in page
    assert "CC BY" in page


def test_children_of_different_schools_share_their_names() -> None:
    schools = load("schools", FOLDER)
    pairs = set(zip(schools["school"], schools["child"], strict=True))
    assert len(pairs) > len(set(schools["child"]))


def test_everyone_does_every_task_or_some() -> None:
    whole, partial = load("tasks", FOLDER), load("tasks-partial", FOLDER)
    people, tasks = len(set(whole["ppt"])), len(set(whole["task"]))
    assert len(set(zip(whole["ppt"], whole["task"], strict=True))) == people * tasks
    done = set(zip(partial["ppt"], partial["task"], strict=True))
    assert people < len(done) < people * tasks
