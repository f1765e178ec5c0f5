"""What can be mended in a file without asking: missing ids of key points, and its front matter.

Every byte that a change does not need stays as it is: line ends, a byte order mark, blanks at the
end of lines, the end of the file. What was mended is read again, and kept only where it says what
it said before.
"""

from __future__ import annotations

import re
from codecs import BOM_UTF8
from dataclasses import dataclass

from flashcards.cards import Topic
from flashcards.markdown import COURSE_KEYS, TOPIC_KEYS, read_card
from flashcards.reading.characters import clean
from flashcards.reading.fixing_front import fix_front
from flashcards.reading.keypoints import PARTS, POINT_ID, find_section, slug
from flashcards.reading.markup import Markup

WORDS = 3
"""How many words of a key point its id is made of."""

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
_END = re.compile(r"[\r\n]*\Z")
_WAS = re.compile(r"\{#[^{}\s]*\s+was=([^{}]*)\}")
_LOOSE = re.compile(rf"(?:{'|'.join(sorted(PARTS))})\s*:")


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One thing that was mended.

    Attributes:
        line: 1-based line in the file as it was.
        what: what was done, as a sentence.
    """

    line: int
    what: str


@dataclass(frozen=True, slots=True)
class Fixed:
    """A file's bytes after mending, and what was done to them, in the order of its lines."""

    data: bytes
    changes: tuple[Change, ...]


def fix_topic(data: bytes) -> Fixed:
    """A topic's file with what can be mended; as it was where it is no text."""
    return _fix(data, TOPIC_KEYS, ids=True)


def fix_course(data: bytes) -> Fixed:
    """The same of a ``course.md``."""
    return _fix(data, COURSE_KEYS, ids=False)


def _fix(data: bytes, keys: tuple[str, ...], *, ids: bool) -> Fixed:
    mark = BOM_UTF8 if data.startswith(BOM_UTF8) else b""
    try:
        text = data.removeprefix(mark).decode("utf-8")
    except UnicodeDecodeError:
        return Fixed(data, ())
    lines = _LINE.findall(text)
    changes: list[Change] = []
    if ids:  # first, as long as the lines are where they were
        changes += _add_ids(lines)
    changes += (Change(*done) for done in fix_front(lines, keys))
    return Fixed(mark + "".join(lines).encode("utf-8"), tuple(sorted(changes)))


# Ids of key points


def _add_ids(lines: list[str]) -> list[Change]:
    """Give an id to every key point that has none, in place; what was done."""
    before = read_card("".join(lines), "topic.md", "pack").sketch
    if before is None or all(point.id for point in before.key_points):
        return []
    taken = {point.id for point in before.key_points}
    for earlier in _WAS.findall("".join(lines)):
        taken |= {name.strip() for name in earlier.split(",")}
    fixed, changes = list(lines), []
    for place, text, opened in _without_id([_bare(line) for line in lines]):
        line, col = place
        if not col or clean(_bare(lines[line - 1])) != _bare(lines[line - 1]):
            continue  # where in the line it belongs cannot be told
        name = _new_id(text, taken)
        taken.add(name)
        added = name if opened else f" {{#{name}}}"
        fixed[line - 1] = f"{fixed[line - 1][: col - 1]}{added}{fixed[line - 1][col - 1 :]}"
        changes.append(Change(line, f"The key point has the id {{#{name}}} now."))
    if not _says_the_same(before, read_card("".join(fixed), "topic.md", "pack").sketch):
        return []
    lines[:] = fixed
    return changes


def _without_id(lines: list[str]) -> list[tuple[tuple[int, int], str, bool]]:
    """Key points without an id: where it belongs, the idea, and whether ``{#}`` is there."""
    after = next((i for i, line in enumerate(lines) if i and line.rstrip() == "---"), -1) + 1
    markup = Markup("\n".join(map(clean, lines[after:])), after, lines)
    heading = find_section(markup.tokens)
    found: list[tuple[tuple[int, int], str, bool]] = []
    if heading is None:
        return found
    tokens = markup.tokens[heading:]
    for item, paragraph, inline in zip(tokens, tokens[1:], tokens[2:], strict=False):
        if item.type != "list_item_open" or item.level != 1 or item.markup not in "-*+":
            continue
        if paragraph.type != "paragraph_open":
            continue
        passage = markup.passage(inline)
        match = POINT_ID.search(passage.text)
        idea = passage.text[: match.start() if match else None].rstrip()
        if not idea or _LOOSE.match(idea) or (match and match["id"]):
            continue
        at = match.start("id") if match else len(idea)
        found.append((passage.place(at), idea, match is not None))
    return found


def _new_id(text: str, taken: set[str]) -> str:
    base = "-".join(slug(text).split("-")[:WORDS]) or "point"
    numbered = (f"{base}-{number}" for number in range(2, len(taken) + 3))
    return base if base not in taken else next(name for name in numbered if name not in taken)


def _says_the_same(before: Topic, after: Topic | None) -> bool:
    """Whether two cards differ in nothing but ids where there were none."""
    if after is None or len(before.key_points) != len(after.key_points):
        return False
    return (before.body, before.numbers, before.examples) == (
        after.body,
        after.numbers,
        after.examples,
    ) and all(
        (old.text, old.ask, old.cues) == (new.text, new.ask, new.cues) and old.id in ("", new.id)
        for old, new in zip(before.key_points, after.key_points, strict=True)
    )


def _bare(line: str) -> str:
    """A line without its end."""
    return _END.sub("", line)
