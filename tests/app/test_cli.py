"""The commands, as a person or a script gives them: in processes of their own where it matters."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app.cli import cli
from flashcards import __version__
from flashcards.deck import Deck
from flashcards.events import Answer
from flashcards.journal import Journal
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall

NOW = "2026-11-22T14:00+00:00"
ROOT = Path(__file__).parents[2]

FIRST = "needs nothing before it"
POINT = "The equation is yⱼ = b₀ + b₁ xⱼ + εⱼ: a line plus a residual"

COMMANDS = (
    *("due", "topics", "study", "log", "check", "doctor", "lmer", "lm"),
    *("progress", "focus"),
)
READING = (
    ["due"],
    ["due", "--json"],
    ["topics"],
    ["topics", "--json"],
    ["log"],
    ["log", "--json"],
    ["doctor"],
    ["doctor", "--json"],
)

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in this process, with the learner's folder in ``tmp_path``."""
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path))
    monkeypatch.setenv("FLASHCARDS_NOW", NOW)

    def invoke(*arguments: str, **options: object) -> Result:
        return CliRunner().invoke(cli, arguments, prog_name="flashcards", **options)  # type: ignore[arg-type]

    return invoke


def process(
    home: Path, *arguments: str, given: bytes = b"", **variables: str
) -> subprocess.CompletedProcess[bytes]:
    """Run a command as a process of its own."""
    environment = {
        **os.environ,
        "FLASHCARDS_HOME": str(home),
        "FLASHCARDS_NOW": NOW,
        **variables,
    }
    done = subprocess.run(
        [sys.executable, "-m", "app", *arguments],
        cwd=ROOT,
        env=environment,
        input=given,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    return done


# -- help ----------------------------------------------------------------------------------------


def test_help_names_every_command_and_the_exit_codes(run: Run) -> None:
    for flag in ("--help", "-h"):
        done = run(flag)
        assert done.exit_code == 0
        for command in COMMANDS:
            assert f"\n  {command} " in done.output
        assert "FLASHCARDS_HOME" in done.output
        assert "Exit codes: 0 all is well" in done.output


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(run: Run, command: str) -> None:
    done = run(command, "--help")
    assert done.exit_code == 0
    assert f"Usage: flashcards {command}" in done.output
    if command != "study":
        assert "--json: " in done.output


def test_the_version(run: Run) -> None:
    done = run("--version")
    assert (done.exit_code, done.output) == (0, f"flashcards, version {__version__}\n")


@pytest.mark.parametrize(
    "arguments",
    [["deu"], ["due", "--jsn"], ["log", "-n", "0"], ["log", "-n", "x"], ["due", "extra"],
     ["topics", "one"], ["--nope"]],
)  # fmt: skip
def test_what_is_not_understood_exits_2(run: Run, arguments: list[str]) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert "Usage: flashcards" in done.stderr
    assert done.stdout == ""


# -- due -----------------------------------------------------------------------------------------


def test_due_on_the_first_day(run: Run, course: Deck) -> None:
    first = course.topics[0]
    lines = run("due").stdout.splitlines()
    assert lines[:3] == [
        "Sunday 22 November",
        f"  {first.title} ({first.id}), new",
        f"      {FIRST}",
    ]
    assert lines[-1].startswith("About ")


def test_due_says_share_reason_and_what_can_wait(
    run: Run, study: Study, clock: Clock, course: Deck
) -> None:
    clock.pass_days(-5)
    for topic in course.topics[:7]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(5)
    done = run("due")
    assert done.exit_code == 0
    lines = done.stdout.splitlines()
    wait = lines.index("Can wait")
    assert 1 < wait < len(lines) - 2
    for line in lines[2:wait:2]:
        assert re.fullmatch(
            r"      1 of \d points missed on Tuesday \(mean recall now \d\d %\)", line
        )
    for line in lines[wait + 2 : -1 : 2]:
        assert "; today's minutes are full (mean recall now " in line
    named = {f"  {topic.title} ({topic.id})" for topic in course.topics[:7]}
    assert set(lines[1:wait:2] + lines[wait + 1 : -1 : 2]) == named


def test_due_when_the_day_is_done(run: Run, study: Study, course: Deck) -> None:
    recall(study, course.topics[1].id, Answer.NO)
    recall(study, course.topics[0].id)
    lines = run("due").stdout.splitlines()
    assert lines[1:3] == ["Done for today.", "Next"]
    assert lines[3:] == [
        "  on Tuesday    Multi-level data (multilevel-data)",
        "  on Wednesday  Simple linear regression (simple-regression)",
    ]


def test_due_as_json(run: Run, study: Study, clock: Clock, course: Deck) -> None:
    clock.pass_days(-4)
    for topic in course.topics[:7]:
        recall(study, topic.id, Answer.NO)
    clock.pass_days(4)
    recall(study, course.topics[0].id)
    found = json.loads(run("due", "--json").stdout)
    assert found.keys() == {"day", "minutes", "today", "later", "upcoming"}
    assert found["day"] == "2026-11-22"
    assert isinstance(found["minutes"], int)
    for task in (*found["today"], *found["later"]):
        assert task.keys() == {"topic", "title", "kind", "mean_r", "minutes", "why"}
        assert task["kind"] in {"due", "new"}
        assert task["kind"] == "new" or 0 < task["mean_r"] < 0.9
    assert found["later"]
    (upcoming,) = found["upcoming"]
    assert upcoming["topic"] == course.topics[0].key
    assert upcoming["title"] == course.topics[0].title
    assert date.fromisoformat(upcoming["day"]) > date(2026, 11, 22)


# -- topics --------------------------------------------------------------------------------------


def test_topics_are_listed_with_ids_and_how_they_stand(
    run: Run, study: Study, clock: Clock, course: Deck
) -> None:
    clock.pass_days(-2)
    recall(study, course.topics[0].id)
    clock.pass_days(2)
    head, *lines = run("topics").stdout.splitlines()
    assert head.split("  ")[2:] != []
    assert "mean recall" in head
    assert [line.split()[:2] for line in lines] == [
        [str(number), topic.id] for number, topic in enumerate(course.topics, 1)
    ]
    assert all(line.endswith(t.title) for line, t in zip(lines, course.topics, strict=True))
    assert " %  " in lines[0]
    assert lines[1].split()[2] == "new"


def test_topics_as_json(run: Run, study: Study, course: Deck) -> None:
    recall(study, course.topics[0].id)
    found = json.loads(run("topics", "--json").stdout)["topics"]
    assert [row["id"] for row in found] == [topic.id for topic in course.topics]
    keys = {"number", "topic", "id", "title", "state", "mean_r", "due"}
    assert all(row.keys() == keys for row in found)
    assert (found[0]["state"], found[1]["state"]) == ("later", "new")
    assert date.fromisoformat(found[0]["due"]) > date(2026, 11, 22)
    assert (found[1]["mean_r"], found[1]["due"]) == (None, None)
    for key in keys | {"later", "can wait"}:
        assert f'"{key}"' in run("topics", "--help").output


@pytest.mark.parametrize("name", [["Random", "slopes"], ["random s"], ["5"], ["random-slopes"]])
def test_a_topic_goes_by_its_title_and_the_beginning_of_it(run: Run, name: list[str]) -> None:
    done = run("study", "--plain", *name, input="3\n")
    assert (done.exit_code, "comfortable do you feel with Random slopes?" in done.stdout) == (
        0,
        True,
    )
    assert run("log", *name).stdout == "Nothing has happened yet.\n"


@pytest.mark.parametrize("command", ["study", "log"])
def test_help_lists_the_topics(run: Run, course: Deck, command: str) -> None:
    lines = run(command, "--help").output.splitlines()
    for topic in course.topics:
        assert any(line.split() == [topic.id, *topic.title.split()] for line in lines)


def test_no_summary_and_no_line_of_help_is_cut(run: Run) -> None:
    for arguments in ([], ["due"], ["topics"], ["study"], ["log"], ["check"], ["doctor"]):
        text = run(*arguments, "--help", terminal_width=80).output
        assert "..." not in text.replace("[ARGS]...", "").replace("[TOPIC]...", "").replace(
            "[PATHS]...", ""
        )
        assert max(map(len, text.splitlines())) <= 80


# -- log -----------------------------------------------------------------------------------------


def test_log_of_nothing(run: Run) -> None:
    assert run("log").stdout == "Nothing has happened yet.\n"
    assert run("log", "--json").stdout == ""


def test_log_tells_what_happened_oldest_first(
    run: Run, study: Study, clock: Clock, course: Deck
) -> None:
    first, second = course.topics[:2]
    study.read(second)
    recall(study, first.id, Answer.NO, Answer.PARTLY, note="the slope")
    study.drilled(first, first.key_points[0], Answer.NO)
    study.drilled(first, first.key_points[0], Answer.YES)
    recall(study, second.id)
    study.undo()
    count = len(first.key_points)
    lines = [line.split("  ", 1)[1] for line in run("log").stdout.splitlines()]
    assert lines == [
        f"{second.title}  read",
        f"{first.title}  recalled {count - 2} of {count}, 1 partly, comfort 3, note: the slope",
        f"{first.title}  drilled: {POINT}: not yet",
        f"{first.title}  drilled: {POINT}: had it",
        f"{second.title}  recalled {len(second.key_points)} of {len(second.key_points)}, "
        "comfort 3  (taken back)",
        f"{second.title}  took the last answer back",
    ]
    one = [line.split("  ")[1] for line in run("log", second.id).stdout.splitlines()]
    assert one == [second.title] * 3
    assert run("log", second.key, "-n", "1").stdout.count("\n") == 1
    assert "took the last answer back" in run("log", "--last", "1").stdout
    assert run("log", "-n", "99").stdout.count("\n") == 6


def test_log_as_json_has_what_help_says(run: Run, study: Study, course: Deck) -> None:
    topic = course.topics[0]
    event = recall(study, topic.id, Answer.NO, note="ζ")
    study.drilled(topic, topic.key_points[0], Answer.YES)
    study.read(course.topics[1])
    study.undo()
    rows = [json.loads(line) for line in run("log", "--json").stdout.splitlines()]
    assert [row["kind"] for row in rows] == ["recalled", "drilled", "read", "undone"]
    shared = {"kind", "id", "at", "offset", "day", "topic"}
    assert all(shared <= row.keys() for row in rows)
    assert rows[0].keys() - shared >= {
        "text", "seconds", "comfort", "paper", "answers", "suggested", "note", "content",
        "scheduler", "undone",
    }  # fmt: skip
    assert rows[0]["id"] == event.id
    assert rows[0]["at"] == "2026-11-22T13:00:00+00:00"
    assert (rows[0]["offset"], rows[0]["day"]) == (60, "2026-11-22")
    assert rows[0]["note"] == "ζ"
    assert rows[0]["answers"] == {point: str(answer) for point, answer in event.answers.items()}
    assert rows[1]["point"] == topic.key_points[0].id
    assert [row.get("undone") for row in rows[:3]] == [False, False, True]
    assert rows[3]["undone"] == rows[2]["id"]
    for option in shared | {"text", "undone"}:
        assert f'"{option}"' in run("log", "--help").output


# -- check ---------------------------------------------------------------------------------------


def test_the_course_itself_is_well(run: Run) -> None:
    done = run("check")
    assert (done.exit_code, done.stdout) == (0, "All is well.\n")
    assert json.loads(run("check", "--json").stdout) == {
        "errors": 0, "warnings": 0, "problems": [],
    }  # fmt: skip


def test_an_error_exits_1_and_names_the_place(run: Run, tmp_path: Path) -> None:
    card = tmp_path / "card.md"
    card.write_text("---\nid: card\ntitle: A card\n---\nText.\n", "utf-8")
    done = run("check", str(card))
    assert done.exit_code == 1
    *problems, last = done.stdout.splitlines()
    assert all(line.startswith((f"{card}:", "    ")) for line in problems)
    assert last.startswith("1 error, ")
    found = json.loads(run("check", "--json", str(card)).stdout)
    assert found.keys() == {"errors", "warnings", "problems"}
    assert found["errors"] == 1
    for problem in found["problems"]:
        assert problem.keys() == {
            "file", "line", "col", "code", "message", "severity", "suggestion",
        }  # fmt: skip
        index = next(
            i
            for i, line in enumerate(problems)
            if line.startswith("{file}:{line}:{col} {code} ".format(**problem))
        )
        assert problems[index + 1] == f"    {problem['suggestion']}"


def test_warnings_alone_exit_0(run: Run, tmp_path: Path, course: Deck) -> None:
    card = tmp_path / "card.md"
    card.write_text(
        "---\nid: card\ntitle: A card\nunheard-of: 1\n---\nText.\n\n## Key points\n"
        "- A point {#point}\n  - ask: Which?\n  - cues: point\n",
        "utf-8",
    )
    done = run("check", "--json", str(card))
    found = json.loads(done.stdout)
    severities = {problem["severity"] for problem in found["problems"]}
    assert (done.exit_code == 1) == ("error" in severities)
    assert found["warnings"] + found["errors"] == len(found["problems"]) > 0


def test_a_path_that_is_not_there_is_an_error(run: Run, tmp_path: Path) -> None:
    done = run("check", str(tmp_path / "nothing"))
    assert done.exit_code == 1
    assert "no-such-path There is no such file or folder." in done.stdout
    assert "remove" not in done.stdout


# -- what can go wrong ---------------------------------------------------------------------------


def refused(done: Result | subprocess.CompletedProcess[str]) -> str:
    """The sentence of a command that could not do its work."""
    code = done.exit_code if isinstance(done, Result) else done.returncode
    assert code == 1
    assert done.stdout == ""
    (sentence,) = done.stderr.splitlines()
    assert sentence.endswith((".", "?"))
    return sentence


@pytest.mark.parametrize("command", [["log"], ["study", "--plain"]])
def test_an_unknown_topic_is_told_with_the_nearest(run: Run, command: list[str]) -> None:
    said = refused(run(*command, "randm-slopes"))
    assert said == ("There is no topic 'randm-slopes'. Did you mean random-slopes (Random slopes)?")
    assert "could be 2 topics" in refused(run(*command, "random"))
    assert "Did you mean" not in refused(run(*command, "zzzz"))


@pytest.mark.parametrize(
    "value", ["tomorrow", "2026-13-01", "12:00", "2026-11-22T25:00", "\x1b[31m"]
)
@pytest.mark.parametrize("command", [["due"], ["log"], ["study", "--plain"]])
def test_a_clock_that_makes_no_sense(
    run: Run, monkeypatch: pytest.MonkeyPatch, command: list[str], value: str
) -> None:
    monkeypatch.setenv("FLASHCARDS_NOW", value)
    said = refused(run(*command))
    assert said.startswith("FLASHCARDS_NOW is ")
    assert "2026-11-23T09:00" in said
    assert "\x1b" not in said


@pytest.mark.parametrize(
    "command",
    [["due"], ["due", "--json"], ["log"], ["study", "--plain"], ["doctor", "--mend"]],
)
def test_a_home_that_is_a_file(
    run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "a-file"
    file.write_text("mine")
    monkeypatch.setenv("FLASHCARDS_HOME", str(file))
    said = refused(run(*command))
    assert f"{file} is a file" in said
    assert "FLASHCARDS_HOME" in said
    assert file.read_text() == "mine"


def test_a_damaged_journal_is_left_as_it_is(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "journal.sqlite3"
    file.write_bytes(b"not a database at all, but long enough to be looked at" * 20)
    before = file.read_bytes()
    for command in (["due"], ["log"], ["study", "--plain"]):
        assert "flashcards doctor" in refused(run(*command))
    assert file.read_bytes() == before


@contextmanager
def somebody_else() -> Iterator[Path]:
    """A folder that this process may look into and not write to, for root too."""
    if os.name == "nt":
        pytest.skip("folders have no such mode on Windows")
    folder = Path(tempfile.mkdtemp())
    me = os.geteuid()
    try:
        yield folder
    finally:
        os.seteuid(me)
        folder.chmod(0o755)
        shutil.rmtree(folder)


def lock_up(folder: Path) -> None:
    """Take the right to write from everybody, and from root the right to be root."""
    for path in (*folder.rglob("*"), folder):
        path.chmod(0o555 if path.is_dir() else 0o444)
    if os.geteuid() == 0:
        os.seteuid(65534)


def test_a_home_that_cannot_be_written_can_be_read(
    run: Run, monkeypatch: pytest.MonkeyPatch, course: Deck, clock: Clock
) -> None:
    with somebody_else() as folder:
        monkeypatch.setenv("FLASHCARDS_HOME", str(folder))
        with Journal.open(folder, clock=clock) as journal:
            from flashcards.settings import Settings

            recall(
                Study(course, journal, Settings(), clock, folder / "s.toml"), course.topics[0].id
            )
        assert run("due").exit_code == 0
        assert run("log", "--json").exit_code == 0
        said = run("study", "--plain", course.topics[0].id, input="")
        lock_up(folder)
        for command in READING:
            assert run(*command).exit_code == 0
        said = refused(run("study", "--plain", course.topics[0].id))
        assert str(folder) in said
        assert "writable" in said


def test_an_empty_home_that_cannot_be_written(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    run("due")
    with somebody_else() as folder:
        monkeypatch.setenv("FLASHCARDS_HOME", str(folder / "new"))
        lock_up(folder)
        for command in (["due"], ["log"], ["study", "--plain"]):
            assert "cannot be written to" in refused(run(*command))
        assert run("doctor").exit_code == 0


def test_settings_that_cannot_be_read_are_no_reason_to_stop(run: Run, tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_bytes(b"\xff\xfe = [")
    assert run("due").exit_code == 0


# -- pipes and encodings, in processes -----------------------------------------------------------


@pytest.fixture
def told(study: Study, course: Deck, tmp_path: Path) -> Path:
    """A home with many events, whose texts need more than ASCII."""
    for _ in range(300):
        recall(study, course.topics[0].id, note="ζ and γ, “quoted” – 漢字 " * 5)
    study.journal.close()
    return tmp_path


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
@pytest.mark.parametrize("command", ["log", "log --json", "due", "due --json", "check --json"])
def test_a_reader_that_has_seen_enough(told: Path, command: str) -> None:
    done = subprocess.run(
        ["bash", "-o", "pipefail", "-c", f"{sys.executable} -m app {command} | head -n 1"],
        cwd=ROOT,
        env={**os.environ, "FLASHCARDS_HOME": str(told), "FLASHCARDS_NOW": NOW},
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.count(b"\n") == 1


@pytest.mark.skipif(os.name == "nt", reason="pipes end otherwise there")
def test_a_listener_who_leaves_the_plain_session(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "app", "study", "--plain"],
        cwd=ROOT,
        env={**os.environ, "FLASHCARDS_HOME": str(tmp_path), "FLASHCARDS_NOW": NOW},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdin is not None
        assert running.stdout is not None
        assert running.stderr is not None
        running.stdout.readline()
        running.stdout.close()
        running.stdin.write(b"3\nsome words\n.\n")
        running.stdin.close()
        said = running.stderr.read()
    assert running.returncode == 1
    assert b"Traceback" not in said


@pytest.mark.parametrize("encoding", ["ascii", "cp1252", "latin-1"])
def test_a_terminal_that_lacks_a_character(told: Path, encoding: str) -> None:
    lines = process(told, "log", "-n", "2", PYTHONIOENCODING=encoding)
    assert lines.returncode == 0
    assert lines.stdout.count(b"note: ? and ?, ") == 2
    rows = process(told, "log", "-n", "2", "--json", PYTHONIOENCODING=encoding)
    for line in rows.stdout.decode(encoding).splitlines():
        assert json.loads(line)["note"].startswith("ζ and γ, “quoted” – 漢字")
    for command in (["due"], ["due", "--json"], ["check"], ["doctor", "--json"], ["--help"]):
        assert process(told, *command, PYTHONIOENCODING=encoding).returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "utf-8"])
def test_a_whole_session_on_such_a_terminal(tmp_path: Path, course: Deck, encoding: str) -> None:
    count = len(course.topics[0].key_points)
    given = "3\nthe slope, ζ \x1b[31m and\n.\n" + "n\n" * count + "ζ ließ\nn\n"
    done = process(
        tmp_path, "study", "--plain", given=given.encode(), PYTHONIOENCODING=encoding, TERM="xterm"
    )
    assert (done.returncode, done.stderr) == (0, b"")
    said = done.stdout.decode(encoding)
    assert f"0 of {count} points recalled." in said
    assert "\x1b" not in said
    if encoding == "ascii":
        assert "y_j = b_0 + b_1 x_j + e_j" in said
    else:
        assert "yⱼ = b₀ + b₁ xⱼ + εⱼ" in said
    (row,) = process(tmp_path, "log", "--json").stdout.splitlines()
    text = json.loads(row)["text"]
    assert text.startswith("the slope, ")
    assert "\x1b" not in text


def test_bytes_that_are_no_text(tmp_path: Path) -> None:
    done = process(
        tmp_path, "study", "--plain", given=b"3\nab\xff\xfecd\n", PYTHONIOENCODING="utf-8"
    )
    assert done.returncode == 0
    assert b"What you wrote is kept." in done.stdout
    done = process(tmp_path, "study", "--plain", given=b"")
    assert "ab��cd".encode() in done.stdout
