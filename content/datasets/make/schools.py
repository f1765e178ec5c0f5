"""Makes schools.csv: three tests of each child, children in schools, child labels used again.

Run ``python content/datasets/make/schools.py``; it always writes the same file.
"""

from __future__ import annotations

import numpy as np
from tables import folder_asked, write

SEED = 415
SCHOOLS = 12
CHILDREN = (6, 9)
"""Fewest and most children of a school."""

TESTS = 3
MEAN, SCHOOL, CHILD, RESIDUAL = 60.0, 5.0, 7.0, 6.0
"""Points: the mean, and standard deviations between schools, between children, within a child."""


def main() -> None:
    """Draw and write."""
    rng = np.random.default_rng(SEED)
    rows = []
    for school, of_school in enumerate(rng.normal(0, SCHOOL, SCHOOLS), 1):
        children = rng.integers(CHILDREN[0], CHILDREN[1] + 1)
        for child, of_child in enumerate(rng.normal(0, CHILD, children), 1):
            scores = MEAN + of_school + of_child + rng.normal(0, RESIDUAL, TESTS)
            rows += [
                (f"{score:.1f}", f"school_{school:02}", f"child_{child}", test)
                for test, score in enumerate(scores, 1)
            ]
    write("schools", ("score", "school", "child", "test"), rows, folder_asked(__doc__))


if __name__ == "__main__":
    main()
