"""Time the report of a class: 5 and 500 students on the whole course.

python -m tests.benchmarks.class_report [STUDENTS …]

Prints seconds to read the files and to make the report, and how they grow with the class.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from time import perf_counter

from flashcards.bundled import bundled_content
from flashcards.cards import Topic
from flashcards.classes.files import gathered, student
from flashcards.classes.report import class_report
from flashcards.deck import load_deck
from flashcards.events import Answer
from flashcards.sharing import FORMAT, KIND, Shared, SharedRecall, encoded

RECALLS = 3


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


def main(sizes: Sequence[int]) -> None:
    """Print a line for each size."""
    topics = load_deck(bundled_content()).topics
    class_report(list(map(student, students(5, topics))), topics)  # imports
    first = 0.0
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            for given in students(size, topics):
                (Path(name) / f"{given.student}.json").write_bytes(encoded(given))
            start = perf_counter()
            found, _ = gathered(sorted(Path(name).glob("*.json")))
            read = perf_counter()
            report = class_report(found, topics)
            done = perf_counter()
        first = first or done - start
        answers = report.model.answers if report.model else 0
        print(
            f"{size:>4} students, {answers:>6} answers: files {read - start:.2f} s, report "
            f"{done - read:.2f} s, {(done - start) / first:.0f} times the first"
        )


if __name__ == "__main__":
    main([int(each) for each in sys.argv[1:]] or [5, 500])
