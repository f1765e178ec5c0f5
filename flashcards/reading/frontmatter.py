"""The lines between ``---`` at the top of a file: a few keys, each with a word or a list.

YAML, read event by event: nothing is constructed, aliases are refused, and every value keeps its
place, so that whatever is wrong with it can be pointed at.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from flashcards.reading.characters import FORBIDDEN, clean
from flashcards.reading.report import Report, nearest, quoted

FENCE = "---"
MAX_LENGTH = 200_000
"""How many characters of front matter are read; a course of thousands of topics has fewer."""

MAX_DEPTH = 20

_NOTHING = frozenset({"", "~", "null", "Null", "NULL"})


@dataclass(frozen=True, slots=True)
class Scalar:
    """One word or sentence, with its place in the file (1-based)."""

    text: str
    line: int
    col: int


@dataclass(frozen=True, slots=True)
class Field:
    """What stands behind a key.

    Attributes:
        value: a scalar, a list of them, or None where there is nothing.
        line: 1-based line of the key.
        col: 1-based column of the key.
    """

    value: Scalar | tuple[Scalar, ...] | None
    line: int
    col: int


class FrontMatter:
    """The fields of a file's front matter, and how to ask for them.

    Asking for a field reports what is wrong with it.

    Attributes:
        fields: key → field, in the author's order.
        after: how many lines of the file the front matter takes up.
    """

    def __init__(self, lines: list[str], report: Report) -> None:
        """Read the front matter of a file.

        Args:
            lines: the file's lines, without control characters.
            report: where problems go.
        """
        self.fields: dict[str, Field] = {}
        self.after = 0
        self._report = report
        self._read = False
        if not lines or lines[0].rstrip() != FENCE:
            report.add(
                "no-front-matter",
                "The file does not start with front matter; begin it with a line --- , then the"
                " keys, then another line --- .",
                1,
            )
            return
        end = next((i for i, line in enumerate(lines) if i and line.rstrip() == FENCE), None)
        source = "\n".join(lines[1:end]) + "\n"
        if end is None or len(source) > MAX_LENGTH:
            report.add(
                "no-front-matter",
                "The front matter is never ended, or far too long; put a line --- after its keys.",
                1,
            )
            return
        self.after = end + 1
        self._read = self._load(source)

    def _load(self, source: str) -> bool:
        """Fill the fields; False where that could not be done to the end."""
        import yaml

        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        try:
            _Reader(yaml.parse(source, Loader=loader), self.fields, self._report).read()
        except _UnreadableError as error:
            self._report.add("front-matter-syntax", str(error), error.line, error.col)
        except yaml.MarkedYAMLError as error:
            mark = error.problem_mark
            if mark is None or (error.context_mark and mark.line >= source.count("\n")):
                mark = error.context_mark  # what began there has no end
            line, col = (mark.line + 2, mark.column + 1) if mark else (1, 0)
            what = error.problem or error.context or "it cannot be read"
            self._report.add(
                "front-matter-syntax",
                f"The front matter is no YAML here ({quoted(what, 80)[1:-1]}); put a value with"
                " a colon or other signs in quotes.",
                line,
                col,
            )
        except (yaml.YAMLError, ValueError, OverflowError):
            self._report.add(
                "front-matter-syntax",
                "The front matter is no YAML; put values with unusual signs in quotes.",
                1,
            )
        else:
            return True
        return False

    def only(self, known: Collection[str]) -> None:
        """Report every key but these."""
        for key, field in self.fields.items():
            if key not in known:
                self._report.add(
                    "unknown-key",
                    f"The key {quoted(key)} means nothing here; {nearest(key, known)}",
                    field.line,
                    field.col,
                )

    def text(self, key: str, *, missing: str = "missing-key") -> Scalar | None:
        """The words behind a key that must be there.

        Args:
            key: the key.
            missing: which problem it is where there is none; empty where there need be none.
        """
        field = self.fields.get(key)
        if field is None or field.value is None:
            # Where reading broke off, the key may well be further down.
            if missing and (self._read or field):
                self._report.add(
                    missing,
                    f"There is no {key}; add a line `{key}: …` to the front matter.",
                    field.line if field else 1,
                )
            return None
        if isinstance(field.value, Scalar):
            return field.value
        self._bad(key, field, "takes words, not a list; write them without brackets")
        return None

    def items(self, key: str) -> tuple[Scalar, ...]:
        """The list behind a key; empty where there is none."""
        field = self.fields.get(key)
        if field is None or field.value is None:
            return ()
        if isinstance(field.value, tuple):
            return field.value
        self._bad(key, field, f"takes a list; write `{key}: [{quoted(field.value.text)[1:-1]}]`")
        return ()

    def number(self, key: str, low: float, high: float) -> float:
        """The number behind a key; 0 where there is none."""
        scalar = self.text(key, missing="")
        if scalar is None:
            return 0
        try:
            number = float(scalar.text)
        except ValueError:
            number = float("nan")
        if low <= number <= high:
            return number
        self._bad(key, self.fields[key], f"takes a number from {low:g} to {high:g}; write one")
        return 0

    def _bad(self, key: str, field: Field, what: str) -> None:
        value = field.value
        first = value[0] if isinstance(value, tuple) and value else value
        place = first if isinstance(first, Scalar) else field
        self._report.add("bad-value", f"The key {quoted(key)} {what}.", place.line, place.col)


class _UnreadableError(Exception):
    """The front matter is YAML, but not of the kind that is taken."""

    def __init__(self, message: str, event: Any) -> None:
        super().__init__(message)
        self.line, self.col = _place(event)


class _Reader:
    """Makes fields of YAML's events."""

    def __init__(self, events: Iterator[Any], fields: dict[str, Field], report: Report) -> None:
        self.events = events
        self.fields = fields
        self.report = report

    def next(self) -> tuple[str, Any]:
        """The next event and its kind; anchors, aliases and tags are refused at once."""
        event = next(self.events)
        kind = type(event).__name__.removesuffix("Event")
        if kind == "Alias" or getattr(event, "anchor", None):
            raise _UnreadableError(
                "The signs & and * refer to other values; write the value out, or in quotes.", event
            )
        if getattr(event, "tag", None):
            raise _UnreadableError(
                "The sign ! gives a value a type, which none has here; put the value in quotes.",
                event,
            )
        return kind, event

    def read(self) -> None:
        """Read the one mapping there is."""
        self.next()  # the stream
        kind, event = self.next()
        if kind == "StreamEnd":
            return
        kind, event = self.next()
        if kind != "MappingStart":
            raise _UnreadableError(
                "The front matter has something else than keys here; write lines `key: value`.",
                event,
            )
        while (key := self.next())[0] != "MappingEnd":
            self.field(*key)
        self.next()  # the document's end
        kind, event = self.next()
        if kind != "StreamEnd":
            raise _UnreadableError("The front matter ends here; remove this second one.", event)

    def field(self, kind: str, key: Any) -> None:
        """One key and its value."""
        if kind != "Scalar":
            raise _UnreadableError("A key is a single word; mend this line.", key)
        name = self.scalar(key).text
        line, col = _place(key)
        field = Field(self.value(name), line, col)
        if name in self.fields:
            first = self.fields[name].line
            self.report.add(
                "duplicate-key",
                f"The key {quoted(name)} is there already, on line {first}; remove one of the two.",
                line,
                col,
            )
        else:
            self.fields[name] = field

    def value(self, name: str) -> Scalar | tuple[Scalar, ...] | None:
        """The value that comes next."""
        kind, event = self.next()
        if kind == "Scalar":
            scalar = self.scalar(event)
            nothing = not scalar.text or (not event.style and scalar.text in _NOTHING)
            return None if nothing else scalar
        if kind == "MappingStart":
            self.nested(name, event)
            return None
        items: list[Scalar] = []
        while (item := self.next())[0] != "SequenceEnd":
            if item[0] == "Scalar":
                items.append(self.scalar(item[1]))
            else:
                self.nested(name, item[1])
        return tuple(items)

    def nested(self, name: str, start: Any) -> None:
        """Report a list or mapping that has begun where none can be, and go past its end."""
        line, col = _place(start)
        self.report.add(
            "bad-value",
            f"The key {quoted(name)} takes words or one plain list; take out what is inside it.",
            line,
            col,
        )
        depth = 1
        while depth:
            kind, event = self.next()
            depth += kind.endswith("Start")
            depth -= kind.endswith("End")
            if depth > MAX_DEPTH:  # which takes YAML ever longer
                raise _UnreadableError(
                    "This is nested far too deeply; write one plain list.", event
                )

    def scalar(self, event: Any) -> Scalar:
        """A scalar's text on one line, and its place."""
        line, col = _place(event)
        if FORBIDDEN.search(event.value):
            self.report.add(
                "control-character",
                "This value holds a character that would control the terminal; remove it.",
                line,
                col,
            )
        return Scalar(" ".join(clean(event.value).split()), line, col)


def _place(event: Any) -> tuple[int, int]:
    """The 1-based line and column of an event in the file, whose first line is the fence."""
    return event.start_mark.line + 2, event.start_mark.column + 1
