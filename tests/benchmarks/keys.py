"""From a key press to the next screen, with a long journal and with an empty one.

    python -m tests.benchmarks.keys [--events 100000] [--days 3]

The program runs in a pseudo-terminal of 120 × 36 and every topic of the course is recalled, once
a day. Three keys are timed, each from its byte to the frame that shows the whole next screen, and
to the last byte before the terminal falls silent:

* ctrl+s on the page: the open card,
* ctrl+s on the check: how it went,
* Enter there: the next topic, closed.

Days with the long journal and with an empty one take turns, so that both see the same machine.
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
from pathlib import Path

from flashcards.cards import Topic
from flashcards.deck import bundled_content, load_deck
from tests.benchmarks.make_journal import make

SIZE = (36, 120)
"""Lines and columns of the terminal."""

PATIENCE = 20.0
"""Seconds after which a screen that has not come never will."""

SILENCE = 0.15
"""Seconds without a byte after which a screen is complete."""

THINKING = 0.1
"""Seconds that a learner takes, at least, before she presses the next key."""

SETTINGS = "new_per_day = 50\nminutes_per_day = 600\n"
"""Every topic of the course on one day."""

TEXT = b"the slope varies by group, lmer(y ~ x + (1 + x | g)), b1i = g10 + zeta1i"

HOME, CLOSED, PAGE = (b"settings",), (b"How comfortable", b"timer on or off"), (b"one more minute",)
CHECK, DONE = (b"to check", b"had it"), (b"points recalled", b"undo")
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
        self.wait(())
        time.sleep(THINKING)
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
    program = Program(home, now)
    try:
        program.wait(HOME)
        time.sleep(1)  # what the program imports while it waits for a key
        program.press(b"\r", CLOSED)
        for number in range(len(topics)):
            program.press(b"3", PAGE)
            program.press(TEXT, (b"saved",))
            times.take("page to open card", program.press(b"\x13", CHECK))
            # Where all points have an answer, more answers change the last one.
            program.press(b"y" * max(len(topic.key_points) for topic in topics), (b" points",))
            times.take("check to how it went", program.press(b"\x13", DONE))
            if number < len(topics) - 1:
                times.take("enter to next topic", program.press(b"\r", CLOSED))
    finally:
        program.end()


def report(events: int, long: Times, empty: Times) -> None:
    """A line for each key."""
    print(f"{'milliseconds':<24}{'presses':>8}{'median':>8}{'p95':>8}{'silent':>8}"
          f"{'empty':>8}{'p95':>8}{'ratio':>7}   (journal of {events} events)")  # fmt: skip
    for name in long.shown:
        ours, theirs = long.shown[name], empty.shown[name]
        ratio = statistics.median(ours) / statistics.median(theirs)
        print(
            f"{name:<24}{len(ours):>8}{1000 * statistics.median(ours):>8.0f}"
            f"{1000 * p95(ours):>8.0f}{1000 * statistics.median(long.silent[name]):>8.0f}"
            f"{1000 * statistics.median(theirs):>8.0f}{1000 * p95(theirs):>8.0f}{ratio:>7.2f}"
        )


def p95(values: Sequence[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(values, n=20, method="inclusive")[-1]


def main() -> None:
    """Study some days with each journal."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=100_000)
    parser.add_argument("--days", type=int, default=3)
    given = parser.parse_args()
    topics = load_deck(bundled_content()).topics
    points = {topic.key: [point.id for point in topic.key_points] for topic in topics}
    long, empty = Times(), Times()
    with tempfile.TemporaryDirectory() as name:
        home = Path(name) / "long"
        make(home, points, given.events)
        (home / "settings.toml").write_text(SETTINGS)
        for day in range(given.days):
            now = f"{2028 + day}-05-02T10:00"
            study_a_day(home, now, topics, long)
            new = Path(name) / f"empty-{day}"
            new.mkdir()
            (new / "settings.toml").write_text(SETTINGS)
            study_a_day(new, now, topics, empty)
    report(given.events, long, empty)


if __name__ == "__main__":
    main()
