"""Her own parameters of the model of memory: a small file beside the journal, where there is one.

The journal reads it when it is opened, so that whoever has the journal has the model that belongs
to it. Without the file, or where it makes no sense, the published parameters hold.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import msgspec
from msgspec import Struct

from flashcards.memory_model import DEFAULT, MemoryModel

FILE = "parameters.json"
"""In the learner's data folder."""

LONGEST = 100_000
"""Bytes that are read of it; a whole one has about a thousand."""


class Judged(Struct, frozen=True):
    """How well parameters foresaw answers that they were not fitted to.

    Attributes:
        log_loss: mean of -log of the probability that was given to what came, in nats; the lower,
            the better.
        rmse: root mean square of foreseen less recalled, over answers of like history.
        foreseen: mean probability of recall, 0 to 1.
    """

    log_loss: float
    rmse: float
    foreseen: float


class Fit(Struct, frozen=True):
    """Fitted parameters, and why they are believed.

    Attributes:
        parameters: the 21 of them.
        fitted_on: the study day of the fit.
        answers: to how many answers they were fitted, together with those held out.
        held_out: how many answers both were judged on.
        recalled: the share of those that was recalled, 0 to 1.
        default: how the published parameters foresaw them.
        fitted: how these did.
    """

    parameters: tuple[float, ...]
    fitted_on: date
    answers: int
    held_out: int
    recalled: float
    default: Judged
    fitted: Judged


class Own(Struct, frozen=True):
    """What holds for a learner.

    Attributes:
        model: the model of memory.
        fit: where its parameters come from; None where they are the published ones.
        trouble: a sentence where there is a file that cannot be used, else empty.
    """

    model: MemoryModel = DEFAULT
    fit: Fit | None = None
    trouble: str = ""


def load(folder: Path) -> Own:
    """The model that holds for the journal in a folder.

    Args:
        folder: the learner's data folder.
    """
    file = folder / FILE
    try:
        with file.open("rb") as opened:
            fit = msgspec.json.decode(opened.read(LONGEST), type=Fit)
        return Own(MemoryModel(fit.parameters), fit)
    except (FileNotFoundError, NotADirectoryError):
        return Own()
    except OSError as error:
        return Own(trouble=_trouble(file, error.strerror or str(error)))
    except (ValueError, RecursionError, msgspec.MsgspecError) as error:
        return Own(trouble=_trouble(file, str(error)))


def save(folder: Path, fit: Fit) -> None:
    """Keep fitted parameters; they hold from the next time the journal is opened or renewed.

    Args:
        folder: the learner's data folder.
        fit: what to keep.

    Raises:
        OSError: the file cannot be written; what held before still holds.
    """
    file = folder / FILE
    part = file.with_suffix(".part")
    part.write_bytes(msgspec.json.format(msgspec.json.encode(fit), indent=2) + b"\n")
    part.replace(file)


def forget(folder: Path) -> bool:
    """Go back to the published parameters.

    Args:
        folder: the learner's data folder.

    Returns:
        Whether there was a file.

    Raises:
        OSError: it cannot be removed.
    """
    try:
        (folder / FILE).unlink()
    except FileNotFoundError:
        return False
    return True


def _trouble(file: Path, why: str) -> str:
    return (
        f"Your own parameters of memory cannot be read, so the published ones are used "
        f"({file}: {why}). `flashcards optimize` fits them anew; "
        "`flashcards optimize --forget` removes the file."
    )
