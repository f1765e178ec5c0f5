"""Mixed models against statsmodels' ``MixedLM``, where it can express them and finds the optimum.

It shares no code with lme4 or with us, but stops earlier and takes its standard errors from the
whole information matrix, so that it is a loose check: of the criterion, estimates and variances.
"""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from tests.flashcards.models.references.models.fitting import fitted
from tests.flashcards.models.references.models.reading import MODELS, assert_close

LIKELIHOOD = 1e-6
ESTIMATES = 2e-4

STUMBLES = {"nights_mean", "nights_slopes_alone", "aliased_sum", "aliased_cell", "growth_log"}
"""Where it ends in an error, at an infinite likelihood, or below the one that we and lme4 find."""

EXPRESSIBLE = [
    name
    for name, model in MODELS.items()
    if len(model["ranef"]) == 1
    and len(next(iter(model["ranef"].values()))["variances"]) == 1
    and not model["singular"]
    and model["data"] not in {"many", "awkward"}
    and name not in STUMBLES
]
"""One term of one factor, not singular, and on scales that its search can bear."""


@pytest.mark.parametrize("name", EXPRESSIBLE)
def test_the_fit_is_that_of_mixed_lm(name: str) -> None:
    fit = fitted(name)
    (block,) = fit.design.blocks
    model = MixedLM(fit.design.y, fit.design.x, groups=block.codes, exog_re=block.z)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = model.fit(reml=fit.reml, method=["lbfgs", "bfgs", "cg"], gtol=1e-8)
    assert fit.log_likelihood == pytest.approx(theirs.llf, rel=LIKELIHOOD)
    se = np.sqrt(np.diag(fit.vcov))
    assert_close(fit.beta / se, theirs.fe_params / se, ESTIMATES, "estimates")
    assert_close(fit.covariances[0], theirs.cov_re, ESTIMATES, "covariances")
    assert fit.sigma**2 == pytest.approx(theirs.scale, rel=ESTIMATES)


def test_enough_models_can_be_expressed() -> None:
    assert len(EXPRESSIBLE) >= 20
