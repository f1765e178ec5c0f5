"""From a key press to the next screen, with a long journal and with an empty one.

    python -m tests.benchmarks.keys [--events 100000] [--topics 12] [--days 1]

The program runs in a pseudo-terminal of 120 × 36, and on each day so many topics of the course are
recalled one after the other. Every key of that loop is timed, from its byte to the frame that
shows the whole next screen, and to the last byte before the terminal falls silent:

* Enter on the topics: the closed card,
* 3 on the closed card: the page,
* ctrl+s on the page: the open card,
* y on the last point: the verdict,
* ctrl+s on the check: how it went,
* Enter there: the next topic, closed.

Days with the long journal and with an empty one take turns, so that both see the same machine. A
topic takes about two seconds a journal, and making the long journal half a minute.
"""

from __future__ import annotations

import argparse
import fcntl
import os
import pty
import select
import signal
import statistics
import struct
import sys
import tempfile
import termios
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from flashcards.cards import Topic
from flashcards.deck import bundled_content, load_deck
from flashcards.journal import Journal
from tests.benchmarks.make_journal import make

SIZE = (36, 120)
"""Lines and columns of the terminal."""

PATIENCE = 20.0
"""Seconds after which a screen that has not come never will."""

SILENCE = 0.12
"""Seconds without a byte after which a screen is complete."""

THINKING = 0.1
"""Seconds that a learner takes, at least, before she presses the next key."""

SETTINGS = "new_per_day = 50\nminutes_per_day = 600\n"
"""Every topic of the course on one day."""

TEXT = b"the slope varies by group, lmer(y ~ x + (1 + x | g)), b1i = g10 + zeta1i"

HOME, CLOSED, PAGE = (b"settings",), (b"How comfortable", b"timer on or off"), (b"one more minute",)
CHECK, DONE = (b"to check", b"had it"), (b"points recalled", b"undo")
VERDICT = (b" points",)
"""What the screens show; the last of each stands in the last line."""


@dataclass
class Times:
    """What was measured, in seconds.

    Attributes:
        shown: until the whole screen was there, for each kind of key press.
        silent: until the terminal fell silent.
    """

    shown: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    silent: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))

    def take(self, name: str, times: tuple[float, float]) -> None:
        """Add one key press."""
        self.shown[name].append(times[0])
        self.silent[name].append(times[1])


class Program:
    """One run of the program, whose bytes are read as they come."""

    def __init__(self, home: Path, now: str) -> None:
        environment = {
            **os.environ,
            "FLASHCARDS_HOME": str(home),
            "FLASHCARDS_NOW": now,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "TEXTUAL_ANIMATIONS": "none",
        }
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        self.pid, self.terminal = pty.fork()
        if self.pid == 0:
            os.execvpe(sys.executable, [sys.executable, "-m", "app"], environment)
        fcntl.ioctl(self.terminal, termios.TIOCSWINSZ, struct.pack("HHHH", *SIZE, 0, 0))

    def press(self, key: bytes, signs: Sequence[bytes]) -> tuple[float, float]:
        """Press a key and wait for a screen; seconds until it was there, and until silence."""
        time.sleep(THINKING)
        while select.select([self.terminal], [], [], 0)[0]:
            os.read(self.terminal, 65536)  # a clock that ticked meanwhile
        started = time.perf_counter()
        os.write(self.terminal, key)
        shown, silent = self.wait(signs)
        return shown - started, silent - started

    def wait(self, signs: Sequence[bytes]) -> tuple[float, float]:
        """Read until all signs have come and nothing follows them; when each was."""
        seen = b""
        shown = last = time.perf_counter()
        missing = list(signs)
        deadline = shown + PATIENCE
        while time.perf_counter() < deadline:
            if select.select([self.terminal], [], [], SILENCE)[0]:
                seen += os.read(self.terminal, 65536)
                last = time.perf_counter()
                if missing and not (missing := [sign for sign in missing if sign not in seen]):
                    shown = last
            elif not missing:
                return shown, last
        raise SystemExit(f"{missing} did not come; the last bytes were {seen[-600:]!r}")

    def end(self) -> None:
        """Leave nothing running."""
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        os.close(self.terminal)


def study_a_day(home: Path, now: str, topics: Sequence[Topic], times: Times) -> None:
    """Recall every topic once."""
    most = max(len(topic.key_points) for topic in topics)
    program = Program(home, now)
    try:
        program.wait(HOME)
        time.sleep(1)  # what the program imports while it waits for a key
        times.take("enter to closed card", program.press(b"\r", CLOSED))
        for number in range(len(topics)):
            if number:
                times.take("enter to next topic", program.press(b"\r", CLOSED))
            times.take("3 to page", program.press(b"3", PAGE))
            program.press(TEXT, (b"saved",))
            times.take("ctrl+s to open card", program.press(b"\x13", CHECK))
            # Where all points have an answer, more answers change the last one.
            program.press(b"y" * most, VERDICT)
            times.take("n to verdict", program.press(b"n", VERDICT))
            times.take("ctrl+s to how it went", program.press(b"\x13", DONE))
    finally:
        program.end()


def report(events: int, long: Times, empty: Times) -> None:
    """A line for each key, and one for all."""
    long.shown["all"] = [each for times in long.shown.values() for each in times]
    long.silent["all"] = [each for times in long.silent.values() for each in times]
    empty.shown["all"] = [each for times in empty.shown.values() for each in times]
    print(f"milliseconds, {events} events against none; silent: until the last byte")
    print(f"{'':<24}{'presses':>8}{'median':>8}{'p95':>8}{'silent':>8}"
          f"{'empty':>8}{'p95':>8}{'ratio':>8}{'of p95':>8}")  # fmt: skip
    for name in long.shown:
        ours, theirs = long.shown[name], empty.shown[name]
        middle, other = statistics.median(ours), statistics.median(theirs)
        silent = statistics.median(long.silent[name])
        print(
            f"{name:<24}{len(ours):>8}{1000 * middle:>8.0f}{1000 * p95(ours):>8.0f}"
            f"{1000 * silent:>8.0f}{1000 * other:>8.0f}{1000 * p95(theirs):>8.0f}"
            f"{middle / other:>8.2f}{p95(ours) / p95(theirs):>8.2f}"
        )


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    if len(values) < 2:
        return max(values)
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def opened_once(home: Path) -> None:
    """A folder in which the program does not open on how to study, and offers every topic."""
    with Journal.open(home) as journal:
        journal.daily_copy(date(2000, 1, 1))
    (home / "settings.toml").write_text(SETTINGS)


def main() -> None:
    """Study some days with each journal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--topics", type=int, default=12)
    parser.add_argument("--days", type=int, default=1)
    given = parser.parse_args()
    course = load_deck(bundled_content()).topics
    topics = course[: given.topics]
    points = {topic.key: [point.id for point in topic.key_points] for topic in course}
    long, empty = Times(), Times()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "long"
        make(home, points, given.events)
        opened_once(home)
        for day in range(given.days):
            now = f"{2028 + day}-05-02T10:00"
            study_a_day(home, now, topics, long)
            new = Path(name) / f"empty-{day}"
            opened_once(new)
            study_a_day(new, now, topics, empty)
    report(given.events, long, empty)


if __name__ == "__main__":
    main()
