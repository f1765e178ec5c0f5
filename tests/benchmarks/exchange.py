"""How long a large deck of Anki takes to be imported, and how much memory.

Run with ``python -m tests.benchmarks.exchange [NOTES]``. A deck of so many notes (by default
50,000, in 100 subdecks, with formulas and markup) is made in both forms, and the whole command
is run on each in a process of its own. Seconds and MiB (the most that is in memory at once) are of
this machine; the start of Python is in them.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random
from time import perf_counter

import zstandard

from flashcards.exchange.apkg_reading import PACKED
from tests.flashcards.exchange.decks import database, zipped

NOTES, DECKS = 50_000, 100

CHILD = """\
import resource, sys
from app.cli import cli
try:
    cli(sys.argv[1:])
finally:
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)
"""


def notes(number: int) -> list[tuple[str, list[str]]]:
    """Notes with some forty words each, in as many decks as there are."""
    draw = Random(1)
    words = ["".join(draw.choices("abcdefghijklmnopqrstuvwxyz", k=7)) for _ in range(5_000)]

    def text(count: int) -> str:
        chosen = draw.choices(words, k=count)
        chosen[1] = f"<b>{chosen[1]}</b>"
        return " ".join(chosen)

    return [
        (
            f"Large::Part {at * DECKS // number}",
            [f"{text(10)}?", rf"{text(30)} \(x_{{{at}}}\)<br>."],
        )
        for at in range(number)
    ]


def measure(file: Path, into: Path) -> tuple[float, float, str]:
    """Seconds, MiB, and the first line that the command says."""
    command = [sys.executable, "-c", CHILD, "import", str(file), "--into", str(into)]
    start = perf_counter()
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds = perf_counter() - start
    scale = 1 << (20 if sys.platform == "darwin" else 10)
    return seconds, int(run.stderr.split()[-1]) / scale, run.stdout.splitlines()[0]


def main() -> None:
    """Measure both forms, three times each, in turn."""
    number = int(sys.argv[1]) if len(sys.argv) > 1 else NOTES
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        content = database(folder / "db", notes(number)).read_bytes()
        old = zipped(folder / "old.apkg", content)
        new = zipped(folder / "new.apkg", zstandard.compress(content), PACKED)
        print(f"{number:,} notes, collection of {len(content) / 1e6:.0f} MB")
        for turn in range(3):
            for file in (old, new):
                seconds, most, line = measure(file, folder / str(turn))
                print(f"{file.stem}  {seconds:5.1f} s  {most:5.0f} MiB  {line.rpartition(': ')[2]}")


if __name__ == "__main__":
    main()
