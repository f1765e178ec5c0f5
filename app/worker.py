"""The one warm process in which models are fitted: a request a line comes in, replies go out.

Started by :mod:`app.modeller` as ``python -m app.worker``. It knows of each task only where its
function is, and imports that when it is first asked for. It ends when its input ends, so it never
outlives the program that started it, however that came to its end.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Generator, Iterator
from functools import cache
from importlib import import_module
from queue import SimpleQueue
from threading import Thread
from types import GeneratorType
from typing import Any, BinaryIO, Final, get_type_hints

import msgspec

TASKS: Final[dict[str, str]] = {
    "warm": "app.tasks:warm",
    "example": "app.tasks:example",
    "script": "app.tasks:script",
    "explore.shrinkage": "app.explore_tasks:shrunk",
    "explore.influence": "app.explore_tasks:left_out",
    "explore.parameters": "app.explore_tasks:drawn",
    "explore.spread": "app.explore_tasks:spread",
    "explore.start": "app.explore_tasks:start",
    "explore.models": "app.explore_tasks:compared",
    "explore.formulas": "app.explore_tasks:offered",
    "explore.question": "app.explore_tasks:question",
    "progress": "app.progress_tasks:tables",
    "class": "app.class_tasks:report",
}
"""Task → its function, as ``module:function``.

A function takes one ``msgspec.Struct`` and returns one; or it yields what it has so far, and
returns the whole.
"""

HELLO: Final = b'{"id":0}'
"""The first line: it listens now."""


class Request(msgspec.Struct):
    """One question.

    Attributes:
        id: comes back with every reply to it.
        task: one of :data:`TASKS`.
        body: what its function takes.
    """

    id: int
    task: str
    body: msgspec.Raw


def main() -> None:
    """Answer until the input ends."""
    requests: SimpleQueue[bytes] = SimpleQueue()
    replies = _own_output()
    Thread(target=_listen, args=(sys.stdin.buffer, requests), daemon=True).start()
    _say(replies, HELLO)
    while True:
        line = requests.get()
        for reply in answers(line):
            _say(replies, reply)


def _own_output() -> BinaryIO:
    """The pipe to the program, which from now on nothing else can write to."""
    pipe = os.fdopen(os.dup(sys.stdout.fileno()), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return pipe


def _listen(lines: BinaryIO, requests: SimpleQueue[bytes]) -> None:
    """Put requests in the queue; leave at once when there will be no more, even if busy."""
    for line in lines:
        requests.put(line)
    os._exit(0)


def _say(pipe: BinaryIO, line: bytes) -> None:
    """One line to the program; without it there is nothing to live for."""
    rest = memoryview(line + b"\n")
    try:
        while rest:
            rest = rest[pipe.write(rest) :]
    except OSError:
        os._exit(0)


def answers(line: bytes) -> Iterator[bytes]:
    """The replies to one request, as lines of JSON without their ends.

    Args:
        line: a :class:`Request` as JSON.
    """
    try:
        request = msgspec.json.decode(line, type=Request)
    except msgspec.MsgspecError:
        return
    head = b'{"id":%d,' % request.id
    try:
        function, takes = task(request.task)
        found = function(msgspec.json.decode(request.body, type=takes))
        if isinstance(found, GeneratorType):
            found = yield from _parts(head, found)
        yield head + b'"result":' + msgspec.json.encode(found) + b"}"
    except Exception as error:  # whatever it is, a sentence is what she gets
        failed = {"failed": _sentence(error), "hint": getattr(error, "hint", "")}
        yield head + msgspec.json.encode(failed)[1:]


def _parts(head: bytes, found: Iterator[Any]) -> Generator[bytes, None, Any]:
    """Replies with what there is so far; returns the whole."""
    while True:
        try:
            part = next(found)
        except StopIteration as end:
            return end.value
        yield head + b'"part":' + msgspec.json.encode(part) + b"}"


@cache
def task(name: str) -> tuple[Callable[[Any], Any], Any]:
    """The function of a task, and the type that it takes.

    Raises:
        KeyError: there is no such task.
    """
    module, _, function = TASKS[name].partition(":")
    found = getattr(import_module(module), function)
    hints = get_type_hints(found)
    hints.pop("return", None)
    return found, next(iter(hints.values()))


def _sentence(error: Exception) -> str:
    """What to tell of an error; those of the models are sentences already."""
    message = getattr(error, "message", "")
    if message:
        return str(message)
    if isinstance(error, MemoryError):
        return "This needs more memory than there is."
    if type(error).__module__.startswith("flashcards.") and str(error):
        return str(error)
    return f"This cannot be computed; a fault of the program ({error!r})."


if __name__ == "__main__":
    main()
