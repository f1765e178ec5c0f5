"""Keys of her own: which are taken, and what is said of those that are not."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from app.app import StudyApp
from app.cli import cli
from app.keys import PLACES, listed, settled
from app.screens.box import BoxScreen
from app.screens.browse import BrowseScreen
from app.screens.done import DoneScreen
from app.screens.home import HomeScreen
from flashcards.study import Study
from tests.app.helpers import shown

Start = Callable[[], StudyApp]


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"browse": "v"},
        {"browse": "v,f7"},
        {"browse": "ζ"},
        {"study": "g"},
        {"study": "enter"},
        {"browse": "d", "today": "b"},
        {"browse": "d", "today": "f6"},
        {"check.yes": "1", "check.note": "f6"},
        {"help": "f12", "commands": "f8", "close": "f9", "ask.yes": "g"},
        {"recall.done": "f4"},
        {"browse": "ctrl+b"},
        {"browse": "slash", "search": "b"},
    ],
)
def test_these_are_taken(keys: dict[str, str]) -> None:
    assert settled(keys) == (keys, [])


@pytest.mark.parametrize(
    ("name", "key", "said"),
    [
        ("browse", "d", "gives browse the key d, but on the topics that is today; browse keeps b."),
        ("browse", "question_mark", "but on the topics that is help; browse keeps b."),
        ("browse", "?", "but on the topics that is help; browse keeps b."),
        ("browse", "f1", "but on the topics that is help.too; browse keeps b."),
        ("browse", "j", "but on the topics that is “down”; browse keeps b."),
        ("browse", "v,d", "gives browse the key d, but on the topics that is today"),
        ("recall.done", "x", "but where you write that is text; recall.done keeps ctrl+s."),
        ("recall.done", "comma", "but where you write that is text; recall.done keeps ctrl+s."),
        ("recall.done", "ctrl+d", "that is “delete character right”; recall.done keeps"),
        ("ask.yes", "n", "but in a question that is ask.no; ask.yes keeps enter and y."),
        ("quit", "ctrl+p", "that is commands; quit keeps ctrl+q."),
        ("browse", "no such key", "names 'no such key' for browse, which is no key; browse"),
        ("browse", "", "names '' for browse, which is no key; browse keeps b."),
        ("browse", "hyperspace+b", "which is no key; browse keeps b."),
        ("brwse", "v", "no action is called so. Did you mean browse?"),
        ("zzz", "v", "no action is called so. flashcards keys lists them."),
    ],
)  # fmt: skip
def test_these_are_refused_with_a_sentence_that_names_both(name: str, key: str, said: str) -> None:
    kept, (sentence,) = settled({name: key})
    assert kept == {}
    assert sentence.startswith("settings.toml ")
    assert said in sentence


def test_of_two_actions_with_one_key_the_first_has_it() -> None:
    kept, (sentence,) = settled({"browse": "v", "today": "v"})
    assert kept == {"browse": "v"}
    assert "gives today the key v, but on the topics that is browse; today keeps d." in sentence


def test_a_key_that_would_have_been_free_is_refused_where_it_is_not() -> None:
    kept, sentences = settled({"browse": "d", "today": "no such key"})
    assert kept == {}
    assert len(sentences) == 2


NAMES = st.sampled_from([each.id or "" for _, own in listed() for each in own]) | st.text(
    max_size=4
)
KEYS = st.sampled_from(["b", "d", "enter", "f4", "ctrl+s", "tab", "l,m", ""]) | st.text(max_size=3)


@given(st.dictionaries(NAMES, KEYS, max_size=5))
@settings(deadline=None)
def test_what_is_taken_is_taken_again(keys: dict[str, str]) -> None:
    kept, refused = settled(keys)
    assert len(kept) + len(refused) == len(keys)
    assert settled(kept) == (kept, [])
    for place in PLACES:
        own = {(binding.id, binding.key) for binding in place.bindings}
        names = {name for name, _ in own}
        hers = [(name, key) for name in kept for key in set(kept[name].split(",")) if name in names]
        # Two actions may share a key of the program's own, each where the other has no meaning.
        new = [key for name, key in hers if (name, key) not in own]
        assert len(new) == len(set(new))


def test_every_screen_is_known() -> None:
    """A screen that is not in the list would have keys that nobody looks after."""
    import importlib
    import pkgutil

    import app.screens
    from app.screens.base import StudyScreen

    known = {owner for place in PLACES for owner in place.owners}
    for module in pkgutil.iter_modules(app.screens.__path__):
        for each in vars(importlib.import_module(f"app.screens.{module.name}")).values():
            if isinstance(each, type) and issubclass(each, StudyScreen | BoxScreen):
                has_keys = "BINDINGS" in vars(each) and not each.__subclasses__()
                assert each in known or not has_keys, each


async def test_a_key_that_is_refused_changes_nothing_and_is_told(
    start: Start, study: Study
) -> None:
    study.settings = replace(study.settings, keys={"browse": "d"})
    for _ in range(2):
        async with start().run_test(size=(120, 36)) as pilot:
            text = " ".join(shown(pilot).split())
            said = "settings.toml gives browse the key d, but on the topics that is today"
            assert text.count(said) == 1
            await pilot.press("d")
            assert isinstance(pilot.app.screen, DoneScreen)
            await pilot.press("escape", "b")
            assert isinstance(pilot.app.screen, BrowseScreen)
            await pilot.press("escape")
            assert isinstance(pilot.app.screen, HomeScreen)


def test_the_command_lists_every_action_with_its_keys(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    (tmp_path / "settings.toml").write_text('[keys]\nbrowse = "v"\ntoday = "u"\n')
    done = CliRunner().invoke(cli, ["keys"])
    assert done.exit_code == 0
    assert "today keeps d." in done.stderr
    rows = {tuple(line.split()[:2]) for line in done.stdout.splitlines()}
    assert {
        ("browse", "v"),
        ("today", "d"),
        ("recall.done", "ctrl+s"),
        ("ask.yes", "enter,"),
    } <= rows
    found = json.loads(CliRunner().invoke(cli, ["keys", "--json"]).stdout)["actions"]
    assert {"name": "browse", "place": "on the topics", "keys": ["v"],
            "words": "Read any card and earlier attempts"} in found  # fmt: skip
    assert all(row.keys() == {"name", "place", "keys", "words"} for row in found)
