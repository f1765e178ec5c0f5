"""Doors that stay shut: what may import what, and what is there by the first frame."""

from __future__ import annotations

import json
import os
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

import flashcards

ROOT = Path(__file__).parents[1]

HEAVY = {
    *("pandas", "numpy", "scipy", "statsmodels", "matplotlib", "sqlite_utils"),
    *("markdown_it", "mdit_py_plugins", "yaml", "fsrs", "click", "snowballstemmer", "tomlkit"),
    *("hypothesis", "pytest", "app.screens.reveal", "flashcards.reading.course"),
}
"""What nobody needs who only wants to see what is due."""

TERMINAL = {"textual", "rich", "app", "click"}
"""What the engine does without."""

FIRST_DAY = """
from app.start import open_study
from flashcards.events import Answer
study = open_study()
for topic in study.deck.topics[:3]:
    draft = study.new_draft(topic, comfort=3, paper=False, timer=True)
    for point in topic.key_points:
        draft.answers[point.id] = Answer.NO
    study.finish(draft, ())
study.journal.close()
"""

FIRST_FRAME = """
import asyncio, json, sys
from app.start import open_study
study = open_study()
from app.app import StudyApp

def look(app):
    assert app.screen.plan.today[0].kind == "due"
    print(json.dumps(sorted(sys.modules)))
    app.exit()

StudyApp._after_first_frame = look

async def main():
    async with StudyApp(study).run_test(size=(120, 36)) as pilot:
        await pilot.pause()

asyncio.run(main())
study.journal.close()
"""


def python(code: str, **variables: str) -> str:
    """Run code in an interpreter of its own."""
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def engine() -> list[str]:
    """Every module of the engine."""
    found = pkgutil.walk_packages(flashcards.__path__, "flashcards.")
    return ["flashcards", *(module.name for module in found)]


def test_nothing_heavy_on_the_way_to_the_first_frame(tmp_path: Path) -> None:
    home = str(tmp_path)
    python(FIRST_DAY, FLASHCARDS_HOME=home, FLASHCARDS_NOW="2026-11-16T09:00")
    said = python(FIRST_FRAME, FLASHCARDS_HOME=home, FLASHCARDS_NOW="2026-11-22T09:00")
    modules = set(json.loads(said))
    assert "app.screens.home" in modules
    assert "textual.app" in modules
    assert modules & HEAVY == set()


def test_every_module_of_the_engine_can_be_used_without_a_terminal() -> None:
    names = engine()
    assert len(names) > 30
    code = f"import importlib, json, sys\nfor name in {names!r}: importlib.import_module(name)\n"
    modules = json.loads(python(code + "print(json.dumps(sorted(sys.modules)))"))
    assert set(names) <= set(modules)
    assert {name for name in modules if name.split(".")[0] in TERMINAL} == set()


@pytest.mark.parametrize("name", ["flashcards", "flashcards.study", "flashcards.recall"])
def test_the_engine_brings_nothing_heavy(name: str) -> None:
    code = f"import json, sys, {name}; print(json.dumps(sorted(sys.modules)))"
    modules = json.loads(python(code))
    assert {module.split(".")[0] for module in modules} & {
        "pandas", "numpy", "scipy", "statsmodels", "matplotlib", "sqlite_utils",
    } == set()  # fmt: skip


def test_the_formula_grammar_stands_alone() -> None:
    code = "import json, sys, flashcards.models.formula; print(json.dumps(sorted(sys.modules)))"
    mine = {name for name in json.loads(python(code)) if name.startswith("flashcards")}
    assert {name for name in mine if not name.startswith("flashcards.models")} == {"flashcards"}


def test_the_contracts_between_the_rooms_are_kept() -> None:
    code = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
    assert "0 broken" in python(code)
