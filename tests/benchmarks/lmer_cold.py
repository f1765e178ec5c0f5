"""Time from process start to the last line of ``flashcards lmer``, as a ratio to loading NumPy.

Both run in turn, in one run. Prints the ratio, and what the command has imported at its end; run
by hand:

    python -m tests.benchmarks.lmer_cold [RUNS]
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).parents[2]
COMMAND = ["lmer", "outcome ~ x1 + (1 + x1 | subject)", "--data", "caffeine"]
OURS = [sys.executable, "-m", "app", *COMMAND]
THEIRS = [sys.executable, "-c", "import numpy"]
WHAT_IS_IMPORTED = f"""
import json, sys
sys.argv = ["flashcards", *{COMMAND!r}]
from app.__main__ import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(json.dumps(sorted(sys.modules)), file=sys.stderr)
"""


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    """Run a command, with compiled modules kept, as for a learner."""
    environment = {**os.environ}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return subprocess.run(
        command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    )


def seconds(command: list[str]) -> float:
    """From start to end of a process."""
    started = time.perf_counter()
    run(command)
    return time.perf_counter() - started


def main() -> None:
    """Compare, and print the medians' ratio and the modules."""
    runs = int(sys.argv[1]) if len(sys.argv) > 1 else 15
    for command in (OURS, THEIRS):
        seconds(command)
    pairs = [(seconds(OURS), seconds(THEIRS)) for _ in range(runs)]
    ratios = sorted(a / b for a, b in pairs)
    first = statistics.median(a for a, _ in pairs)
    second = statistics.median(b for _, b in pairs)
    print(f"flashcards lmer {first * 1000:.0f} ms, import numpy {second * 1000:.0f} ms")
    print(f"ratio: median {statistics.median(ratios):.2f}, {ratios[0]:.2f} to {ratios[-1]:.2f}")
    names = json.loads(run([sys.executable, "-c", WHAT_IS_IMPORTED]).stderr)
    packages = Counter(name.split(".")[0] for name in names)
    outside = {
        name: count
        for name, count in packages.most_common()
        if name not in sys.stdlib_module_names and not name.startswith("_")
    }
    listed = ", ".join(f"{name} {count}" for name, count in outside.items())
    print(f"modules: {len(names)}, beside Python's own: {listed}")


if __name__ == "__main__":
    main()
