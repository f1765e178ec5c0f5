"""Tables of tests: ``anova()`` of one model or of several, as R prints it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from flashcards.models.rcoefmat import print_coefmat
from flashcards.models.rdeparse import bars_apart, deparsed, on_one_line
from flashcards.models.rnumbers import Value
from flashcards.models.rtables import Frame

SATTERTHWAITE: Final = ("Type III Analysis of Variance Table with Satterthwaite's method",)
"""What stands above lmerTest's table of one model."""

_STATISTICS: Final = frozenset({"F", "Cp", "Chisq"})


@dataclass(frozen=True, slots=True)
class LikelihoodRow:
    """One model in a comparison by likelihood.

    Attributes:
        name: of the model, as it is called in R.
        formula: its formula.
        parameters: how many it has, variances and covariances among them.
        aic: Akaike's criterion.
        bic: Schwarz's criterion.
        log_likelihood: at the maximum.
        chisq: the likelihood ratio to the row above; None in the first row.
        df: parameters more than in the row above; None in the first row.
        p: of the test; None where there is none.
    """

    name: str
    formula: str
    parameters: int
    aic: float
    bic: float
    log_likelihood: float
    chisq: float | None = None
    df: float | None = None
    p: float | None = None


def print_likelihood_ratios(
    rows: Sequence[LikelihoodRow], data: str, digits: int = 7, *, refitted: bool = False
) -> list[str]:
    """``anova()`` of two mixed models or more.

    Args:
        rows: the models, by increasing number of parameters.
        data: the name of the data.
        digits: R's ``options(digits)``.
        refitted: whether lme4 says first that it refitted models by maximum likelihood.
    """
    columns: dict[str, Sequence[Value]] = {
        "npar": [float(row.parameters) for row in rows],
        "AIC": [row.aic for row in rows],
        "BIC": [row.bic for row in rows],
        "logLik": [row.log_likelihood for row in rows],
        "deviance": [-2 * row.log_likelihood for row in rows],
        "Chisq": [row.chisq for row in rows],
        "Df": [row.df for row in rows],
        "Pr(>Chisq)": [row.p for row in rows],
    }
    models = [f"{row.name}: {on_one_line(bars_apart(row.formula))}" for row in rows]
    said = ["refitting model(s) with ML (instead of REML)"] if refitted else []
    heading = [*said, f"Data: {data}", "Models:", *models]
    return print_anova(Frame(columns, [row.name for row in rows]), heading, digits)


def heading_of_lm(response: str) -> list[str]:
    """What stands above ``anova()`` of one linear model."""
    return ["Analysis of Variance Table", "", f"Response: {response}"]


def heading_of_lms(formulas: Sequence[str]) -> list[str]:
    """What stands above ``anova()`` of several linear models."""
    lines = ["Analysis of Variance Table", ""]
    width = len(str(len(formulas)))
    for i, formula in enumerate(formulas):
        first, *rest = deparsed(formula)
        lines += [f"Model {i + 1:>{width}}: {first}", *rest]
    return lines


def print_anova(table: Frame, heading: Sequence[str], digits: int = 7) -> list[str]:
    """A table of tests under its heading.

    What a column holds is told by its name, as in R: statistics (``F value``, ``Chisq`` …),
    degrees of freedom (``Df``, ``Res.Df``), p-values (``Pr(>F)`` …), the last.

    Args:
        table: its numbers; None where a cell is empty.
        heading: the lines above it.
        digits: R's ``options(digits)``.
    """
    columns = _numbers(table)
    names = list(columns)
    p_values = names[-1].startswith(("P(", "Pr("))
    tests = [name for name in names if name[1:7] == " value" or name in _STATISTICS]
    plain = [name for name in names[: -1 if p_values else None] if name not in tests]
    lines = print_coefmat(
        columns,
        table.rows,
        max(digits - 2, 3),
        tests=tests,
        zapped=[name for name in plain if not name.endswith("Df")],
        p_values=p_values,
        missing="",
    )
    return [*heading, *lines]


def _numbers(table: Frame) -> Mapping[str, list[Value]]:
    return {
        name: [None if isinstance(cell, str) else cell for cell in cells]
        for name, cells in table.columns.items()
    }
