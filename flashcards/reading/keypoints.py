"""The section ``## Key points``: one list, last in the file.

Each item is an idea with its id, its question and its cues::

    - The share of the variance that lies between groups {#share}
      - ask: What does an ICC of 0.3 say?
      - cues: share, percent; between, `(1 | g)`

Groups of cues are separated by ``;``, alternatives by ``,``. Inside backticks neither counts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator

from markdown_it.token import Token

from flashcards.cards import Cue, CueGroup, KeyPoint
from flashcards.reading.live import balanced
from flashcards.reading.markup import Markup, Passage
from flashcards.reading.report import Report, nearest, quoted

HEADING = "key points"
PARTS = frozenset({"ask", "cues"})
ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
"""What every id looks like: kebab-case, ASCII."""

_LETTERS = {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th",
            "ı": "i", "’": "'", "ϵ": "epsilon"}  # fmt: skip
"""Letters that are no ASCII letter with a sign, and how they are written without them."""

POINT_ID = re.compile(r"\s*\{#(?P<id>[^{}\s]*)(?:\s+was=(?P<was>[^{}]*))?\s*\}\s*\Z")
"""What ends the line of a key point: its id, and what it was before."""

_PART = re.compile(r"(?P<name>[A-Za-z]+)\s*:\s*")


def find_section(tokens: list[Token]) -> int | None:
    """The index of the heading that starts the key points, or None."""
    for i, token in enumerate(tokens):
        if (
            token.type == "heading_open"
            and token.tag == "h2"
            and token.level == 0
            and tokens[i + 1].content.strip().lower() == HEADING
        ):
            return i
    return None


def read_points(markup: Markup, heading: int, report: Report) -> tuple[KeyPoint, ...]:
    """Read the key points.

    Args:
        markup: the file's text.
        heading: index of the section's heading in its tokens.
        report: where problems go.
    """
    tokens = markup.tokens
    reader = _PointReader(markup, report)
    found = ""
    for start, end in _siblings(tokens, heading + 3, len(tokens)):
        # A list of the same bullets is the same list, which a comment has parted.
        if tokens[start].type == "bullet_list_open" and found in {"", tokens[start].markup}:
            found = tokens[start].markup
            reader.points_of(start, end)
        else:
            report.add(
                "bad-key-points",
                "The key points are one list of lines `- idea {#id}`, and the last thing in the"
                " file; move or mend this.",
                markup.line(tokens[start]),
            )
    if not found:
        report.add(
            "no-key-points",
            "There are no key points; list them below the heading, as `- idea {#id}`.",
            markup.line(tokens[heading]),
        )
    reader.check_earlier()
    return tuple(reader.points)


def _siblings(tokens: list[Token], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Where each block starts and ends that lies directly between two tokens."""
    i = start
    while i < end:
        first, depth = i, 0
        while True:
            depth += tokens[i].nesting
            i += 1
            if depth <= 0 or i >= end:
                break
        yield first, i


class _PointReader:
    """Reads the items of the list, one after another."""

    def __init__(self, markup: Markup, report: Report) -> None:
        self.markup = markup
        self.tokens = markup.tokens
        self.report = report
        self.points: list[KeyPoint] = []
        self.taken: dict[str, int] = {}  # id → line of the point that has it

    def points_of(self, start: int, end: int) -> None:
        """Read every item of a list."""
        for first, last in _siblings(self.tokens, start + 1, end - 1):
            self.point(first, last)

    def point(self, start: int, end: int) -> None:
        """Read one item."""
        line = self.markup.line(self.tokens[start])
        inner = list(_siblings(self.tokens, start + 1, end - 1))
        passage = self.paragraph(inner[0]) if inner else None
        if passage is None:
            self.report.add(
                "bad-key-point", "A key point starts with its idea; write `- idea {#id}`.", line
            )
            return
        loose = _PART.match(passage.text)
        if loose and loose["name"] in PARTS:
            self.report.add(
                "bad-key-point",
                f"`{loose['name']}:` belongs to the key point above; indent it by two spaces.",
                *passage.place(0),
            )
            return
        parts = self.parts(inner[1:], line)
        text, point_id, was = self.named(passage)
        ask = self.asked(parts.get("ask"), line)
        cues = self.cued(parts.get("cues"), line)
        self.points.append(KeyPoint(point_id, text, ask, cues, line, was))

    def paragraph(self, block: tuple[int, int]) -> Passage | None:
        """What is in a paragraph; None where the block is something else."""
        start, _ = block
        if self.tokens[start].type != "paragraph_open":
            return None
        return self.markup.passage(self.tokens[start + 1])

    def parts(self, blocks: list[tuple[int, int]], line: int) -> dict[str, Passage]:
        """The question and the cues of a point: name → passage, the name still before it."""
        parts: dict[str, Passage] = {}
        for start, end in blocks:
            if self.tokens[start].type != "bullet_list_open":
                self.report.add(
                    "bad-key-point",
                    "A key point holds its idea, `- ask: …` and `- cues: …`; remove this.",
                    self.markup.line(self.tokens[start]),
                )
                continue
            for first, last in _siblings(self.tokens, start + 1, end - 1):
                self.part(first, last, parts)
        return parts

    def part(self, start: int, end: int, parts: dict[str, Passage]) -> None:
        """Read one nested item, ``ask: …`` or ``cues: …``."""
        inner = list(_siblings(self.tokens, start + 1, end - 1))
        passage = self.paragraph(inner[0]) if len(inner) == 1 else None
        match = _PART.match(passage.text) if passage else None
        if passage is None or match is None or match["name"] not in PARTS:
            wrong = nearest(match["name"], PARTS) if match else "write `- ask: …` or `- cues: …`."
            self.report.add(
                "bad-key-point",
                f"This is neither the question nor the cues of the key point; {wrong}",
                self.markup.line(self.tokens[start]),
            )
        elif match["name"] in parts:
            self.report.add(
                "bad-key-point",
                f"The key point has `{match['name']}:` already; join the two.",
                *passage.place(0),
            )
        else:
            parts[match["name"]] = passage

    def named(self, passage: Passage) -> tuple[str, str, tuple[str, ...]]:
        """The idea of a point, its id, and the ids of those whose place it took."""
        match = POINT_ID.search(passage.text)
        text = " ".join(passage.text[: match.start() if match else None].split())
        if not text:
            self.report.add(
                "bad-key-point",
                "The key point has no idea before its id; write one.",
                *passage.place(0),
            )
        if not match or not match["id"]:
            self.report.add(
                "missing-point-id",
                f"The key point has no id; end its line with {{#{self.suggested(text)}}} or"
                " another that will never change.",
                *passage.place(match.start("id") if match else 0),
            )
            return text, "", ()
        place = passage.place(match.start("id"))
        point_id = match["id"]
        if not ID.fullmatch(point_id):
            self.report.add(
                "bad-id",
                f"The id {quoted(point_id)} is not made of small letters, digits and hyphens;"
                f" write it as {{#{slug(point_id) or 'an-id'}}}.",
                *place,
            )
        first = self.taken.setdefault(point_id, place[0])
        if first != place[0]:
            self.report.add(
                "duplicate-point-id",
                f"The id {quoted(point_id)} is taken on line {first}; give one of the two another.",
                *place,
            )
        return text, point_id, self.earlier(match["was"], passage.place(match.start("was")))

    def earlier(self, written: str | None, place: tuple[int, int]) -> tuple[str, ...]:
        """The ids behind ``was=``."""
        if written is None:
            return ()
        names = tuple(dict.fromkeys(name.strip() for name in written.split(",")))
        wrong = next((name for name in names if not ID.fullmatch(name)), None)
        if wrong is None:
            return names
        self.report.add(
            "bad-was",
            f"{quoted(wrong)} is no id that a point can have had; write `was=old-id`, or several"
            " with commas between.",
            *place,
        )
        return ()

    def check_earlier(self) -> None:
        """Report points that took the place of one that is still there."""
        for point in self.points:
            if there := next((name for name in point.was if name in self.taken), None):
                self.report.add(
                    "bad-was",
                    f"The point {quoted(there)} is still on line {self.taken[there]}; `was=` names"
                    " points that are gone.",
                    point.line,
                )

    def suggested(self, text: str) -> str:
        """An id for a point that has none, not taken so far."""
        base = "-".join(slug(text).split("-")[:3]) or "point"
        names = (f"{base}-{number}" for number in range(2, len(self.taken) + 3))
        return base if base not in self.taken else next(n for n in names if n not in self.taken)

    def asked(self, passage: Passage | None, line: int) -> str:
        """The question of a point."""
        text, _ = _behind_colon(passage)
        if not text:
            self.report.add(
                "missing-ask",
                "The key point has no question; add `- ask: …?` below it, indented.",
                line,
            )
        return " ".join(text.split())

    def cued(self, passage: Passage | None, line: int) -> tuple[CueGroup, ...]:
        """The cues of a point."""
        text, start = _behind_colon(passage)
        if passage is None or not text:
            self.report.add(
                "missing-cues",
                "The key point has no cues; add `- cues: word, word; word` below it, indented.",
                line,
            )
            return ()
        cues = passage

        def wrong(at: int, message: str) -> None:
            self.report.add("bad-cues", message, *cues.place(start + at))

        return read_cues(text, wrong)


def read_cues(text: str, wrong: Callable[[int, str], None]) -> tuple[CueGroup, ...]:
    """Take a line of cues apart.

    Args:
        text: the cues.
        wrong: called with the offset and a sentence for whatever is wrong.
    """
    groups: list[CueGroup] = []
    group: list[Cue] = []
    at = 0
    for piece, sign in _pieces(text):
        cue = _cue(piece, at, wrong)
        if cue:
            group.append(cue)
        elif sign == "," or not group:
            wrong(at, "There is no cue here; remove the comma or semicolon.")
        if sign != "," and group:
            groups.append(tuple(group))
            group = []
        at += len(piece) + len(sign)
    return tuple(groups)


def _pieces(text: str) -> Iterator[tuple[str, str]]:
    """The text between separators that are not in backticks, each with what ends it."""
    start, code = 0, False
    for i, char in enumerate(text):
        if char == "`":
            code = not code
        elif char in ",;" and not code:
            yield text[start:i], char
            start = i + 1
    if text[start:].strip() or start == 0:  # a separator at the very end separates nothing
        yield text[start:], ""


def _cue(piece: str, at: int, wrong: Callable[[int, str], None]) -> Cue | None:
    """One alternative; a formula where it stands in backticks."""
    at += len(piece) - len(piece.lstrip())
    words = " ".join(piece.split())
    if words.count("`") % 2:
        wrong(at, "A backtick opens a formula that is never closed; add the second one.")
    formula = len(words) > 2 and words[0] == words[-1] == "`" and "`" not in words[1:-1]
    words = words.replace("`", "").strip()
    if formula and not balanced(words):
        wrong(at, f"A bracket in {quoted(words)} is never closed or never opened; mend it.")
    return Cue(words, formula) if words else None


def _behind_colon(passage: Passage | None) -> tuple[str, int]:
    """What stands after ``ask:`` or ``cues:``, and its offset in the passage."""
    match = _PART.match(passage.text) if passage else None
    if passage is None or match is None:
        return "", 0
    return passage.text[match.end() :], match.end()


def slug(text: str) -> str:
    """Words as an id: small ASCII letters, digits and hyphens; ``Straße – σ`` is strasse-sigma."""
    found = "".join(map(_ascii, unicodedata.normalize("NFKD", text.lower())))
    return "-".join(re.findall(r"[a-z0-9]+", found))


def _ascii(char: str) -> str:
    """A small letter in ASCII; a space for whatever parts words."""
    if char.isascii():
        return char
    if char in _LETTERS:
        return _LETTERS[char]
    name = unicodedata.name(char, "")
    if name.startswith("GREEK SMALL LETTER "):
        return f" {name.split()[3].lower().replace('lamda', 'lambda')} "  # as Unicode spells it
    return "" if char.isalnum() or unicodedata.combining(char) else " "
