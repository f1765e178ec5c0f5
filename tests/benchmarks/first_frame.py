"""Time from process start to the first home frame, as a ratio to a minimal Textual app.

Both run in a pseudo-terminal, in turn, in one run. Prints ratios; run by hand:

    python -m tests.benchmarks.first_frame [RUNS] [EVENTS]
"""

from __future__ import annotations

import os
import pty
import select
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

MINIMAL = """
from textual.app import App
from textual.widgets import Static
class Minimal(App):
    def compose(self):
        yield Static("Simple linear")
Minimal().run()
"""
SIGN = b"Simple linear"
"""Words that the first frame of either program shows."""


def seconds_to_frame(command: list[str], environment: dict[str, str]) -> float:
    """Start a program in a pty of 120 × 36 and wait for its first frame."""
    started = time.perf_counter()
    pid, terminal = pty.fork()
    if pid == 0:
        os.execvpe(command[0], command, environment)
    import fcntl
    import struct
    import termios

    fcntl.ioctl(terminal, termios.TIOCSWINSZ, struct.pack("HHHH", 36, 120, 0, 0))
    seen = b""
    while SIGN not in seen:
        ready, _, _ = select.select([terminal], [], [], 20)
        if not ready:
            raise SystemExit(f"no frame after 20 s; the screen had {seen[-400:]!r}")
        seen += os.read(terminal, 65536)
    taken = time.perf_counter() - started
    os.kill(pid, 9)
    os.waitpid(pid, 0)
    os.close(terminal)
    return taken


def main() -> None:
    """Compare, and print the medians' ratio."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    events = int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        environment = {
            **os.environ, "FLASHCARDS_HOME": folder, "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
        }  # fmt: skip
        environment.pop("PYTHONDONTWRITEBYTECODE", None)
        if events:
            subprocess.run(
                [
                    sys.executable,
                    "-m",
                    "tests.benchmarks.make_journal",
                    folder,
                    "--events",
                    str(events),
                ],
                check=True,
                stdout=subprocess.DEVNULL,
            )
        minimal = Path(folder) / "minimal.py"
        minimal.write_text(MINIMAL)
        ours = [sys.executable, "-m", "app"]
        theirs = [sys.executable, str(minimal)]
        for command in (ours, theirs, ours, theirs):
            seconds_to_frame(command, environment)
        pairs = [
            (seconds_to_frame(ours, environment), seconds_to_frame(theirs, environment))
            for _ in range(runs)
        ]
    ratios = sorted(a / b for a, b in pairs)
    first = statistics.median(a for a, _ in pairs)
    second = statistics.median(b for _, b in pairs)
    print(f"home {first * 1000:.0f} ms, minimal {second * 1000:.0f} ms, {events} events")
    print(f"ratio: median {statistics.median(ratios):.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")


if __name__ == "__main__":
    main()
