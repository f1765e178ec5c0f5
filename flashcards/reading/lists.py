"""Adding to a list in a file's front matter, every other byte of the file as it was."""

from __future__ import annotations

import re
from typing import Any

from flashcards.reading.frontmatter import FENCE, FrontMatter
from flashcards.reading.report import Report

BOM = "\ufeff"


class NoListError(Exception):
    """There is no list that could be added to safely; the message says what to do by hand."""


def add_item(source: str, key: str, item: str) -> str:
    """A file's text with one more item at the end of a list in its front matter.

    The list may be written in brackets or below each other, may be empty, or not be there at all.

    Args:
        source: the file's text, with its own newlines.
        key: the list's key.
        item: a plain word, such as an id.

    Raises:
        NoListError: the front matter is none, or of another kind.
    """
    by_hand = NoListError(f"Add `{item}` to the list `{key}:` by hand.")
    mark = BOM if source.startswith(BOM) else ""
    lines = source.removeprefix(BOM).split("\n")
    items = _items(lines, key)
    if items is None or "\r" in re.sub(r"\r$", "", source.replace("\r\n", "\n")):
        raise by_hand
    if item in items:
        return source
    try:
        _insert(lines, key, item)
    except (_OtherError, IndexError):
        raise by_hand from None
    if _items(lines, key) != [*items, item]:
        raise by_hand
    return mark + "\n".join(lines)


class _OtherError(Exception):
    """The front matter is written in a way that is not known here."""


def _items(lines: list[str], key: str) -> list[str] | None:
    """The items of a list; None where the front matter has something wrong in it."""
    report = Report("")
    front = FrontMatter([line.rstrip("\r") for line in lines], report)
    items = [each.text for each in front.items(key)]
    return None if report.failed else items


def _insert(lines: list[str], key: str, item: str) -> None:
    """Put the item into the lines of the file, which open with the front matter."""
    import yaml

    end = next(i for i, line in enumerate(lines) if i and line.rstrip() == FENCE)
    newline = "\r" if lines[end].endswith("\r") else ""
    try:
        front = yaml.compose("\n".join(lines[1:end]) + "\n", Loader=yaml.SafeLoader)
    except yaml.YAMLError:
        raise _OtherError from None
    value = _value(front, key)
    if value is None:
        lines.insert(end, f"{key}: [{item}]{newline}")
    elif isinstance(value, yaml.SequenceNode) and value.flow_style:
        _into_brackets(lines, value, item)
    elif isinstance(value, yaml.SequenceNode):
        last = value.value[-1]
        before = lines[last.start_mark.line + 1][: last.start_mark.column]
        if last.end_mark.line != last.start_mark.line or before.strip() != "-":
            raise _OtherError
        lines.insert(last.end_mark.line + 2, f"{before}{item}{newline}")
    elif value.value == "":
        # The key alone: what follows on its line can only be a comment.
        lines.insert(value.start_mark.line + 2, f"  - {item}{newline}")
    else:
        raise _OtherError


def _value(front: Any, key: str) -> Any:
    """What stands behind a key; None where the key is not there."""
    import yaml

    if not isinstance(front, yaml.MappingNode):
        raise _OtherError
    return next((value for name, value in front.value if name.value == key), None)


def _into_brackets(lines: list[str], value: Any, item: str) -> None:
    """``[a, b]`` and ``[]``, on one line or on several."""
    if value.value:
        mark, text = value.value[-1].end_mark, f", {item}"
        row, col = mark.line + 1, mark.column
    else:
        row, col, text = value.end_mark.line + 1, value.end_mark.column - 1, item
    lines[row] = lines[row][:col] + text + lines[row][col:]
