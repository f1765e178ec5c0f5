"""How long the plan of 60 days takes for courses of 17 and 500 topics.

Run with ``python -m tests.benchmarks.exam_plan``. Ratios are to a loop of 100,000 forgetting
curves, so that they can be compared between machines.
"""

from __future__ import annotations

from flashcards.exam import Exam, Tendency, exam_plan, plan_today
from flashcards.memory import forgetting_curve
from flashcards.schedule import Pace, plan
from flashcards.settings import Settings
from tests.benchmarks.plan import course, seconds
from tests.flashcards.histories import TODAY, days, moment


def row(size: int, minutes: int) -> str:
    """The times for a course of so many topics and minutes a day."""
    topics, memories = course(size)
    wanted = Settings(exams=(Exam(TODAY + days(60), minutes=minutes),))
    repeats = 5 if size < 100 else 1
    about = topics, memories, Pace()
    yardstick = seconds(lambda: [forgetting_curve(9, 12.5) for _ in range(100_000)], 5)
    whole = seconds(lambda: exam_plan(*about, wanted, moment(), Tendency()), repeats)
    today = seconds(lambda: plan_today(*about, wanted, moment()), repeats)
    usual = seconds(lambda: plan(*about, moment()), repeats)
    return (
        f"{size:>7} {minutes:>8} {whole * 1e3:>11.1f} {whole / yardstick:>6.2f} "
        f"{today * 1e3:>9.1f} {usual * 1e3:>9.1f}"
    )


def main() -> None:
    """Print a table."""
    print(" topics  minutes  60 days ms  ratio  today ms  usual ms")
    for size, minutes in ((17, 10), (17, 30), (500, 60)):
        print(row(size, minutes))


if __name__ == "__main__":
    main()
