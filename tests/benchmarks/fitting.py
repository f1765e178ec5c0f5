"""How often a fit is kept, and what it is then worth, for simulated learners of five kinds.

    python -m tests.benchmarks.fitting [--learners 40]

Of each learner so many answers are fitted to and judged; the answers that come after are seen by
neither and tell what the fitted parameters save, in nats an answer.
"""

from __future__ import annotations

import argparse
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from itertools import islice
from typing import NamedTuple

from flashcards.fitting import fit
from flashcards.fitting.answers import given
from flashcards.fitting.judgement import forecasts
from flashcards.memory_model import DEFAULT, PARAMETERS, MemoryModel
from tests.flashcards.histories import TODAY
from tests.flashcards.learners import LAPSING, POINTS, life

P = PARAMETERS
KINDS = {
    "the published memory": DEFAULT,
    "loses more by a miss": LAPSING,
    "forgets faster": MemoryModel((*(x * 0.35 for x in P[:4]), *P[4:8], 1.3, *P[9:])),
    "forgets more slowly": MemoryModel((*(x * 3 for x in P[:4]), *P[4:8], 2.4, *P[9:])),
    "forgets by a steeper curve": MemoryModel((*P[:20], 0.5)),
}
ANSWERS = (500, 1000, 3000)
AFTER = 2000
"""Answers of the time after the fit."""


class Result(NamedTuple):
    """What came of one learner: whether the fit was kept, and what it saves afterwards."""

    kept: bool
    saving: float


def result(kind: str, answers: int, seed: int) -> Result:
    """Fit one learner and look at what comes after."""
    count = answers // len(POINTS)
    events = list(islice(life(KINDS[kind], seed), count + AFTER // len(POINTS)))
    found = fit(events[:count], TODAY)
    after = {(event.topic, event.moment.day.toordinal()) for event in events[count:]}
    everything = given(events)
    losses = []
    for model in (DEFAULT, MemoryModel(found.fit.parameters)):
        later = [each for each in forecasts(everything, model) if each.answer.recall in after]
        losses.append(sum(each.loss for each in later) / len(later))
    return Result(found.better, losses[0] - losses[1])


def main() -> None:
    """Print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--learners", type=int, default=40)
    learners = parser.parse_args().learners
    print(f"{'answers':>7}  {'learner':<28}{'kept':>6}{'saves if kept':>15}{'worst kept':>12}")
    with ProcessPoolExecutor(2) as pool:
        for answers in ANSWERS:
            for kind in KINDS:
                found = list(pool.map(partial(result, kind, answers), range(learners)))
                kept = [each.saving for each in found if each.kept]
                mean = f"{sum(kept) / len(kept):.4f}" if kept else ""
                worst = f"{min(kept):.4f}" if kept else ""
                share = f"{len(kept) / learners:.0%}"
                print(f"{answers:>7}  {kind:<28}{share:>6}{mean:>15}{worst:>12}", flush=True)


if __name__ == "__main__":
    main()
