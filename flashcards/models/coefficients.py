"""One row of a table of fixed effects with its test."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class CoefficientTest:
    """A coefficient and the t-test of whether it is 0.

    Attributes:
        estimate: in the units of the outcome per unit of the predictor.
        se: its standard error.
        df: degrees of freedom of the test, by whatever method.
        t: estimate / se.
        p: two-sided.
    """

    estimate: float
    se: float
    df: float
    t: float
    p: float
