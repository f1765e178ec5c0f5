"""Keys of her own: which actions there are, and which keys cannot be given to them.

A key that something else on the same screen already has would silently take its place, or never
be heard. So such a key is refused with a sentence that names both, and the action keeps its own.
Imported only where she has set keys, or asks for the list of them: it knows every screen.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from msgspec import Struct
from textual.binding import Binding, InvalidBinding
from textual.dom import DOMNode
from textual.keys import Keys, format_key
from textual.widgets import Input, TextArea

from app.app import StudyApp
from app.class_app import ClassApp
from app.preview_app import PreviewApp
from app.screens.box import BoxScreen
from app.screens.browse import BrowseScreen, Query
from app.screens.choosing import StartRows
from app.screens.class_points import ClassPointsScreen
from app.screens.class_report import ClassScreen
from app.screens.comfort import ComfortScreen
from app.screens.commands import CommandsScreen
from app.screens.cram import CramDoneScreen, CramScreen
from app.screens.done import DoneScreen
from app.screens.drill import DrillScreen
from app.screens.exam import ExamScreen
from app.screens.exam_form import ExamFormScreen
from app.screens.explore.influence import InfluenceScreen
from app.screens.explore.models import ModelsScreen
from app.screens.explore.parameters import ParametersScreen
from app.screens.explore.shrinkage import ShrinkageScreen
from app.screens.exporting import ExportScreen
from app.screens.focus import FocusScreen
from app.screens.help import HelpScreen
from app.screens.home import HomeScreen
from app.screens.live import LiveScreen
from app.screens.mock import MockSetupScreen
from app.screens.mock_report import MockReportScreen
from app.screens.mock_writing import MockWritingScreen
from app.screens.notice import AskScreen, NoticeScreen
from app.screens.predict import PredictScreen
from app.screens.preview import PreviewScreen
from app.screens.progress import ProgressScreen
from app.screens.recall import RecallScreen
from app.screens.reveal import RevealScreen
from app.screens.settings import SettingsScreen
from app.screens.topic import OpeningScreen, TopicScreen
from app.screens.trouble import TroubleScreen
from app.shell import Shell
from app.widgets.checklist import Checklist
from app.widgets.rows import PagedList, Rows, TopicRows

FILE = "settings.toml"
"""How the sentences call the file in which she set them."""

NAMED = frozenset(key.value for key in Keys)
"""Keys that go by a name of their own."""

MODIFIERS = ("ctrl", "alt", "shift", "super", "hyper", "meta")


class Place(Struct, frozen=True):
    """What is active together, on one screen.

    Attributes:
        name: where that is, as the sentences say it.
        owners: the program, the screen and the widget that has the focus.
    """

    name: str
    owners: tuple[type[DOMNode], ...]

    @property
    def types(self) -> bool:
        """Whether letters are text there."""
        return any(issubclass(owner, Input | TextArea) for owner in self.owners)

    @property
    def bindings(self) -> tuple[Binding, ...]:
        """All bindings that are heard there; over a box, of the program only the urgent ones."""
        return _heard(self)


PLACES = (
    Place("on the topics", (StudyApp, HomeScreen, TopicRows)),
    Place("on the closed card", (StudyApp, ComfortScreen)),
    Place("where you write", (StudyApp, RecallScreen, TextArea)),
    Place("where you check", (StudyApp, RevealScreen, Checklist)),
    Place("after a recall", (StudyApp, DoneScreen)),
    Place("on the plan for an exam", (StudyApp, ExamScreen)),
    Place("where you describe an exam", (StudyApp, ExamFormScreen, Input)),
    Place("where you set up a mock exam", (StudyApp, MockSetupScreen, StartRows)),
    Place("in a mock exam", (StudyApp, MockWritingScreen, TextArea)),
    Place("after a mock exam", (StudyApp, MockReportScreen)),
    Place("where you choose what to cram", (StudyApp, CramScreen, StartRows)),
    Place("after cramming", (StudyApp, CramDoneScreen)),
    Place("in the drill", (StudyApp, DrillScreen)),
    Place("in the list of cards", (StudyApp, BrowseScreen, Rows)),
    Place("in the search of the cards", (StudyApp, BrowseScreen, Query)),
    Place("on a card", (StudyApp, TopicScreen)),
    Place("in your progress", (StudyApp, ProgressScreen)),
    Place("on the map of the course", (StudyApp, FocusScreen, TopicRows)),
    Place("on a live example", (StudyApp, LiveScreen)),
    Place("where you move groups", (StudyApp, ShrinkageScreen)),
    Place("where you set parameters", (StudyApp, ParametersScreen)),
    Place("where you leave groups out", (StudyApp, InfluenceScreen, PagedList)),
    Place("where you compare models", (StudyApp, ModelsScreen, Input)),
    Place("where you say what you expect", (StudyApp, PredictScreen, Input)),
    Place("where you export to", (StudyApp, ExportScreen, Input)),
    Place("on the report of a class", (ClassApp, ClassScreen)),
    Place("among the key points of a class", (ClassApp, ClassPointsScreen, Rows)),
    Place("on the opening page", (StudyApp, OpeningScreen)),
    Place("in the preview of a card", (PreviewApp, PreviewScreen, PagedList)),
    Place("in the settings", (StudyApp, SettingsScreen, PagedList)),
    Place("in help", (StudyApp, HelpScreen)),
    Place("in the list of commands", (StudyApp, CommandsScreen, Input)),
    Place("in a notice", (StudyApp, NoticeScreen)),
    Place("in a question", (StudyApp, AskScreen)),
    Place("where an answer could not be saved", (StudyApp, TroubleScreen)),
)
"""Every screen, with what has the focus there at first."""


def settled(keys: Mapping[str, str]) -> tuple[dict[str, str], list[str]]:
    """The keys that can be hers, and a sentence for each that cannot.

    Args:
        keys: binding id → keys, apart by commas, in the order of her file.
    """
    kept = dict(keys)
    refused: list[str] = []
    while True:
        newest = reversed(list(kept))
        wrong = next(((name, why) for name in newest if (why := _wrong(name, kept))), None)
        if wrong is None:
            return kept, refused
        # What it would have left is taken again, so all the others are looked at anew.
        del kept[wrong[0]]
        refused.append(f"{FILE} {wrong[1]}")


def listed() -> Iterator[tuple[Place, list[Binding]]]:
    """Each place with what can be given other keys there; what is everywhere comes first alone."""
    everywhere = Place("everywhere", (StudyApp,))
    for place in (everywhere, *PLACES):
        owners = [
            owner for owner in place.owners if place is everywhere or not issubclass(owner, Shell)
        ]
        own = {each.id: each for owner in owners for each in _defined(owner) if each.id}
        yield place, list(own.values())


def lines(keys: Mapping[str, str]) -> Iterator[str]:
    """Every action by its name, with its keys and what it does, a line each.

    Args:
        keys: her own keys, as far as they are accepted.
    """
    for place, bindings in listed():
        yield f"{place.name[0].upper()}{place.name[1:]}"
        for binding in bindings:
            written = ", ".join(_split(keys.get(binding.id or "", binding.key)))
            yield f"  {binding.id:<16}  {written:<20}  {binding.tooltip or binding.description}"


def as_json(keys: Mapping[str, str]) -> dict[str, Any]:
    """The same as one object."""
    return {
        "actions": [
            {
                "name": binding.id,
                "place": place.name,
                "keys": _split(keys.get(binding.id or "", binding.key)),
                "words": binding.tooltip or binding.description,
            }
            for place, bindings in listed()
            for binding in bindings
        ]
    }


def _wrong(name: str, keys: Mapping[str, str]) -> str:
    """Why an action cannot have its key, all others having theirs; nothing where it can."""
    owns = [(place, own) for place in PLACES if (own := _of(place, name))]
    if not owns:
        return f"gives a key to {name!r}, and no action is called so.{_near(name)}"
    default = {binding.key for _, own in owns for binding in own}
    for key in _split(keys[name]):
        if key in default:
            continue
        if not _exists(key):
            return f"names {key!r} for {name}, which is no key; {_keeps(name, owns)}."
        for place, _ in owns:
            text = place.types and len(_character(key)) == 1
            if holder := "text" if text else _holder(place, name, key, keys):
                return (
                    f"gives {name} the key {key}, but {place.name} that is {holder}; "
                    f"{_keeps(name, owns)}."
                )
    return ""


def _holder(place: Place, name: str, key: str, keys: Mapping[str, str]) -> str:
    """What else has a key in a place, by its id or else by what it does."""
    for binding in place.bindings:
        own = keys.get(binding.id or "")
        theirs = [binding.key] if own is None else _split(own)
        if binding.id != name and key in theirs:
            return binding.id or f"“{binding.description.lower()}”"
    return ""


def _keeps(name: str, owns: Sequence[tuple[Place, Sequence[Binding]]]) -> str:
    """What becomes of an action whose key is refused."""
    keys = dict.fromkeys(binding.key for binding in owns[0][1])
    return f"{name} keeps {' and '.join(keys)}"


def _near(name: str) -> str:
    """The name that was meant, perhaps."""
    known = {binding.id for place in PLACES for binding in place.bindings if binding.id}
    near = get_close_matches(name, sorted(known), 1)
    return f" Did you mean {near[0]}?" if near else " flashcards keys lists them."


@cache
def _heard(place: Place) -> tuple[Binding, ...]:
    box = any(issubclass(owner, BoxScreen) for owner in place.owners)
    return tuple(
        binding
        for owner in place.owners
        for binding in _bindings(owner)
        if binding.priority or not (box and owner is StudyApp)
    )


def _of(place: Place, name: str) -> list[Binding]:
    return [binding for binding in place.bindings if binding.id == name]


def _defined(owner: type[DOMNode]) -> Sequence[Binding]:
    """The bindings that a class and its bases in this program define."""
    found: list[Binding] = []
    for base in owner.__mro__:
        if base.__module__.startswith("app."):
            found += vars(base).get("BINDINGS", [])
    return found


def _bindings(owner: type[DOMNode]) -> Iterator[Binding]:
    """Every binding of a class and its bases, one a key."""
    for base in owner.__mro__:
        yield from Binding.make_bindings(vars(base).get("BINDINGS", []))


def _split(keys: str) -> list[str]:
    """Keys apart by commas, each by its name."""
    try:
        return [binding.key for binding in Binding.make_bindings([Binding(keys, "")])]
    except InvalidBinding:
        return [""]


def _exists(key: str) -> bool:
    """Whether a terminal can send a key of that name."""
    *modifiers, last = key.split("+")
    known = bool(_character(last)) or last in NAMED
    return known and all(modifier in MODIFIERS for modifier in modifiers)


def _character(key: str) -> str:
    """The character that a key types, by its name (``slash``); empty where it types none."""
    if len(key) == 1:
        return key
    if key == "space":
        return " "
    sign = format_key(key)
    return sign if len(sign) == 1 and key not in NAMED else ""
