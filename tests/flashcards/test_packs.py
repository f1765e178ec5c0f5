"""Packs: added, listed, taken over, removed; a bad one changes nothing."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from flashcards.bundled import bundled_content
from flashcards.deck import Deck
from flashcards.packs import COPIES, LIST, PackError, add, added, load_all, remove
from tests.flashcards.cards_on_disk import card, write

BUNDLED = bundled_content()


def pack(folder: Path, name: str = "stats", *, more: str = "", **cards: str) -> Path:
    cards = cards or {"a": card("a"), "b": card("b", more="after: [a]\n")}
    listed = ", ".join(cards)
    course = f'---\npack: {name}\ntitle: "{name}"\n{more}topics: [{listed}]\n---\nWelcome.\n'
    files = {f"topics/{each}.md": text for each, text in cards.items()}
    return write(folder, {"course.md": course, **files})


def zipped(folder: Path) -> Path:
    return Path(shutil.make_archive(str(folder), "zip", folder.parent, folder.name))


def deck(data: Path) -> Deck:
    found, told = load_all(BUNDLED, data)
    assert told == ()
    return found


def state(data: Path) -> list[str]:
    inside = (each.relative_to(data) for each in data.rglob("*"))
    return sorted(str(each) for each in inside if str(each) != COPIES)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


def test_without_packs_there_is_the_course_alone(data: Path) -> None:
    found = deck(data)
    assert found.packs == ()
    assert {topic.pack for topic in found.topics} == {found.pack}


def test_a_folder_is_read_where_it_is(tmp_path: Path, data: Path) -> None:
    made, change = add(pack(tmp_path / "mine"), data, BUNDLED)
    assert (made.pack, change) == ("stats", None)
    found = deck(data)
    assert [topic.key for topic in found.topics[-2:]] == ["stats/a", "stats/b"]
    assert [each.pack for each in found.packs] == ["lm-to-lmer", "stats"]
    assert found.title == "lm → lmer"
    write(tmp_path / "mine", {"topics/a.md": card("a", "Other")})
    title = deck(data).topic("stats/a")
    assert title is not None
    assert title.title == "Other"


def test_a_zip_file_is_copied_with_or_without_a_folder_around(tmp_path: Path, data: Path) -> None:
    source = pack(tmp_path / "mine")
    add(zipped(source), data, BUNDLED)
    shutil.rmtree(source)
    assert deck(data).topic("stats/a")
    flat = Path(shutil.make_archive(str(tmp_path / "flat"), "zip", pack(tmp_path / "f", "flat")))
    add(flat, data, BUNDLED)
    assert deck(data).topic("flat/a")
    assert [each.copied for each in added(data)] == [True, True]


def test_ids_belong_to_their_pack(tmp_path: Path, data: Path) -> None:
    add(pack(tmp_path / "mine", pooling=card("pooling", "Mine")), data, BUNDLED)
    found = deck(data)
    mine, theirs = found.topic("stats/pooling"), found.topic("lm-to-lmer/pooling")
    assert mine is not None
    assert theirs is not None
    assert mine.title != theirs.title
    assert found.topic("pooling") is theirs


def test_topics_build_on_those_of_other_packs(tmp_path: Path, data: Path) -> None:
    text = card("a", more="after: [lm-to-lmer/pooling]\n")
    add(pack(tmp_path / "mine", more="needs: [lm-to-lmer]\n", a=text), data, BUNDLED)
    found = deck(data)
    mine, theirs = found.topic("stats/a"), found.topic("lm-to-lmer/pooling")
    assert mine is not None
    assert theirs is not None
    assert found.prerequisites(mine) == (theirs,)
    assert mine in found.dependants(theirs)
    assert found.depth(mine) == found.depth(theirs) + 1


def test_another_version_is_taken_over_and_what_changed_is_told(tmp_path: Path, data: Path) -> None:
    add(zipped(pack(tmp_path / "mine")), data, BUNDLED)
    (before,) = added(data)
    shutil.rmtree(tmp_path / "mine")
    new = {"a": card("a"), "c": card("c")}
    _, change = add(zipped(pack(tmp_path / "mine", more='version: "2"\n', **new)), data, BUNDLED)
    assert change is not None
    assert (change.added, change.removed) == (("stats/c",), ("stats/b",))
    assert [topic.id for topic in deck(data).topics[-2:]] == ["a", "c"]
    assert not Path(before.folder).exists()
    _, change = add(zipped(tmp_path / "mine"), data, BUNDLED)
    assert change is not None
    assert not change


def test_removed_it_is_gone_and_can_come_back(tmp_path: Path, data: Path) -> None:
    source = pack(tmp_path / "mine")
    add(zipped(source), data, BUNDLED)
    remove("stats", data, BUNDLED)
    assert deck(data).packs == ()
    assert not list((data / COPIES).iterdir())
    add(source, data, BUNDLED)
    remove("stats", data, BUNDLED)
    assert (source / "course.md").exists()


@pytest.mark.parametrize(
    ("name", "more", "cards", "why"),
    [
        ("lm-to-lmer", "", {}, "comes with the program"),
        ("stats", "needs: [nowhere]\n", {}, "the pack nowhere, which is not here"),
        ("stats", "", {"a": "no card"}, "mend it first"),
        ("stats", "", {"a": card("a", more="after: [z]\n")}, "unknown-prerequisite"),
        (
            "stats",
            "needs: [lm-to-lmer]\n",
            {"a": card("a", more="after: [lm-to-lmer/zzz]\n")},
            "unknown-prerequisite",
        ),
        (
            "stats",
            "needs: [good]\n",
            {"a": card("a", more="after: [good/zzz]\n")},
            "no topic good/zzz",
        ),
    ],
)
def test_a_pack_that_cannot_be_studied_is_not_added(
    tmp_path: Path, data: Path, name: str, more: str, cards: dict[str, str], why: str
) -> None:
    add(pack(tmp_path / "good", "good"), data, BUNDLED)
    source = pack(tmp_path / "mine", name, more=more, **cards)
    before = state(data)
    for each in (source, zipped(source)):
        with pytest.raises(PackError, match=why):
            add(each, data, BUNDLED)
        assert state(data) == before


@pytest.mark.parametrize("name", ["nothing", "file", "empty"])
def test_what_is_no_pack(tmp_path: Path, data: Path, name: str) -> None:
    (tmp_path / "file").write_text("no pack")
    (tmp_path / "empty").mkdir()
    with pytest.raises(PackError):
        add(tmp_path / name, data, BUNDLED)
    assert not added(data)


def test_a_pack_that_another_needs_stays(tmp_path: Path, data: Path) -> None:
    add(pack(tmp_path / "one", "one"), data, BUNDLED)
    add(pack(tmp_path / "two", "two", more="needs: [one]\n"), data, BUNDLED)
    with pytest.raises(PackError, match="two builds on one"):
        remove("one", data, BUNDLED)
    for name, why in (("three", "Added are: one, two"), ("lm-to-lmer", "stays")):
        with pytest.raises(PackError, match=why):
            remove(name, data, BUNDLED)


def test_a_folder_that_is_gone_is_told_and_keeps_nothing_from_opening(
    tmp_path: Path, data: Path
) -> None:
    add(pack(tmp_path / "mine"), data, BUNDLED)
    shutil.rmtree(tmp_path / "mine")
    found, (told,) = load_all(BUNDLED, data)
    assert found.packs == ()
    assert "stats is not where it was" in told


@pytest.mark.parametrize("text", ["", "{}", "[1]", '[["a"]]', "\0"])
def test_a_broken_list_is_no_list(data: Path, text: str) -> None:
    (data / LIST).write_text(text)
    assert deck(data).packs == ()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path, data: Path) -> None:
    source = pack(tmp_path / "mine")
    secret = tmp_path / "secret.md"
    secret.write_text(card("c"))
    (source / "topics/c.md").symlink_to(secret)
    with pytest.raises(PackError, match="outside-folder"):
        add(source, data, BUNDLED)
