"""Tail probabilities against scipy's, to twelve digits."""

import math

import numpy as np
import pytest
from scipy import special

from flashcards.models.tails import chi_squared, two_sided

FREEDOM = [0.3, 1, 2, 2.5, 7.31, 16.757, 40, 41, 300, 1_999.9, 2_000, 1e5, 1e9]


@pytest.mark.parametrize("df", FREEDOM)
def test_t(df: float) -> None:
    for t in [*np.geomspace(1e-2, 60, 60).tolist(), -2.1485]:
        theirs = 2 * float(special.stdtr(df, -abs(t)))
        if theirs > 1e-290:
            assert two_sided(t, df) == pytest.approx(theirs, rel=1e-12)


@pytest.mark.parametrize("t", [1e-9, 1e-4, 0.3, 1.0, 12.7, 1e6, 1e150])
def test_one_and_two_degrees_of_freedom_have_closed_forms(t: float) -> None:
    assert two_sided(t, 1) == pytest.approx(2 / math.pi * math.atan2(1, t), rel=1e-14)
    root = math.sqrt(2 + t * t)
    assert two_sided(t, 2) == pytest.approx(2 / (root * (root + t)), rel=1e-13)


@pytest.mark.parametrize("df", [1, 2, 3, 4, 5, 12, 37, 60])
def test_chi_squared(df: int) -> None:
    for x in np.geomspace(1e-8, 1_200, 80).tolist():
        theirs = float(special.chdtrc(df, x))
        if theirs > 1e-290:
            assert chi_squared(x, df) == pytest.approx(theirs, rel=1e-12)


def test_the_ends() -> None:
    assert two_sided(0.0, 5) == 1.0
    assert two_sided(math.inf, 5) == two_sided(-math.inf, 5) == 0.0
    assert chi_squared(0.0, 3) == 1.0
    assert math.isnan(two_sided(math.nan, 5))
    assert all(math.isnan(two_sided(1.0, df)) for df in (0.0, -1.0, math.nan))
