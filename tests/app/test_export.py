"""What an example gives as files, and how they are written."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace

from app import export
from app.export import ExportError, File
from flashcards.bundled import bundled_content
from flashcards.deck import Deck
from flashcards.models.live import Output, Shown

SHOWN = Shown(
    (
        Output("fixef", "fixef(model)", ("(Intercept)  x1 ", "    405.790  -0.672 ")),
        Output("VarCorr", "VarCorr(model)", (" Groups   Name",)),
    )
)


def test_text_code_and_data(course: Deck) -> None:
    topic = course.topic("fixed-effects")
    assert topic is not None
    files = {each.name: each for each in export.files(topic, topic.examples[0], SHOWN, "x <- 1\n")}
    assert list(files) == ["fixed-effects-slopes.txt", "fixed-effects-slopes.R", "caffeine.csv"]
    text = files["fixed-effects-slopes.txt"].content.decode()
    assert text.splitlines()[0] == "> fixef(model)"
    assert text.splitlines()[3:5] == ["", "> VarCorr(model)"]
    assert text.endswith(" Groups   Name\n")
    assert files["fixed-effects-slopes.R"].content == b"x <- 1\n"
    source = bundled_content() / "datasets" / "caffeine.csv"
    assert files["caffeine.csv"].content == source.read_bytes()


def test_without_outputs_there_is_no_text_and_without_a_name_the_topic_is_enough(
    course: Deck,
) -> None:
    topic = course.topic("fixed-effects")
    assert topic is not None
    example = replace(topic.examples[0], name="")
    names = [each.name for each in export.files(topic, example, Shown(), "x")]
    assert names == ["fixed-effects.R", "caffeine.csv"]


def test_files_are_written_and_only_others_are_in_the_way(tmp_path: Path) -> None:
    wanted = [File("a.txt", b"a\n", "one"), File("b.txt", b"b\n", "two")]
    folder = tmp_path / "one" / "two"
    assert export.in_the_way(folder, wanted) == []
    export.write(folder, wanted)
    assert (folder / "a.txt").read_bytes() == b"a\n"
    assert export.in_the_way(folder, wanted) == []
    (folder / "b.txt").write_bytes(b"hers")
    assert export.in_the_way(folder, wanted) == ["b.txt"]


def test_a_folder_of_that_name_is_in_the_way_and_cannot_be_replaced(tmp_path: Path) -> None:
    wanted = [File("a.txt", b"a", "one")]
    (tmp_path / "a.txt").mkdir()
    assert export.in_the_way(tmp_path, wanted) == ["a.txt"]
    with pytest.raises(ExportError, match=r"a\.txt cannot be written"):
        export.write(tmp_path, wanted)


def test_a_home_folder_can_be_meant(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    monkeypatch.chdir(tmp_path)
    assert export.folder_named(" ~/models ") == tmp_path / "models"
    assert export.folder_named("") == tmp_path
    assert export.folder_named("below") == tmp_path / "below"


def test_her_documents_where_the_current_folder_cannot_be_written(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    assert export.usual_folder() == tmp_path
    monkeypatch.setattr("app.export.os.access", lambda *_: False)
    assert export.usual_folder() != tmp_path
