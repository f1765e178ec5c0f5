"""Time the report of a class: 5 and 500 students on the whole course.

python -m tests.benchmarks.class_report [STUDENTS …]

Prints seconds to read the files and to make the report, the median of several runs in turns, how
they grow with the class, and the most memory that the whole took.
"""

from __future__ import annotations

import random
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from flashcards.bundled import bundled_content
from flashcards.cards import Topic
from flashcards.classes.files import gathered, student
from flashcards.classes.report import class_report
from flashcards.deck import load_deck
from flashcards.events import Answer
from flashcards.sharing import FORMAT, KIND, Shared, SharedRecall, encoded

RECALLS, RUNS = 3, 5


def students(number: int, topics: Sequence[Topic]) -> list[Shared]:
    """Students of different ability, who recalled every topic a few times."""
    rng = random.Random(1)
    ease = {(t.key, p.id): rng.gauss(0.6, 0.8) for t in topics for p in t.key_points}
    made = []
    for place in range(number):
        ability = rng.gauss(0, 0.7)
        recalls = []
        for topic in topics:
            for time in range(RECALLS):
                answers = {}
                for point in topic.key_points:
                    score = ease[topic.key, point.id] + ability + 0.4 * time + rng.gauss(0, 1)
                    answers[point.id] = (
                        Answer.YES if score > 0.5 else Answer.PARTLY if score > 0 else Answer.NO
                    )
                comfort = rng.randint(2, 5)
                recalls.append(SharedRecall(7 * time, topic.key, answers, comfort, 100.0))
        made.append(Shared(KIND, FORMAT, f"s{place}", tuple(recalls)))
    return made


def timed(folder: Path, topics: Sequence[Topic]) -> tuple[float, float, int]:
    """Seconds to read, seconds to report, and the answers that there were."""
    start = perf_counter()
    found, _ = gathered(sorted(folder.glob("*.json")))
    read = perf_counter()
    report = class_report(found, topics)
    done = perf_counter()
    return read - start, done - read, report.model.answers if report.model else 0


def main(sizes: Sequence[int]) -> None:
    """Print a line for each size."""
    topics = load_deck(bundled_content()).topics
    class_report(list(map(student, students(5, topics))), topics)  # imports
    runs: dict[int, list[tuple[float, float, int]]] = {size: [] for size in sizes}
    with tempfile.TemporaryDirectory() as name:
        for size in sizes:
            (Path(name) / str(size)).mkdir()
            for given in students(size, topics):
                file = Path(name) / str(size) / f"{given.student}.json"
                file.write_bytes(encoded(given))
        for _ in range(RUNS):
            for size in sizes:
                runs[size].append(timed(Path(name) / str(size), topics))
    first = 0.0
    for size, found in runs.items():
        read, report = (median(run[part] for run in found) for part in (0, 1))
        first = first or read + report
        print(
            f"{size:>4} students, {found[0][2]:>6} answers: files {read:.3f} s, report "
            f"{report:.3f} s, {(read + report) / first:.0f} times the first"
        )
    print(f"memory at most {memory()} MB")


def memory() -> int:
    """Megabytes that this process has taken at most, also for making the students."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [5, 500])
