"""How long a course of 2,000 topics takes to read, to check, and to open from the cache.

``check`` is what is wrong; ``advice`` what ``flashcards check --no-fits`` does, ``fits`` all of it.

Run it by itself: ``python -m tests.benchmarks.deck_2000``. Every step runs in a process of its
own, so that each has its own peak of memory.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

TOPICS = 2_000
RUNS = 3

STEP = """
import json, resource, sys, time
from pathlib import Path
folder, cache, step = Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3]
start = time.perf_counter()
if step == "check":
    from flashcards.lint import check
    found = len(check([folder]))
elif step in ("advice", "fits"):
    from flashcards.quality.numbers import notes
    from flashcards.quality.review import check
    found = len(check([folder], [notes] if step == "fits" else ()))
elif step == "search":
    from flashcards.deck import load_deck
    from flashcards.search import search
    deck = load_deck(folder, cache)
    search(deck, "nothing of the kind")
    start = time.perf_counter()
    found = len(search(deck, "variance 1999"))
else:
    from flashcards.deck import load_deck
    found = len(load_deck(folder, cache if step == "cache" else None).topics)
seconds = time.perf_counter() - start
unit = 1 << 20 if sys.platform == "darwin" else 1 << 10
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit
print(json.dumps([seconds, peak, found]))
"""


def topic(number: int) -> str:
    """A card of about the size and make of a real one."""
    after = [f"topic-{number // 2}"] if number else []
    points = "\n".join(
        f"- Point {i} of topic {number} says $\\gamma_{{{i}0}}$ is *one* thing {{#point-{i}}}\n"
        f"  - ask: What does point {i} of `topic` hold?\n"
        f"  - cues: one, thing {i}; gamma, γ{i}0, overall, `y ~ x + (1 + x | g)`; fixed, mean"
        for i in range(7)
    )
    paragraphs = "\n\n".join(
        f"Paragraph {i} of topic {number} says **how much** of the variance $\\sigma_{i}^2$ lies"
        f" between groups, as [{number}.{i}]{{=sd.subject.x1 of one}} of `lmer` does, and *why*."
        for i in range(8)
    )
    return f"""\
---
id: topic-{number}
title: Topic {number}
after: [{", ".join(after)}]
minutes: 2
---
{paragraphs}

$$y_{{ij}} = b_{{0i}} + b_1 x_{{ij}} + \\epsilon_{{ij}}$$

| symbol | estimate |
|---|---|
| $\\widehat{{\\gamma}}_{{00}}$ | 1.726 |

```live
name: one
data: caffeine
model: lmer(outcome ~ x1 + (1 + x1 | subject))
show: summary, fixef
figure: spaghetti
title: Fits a line for each subject.
```

## Key points
{points}
"""


def generate(folder: Path) -> None:
    """Write the course."""
    (folder / "topics").mkdir(parents=True)
    listed = "".join(f"  - topic-{number}\n" for number in range(TOPICS))
    front = f"---\npack: large\ntitle: A large course\ntopics:\n{listed}---\nWelcome.\n"
    (folder / "course.md").write_text(front, "utf-8")
    for number in range(TOPICS):
        (folder / f"topics/topic-{number}.md").write_text(topic(number), "utf-8")


def measure(folder: Path, cache: Path, step: str) -> tuple[float, float, int]:
    """Seconds, peak memory in MiB and number of things found of one step, by itself."""
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, "-c", STEP, str(folder), str(cache), step]
    output = subprocess.run(
        command, capture_output=True, text=True, check=True, env=environment
    ).stdout
    seconds, peak, found = json.loads(output)
    return seconds, peak, found


def main() -> None:
    """Generate, measure, print."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, cache = Path(temporary) / "course", Path(temporary) / "cache"
        generate(folder)
        measure(folder, cache, "cache")  # fills it
        best = {}
        print(f"{TOPICS} topics, best of {RUNS}")
        for step in ("cold", "cache", "check", "advice", "fits", "search"):
            best[step] = min(measure(folder, cache, step) for _ in range(RUNS))
            seconds, peak, found = best[step]
            print(f"{step:8} {seconds:8.3f} s {peak:8.0f} MiB {found:6} found")
        print(f"cold, per topic {best['cold'][0] / TOPICS * 1000:.2f} ms")
        print(f"cache : cold = 1 : {best['cold'][0] / best['cache'][0]:.0f}")


if __name__ == "__main__":
    main()
