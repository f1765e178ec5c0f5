"""The tutor's guide: every example in it works, and it names everything that there is."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from app.cli import cli
from flashcards.deck import bundled_content, load_deck
from flashcards.examples import asked
from flashcards.lint import check
from flashcards.markdown import COURSE_KEYS, TOPIC_KEYS, read_card, read_course
from flashcards.models.bench import Bench
from flashcards.models.quantity import KINDS, PLACES
from flashcards.models.requests import FIGURES, VIEWS
from flashcards.problems import Problem
from flashcards.reading.codes import ERRORS, WARNINGS
from flashcards.reading.files import COURSE
from flashcards.reading.keypoints import PARTS, slug
from flashcards.reading.live import DATA, KEYS, TESTS
from flashcards.reading.live_models import EVERY
from flashcards.reading.maths_symbols import COLOURS, COMMANDS
from flashcards.recall import suggest

GUIDE = bundled_content() / "README.md"
TEXT = GUIDE.read_text("utf-8")
BENCH = Bench(bundled_content() / "datasets")

FRONT = "---\nid: t\ntitle: T\n---\n"
POINTS = "\n\n## Key points\n- An idea {#idea}\n  - ask: What?\n  - cues: word\n"

_FENCE = re.compile(r"^(`{3,})(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)")


@dataclass(frozen=True)
class Block:
    """An example of the guide: its language, its text, and the line that it starts on."""

    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.language}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    found = []
    for match in _FENCE.finditer(TEXT):
        line = TEXT.count("\n", 0, match.start()) + 1
        found.append(Block(match[2], match[3], line))
    return [block for block in found if not languages or block.language in languages]


def as_card(block: Block) -> str:
    """An example as a whole card, with whatever it leaves out."""
    if block.text.startswith("---\n"):
        return block.text
    if block.language == "live":
        return f"{FRONT}Text.\n\n```live\n{block.text}```{POINTS}"
    if block.text.startswith("- ") and "{#" in block.text:
        return f"{FRONT}Text.\n\n## Key points\n{block.text}"
    return f"{FRONT}{block.text}{POINTS}"


def code() -> Iterator[str]:
    """Whatever stands in backticks in the running text, tables among it."""
    for match in _CODE.finditer(_FENCE.sub("", TEXT)):
        yield match[2].strip().replace("\\|", "|")


NAMED = frozenset(word for piece in code() for word in (piece, *piece.split()))


def test_there_are_examples() -> None:
    assert {block.language for block in blocks()} == {"sh", "markdown", "live"}
    assert len(blocks()) >= 12


@pytest.mark.parametrize("block", blocks("markdown", "live"), ids=str)
def test_an_example_is_right(block: Block) -> None:
    source = as_card(block)
    if "\npack:" in source:
        assert read_course(source, COURSE).problems == ()
        return
    name = source.split("id: ", 1)[1].split("\n")[0]
    card = read_card(source, f"{name}.md", "p")
    assert card.problems == ()
    assert card.topic is not None
    for example in card.topic.examples:
        BENCH.show(asked(example))
    for number in card.topic.numbers:
        example = next(e for e in card.topic.examples if number.example in {"", e.name})
        value = BENCH.value(asked(example), number.value)
        places = len(number.shown.partition(".")[2])
        assert f"{value:.{places}f}" == number.shown


def commands(block: Block) -> list[list[str]]:
    return [shlex.split(line) for line in block.text.splitlines() if line.strip()]


def test_the_commands_do_what_the_guide_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, as a tutor would; the card of the first page in place of the start."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    monkeypatch.chdir(tmp_path)
    whole = next(block.text for block in blocks("markdown") if block.text.startswith("---\nid:"))
    for block in blocks("sh"):
        for words in commands(block):
            if words[0] == "cd":
                monkeypatch.chdir(words[1])
                continue
            assert words[0] == "flashcards"
            result = CliRunner().invoke(cli, words[1:])
            assert result.exit_code == 0, (words, result.output)
        written = tmp_path / "my-stats" / "topics" / "intraclass-correlation.md"
        written.write_text(whole, "utf-8")
    assert problems(tmp_path / "my-stats") == []


def problems(folder: Path) -> list[Problem]:
    return check([folder])


def test_the_course_of_the_guide_fits_its_topics(tmp_path: Path) -> None:
    course = next(block.text for block in blocks("markdown") if "\npack:" in block.text[:20])
    runner = CliRunner()
    assert runner.invoke(cli, ["new", "pack", "my-stats", "--in", str(tmp_path)]).exit_code == 0
    pack = tmp_path / "my-stats"
    words = ["new", "topic", "Intraclass correlation", "--in", str(pack)]
    assert runner.invoke(cli, words).exit_code == 0
    (pack / COURSE).write_text(course, "utf-8")
    assert problems(pack) == []


def test_the_sample_of_the_first_card_suggests_its_points() -> None:
    whole = next(block.text for block in blocks("markdown") if block.text.startswith("---\nid:"))
    topic = read_card(whole, "intraclass-correlation.md", "p").topic
    assert topic is not None
    text = "The share of the variance between groups. Below the line: the sum, residual as well."
    assert list(suggest(topic, text)) == ["share", "denominator"]


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("keys of a course", COURSE_KEYS),
        ("keys of a topic", TOPIC_KEYS),
        ("parts of a key point", [f"{part}:" for part in PARTS]),
        ("keys of a live example", KEYS),
        ("data sets", DATA),
        ("views", VIEWS),
        ("figures", FIGURES),
        ("tests", TESTS),
        ("all groups", [EVERY]),
        ("errors", ERRORS),
        ("warnings", WARNINGS),
    ],
)
def test_everything_has_its_place_in_the_guide(what: str, names: list[str]) -> None:
    assert [name for name in names if name not in NAMED] == [], f"{what} are not in {GUIDE}"


@pytest.mark.parametrize(
    ("head", "names"),
    [("| `show` | |", VIEWS), ("| `figure` | |", FIGURES), ("| error | what it means |", ERRORS)],
)
def test_nothing_is_in_the_guide_that_is_not_there(head: str, names: list[str]) -> None:
    table = TEXT[TEXT.index(head) :].split("\n\n")[0]
    assert set(re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)) - {"show", "figure"} == {*names}


def test_no_problem_is_told_otherwise_than_in_the_program() -> None:
    for code, meaning in (ERRORS | WARNINGS).items():
        assert f"| `{code}` | {meaning} |" in TEXT, f"add this line to {GUIDE}"
    rows = re.findall(r"^\| `([a-z]+(?:-[a-z]+)+)` \| (.+) \|$", TEXT, re.MULTILINE)
    assert {code for code, _ in rows} <= {*ERRORS, *WARNINGS}


def test_every_kind_of_number_is_in_the_guide() -> None:
    kinds = {name.split(".")[0] for name in NAMED if re.fullmatch(r"[a-z]+[\w.]*", name)}
    assert {kind.split(".")[0] for kind in KINDS} <= kinds
    assert {"chisq.df", "chisq.p"} <= NAMED
    assert {f"scaled.{place}" for place in PLACES} <= NAMED


def test_every_command_of_formulas_is_in_the_guide() -> None:
    section = TEXT[TEXT.index("### Formulas") : TEXT.index("### Key points")]
    named = set(re.findall(r"\\([A-Za-z]+)", section)) | {"begin", "end"}
    greek = {name for name in COMMANDS if f"\\{name}" not in section and name.lower() in GREEK}
    assert sorted(COMMANDS - named - greek) == []
    assert sorted(COLOURS - set(re.findall(r"\w+", section))) == []


GREEK = frozenset(slug(chr(code)) for code in range(0x3B1, 0x3CA))


def test_every_command_that_is_named_is_there() -> None:
    """With its options, and the other way round for what tutors use."""
    lines = [words[1:] for block in blocks("sh") for words in commands(block) if words[0] != "cd"]
    lines += [shlex.split(piece)[1:] for piece in code() if piece.startswith("flashcards ")]
    for words in lines:
        command: click.Command = cli
        while isinstance(command, click.Group) and words:
            assert words[0] in command.commands, words
            command, words = command.commands[words[0]], words[1:]
        options = {option for each in command.params for option in each.opts}
        assert {word for word in words if word.startswith("--")} <= options, words


def test_the_guide_is_no_topic_and_no_part_of_the_deck() -> None:
    deck = load_deck(bundled_content())
    assert all(Path(topic.file).name != GUIDE.name for topic in deck.topics)
    assert "guide for tutors" not in deck.opening
    assert not [problem for problem in check([bundled_content()]) if GUIDE.name in problem.file]
