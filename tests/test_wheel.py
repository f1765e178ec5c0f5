"""The wheel: away from the checkout it runs with its own course, and it brings nothing else."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from flashcards import __version__
from flashcards.deck import Deck, bundled_content, load_deck

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parents[1]

LEFT_OUT = (".*", "__pycache__", "*.egg-info", "build", "dist", "snapshot_report.html")
"""What is beside the project and not of it."""

MADE = "content/datasets/make/make_reading.py"
"""A script that makes a data set, as a tutor would put it beside the data."""


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A wheel of this tree, with a making script among its content."""
    folder = tmp_path_factory.mktemp("wheel")
    tree = folder / "tree"
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*LEFT_OUT))
    shutil.copy(ROOT / ".gitignore", tree)
    script = tree / MADE
    script.parent.mkdir(parents=True, exist_ok=True)
    script.write_text("raise SystemExit('not for the learner')\n", "utf-8")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=tree,
        check=True,
        capture_output=True,
    )
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, installed in a folder of its own."""
    pytest.importorskip("pip")
    target = tmp_path_factory.mktemp("installed")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index",
               "--disable-pip-version-check", "--target", str(target), str(wheel)]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)
    return target


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """A working folder with a course in ``content`` that is nobody's business."""
    course = tmp_path / "elsewhere" / "content"
    (course / "topics").mkdir(parents=True)
    (course / "course.md").write_text(
        "---\npack: rubbish\ntitle: Rubbish\nlicence: none\ntopics: [rubbish]\n---\nRubbish.\n"
    )
    (course / "topics" / "rubbish.md").write_text(
        "---\nid: rubbish\ntitle: Rubbish\n---\nRubbish.\n\n## Key points\n- Rubbish {#rubbish}\n"
        "  - ask: What?\n  - cues: rubbish\n"
    )
    assert [topic.title for topic in load_deck(course).topics] == ["Rubbish"]
    shutil.copytree(course, course.parent / "_content")
    return course.parent


def run(installed: Path, elsewhere: Path, *arguments: str) -> str:
    """Run the installed program there."""
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=elsewhere,
        env={
            **os.environ,
            "PYTHONPATH": str(installed),
            "FLASHCARDS_HOME": str(elsewhere / "home"),
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


def test_it_runs_with_the_course_that_it_brings(installed: Path, elsewhere: Path) -> None:
    code = "import app, flashcards; print(app.__file__); print(flashcards.__file__)"
    for file in run(installed, elsewhere, "-c", code).splitlines():
        assert Path(file).is_relative_to(installed)
    course: Deck = load_deck(bundled_content())
    plan = json.loads(run(installed, elsewhere, "-m", "app", "due", "--json"))
    assert [task["topic"] for task in plan["today"]] == [course.topics[0].key]
    assert run(installed, elsewhere, "-m", "app", "check") == "All is well.\n"
    code = (
        "from flashcards.deck import bundled_content, load_deck\n"
        "print(*(f'{topic.key} {topic.content_hash}' for topic in"
        " load_deck(bundled_content()).topics), sep='\\n')"
    )
    assert run(installed, elsewhere, "-c", code).splitlines() == [
        f"{topic.key} {topic.content_hash}" for topic in course.topics
    ]


def test_it_brings_the_program_the_course_and_nothing_else(wheel: Path) -> None:
    names = zipfile.ZipFile(wheel).namelist()
    meta = f"lm_to_lmer-{__version__}.dist-info/"
    tops = {name.split("/")[0] + "/" for name in names}
    assert tops == {"app/", "flashcards/", meta}
    for room in ("app", "flashcards"):
        mine = {path.relative_to(ROOT).as_posix() for path in (ROOT / room).rglob("*")
                if path.is_file() and "__pycache__" not in path.parts}  # fmt: skip
        assert {name for name in names if name.startswith(f"{room}/")} - {
            name for name in names if name.startswith("flashcards/_content/")
        } == mine
    content = {path.relative_to(ROOT / "content").as_posix()
               for path in (ROOT / "content").rglob("*")
               if path.is_file() and "make" not in path.parts}  # fmt: skip
    assert {
        name.removeprefix("flashcards/_content/")
        for name in names
        if name.startswith("flashcards/_content/")
    } == content
    assert not any("test" in name or "/make/" in name for name in names)


def test_it_says_what_it_is(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        folder = f"lm_to_lmer-{__version__}.dist-info"
        meta = Parser().parsestr(archive.read(f"{folder}/METADATA").decode())
        entry = archive.read(f"{folder}/entry_points.txt").decode()
        licences = [name for name in archive.namelist() if "/licenses/" in name]
    assert meta["Name"] == "lm-to-lmer"
    assert meta["License-Expression"] == "MIT AND CC-BY-4.0"
    assert len(licences) == 2
    assert meta["Requires-Python"] == ">=3.11"
    assert "textual==8.2.8" in meta.get_all("Requires-Dist", [])
    assert "flashcards = app.__main__:main" in entry
