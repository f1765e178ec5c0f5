"""One Markdown file → one topic, or everything that is wrong with it, with line and column."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import PurePath

from markdown_it.token import Token
from msgspec.structs import replace

from flashcards.cards import Example, KeyPoint, TiedNumber, Topic
from flashcards.problems import Problem
from flashcards.reading.characters import CONTROL, FORBIDDEN, clean
from flashcards.reading.codes import QUALITY
from flashcards.reading.frontmatter import FrontMatter, Scalar
from flashcards.reading.keypoints import ID, find_section, read_points, slug
from flashcards.reading.live import FENCE as LIVE
from flashcards.reading.live import NO_TABLES, read_example
from flashcards.reading.markup import Markup, parser
from flashcards.reading.numbers import check_numbers
from flashcards.reading.prose import read_prose
from flashcards.reading.report import Report, nearest, quoted

__all__ = ["Card", "Opening", "clean", "parser", "read_card", "read_course", "read_topic"]

TOPIC_KEYS = ("id", "title", "after", "minutes", "aliases", "allow")
COURSE_KEYS = ("pack", "title", "version", "author", "licence", "needs", "topics")
MAX_MINUTES = 120
MAX_LINES = 5_000
MAX_LENGTH = 200_000
MAX_LINE = 10_000

_CUES = re.compile(r"cues\s*:")
_NEWLINES = re.compile(r"\r\n?")


@dataclass(frozen=True, slots=True)
class Card:
    """A topic's file, as far as it could be read.

    Attributes:
        file: the file as the person named it.
        id: the topic's id, or empty.
        title: its title, or empty.
        line: 1-based line of the id.
        col: 1-based column of the id.
        after: its prerequisites, each with its place.
        topic: the topic; None where there is an error.
        problems: what is wrong.
        sketch: what can be shown of the topic, also where there is an error; None where its text
            was not read.
        aliases: ids that it had before, each with its place.
    """

    file: str
    id: str
    title: str
    line: int
    col: int
    after: tuple[Scalar, ...]
    topic: Topic | None
    problems: tuple[Problem, ...]
    sketch: Topic | None = None
    aliases: tuple[Scalar, ...] = ()


@dataclass(frozen=True, slots=True)
class Opening:
    """A course's own file, ``course.md``.

    Attributes:
        file: the file as the person named it.
        pack: name of the pack, or empty.
        title: the course's title, or empty.
        licence: its licence, or empty.
        version: of the pack, or empty.
        author: who wrote it, or empty.
        needs: names of packs that it builds on, each with its place.
        text: the opening page, Markdown.
        topics: ids of the topics in course order, each with its place.
        line: 1-based line of the list of topics.
        problems: what is wrong.
    """

    file: str
    pack: str = ""
    title: str = ""
    licence: str = ""
    text: str = ""
    topics: tuple[Scalar, ...] = ()
    line: int = 0
    problems: tuple[Problem, ...] = ()
    version: str = ""
    author: str = ""
    needs: tuple[Scalar, ...] = ()


def read_topic(source: str, file: str, pack: str) -> tuple[Topic | None, list[Problem]]:
    """Read one topic.

    Args:
        source: what is in the file.
        file: the file as the person named it.
        pack: name of the pack that it belongs to.

    Returns:
        The topic, or None where there is an error; and all problems of this file, by place.
    """
    card = read_card(source, file, pack)
    return card.topic, list(card.problems)


def read_card(source: str, file: str, pack: str, tables: Mapping[str, str] = NO_TABLES) -> Card:
    """Read one topic's file, and keep what can be told of it when it is broken.

    Args:
        source: what is in the file.
        file: the file as the person named it.
        pack: name of the pack that it belongs to.
        tables: name → path, without ``.csv``, of the tables of that pack.
    """
    report = Report(file)
    lines = _lines(source, report)
    front = FrontMatter(lines, report)
    front.only(TOPIC_KEYS)
    topic_id = front.text("id", missing="missing-id")
    title = front.text("title")
    after = front.items("after")
    minutes = front.number("minutes", 0.5, MAX_MINUTES)
    aliases = front.items("aliases")
    _check_allowed(front.items("allow"), report)
    if topic_id:
        _check_name(topic_id, file, report)
    sketch = None
    if _is_card_sized(lines, front.after, report):
        sketch = _read_text(
            _Text(lines, front.after, report, tables),
            pack,
            topic_id.text if topic_id else "",
            title.text if title else "",
            tuple(item.text for item in after),
            minutes,
        )
    sound = [item.text for item in aliases if _check_id(item, report)]
    if sketch is not None:
        sketch = replace(sketch, aliases=tuple(dict.fromkeys(sound)))
    topic = None if report.failed else sketch
    # Later than the rest: these keep nothing from being studied.
    _check_after(topic_id.text if topic_id else "", after, report)
    return Card(
        file=report.file,
        id=topic_id.text if topic_id else "",
        title=title.text if title else "",
        line=topic_id.line if topic_id else 0,
        col=topic_id.col if topic_id else 0,
        after=after,
        topic=topic,
        aliases=aliases,
        problems=report.problems,
        sketch=sketch,
    )


def _read_text(
    text: _Text, pack: str, topic_id: str, title: str, after: tuple[str, ...], minutes: float
) -> Topic:
    """Read what follows the front matter, as far as it can be read."""
    report = text.report
    body_line, body = text.body()
    if not body:
        report.add(
            "empty-topic",
            "The topic has no text; write some between the front matter and the key points.",
            max(text.after, 1),
        )
    numbers = text.numbers()
    examples = text.examples()
    _check_numbers(numbers, examples, report)
    check_numbers(numbers, examples, report)
    points = text.points()
    return Topic(
        pack=pack,
        id=topic_id,
        title=title,
        after=tuple(dict.fromkeys(name for name in after if name != topic_id)),
        minutes=minutes,
        body=body,
        body_line=body_line,
        key_points=points,
        examples=examples,
        numbers=numbers,
        file=report.file,
        content_hash=_hash(title, body, points),
    )


def read_course(source: str, file: str) -> Opening:
    """Read a course's own file.

    Args:
        source: what is in the file.
        file: the file as the person named it.
    """
    report = Report(file)
    lines = _lines(source, report)
    front = FrontMatter(lines, report)
    front.only(COURSE_KEYS)
    pack = front.text("pack")
    title = front.text("title")
    licence = front.text("licence", missing="")
    topics = front.items("topics")
    version = front.text("version", missing="")
    author = front.text("author", missing="")
    needs = front.items("needs")
    for name in (pack, *needs):
        if name:
            _check_id(name, report)
    if _is_card_sized(lines, front.after, report):
        page = _Text(lines, front.after, report)
        for number in page.numbers():
            report.add(
                "unknown-example",
                "The opening page has no live example that a number could be tied to; write the"
                " plain number.",
                number.line,
            )
        lines = page.uncommented()
    listed = front.fields.get("topics")
    return Opening(
        file=report.file,
        pack=pack.text if pack and ID.fullmatch(pack.text) else "",
        title=title.text if title else "",
        licence=licence.text if licence else "",
        text="\n".join(lines[front.after :]).strip("\n").rstrip(),
        topics=topics,
        line=listed.line if listed else 0,
        problems=report.problems,
        version=version.text if version else "",
        author=author.text if author else "",
        needs=needs,
    )


def _lines(source: str, report: Report) -> list[str]:
    """The lines of a file without control characters, each of which is reported."""
    source = _NEWLINES.sub("\n", source.removeprefix("\ufeff"))
    if FORBIDDEN.search(source):
        for number, line in enumerate(source.split("\n"), 1):
            for match in FORBIDDEN.finditer(line):
                if report.full:
                    break
                point = f"U+{ord(match.group()):04X}"
                if CONTROL.match(match.group()):
                    report.add(
                        "control-character",
                        f"The character {point} would control the terminal; remove it.",
                        number,
                        match.start() + 1,
                    )
                else:
                    report.add(
                        "invisible-character",
                        f"The character {point} cannot be seen and is left out; remove it.",
                        number,
                        match.start() + 1,
                    )
    return clean(source).split("\n")


def _is_card_sized(lines: list[str], after: int, report: Report) -> bool:
    """Whether what follows the front matter may be read; reports it where it is too long.

    Some texts take a parser of Markdown far longer than their length, so no card is longer than
    a card can be.
    """
    wide = next((i for i in range(after, len(lines)) if len(lines[i]) > MAX_LINE), None)
    if wide is not None:
        report.add(
            "too-long",
            f"This line has more than {MAX_LINE} letters; break it up into paragraphs.",
            wide + 1,
        )
    elif len(lines) - after > MAX_LINES or sum(map(len, lines[after:])) > MAX_LENGTH:
        report.add(
            "too-long",
            f"The text has more than {MAX_LINES} lines or {MAX_LENGTH} letters; make it several"
            " topics.",
            after + 1,
        )
    else:
        return True
    return False


def _check_name(topic_id: Scalar, file: str, report: Report) -> None:
    """Report an id that is not made like one, and a file that is not named after it."""
    if _check_id(topic_id, report) and PurePath(file).stem != topic_id.text:
        report.add(
            "file-name",
            f"The topic's id is {quoted(topic_id.text)}; name the file"
            f" {quoted(topic_id.text + '.md')}.",
            topic_id.line,
            topic_id.col,
        )


def _check_after(topic_id: str, after: tuple[Scalar, ...], report: Report) -> None:
    """Report prerequisites that are the topic itself, or there twice."""
    seen: set[str] = set()
    for item in after:
        if item.text == topic_id:
            report.add(
                "self-prerequisite",
                f"{quoted(item.text)} builds on itself; take it out of its own list.",
                item.line,
                item.col,
            )
        elif item.text in seen:
            report.add(
                "duplicate-prerequisite",
                f"{quoted(item.text)} is in the list already; remove one of the two.",
                item.line,
                item.col,
            )
        seen.add(item.text)


def _check_allowed(allowed: tuple[Scalar, ...], report: Report) -> None:
    """Report what a topic turns down that nobody would say of it."""
    for item in allowed:
        if item.text not in QUALITY:
            report.add(
                "unknown-advice",
                f"There is no advice {quoted(item.text)} to turn down;"
                f" {nearest(item.text, QUALITY)}",
                item.line,
                item.col,
            )


def _check_id(item: Scalar, report: Report) -> bool:
    if ID.fullmatch(item.text):
        return True
    better = slug(item.text)
    hint = f"; write {quoted(better)}" if better else ""
    report.add(
        "bad-id",
        f"The id {quoted(item.text)} is not made of small letters, digits and hyphens{hint}.",
        item.line,
        item.col,
    )
    return False


def _check_numbers(
    numbers: tuple[TiedNumber, ...], examples: tuple[Example, ...], report: Report
) -> None:
    """Report numbers that are tied to an example that is not there."""
    names = {example.name for example in examples}
    for number in numbers:
        if not examples:
            message = "The card has no live example to tie a number to; add one."
        elif number.example and number.example not in names:
            hint = nearest(number.example, names - {""})
            message = f"The card has no live example named {quoted(number.example)}; {hint}"
        else:
            continue
        report.add("unknown-example", message, number.line)


class _Text:
    """What follows the front matter."""

    def __init__(
        self,
        lines: list[str],
        after: int,
        report: Report,
        tables: Mapping[str, str] = NO_TABLES,
    ) -> None:
        self.tables = tables
        self.lines = lines
        self.after = after
        self.report = report
        self.markup = Markup("\n".join(lines[after:]), after, lines)
        self.heading = find_section(self.markup.tokens)
        self.unclosed = False

    def body(self) -> tuple[int, str]:
        """The text before the key points, and the 1-based line that it starts on."""
        tokens = self.markup.tokens
        end = len(self.lines)
        if self.heading is not None:
            end = self.markup.line(tokens[self.heading]) - 1
        lines = self.uncommented()
        start = self.after
        while start < end and not lines[start].strip():
            start += 1
        return start + 1, "\n".join(lines[start:end]).rstrip()

    def uncommented(self) -> list[str]:
        """The lines of the file, those of comments empty: what is shown has none."""
        lines = list(self.lines)
        for first, end in self.markup.comments():
            lines[first:end] = [""] * (end - first)
        return lines

    def numbers(self) -> tuple[TiedNumber, ...]:
        """Look at all running text; return the numbers in it that are tied."""
        numbers: list[TiedNumber] = []
        for i, token in enumerate(self.markup.tokens):
            if self.report.full:
                break
            if token.type not in {"inline", "math_block"}:
                continue
            if len(token.content) > MAX_LINE:
                self.report.add(
                    "too-long",
                    f"This paragraph has more than {MAX_LINE} letters; break it up.",
                    self.markup.line(token),
                )
                continue
            if self.heading is not None and i > self.heading and _CUES.match(token.content):
                continue  # cues are lists of words, not text
            numbers += read_prose(self.markup.marked(token), self.report)
        return tuple(numbers)

    def examples(self) -> tuple[Example, ...]:
        """Read the live fences; report every fence that is never closed."""
        examples: list[Example] = []
        names: dict[str, int] = {}
        for token in self.markup.tokens:
            if token.type != "fence":
                continue
            line = self.markup.line(token)
            self.check_closed(token, line)
            if token.info.split()[:1] != [LIVE]:
                continue
            example = read_example(
                token.content, line, self.indent(token, line), self.report, self.tables
            )
            examples.append(example)
            first = names.setdefault(example.name, line)
            if first != line:
                name = f"named {quoted(example.name)}" if example.name else "without a name"
                self.report.add(
                    "duplicate-example",
                    f"There is an example {name} on line {first} already; give each its own name.",
                    line,
                )
        return tuple(examples)

    def check_closed(self, token: Token, line: int) -> None:
        end = self.markup.end(token)
        last = self.lines[end - 1].strip(" \t>") if line < end <= len(self.lines) else ""
        if last.strip(token.markup[0]) or len(last) < len(token.markup):
            self.unclosed = True
            self.report.add(
                "unclosed-fence",
                f"The block that opens here is never closed; end it with a line {token.markup} .",
                line,
                self.lines[line - 1].find(token.markup) + 1,
            )

    def indent(self, token: Token, line: int) -> int:
        """Columns that stand before a fence's content in the file."""
        first = token.content.split("\n", 1)[0]
        return max(self.lines[line].find(first), 0) if line < len(self.lines) else 0

    def points(self) -> tuple[KeyPoint, ...]:
        """Read the key points."""
        if self.heading is not None:
            return read_points(self.markup, self.heading, self.report)
        if not self.unclosed:  # or it has swallowed them
            self.report.add(
                "no-key-points",
                "There are no key points; end the file with a heading `## Key points` and a list.",
                max(len(self.lines) - (self.lines[-1] == ""), 1),
            )
        return ()


def _hash(title: str, body: str, points: tuple[KeyPoint, ...]) -> str:
    """Sixteen hexadecimal digits that change when anything a learner sees changes."""
    seen = [title, body, [[point.id, point.text, point.ask] for point in points]]
    return hashlib.sha256(json.dumps(seen).encode()).hexdigest()[:16]
