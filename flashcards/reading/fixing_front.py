"""Front matter as it is usually written: keys in their order, lists as lists, quotes where needed.

It works on lines, so that comments stay with the key that they stand above. Each step is kept only
where YAML reads from it what it read before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from flashcards.reading.frontmatter import FENCE, FrontMatter, Scalar
from flashcards.reading.report import Report

LISTS = frozenset({"after", "aliases", "allow", "needs", "topics"})
"""Keys that take a list."""

NAMES = LISTS | {"id", "pack"}
"""Keys that hold ids, which need no quotes."""

Done = tuple[int, str]
"""A line of the file, 1-based, and what was done there."""

_FIELD = re.compile(r"(?P<key>[A-Za-z][\w-]*):(?P<gap>[ \t]*)(?P<value>.*)", re.DOTALL)
_NAME = r"[a-z0-9]+(?:-[a-z0-9]+)*(?:/[a-z0-9]+(?:-[a-z0-9]+)*)?"
_NAMES = re.compile(rf"{_NAME}(?:(?:[ \t]*,[ \t]*|[ \t]+){_NAME})*")
_QUOTED_NAME = re.compile(rf"(?P<sign>[\"'])(?P<name>{_NAME})(?P=sign)")
_SINGLE = re.compile(r"'(?:[^']|'')*'")
_TAIL = re.compile(r"(?P<value>.*?)(?P<tail>(?:[ \t]+#.*)?[ \t]*[\r\n]*)\Z", re.DOTALL)
_STARTS = frozenset("\"'[{|>&*!#%@`-?,]}")
"""Signs that a plain value cannot begin with, or that begin another kind of value."""


def fix_front(lines: list[str], keys: tuple[str, ...]) -> list[Done]:
    """Mend a file's front matter in place.

    Args:
        lines: the file's lines, each with its end.
        keys: the keys that it can have, in their usual order.

    Returns:
        What was done. Nothing where there is no front matter, or it cannot be read.
    """
    if not lines or lines[0].rstrip() != FENCE:
        return []
    end = next((i for i, line in enumerate(lines) if i and line.rstrip() == FENCE), None)
    if end is None:
        return []
    front = lines[1:end]
    done: list[Done] = []
    for step in (_quote, _unquote, _list):
        done += _by_line(front, step)
    done += _order(front, keys)
    lines[1:end] = front
    return done


Step = Callable[[str, str], "tuple[str, str] | None"]
"""A key and its value → the value as it should be and a sentence, or None."""


def _by_line(front: list[str], step: Step) -> list[Done]:
    """Take a step with every line that holds a key and its value."""
    done: list[Done] = []
    for index, line in enumerate(front):
        field = _FIELD.match(line)
        tail = _TAIL.match(field["value"]) if field else None
        if field is None or tail is None or not field["gap"] or not tail["value"]:
            continue
        better = step(field["key"], tail["value"])
        if better is None:
            continue
        value, sentence = better
        fixed = [*front]
        fixed[index] = f"{field['key']}:{field['gap']}{value}{tail['tail']}"
        if _keeps(front, fixed, field["key"], tail["value"]):
            front[index] = fixed[index]
            done.append((index + 2, sentence))
    return done


def _quote(key: str, value: str) -> tuple[str, str] | None:
    """Words that YAML takes for something else, such as a title with a colon."""
    if key in NAMES or value[0] in _STARTS or not (": " in value or value.endswith(":")):
        return None
    return _double(value), f"The {key} is in quotes now, as it has a colon."


def _unquote(key: str, value: str) -> tuple[str, str] | None:
    """Ids need no quotes; of words, only those of one kind."""
    if key in NAMES:
        bare = _QUOTED_NAME.sub(lambda match: match["name"], value)
        return (bare, f"What stands behind {key} needs no quotes.") if bare != value else None
    if _SINGLE.fullmatch(value):
        return _double(value[1:-1].replace("''", "'")), f"The {key} is in double quotes now."
    return None


def _list(key: str, value: str) -> tuple[str, str] | None:
    """One id, or several in a row, where a list is asked for."""
    if key not in LISTS or not _NAMES.fullmatch(value):
        return None
    names = re.findall(_NAME, value)
    return f"[{', '.join(names)}]", f"What stands behind {key} is a list now."


def _double(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


# The order of keys


def _order(front: list[str], keys: tuple[str, ...]) -> list[Done]:
    """Put the keys into their usual order, each with the comments above it."""
    blocks, rest = _blocks(front)
    place = {key: number for number, key in enumerate(keys)}
    ordered = sorted(blocks, key=lambda block: place.get(block[0], len(keys)))
    if ordered == blocks:
        return []
    fixed = [*(line for _, lines in ordered for line in lines), *rest]
    before, after = _read(front), _read(fixed)
    if before is None or before != after:
        return []
    moved = next(
        i for i, (one, other) in enumerate(zip(blocks, ordered, strict=True)) if one != other
    )
    line = sum(len(lines) for _, lines in blocks[:moved]) + 2
    front[:] = fixed
    return [(line, "The keys of the front matter are in their usual order now.")]


def _blocks(front: list[str]) -> tuple[list[tuple[str, list[str]]], list[str]]:
    """The keys with all their lines and the comments above; and what follows the last."""
    blocks: list[tuple[str, list[str]]] = []
    waiting: list[str] = []
    for line in front:
        if field := _FIELD.match(line):
            blocks.append((field["key"], [*waiting, line]))
            waiting = []
        elif not line.strip() or line.startswith("#") or not blocks:
            waiting.append(line)
        else:
            blocks[-1][1].extend([*waiting, line])
            waiting = []
    return blocks, waiting


# What YAML makes of it


def _keeps(before: list[str], after: list[str], key: str, raw: str) -> bool:
    """Whether a step has changed nothing but how a value is written."""
    old, new = _read(before), _read(after)
    if new is None:
        return False
    if old is None:  # it could not be read so far
        return new.get(key) == (raw,)
    if key in LISTS and old.get(key) != new.get(key):
        old[key] = tuple(re.findall(_NAME, " ".join(old.get(key, ()))))
    return old == new


def _read(front: list[str]) -> dict[str, tuple[str, ...]] | None:
    """The fields of front matter, a word as a list of one; None where it cannot be read."""
    report = Report("")
    bare = [line.rstrip("\r\n") for line in front]
    fields = FrontMatter([FENCE, *bare, FENCE], report).fields
    if {"front-matter-syntax", "duplicate-key"} & {problem.code for problem in report.problems}:
        return None
    return {key: tuple(_texts(field.value)) for key, field in fields.items()}


def _texts(value: Scalar | tuple[Scalar, ...] | None) -> Iterator[str]:
    if isinstance(value, Scalar):
        yield value.text
    elif value is not None:
        for item in value:
            yield item.text
