"""Kill a writer at random moments and see whether anything that it had kept is lost.

    python -m tests.benchmarks.kills [--kills 300] [--seed 1] [--folder FOLDER]

A second process answers, writes drafts and undoes as fast as it can, and says so only when the
journal has returned. It is killed with SIGKILL (on Windows: ended at once), and the journal is
opened straight away. Everything that was said must be there, and the events must still add up.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from msgspec.structs import replace

from flashcards.clock import Moment, StudyClock
from flashcards.doctor import examine
from flashcards.events import Answer, Draft, Recalled, Undone
from flashcards.ids import new_id
from flashcards.journal import Journal

TOPICS = ("course/one", "course/two", "course/three")
POINTS = ("a", "b", "c")
ROOT = Path(__file__).parents[2]


# -- the one that is killed --------------------------------------------------------------------


def write_until_killed(folder: Path, seed: int) -> None:
    """Study without end, a study day a recall."""
    rng = random.Random(seed)
    with Journal.open(folder) as journal:
        if journal.read_only:
            raise SystemExit(journal.why_read_only)
        last = journal.last_moment() or StudyClock().moment()
        while True:
            last = Moment.of(last.at + timedelta(days=1))
            draft = _type(journal, rng, Draft(new_id(), last, rng.choice(TOPICS)))
            _finish(journal, rng, draft)
            if rng.random() < 0.3:
                journal.daily_copy(last.day)
            if rng.random() < 0.3:
                undone = journal.undo(last)
                assert isinstance(undone, Recalled)
                _say("undone", undone.id)
                reopened = journal.draft(undone.topic, undone.moment.day)
                assert reopened is not None
                _say("draft", reopened.id, reopened.text.split()[0])
                if rng.random() < 0.5:
                    _finish(journal, rng, reopened)


def _type(journal: Journal, rng: random.Random, draft: Draft) -> Draft:
    for words in range(1, rng.randint(2, 8)):
        draft = replace(draft, text=f"{words} " + "word " * rng.randint(1, 400), seconds=words)
        journal.save_draft(draft)
        _say("draft", draft.id, words)
    return draft


def _finish(journal: Journal, rng: random.Random, draft: Draft) -> None:
    recalled = Recalled(
        id=draft.id,
        device=journal.device,
        moment=draft.moment,
        topic=draft.topic,
        text=draft.text,
        seconds=draft.seconds,
        comfort=3,
        paper=False,
        answers={point: rng.choice(list(Answer)) for point in POINTS},
    )
    journal.record(recalled)
    _say("event", draft.id)


def _say(*words: object) -> None:
    os.write(1, (" ".join(map(str, words)) + "\n").encode())


# -- the one that kills ------------------------------------------------------------------------


@dataclass
class Said:
    """What the writers have said was kept, over all rounds."""

    events: set[str] = field(default_factory=set)
    undone: set[str] = field(default_factory=set)
    drafts: dict[str, int] = field(default_factory=dict)

    def hear(self, output: bytes) -> None:
        """Take in what a writer said; a line that was cut off was not said."""
        for line in output.decode().split("\n")[:-1]:
            match line.split():
                case ["event", id_]:
                    self.events.add(id_)
                case ["undone", id_]:
                    self.undone.add(id_)
                case ["draft", id_, words]:
                    self.drafts[id_] = int(words)

    def lost(self, journal: Journal) -> list[str]:
        """What of it is not in the journal."""
        events = {event.id: event for event in journal.events()}
        undone = {event.undone for event in events.values() if isinstance(event, Undone)}
        drafts = {draft.id: int(draft.text.split()[0]) for draft in journal.drafts()}
        lost = [f"event {id_}" for id_ in self.events - events.keys()]
        lost += [f"undo of {id_}" for id_ in self.undone - undone]
        lost += [
            f"draft {id_} at {words}"
            for id_, words in self.drafts.items()
            if id_ not in events and drafts.get(id_, 0) < words
        ]
        return lost


@dataclass(frozen=True)
class Round:
    """How one kill went.

    Attributes:
        said: how much the writer had said by then.
        interrupted: whether a transaction was left half done.
        opened: seconds that it took to open the journal again.
        lost: what was lost; nothing, one hopes.
    """

    said: int
    interrupted: bool
    opened: float
    lost: tuple[str, ...]


def kill_once(folder: Path, said: Said, rng: random.Random) -> Round:
    """Start a writer, kill it at a random moment, and look.

    Args:
        folder: the journal's folder, which may hold the journal of earlier rounds.
        said: what was kept so far; grows.
        rng: chooses the moment: a few hundredths of a second after the writer has said some
            things or, one time in ten, while it starts.
    """
    command = [sys.executable, "-m", "tests.benchmarks.kills", "--write", str(folder)]
    command += ["--seed", str(rng.getrandbits(32))]
    starting = rng.random() < 0.1
    with subprocess.Popen(command, stdout=subprocess.PIPE, cwd=ROOT) as writer:
        assert writer.stdout is not None
        lines = [writer.stdout.readline() for _ in range(0 if starting else rng.randint(1, 20))]
        time.sleep(rng.uniform(0, 0.3 if starting else 0.03))
        writer.kill()
        output = b"".join(lines) + writer.stdout.read()
    said.hear(output)
    interrupted = any(folder.glob("*.sqlite3-journal"))
    start = time.perf_counter()
    with Journal.open(folder) as journal:
        opened = time.perf_counter() - start
        lost = ["the right to write"] if journal.read_only else said.lost(journal)
    lost += [finding.message for finding in examine(folder).faults]
    return Round(output.count(b"\n"), interrupted, opened, tuple(lost))


def main(arguments: Sequence[str] | None = None) -> int:
    """Kill as often as asked; exits 1 where anything was lost."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", type=Path, help="default: a new one, removed at the end")
    parser.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args(arguments)
    if given.write:
        write_until_killed(given.write, given.seed)
    with tempfile.TemporaryDirectory() as new:
        rng, said = random.Random(given.seed), Said()
        rounds = [kill_once(given.folder or Path(new), said, rng) for _ in range(given.kills)]
    lost = [what for each in rounds for what in each.lost]
    print(
        f"{len(rounds)} kills, {sum(each.interrupted for each in rounds)} of them in the middle "
        f"of a transaction; kept: {len(said.events)} answers, {len(said.undone)} undos, "
        f"{sum(said.drafts.values())} saves of {len(said.drafts)} drafts; "
        f"slowest start {1000 * max(each.opened for each in rounds):.0f} ms; lost: {len(lost)}"
    )
    print(*lost, sep="\n")
    return 1 if lost else 0


if __name__ == "__main__":
    sys.exit(main())
