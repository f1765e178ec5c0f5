"""What the learner sets: a small TOML file that she may also edit by hand.

A file that cannot be read, or a value that makes no sense, never keeps the program from opening:
the default stands in and the problem is reported.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from flashcards.dates import WEEKDAYS
from flashcards.planning.exams import Exam, exam_table, read_exam

if TYPE_CHECKING:
    from tomlkit import TOMLDocument

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
        exams: what she prepares for, in a table ``[[exams]]`` each.
        days_off: names of the weekdays, in small letters, on which no exam's plan has anything;
            in the file ``weekdays`` of the table ``[days_off]``.
    """

    recall_minutes: float = 2.0
    timer: bool = True
    new_per_day: int = 1
    minutes_per_day: int = 15
    theme: str = "dark"
    glyphs: str = "auto"
    predict: bool = True
    keys: Mapping[str, str] = {}
    exams: tuple[Exam, ...] = ()
    days_off: tuple[str, ...] = ()


RANGES: Mapping[str, tuple[float, float]] = {
    "recall_minutes": (0.5, 30),
    "new_per_day": (0, 50),
    "minutes_per_day": (1, 600),
}
_DAYS = tuple(day.lower() for day in WEEKDAYS)
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
        if name == "exams":
            taken[name], wrong_exams = _exams(value)
            problems += [_problem(path, sentence) for sentence in wrong_exams]
        elif name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]}?" if near else ""
            problems.append(_problem(path, f"has an unknown setting, {name}.{hint}"))
        elif (wrong := _wrong(name, value)) is not None:
            problems.append(_problem(path, f"sets {name} to {value!r}; {wrong}."))
        else:
            taken[name] = _taken(name, value)
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
        if name == "exams":
            _write_exams(document, settings.exams)
        elif value == getattr(Settings(), name):
            document.pop(name, None)
        elif document.get(name) != (written := _written(name, value)):
            document[name] = written  # an untouched line keeps its comment
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_suffix(".part")
    part.write_text(tomlkit.dumps(document), "utf-8")
    part.replace(path)


def _exams(value: object) -> tuple[tuple[Exam, ...], list[str]]:
    """The exams of the file, and what is wrong with those that are left out."""
    if not isinstance(value, list):
        return (), ["sets exams; each is a table that begins with [[exams]]."]
    exams: list[Exam] = []
    wrong = []
    for number, table in enumerate(value, 1):
        try:
            exam = read_exam(table)
        except ValueError as error:
            wrong.append(f"has an exam that is left out, number {number}: {error}.")
            continue
        if any(other.name == exam.name for other in exams):
            wrong.append(f"has two exams called {exam.name}; the first one holds.")
        else:
            exams.append(exam)
    return tuple(exams), wrong


def _write_exams(document: TOMLDocument, exams: Sequence[Exam]) -> None:
    """Exams into the file; one that is as before keeps its table, one in doubt stays."""
    import tomlkit

    tables = document.get("exams")
    if not isinstance(tables, tomlkit.items.AoT):
        if exams:
            document["exams"] = tables = tomlkit.aot()
        else:
            return
    left = {exam.name: exam for exam in exams}
    for number in reversed(range(len(tables))):
        try:
            found = read_exam(tables[number].unwrap())
        except ValueError:
            continue
        exam = left.get(found.name)
        if exam is None:
            del tables[number]
            continue
        wanted = exam_table(exam)
        for key in Exam.__struct_fields__:
            if getattr(found, key) == getattr(exam, key):
                continue
            if key in wanted:
                tables[number][key] = wanted[key]
            else:
                tables[number].pop(key, None)
    kept = {name for name in map(_name_of, tables) if name}
    for exam in exams:
        if exam.name not in kept:
            table = tomlkit.table()
            table.update(exam_table(exam))
            tables.append(table)
    if not len(tables):
        del document["exams"]


def _name_of(table: Any) -> str | None:
    """The name of an exam in the file, None where it is no exam."""
    try:
        return read_exam(table.unwrap()).name
    except ValueError:
        return None


def _taken(name: str, value: Any) -> Any:
    """A value of the file as the settings have it."""
    if name == "recall_minutes":
        return float(value)
    if name == "days_off":
        return tuple(day for day in _DAYS if day in value["weekdays"])
    return value


def _written(name: str, value: Any) -> Any:
    """A setting as the file has it."""
    if name == "keys":
        return dict(value)
    return {"weekdays": list(value)} if name == "days_off" else value


def _wrong(name: str, value: object) -> str | None:
    """Why a value cannot be taken, or None."""
    if name in {"timer", "predict"}:
        return None if isinstance(value, bool) else "it is true or false"
    if name == "keys":
        fine = isinstance(value, dict) and all(isinstance(key, str) for key in value.values())
        return None if fine else 'it is a table such as {study = "enter"}'
    if name == "days_off":
        days = value.get("weekdays") if isinstance(value, dict) and len(value) == 1 else None
        fine = isinstance(days, list) and all(day in _DAYS for day in days)
        return None if fine else 'it is a table such as {weekdays = ["sunday"]}'
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
