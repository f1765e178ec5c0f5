"""Questions to the worker: answered, superseded, stopped, and asked again after its end."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import msgspec
import pytest

from app import modeller as module
from app.modeller import Modeller, ModellerError, Superseded
from app.pipe import Pipe
from flashcards.models.live import Asked, Shown

ROOT = Path(__file__).parents[2]

VARCORR = Asked("caffeine", ("lmer(outcome ~ x1 + (1 + x1 | subject))",), ("VarCorr",))

TALKER = """
import json, sys, time
print('{"id":0}', flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    say = lambda **said: print(json.dumps({"id": asked["id"], **said}), flush=True)
    exec(asked["body"]["code"])
"""
"""A process that does what it is told, so that it can misbehave in every way."""


class Code(msgspec.Struct):
    """What the talker is to run."""

    code: str


class Said(msgspec.Struct):
    """What it says."""

    word: str


SAY = Code("say(result={'word': 'here'})")


@pytest.fixture
async def real() -> AsyncIterator[Modeller]:
    """The real process."""
    made = Modeller()
    yield made
    made.close()


@pytest.fixture
async def talker() -> AsyncIterator[Modeller]:
    """One that does what it is told."""
    made = Modeller([sys.executable, "-c", TALKER])
    yield made
    made.close()


async def until(true: Callable[[], bool]) -> None:
    """Wait for something that happens in a moment."""
    for _ in range(400):
        if true():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


def alive(pid: int | None) -> bool:
    """Whether a process runs; one that is over but not yet seen off does not."""
    assert pid is not None
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{pid}/stat")
    return not (stat.exists() and stat.read_text().rpartition(")")[2].split()[0] == "Z")


posix = pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals on Windows")


# -- the real process ----------------------------------------------------------------------------


async def test_an_example_is_computed_as_r_prints_it(real: Modeller) -> None:
    shown = await real.ask("example", VARCORR, Shown)
    (output,) = shown.outputs
    assert output.call == "VarCorr(model)"
    assert output.lines[0].split() == ["Groups", "Name", "Std.Dev.", "Corr"]
    assert output.lines[-1].split()[0] == "Residual"


async def test_an_answer_is_kept(real: Modeller) -> None:
    first = await real.ask("example", VARCORR, Shown)
    assert real.known("example", VARCORR, Shown) == first
    assert real.known("example", Asked("caffeine"), Shown) is None
    real._drop()
    assert await real.ask("example", VARCORR, Shown) == first
    assert real.process is None


async def test_what_will_be_needed_is_computed_ahead_and_once(real: Modeller) -> None:
    real.prepare("example", VARCORR)
    real.prepare("example", VARCORR)
    assert len(real._all()) == 1
    await until(lambda: real.known("example", VARCORR, Shown) is not None)


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        (Asked("caffein"), "There is no data set 'caffein'. Did you mean caffeine?"),
        (Asked("caffeine", ("lmer(outcome ~ x9 + (1 | subject))",), ("VarCorr",)), "x9"),
        (Asked("caffeine", ("lmer(outcome ~",), ("VarCorr",)), "bracket"),
        (Asked("../caffeine"), "There is no data set"),
    ],
)
async def test_what_cannot_be_computed_is_a_sentence(
    real: Modeller, asked: Asked, sentence: str
) -> None:
    with pytest.raises(ModellerError, match=r"[.?]$") as error:
        await real.ask("example", asked, Shown)
    assert sentence in str(error.value)
    assert (await real.ask("example", VARCORR, Shown)).outputs


async def test_an_unknown_task_is_a_sentence(real: Modeller) -> None:
    with pytest.raises(ModellerError, match="a fault of the program"):
        await real.ask("no such task", VARCORR, Shown)


async def test_a_real_question_comes_before_warming(real: Modeller) -> None:
    real.start()
    asked = asyncio.create_task(real.ask("example", VARCORR, Shown))
    await asyncio.sleep(0)
    assert [job.task for job in real._all()] == ["example", "warm", "warm"]
    await asked


@posix
async def test_a_kill_in_the_middle_is_a_sentence_and_the_next_question_starts_anew(
    real: Modeller,
) -> None:
    asked = asyncio.create_task(real.ask("example", VARCORR, Shown))
    await until(lambda: real._running is not None)
    assert real.process is not None
    os.kill(real.process, signal.SIGKILL)
    with pytest.raises(
        ModellerError, match=r"came to an end\. It starts anew by itself: try again\."
    ):
        await asked
    assert (await real.ask("example", VARCORR, Shown)).outputs


@posix
async def test_a_kill_while_it_has_nothing_to_do_is_not_even_noticed(real: Modeller) -> None:
    await real.ask("example", VARCORR, Shown)
    assert real.process is not None
    os.kill(real.process, signal.SIGKILL)
    await until(lambda: real.process is None)
    assert (await real.ask("example", Asked("caffeine"), Shown)) == Shown()


@posix
async def test_closing_leaves_no_process_behind(real: Modeller) -> None:
    await real.ask("example", VARCORR, Shown)
    pid = real.process
    real.close()
    await until(lambda: not alive(pid))
    with pytest.raises(ModellerError, match="closing"):
        await real.ask("example", Asked("caffeine"), Shown)


@posix
def test_it_ends_by_itself_when_the_program_is_killed_even_while_it_computes() -> None:
    code = (
        "import asyncio, sys\n"
        "from app.modeller import Modeller\n"
        "from flashcards.models.live import Asked, Shown\n"
        "async def main():\n"
        "    modeller = Modeller()\n"
        "    modeller.start()\n"
        "    print(modeller.process, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    program = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, stdout=subprocess.PIPE)
    assert program.stdout is not None
    pid = int(program.stdout.readline())
    assert alive(pid)
    program.kill()
    program.wait()
    program.stdout.close()
    for _ in range(500):
        if not alive(pid):
            return
        time.sleep(0.02)
    raise AssertionError("the worker outlived the program")


def test_the_process_alone_ends_with_its_input_and_says_nothing_but_answers() -> None:
    asked = b'rubbish\n{"id":7,"task":"example","body":{"data":"caffeine"}}\n'
    with subprocess.Popen(
        module.command(), cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(asked)
        process.stdin.flush()
        lines = [process.stdout.readline(), process.stdout.readline()]
        process.stdin.close()
        assert process.wait(20) == 0
        assert process.stdout.read() == b""
    assert lines[0] == b'{"id":0}\n'
    assert msgspec.json.decode(lines[1])["result"]["outputs"] == []


@posix
async def test_ctrl_c_in_the_terminal_is_not_for_it(real: Modeller) -> None:
    await real.ask("example", VARCORR, Shown)
    assert real.process is not None
    assert os.getpgid(real.process) != os.getpgid(0)


# -- one that misbehaves -------------------------------------------------------------------------


async def test_what_makes_no_sense_is_passed_over(talker: Modeller) -> None:
    code = (
        "print('rubbish'); print('[1]'); print('{}'); print(json.dumps({'id': 99, 'result': 1}))\n"
        "sys.stdout.buffer.write(b'\\xff\\xfe\\n'); sys.stdout.flush()\n" + SAY.code
    )
    assert (await talker.ask("any", Code(code), Said)).word == "here"


async def test_an_answer_of_another_kind_is_a_sentence(talker: Modeller) -> None:
    with pytest.raises(ModellerError, match="cannot be read; a fault of the program"):
        await talker.ask("any", Code("say(result={'wort': 1})"), Said)


async def test_what_never_ends_is_stopped_and_the_next_one_is_answered(talker: Modeller) -> None:
    await talker.ask("any", SAY, Said)
    pid = talker.process
    with pytest.raises(ModellerError, match=r"longer than 0\.2 seconds, so it was stopped"):
        await talker.ask("any", Code("time.sleep(60)"), Said, deadline=0.2)
    await until(lambda: not alive(pid))
    assert (await talker.ask("any", Code(SAY.code + " # 2"), Said)).word == "here"


async def test_progress_is_heard_before_the_answer(talker: Modeller) -> None:
    heard: list[Said] = []
    code = "say(part={'word': 'so'}); say(part={'word': 'far'}); say(result={'word': 'all'})"
    assert (await talker.ask("any", Code(code), Said, part=heard.append)).word == "all"
    assert [said.word for said in heard] == ["so", "far"]


async def test_a_newer_question_takes_the_place_of_older_ones_that_wait(talker: Modeller) -> None:
    busy = asyncio.create_task(talker.ask("any", Code("time.sleep(0.4);" + SAY.code), Said))
    await until(lambda: talker._running is not None)
    marks = [f"open({os.devnull!r}); say(result={{'word': '{n}'}})" for n in range(4)]
    tasks = []
    for mark in marks:
        tasks.append(asyncio.create_task(talker.ask("any", Code(mark), Said, slot="s")))
        await asyncio.sleep(0)
    done = await asyncio.gather(*tasks, return_exceptions=True)
    assert [type(each) for each in done] == [Superseded] * 3 + [Said]
    assert all(talker.known("any", Code(mark), Said) is None for mark in marks[:3])
    assert (await busy).word == "here"


async def test_one_that_nobody_waits_for_gives_way_to_the_next(
    talker: Modeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "YOUNG", 0.0)
    monkeypatch.setattr(module, "GRACE", 0.1)
    await talker.ask("any", SAY, Said)
    pid = talker.process
    long = asyncio.create_task(talker.ask("any", Code("time.sleep(60)"), Said, slot="s"))
    await until(lambda: talker._running is not None)
    newer = Code(SAY.code + "  # newer")
    assert (await talker.ask("any", newer, Said, slot="s")).word == "here"
    with pytest.raises(Superseded):
        await long
    assert talker.process != pid


async def test_one_that_is_cancelled_is_finished_and_kept_where_no_other_waits(
    talker: Modeller,
) -> None:
    slow = Code("time.sleep(0.2);" + SAY.code)
    asked = asyncio.create_task(talker.ask("any", slow, Said))
    await until(lambda: talker._running is not None)
    asked.cancel()
    await until(lambda: talker.known("any", slow, Said) is not None)


async def test_one_that_waits_and_is_cancelled_is_never_sent(talker: Modeller) -> None:
    first = asyncio.create_task(talker.ask("any", Code("time.sleep(0.2);" + SAY.code), Said))
    second = asyncio.create_task(talker.ask("any", Code("say(result={'word': 'two'})"), Said))
    await until(lambda: talker._running is not None)
    second.cancel()
    await first
    await asyncio.sleep(0.1)
    assert talker.known("any", Code("say(result={'word': 'two'})"), Said) is None


async def test_after_three_deaths_in_a_minute_it_rests(
    talker: Modeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    for n in range(3):
        with pytest.raises(ModellerError, match="came to an end"):
            await talker.ask("any", Code(f"sys.exit({n})"), Said)
    with pytest.raises(ModellerError, match=r"keeps coming to an end\. Wait a minute"):
        await talker.ask("any", SAY, Said)
    monkeypatch.setattr(module, "MINUTE", 0.0)
    assert (await talker.ask("any", SAY, Said)).word == "here"


async def test_a_process_that_ends_before_it_listens_is_a_sentence() -> None:
    modeller = Modeller([sys.executable, "-c", "raise SystemExit(3)"])
    with pytest.raises(ModellerError, match="came to an end"):
        await modeller.ask("any", SAY, Said)
    modeller.close()


async def test_a_process_that_never_says_a_word_is_a_sentence(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "START", 0.2)
    modeller = Modeller([sys.executable, "-c", "import time; time.sleep(60)"])
    with pytest.raises(ModellerError, match="says nothing for"):
        await modeller.ask("any", SAY, Said)
    modeller.close()


async def test_a_program_that_is_not_there_is_a_sentence() -> None:
    modeller = Modeller(["/no/such/python"])
    with pytest.raises(ModellerError, match="does not start"):
        await modeller.ask("any", SAY, Said)
    modeller.close()


async def test_a_line_without_end_ends_it(
    talker: Modeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.pipe.LONGEST", 100_000)
    with pytest.raises(ModellerError, match="came to an end"):
        await talker.ask("any", Code("print('x' * 200000)"), Said)


async def test_only_the_newest_answers_are_kept(
    talker: Modeller, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    codes = [Code(f"{SAY.code} # {n}") for n in range(3)]
    for code in codes:
        await talker.ask("any", code, Said)
    assert [talker.known("any", code, Said) is None for code in codes] == [True, False, False]


async def test_nothing_that_it_writes_comes_to_the_terminal(
    capfd: pytest.CaptureFixture[str],
) -> None:
    ended = asyncio.Event()
    code = "import sys; sys.stderr.write('noise'); sys.exit(1)"
    Pipe([sys.executable, "-c", code], {}, lambda *_: None, lambda *_: ended.set())
    await ended.wait()
    assert capfd.readouterr() == ("", "")
