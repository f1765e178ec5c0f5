"""How well suggested ticks agree with ticks made by hand, and how long a suggestion takes.

python -m tests.benchmarks.suggestions [--errors]
"""

from __future__ import annotations

import statistics
import sys
import time
from collections.abc import Iterable

from flashcards.cards import Topic
from flashcards.recall import suggest
from tests.flashcards.recalls import Agreement, Ticked, agreement, sentences, texts, topics

LENGTH = 300
"""Words of the text that is timed: more than two minutes of anybody's typing."""


def main() -> None:
    deck = topics()
    for folder in ("development", "held_back"):
        found = list(texts(folder))
        if found:
            report(folder, deck, found)
    report_sentences(deck)
    report_time(deck, list(texts("development")))
    if "--errors" in sys.argv:
        for ticked in (*texts("development"), *texts("held_back")):
            list_errors(deck[ticked.topic], ticked)


def report(folder: str, deck: dict[str, Topic], found: list[Ticked]) -> None:
    counted = [(ticked, agreement(deck[ticked.topic], ticked)) for ticked in found]
    print(f"{folder}: {len(found)} texts on {len({ticked.topic for ticked in found})} topics")
    row("all", (agreed for _, agreed in counted))
    for kind in sorted({ticked.kind for ticked in found}):
        row(kind, (agreed for ticked, agreed in counted if ticked.kind == kind))
    print()


def row(name: str, agreements: Iterable[Agreement]) -> None:
    found = sum(agreements, Agreement(0, 0, 0))
    print(
        f"  {name:<12} precision {found.precision:.3f}  recall {found.recall:.3f}"
        f"  ({found.right} right, {found.false} false, {found.missed} missed)"
    )


def report_sentences(deck: dict[str, Topic]) -> None:
    said = [
        (right, point in suggest(deck[topic], sentence))
        for topic, point, right, sentence in sentences()
    ]
    right = [suggested for says, suggested in said if says]
    wrong = [suggested for says, suggested in said if not says]
    print("single sentences:")
    print(f"  suggested for {sum(right)} of {len(right)} that say the point")
    print(f"  suggested for {sum(wrong)} of {len(wrong)} that say the contrary\n")


def report_time(deck: dict[str, Topic], found: list[Ticked]) -> None:
    print(f"milliseconds for {LENGTH} words (the cues are read once, at the first suggestion):")
    for name, topic in deck.items():
        words = " ".join(ticked.text for ticked in found if ticked.topic == name).split(" ")
        text = " ".join((words * LENGTH)[:LENGTH])
        first = elapsed(topic, text)
        median = statistics.median(elapsed(topic, text) for _ in range(9))
        points = len(topic.key_points)
        print(f"  {name:<20} {points} points  first {first:5.1f}  median {median:5.1f}")


def elapsed(topic: Topic, text: str) -> float:
    start = time.perf_counter()
    suggest(topic, text)
    return 1000 * (time.perf_counter() - start)


def list_errors(topic: Topic, ticked: Ticked) -> None:
    found = suggest(topic, ticked.text)
    for point in sorted(ticked.recalled - found.keys()):
        print(f"missed {ticked.topic}#{point} ({ticked.kind})")
    for point in sorted(found.keys() - ticked.recalled - ticked.partly):
        quote = " … ".join(ticked.text[start:end] for start, end in found[point].spans)
        print(f"false  {ticked.topic}#{point} ({ticked.kind}): {' '.join(quote.split())}")


if __name__ == "__main__":
    main()
