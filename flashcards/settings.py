"""What the learner sets: a small TOML file that she may also edit by hand.

A file that cannot be read, or a value that makes no sense, never keeps the program from opening:
the default stands in and the problem is reported.
"""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

if TYPE_CHECKING:
    from flashcards.problems import Problem


THEMES = ("dark", "light")
GLYPHS = ("auto", "unicode", "ascii")


class Settings(Struct, frozen=True):
    """Everything that can be set, with its default.

    Attributes:
        recall_minutes: length of a free recall where the topic sets none, 0.5 to 30 minutes.
        timer: whether a countdown runs at all.
        new_per_day: new topics offered a day, 0 to 50.
        minutes_per_day: minutes a day that today's plan may fill, 1 to 600.
        theme: ``dark`` or ``light``.
        glyphs: ``unicode``, ``ascii``, or ``auto`` to go by the terminal.
        predict: whether a question comes before a live example is opened.
        keys: binding id → keys, for keys other than the program's own.
    """

    recall_minutes: float = 2.0
    timer: bool = True
    new_per_day: int = 1
    minutes_per_day: int = 15
    theme: str = "dark"
    glyphs: str = "auto"
    predict: bool = True
    keys: Mapping[str, str] = {}


RANGES: Mapping[str, tuple[float, float]] = {
    "recall_minutes": (0.5, 30),
    "new_per_day": (0, 50),
    "minutes_per_day": (1, 600),
}
CHOICES: Mapping[str, tuple[str, ...]] = {"theme": THEMES, "glyphs": GLYPHS}


def load(path: Path) -> tuple[Settings, list[Problem]]:
    """Read the settings; what is missing or wrong keeps its default and is reported."""
    import tomllib

    try:
        raw = path.read_bytes()
    except FileNotFoundError:
        return Settings(), []
    except OSError as error:
        return Settings(), [_problem(path, f"cannot be read ({error.strerror}).")]
    try:
        table = tomllib.loads(raw.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        return Settings(), [_problem(path, f"is not TOML: {error}. The defaults are used.")]
    return read(table, path)


def read(table: Mapping[str, Any], path: Path) -> tuple[Settings, list[Problem]]:
    """Settings from a parsed table, with a problem for everything that is not taken over."""
    known = Settings.__struct_fields__
    taken: dict[str, Any] = {}
    problems = []
    for name, value in table.items():
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            problems.append(_problem(path, f"has an unknown setting, {name}.{hint}"))
        elif (wrong := _wrong(name, value)) is not None:
            problems.append(_problem(path, f"sets {name} to {value!r}; {wrong}."))
        else:
            taken[name] = float(value) if name == "recall_minutes" else value
    return replace(Settings(), **taken), problems


def save(path: Path, settings: Settings) -> None:
    """Write what differs from the defaults, leaving the rest of the file as it stands.

    Raises:
        OSError: the file cannot be written.
    """
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    try:
        document = tomlkit.parse(path.read_text("utf-8"))
    except FileNotFoundError:
        document = tomlkit.document()
    except (UnicodeDecodeError, TOMLKitError):
        document = tomlkit.document()
        path.replace(path.with_suffix(".broken"))  # it may hold keys that she set by hand
    for name in Settings.__struct_fields__:
        value = getattr(settings, name)
        if value == getattr(Settings(), name):
            document.pop(name, None)
        elif document.get(name) != value:  # an untouched line keeps its comment
            document[name] = dict(value) if name == "keys" else value
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(tomlkit.dumps(document), "utf-8")
    part.replace(path)


def _wrong(name: str, value: object) -> str | None:
    """Why a value cannot be taken, or None."""
    if name in {"timer", "predict"}:
        return None if isinstance(value, bool) else "it is true or false"
    if name == "keys":
        fine = isinstance(value, dict) and all(isinstance(key, str) for key in value.values())
        return None if fine else 'it is a table such as {study = "enter"}'
    if name in CHOICES:
        return None if value in CHOICES[name] else f"it is one of {', '.join(CHOICES[name])}"
    low, high = RANGES[name]
    kinds = (int, float) if name == "recall_minutes" else (int,)
    if isinstance(value, bool) or not isinstance(value, kinds) or not low <= value <= high:
        return f"it is a number from {low:g} to {high:g}"
    return None


def _problem(path: Path, message: str) -> Problem:
    from flashcards.problems import Problem, Severity

    return Problem(str(path), 0, 0, "settings", f"{path.name} {message}", Severity.WARNING)
