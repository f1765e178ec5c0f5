"""Makes tasks.csv, in which everyone does every task twice, and tasks-partial.csv, with some tasks.

Run ``python content/datasets/make/tasks.py``; it always writes the same files.
"""

from __future__ import annotations

import numpy as np
from tables import folder_asked, write

SEED = 37
PARTICIPANTS, TASKS, TIMES = 24, 8, 2
TASKS_OF_EACH = 4
"""Tasks that a participant does in the partial version."""

MEAN, PARTICIPANT, TASK, RESIDUAL = 50.0, 6.0, 4.0, 5.0
"""Points: the mean, and standard deviations between participants, between tasks, and the rest."""


def main() -> None:
    """Draw both versions from the same participants and tasks, and write them."""
    rng = np.random.default_rng(SEED)
    of_participant = rng.normal(0, PARTICIPANT, PARTICIPANTS)
    of_task = rng.normal(0, TASK, TASKS)
    rows, partial = [], []
    for participant in range(PARTICIPANTS):
        # Each shares some tasks with the one before, so that all are connected.
        done = {(participant + step * 3) % TASKS for step in range(TASKS_OF_EACH)}
        for task in range(TASKS):
            level = MEAN + of_participant[participant] + of_task[task]
            for score in level + rng.normal(0, RESIDUAL, TIMES):
                row = (f"{score:.1f}", f"ppt_{participant + 1:02}", f"task_{task + 1}")
                rows.append(row)
                if task in done:
                    partial.append(row)
    folder = folder_asked(__doc__)
    header = ("score", "ppt", "task")
    write("tasks", header, rows, folder)
    write("tasks-partial", header, partial, folder)


if __name__ == "__main__":
    main()
