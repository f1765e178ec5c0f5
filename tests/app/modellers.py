"""What answers in place of the worker process where a test is about something else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import msgspec

from app.modeller import ModellerError
from flashcards.models.live import Output, Shown

CANNED = Shown((Output("summary", "summary(model)", ("what R prints",)),))
"""The answer that costs nothing."""


class Canned:
    """Answers every live example at once with a line of text."""

    def start(self) -> None:
        """Nothing to warm."""

    def close(self) -> None:
        """Nothing to end."""

    def prepare(self, task: str, body: object) -> None:
        """Nothing to prepare."""

    def known(self, task: str, body: object, result: type[Any]) -> Any:
        return CANNED if result is Shown else None

    async def ask(self, task: str, body: object, result: type[Any], **_: object) -> Any:
        if result is not Shown:
            raise ModellerError("There is no answer to this.")
        return CANNED


class AtOnce(Canned):
    """Computes in this process, so that nothing comes later than anything else."""

    def known(self, task: str, body: object, result: type[Any]) -> Any:
        return self._last(task, body, result, None)

    async def ask(
        self,
        task: str,
        body: object,
        result: type[Any],
        *,
        part: Callable[[Any], object] | None = None,
        **_: object,
    ) -> Any:
        return self._last(task, body, result, part)

    def _last(
        self, task: str, body: object, result: type[Any], part: Callable[[Any], object] | None
    ) -> Any:
        """The worker's replies, the last of which is the answer."""
        from app.worker import answers

        for line in answers(msgspec.json.encode({"id": 1, "task": task, "body": body})):
            reply = msgspec.json.decode(line, type=dict[str, msgspec.Raw])
            if "part" in reply and part is not None:
                part(msgspec.json.decode(reply["part"], type=result))
            elif "result" in reply:
                return msgspec.json.decode(reply["result"], type=result)
        raise ModellerError(*(msgspec.json.decode(reply[key]) for key in ("failed", "hint")))
