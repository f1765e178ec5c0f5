"""Run the cells, and print the tables as Markdown."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Sequence
from itertools import product
from multiprocessing import Pool

import numpy as np

from tests.benchmarks.exam_simulation.calibration import forecasts, held
from tests.benchmarks.exam_simulation.fsrs import Floats
from tests.benchmarks.exam_simulation.memories import HARDER, KINDS
from tests.benchmarks.exam_simulation.policies import POLICIES, run
from tests.benchmarks.exam_simulation.world import Cell, World

HORIZONS = (60, 21, 7)
MINUTES = (5, 10, 20, 30)
PLAN = "this plan"

Results = dict[tuple[Cell, str], tuple[Floats, float]]
"""Cell and policy → true recall on the exam day by learner, and mean minutes spent."""


def outcome(job: tuple[Cell, str, int]) -> tuple[Cell, str, Floats, float]:
    """One policy in one cell."""
    cell, policy, learners = job
    world = run(World(cell, learners), POLICIES[policy])
    return cell, policy, world.result(), float(world.spent.mean() / 60)


def table(cells: Sequence[Cell], results: Results) -> Iterator[str]:
    """Every cell, a line each, and at the end in how many the plan is best or near."""
    yield f"| memory | days | minutes | {' | '.join(POLICIES)} |"
    yield f"|---|---:|---:|{'---:|' * len(POLICIES)}"
    near = 0
    for cell in cells:
        best = max(POLICIES, key=lambda policy: float(results[cell, policy][0].mean()))
        shown = []
        for policy in POLICIES:
            recall, minutes = results[cell, policy]
            behind = results[cell, best][0] - recall
            error = float(behind.std(ddof=1) / np.sqrt(len(behind)))
            fine = bool(behind.mean() <= 2 * error)
            near += fine and policy == PLAN
            text = f"{recall.mean():.3f}"
            if policy == best:
                text = f"**{text}**"
            else:
                text += f" ± {error:.3f}" + ("" if fine or policy != PLAN else " ✗")
            shown.append(f"{text}, {minutes:.0f} min")
        yield f"| {cell.kind} | {cell.horizon} | {cell.minutes} | {' | '.join(shown)} |"
    yield ""
    yield f"The plan is best, or within two standard errors of it, in {near} of {len(cells)} cells."


def forecast(job: tuple[Cell, int]) -> tuple[Cell, float, float]:
    """How often the ranges of one cell hold."""
    cell, learners = job
    return (cell, *held(forecasts(cell, learners)))


def forecast_table(found: Sequence[tuple[Cell, float, float]]) -> Iterator[str]:
    """How often the ranges hold, by memory and in all."""
    yield "| memory | whole exams | single topics |"
    yield "|---|---:|---:|"
    for kind in (*KINDS, HARDER, "all"):
        rows = [row for row in found if kind in (row[0].kind, "all")]
        if rows:
            exams, topics = (np.mean([row[column] for row in rows]) for column in (1, 2))
            yield f"| {kind} | {exams * 100:.0f} % | {topics * 100:.0f} % |"


def main() -> None:
    """Print both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=200, help="in every cell")
    parser.add_argument("--forecasts", type=int, default=100, help="learners whose forecasts count")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--harder", action="store_true", help=f"only: {HARDER}")
    parser.add_argument("--small", action="store_true", help="two cells only")
    chosen = parser.parse_args()
    cells = [
        Cell(*each) for each in product([HARDER] if chosen.harder else KINDS, HORIZONS, MINUTES)
    ]
    if chosen.small:
        cells = [Cell(KINDS[0], 7, 10), Cell(KINDS[3], 7, 10)]
    with Pool(chosen.processes) as pool:
        if chosen.learners:
            jobs = [(cell, policy, chosen.learners) for cell in cells for policy in POLICIES]
            done = pool.imap_unordered(outcome, jobs)
            results = {(cell, policy): (recall, spent) for cell, policy, recall, spent in done}
            print("\n".join(table(cells, results)))
        if chosen.forecasts:
            print()
            jobs_of = [(cell, chosen.forecasts) for cell in cells]
            print("\n".join(forecast_table(pool.map(forecast, jobs_of, chunksize=1))))


if __name__ == "__main__":
    main()
