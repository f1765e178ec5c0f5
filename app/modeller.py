"""The program's side of the worker: ask, and get an answer, a sentence, or nothing any more.

One question at a time goes to the process; the others wait here, where they can still be dropped.
Whatever becomes of the process, the screen only ever sees an answer or a :class:`ModellerError`.
"""

from __future__ import annotations

import asyncio
import sys
from collections import OrderedDict, deque
from collections.abc import Callable, Sequence
from functools import partial
from itertools import count
from time import monotonic
from typing import Final, TypeVar

import msgspec

from app.pipe import Pipe

Answer = TypeVar("Answer")

DEADLINE: Final = 20.0
"""Seconds that a question may take, unless it says otherwise."""

START: Final = 60.0
"""Seconds that the process may take until it listens, and until it is warm."""

GRACE: Final = 1.0
"""Seconds for which a question that nobody waits for any more may keep others waiting."""

YOUNG: Final = 6.0
"""Seconds after its start for which the process is spared: it may still be importing."""

WARM: Final = (b'{"mixed":true}', b'{"mixed":false}')
"""What it is asked first, so that it is warm when the first real question comes."""

DEATHS, MINUTE = 3, 60.0
"""So many times the process may end by itself in so many seconds."""

CHANGING: Final = b'"data":"mine"'
"""What is in a question about data that may be other ones the next time."""

KEPT: Final = 128
"""Answers that are kept, the newest."""

ALONE: Final = {
    "OPENBLAS_NUM_THREADS": "1",
    "OMP_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "VECLIB_MAXIMUM_THREADS": "1",
}
"""These matrices are small; more threads than one only make each other wait."""

PROCESS = "The process that computes models"
OFTEN = f"{PROCESS} keeps coming to an end."
AGAIN = "It starts anew by itself: try again."
REST = "Wait a minute, then try again. Everything else works as before."
CLOSED = "Models are no longer computed; the program is closing."


class ModellerError(Exception):
    """Why there is no answer.

    Attributes:
        message: a sentence.
        hint: what to do about it, or empty.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __str__(self) -> str:
        return f"{self.message} {self.hint}".strip()


class Superseded(Exception):  # noqa: N818 nothing went wrong
    """A newer question of the same slot has taken its place."""


class Reply(msgspec.Struct):
    """A line from the process; without any of these it says that it listens."""

    id: int
    result: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    part: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET
    failed: str = ""
    hint: str = ""


class Job:
    """One question on its way.

    Attributes:
        id: its number.
        task: what is to be done.
        body: with what, as JSON.
        slot: what it is the newest question of, or empty.
        deadline: seconds that it may take once it is sent.
        part: called with what there is so far, as JSON.
        answer: will be the result as JSON; done before that where nobody waits any more.
        hurried: whether it is soon stopped.
    """

    def __init__(
        self,
        id: int,  # noqa: A002
        task: str,
        body: bytes,
        slot: str,
        deadline: float,
        part: Callable[[msgspec.Raw], object] | None,
        answer: asyncio.Future[bytes],
    ) -> None:
        self.id = id
        self.task = task
        self.body = body
        self.slot = slot
        self.deadline = deadline
        self.part = part
        self.answer = answer
        self.hurried = False

    @property
    def key(self) -> tuple[str, bytes]:
        """Questions with one key have one answer."""
        return self.task, self.body

    def fail(self, error: Exception) -> None:
        """End without an answer."""
        if not self.answer.done():
            self.answer.set_exception(error)


def command() -> list[str]:
    """How the process is started."""
    return [sys.executable, "-X", "utf8", "-m", "app.worker"]


class Modeller:
    """Keeps one process warm, and asks it one question after the other.

    Used from one thread, that of the event loop.
    """

    def __init__(self, command: Sequence[str] | None = None) -> None:
        self._command = command
        self._pipe: Pipe | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._numbers = count(1)
        self._waiting: deque[Job] = deque()
        self._running: Job | None = None
        self._listens = False
        self._alarm: asyncio.TimerHandle | None = None
        self._born = 0.0
        self._deaths: deque[float] = deque(maxlen=DEATHS)
        self._kept: OrderedDict[tuple[str, bytes], bytes] = OrderedDict()
        self._closed = False

    @property
    def process(self) -> int | None:
        """The number of the process; None before the first need and after an end."""
        return self._pipe.process.pid if self._pipe else None

    # -- asking ------------------------------------------------------------------------------

    def start(self) -> None:
        """Warm it up, so that the first question is answered fast; nobody waits for this."""
        if self._pipe is None and not self._waiting:
            for body in WARM:
                self._put("warm", body, "", START, None).answer.add_done_callback(_heard)

    async def ask(
        self,
        task: str,
        body: object,
        result: type[Answer],
        *,
        slot: str = "",
        deadline: float = DEADLINE,
        part: Callable[[Answer], object] | None = None,
    ) -> Answer:
        """The answer to a question.

        Args:
            task: what is to be done; one of the worker's tasks.
            body: with what, as that task takes it.
            result: the type of the answer.
            slot: only the newest question of a slot is answered.
            deadline: seconds that it may take.
            part: called with what there is so far, each time there is more.

        Raises:
            ModellerError: there is no answer; the sentence says why.
            Superseded: a newer question of its slot was asked.
        """
        encoded = msgspec.json.encode(body)
        if slot:
            self._supersede(slot)
        if (kept := self._known(task, encoded)) is not None:
            return _decoded(kept, result)
        parts = None if part is None else lambda raw: part(_decoded(raw, result))
        job = self._put(task, encoded, slot, deadline, parts)
        try:
            return _decoded(await job.answer, result)
        except asyncio.CancelledError:
            self._abandon(job)
            raise

    def known(self, task: str, body: object, result: type[Answer]) -> Answer | None:
        """The answer where it is there already, without asking."""
        kept = self._known(task, msgspec.json.encode(body))
        return None if kept is None else _decoded(kept, result)

    def prepare(self, task: str, body: object) -> None:
        """Ask for what will be needed soon; what comes is kept."""
        encoded = msgspec.json.encode(body)
        asked = {job.key for job in (*self._waiting, self._running) if job is not None}
        if self._known(task, encoded) is None and (task, encoded) not in asked:
            self._put(task, encoded, "", DEADLINE, None).answer.add_done_callback(_heard)

    def close(self) -> None:
        """End the process now; whoever still waits is told."""
        self._closed = True
        self._drop()
        for job in self._all():
            job.fail(ModellerError(CLOSED))
        self._waiting.clear()
        self._running = None

    def _known(self, task: str, body: bytes) -> bytes | None:
        kept = self._kept.get((task, body))
        if kept is not None:
            self._kept.move_to_end((task, body))
        return kept

    def _put(
        self,
        task: str,
        body: bytes,
        slot: str,
        deadline: float,
        part: Callable[[msgspec.Raw], object] | None,
    ) -> Job:
        self._loop = asyncio.get_running_loop()
        job = Job(next(self._numbers), task, body, slot, deadline, part, self._loop.create_future())
        if self._closed:
            job.fail(ModellerError(CLOSED))
        else:
            # What somebody waits for comes before what only warms.
            ahead = sum(each.task != "warm" for each in self._waiting)
            self._waiting.insert(ahead if task != "warm" else len(self._waiting), job)
            self._hurry()
            self._go_on()
        return job

    # -- one after the other -----------------------------------------------------------------

    def _all(self) -> list[Job]:
        running = [self._running] if self._running else []
        return [*running, *self._waiting]

    def _go_on(self) -> None:
        """Send the next question that somebody waits for, or start the process for it."""
        while self._waiting and self._running is None:
            job = self._waiting[0]
            if job.answer.done():
                self._waiting.popleft()
            elif (kept := self._known(job.task, job.body)) is not None:
                self._waiting.popleft()
                job.answer.set_result(kept)
            elif self._ready():
                self._waiting.popleft()
                self._send(job)
            else:
                return

    def _ready(self) -> bool:
        """Whether the process listens; where there is none, it is started."""
        if self._pipe is None:
            self._begin()
        return self._listens

    def _send(self, job: Job) -> None:
        assert self._pipe is not None  # noqa: S101
        self._running = job
        self._set_alarm(job.deadline, partial(self._too_long, job))
        question = {"id": job.id, "task": job.task, "body": msgspec.Raw(job.body)}
        self._pipe.say(msgspec.json.encode(question))

    def _supersede(self, slot: str) -> None:
        for job in self._all():
            if job.slot == slot:
                job.fail(Superseded())
                self._abandon(job)

    def _abandon(self, job: Job) -> None:
        """Nobody waits for it any more: drop it, or let it come to its end if it is quick."""
        if job in self._waiting:
            self._waiting.remove(job)
        self._hurry()

    def _hurry(self) -> None:
        """What nobody waits for may keep others waiting for a little while only.

        Where no other waits it comes to its end, for its answer is kept.
        """
        job = self._running
        if job is None or not job.answer.done() or job.hurried or not self._waiting:
            return
        job.hurried = True
        spared = self._born + YOUNG - monotonic()
        self._set_alarm(max(GRACE, spared), partial(self._too_long, job))

    def _too_long(self, job: Job) -> None:
        """End the process, which is the only way to end what it computes."""
        if job is not self._running:
            return
        self._running = None
        self._drop()
        job.fail(
            ModellerError(
                f"This takes longer than {job.deadline:g} seconds, so it was stopped.",
                "A smaller model or fewer rows may do.",
            )
        )
        self._go_on()

    def _set_alarm(self, seconds: float, then: Callable[[], None]) -> None:
        assert self._loop is not None  # noqa: S101
        self._clear_alarm()
        self._alarm = self._loop.call_later(seconds, then)

    def _clear_alarm(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None

    # -- the process -------------------------------------------------------------------------

    def _begin(self) -> None:
        """Start it, unless it keeps ending."""
        now = monotonic()
        if len(self._deaths) == DEATHS and now - self._deaths[0] < MINUTE:
            self._give_up(ModellerError(OFTEN, REST))
            return
        try:
            self._pipe = Pipe(self._command or command(), ALONE, self._take, self._ended)
        except (OSError, ValueError) as error:
            why = getattr(error, "strerror", None) or error
            self._give_up(ModellerError(f"{PROCESS} does not start ({why}).", REST))
            return
        self._born = now
        self._set_alarm(START, self._silent)

    def _give_up(self, error: ModellerError) -> None:
        """Nobody who waits gets an answer."""
        waiting = list(self._waiting)
        self._waiting.clear()
        for job in waiting:
            job.fail(error)

    def _silent(self) -> None:
        """It was started and says nothing."""
        self._drop()
        self._deaths.append(monotonic())
        self._give_up(ModellerError(f"{PROCESS} says nothing for {START:g} seconds.", AGAIN))

    def _drop(self) -> None:
        """End it; the next question starts another."""
        self._clear_alarm()
        pipe, self._pipe = self._pipe, None
        self._listens = False
        if pipe is not None:
            pipe.end()

    def _take(self, pipe: Pipe, line: bytes) -> None:
        """A line has come; one that says nothing to anybody is passed over."""
        try:
            reply = msgspec.json.decode(line, type=Reply)
        except msgspec.MsgspecError:
            return
        job = self._running
        if not self._listens:
            self._listens = reply.id == 0
            self._clear_alarm()
        elif job is not None and reply.id == job.id:
            self._answered(job, reply)
        self._go_on()

    def _answered(self, job: Job, reply: Reply) -> None:
        if reply.part is not msgspec.UNSET:
            if job.part is not None and not job.answer.done():
                job.part(reply.part)
            return
        self._running = None
        self._clear_alarm()
        if reply.result is msgspec.UNSET:
            job.fail(ModellerError(reply.failed, reply.hint))
            return
        found = bytes(reply.result)
        if CHANGING not in job.body:
            self._kept[job.key] = found
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        if not job.answer.done():
            job.answer.set_result(found)

    def _ended(self, pipe: Pipe) -> None:
        """It has ended by itself: the question that it had gets a sentence, the next a new one."""
        job, self._running = self._running, None
        if job is None and not self._listens and self._waiting:
            job = self._waiting.popleft()
        self._drop()
        self._deaths.append(monotonic())
        if job is not None:
            job.fail(ModellerError(f"{PROCESS} came to an end.", AGAIN))
        self._go_on()


def _decoded(raw: bytes | msgspec.Raw, result: type[Answer]) -> Answer:
    """An answer of its type.

    Raises:
        ModellerError: it is none, which is a fault of the program.
    """
    try:
        return msgspec.json.decode(raw, type=result)
    except msgspec.MsgspecError as error:
        raise ModellerError(
            f"The answer cannot be read; a fault of the program ({error})."
        ) from None


def _heard(answer: asyncio.Future[bytes]) -> None:
    """Nobody waits for it, so nobody has to hear of what went wrong."""
    if not answer.cancelled():
        answer.exception()
