"""R scripts: what they say. That R runs them and prints the same is checked with the cards."""

from __future__ import annotations

from typing import Final

import pytest

from flashcards.models.live import Asked, Output
from flashcards.models.requests import FIGURES, read_models
from flashcards.models.rfigures import figure_code
from flashcards.models.rscript import script

SLOPES: Final = "lmer(y ~ x + (1 + x | g))"


def test_a_script_from_the_data_to_the_figure() -> None:
    code = script(Asked("mine", ("lm(y ~ x)",), ("summary", "coef"), "scatter", digits=4))
    assert code == (
        "# R alone is enough.\n\n"
        "options(digits = 4)\n\n"
        'mine <- read.csv("mine.csv", stringsAsFactors = TRUE)\n\n'
        "model <- lm(y ~ x, data = mine)\n\n"
        "summary(model)\n\n"
        "coef(model)\n\n"
        "# scatter\n"
        'plot(y ~ x, data = mine, pch = 20, col = "#B23A0E")\n'
        'abline(coef(model)[1:2], col = "#0067A5", lwd = 3)\n'
    )


def test_models_keep_their_names_packages_and_criterion() -> None:
    models = ("small <- lmer(y ~ (1 | g), REML = FALSE)", f"lmerTest::{SLOPES}")
    code = script(Asked("my-data", models, ("anova",)))
    assert 'my.data <- read.csv("my-data.csv"' in code
    assert "small <- lmer(y ~ (1 | g), data = my.data,\n" in code
    assert "control = lmerControl(), REML = FALSE)" in code
    assert "model2 <- lmerTest::lmer(y ~ x + (1 + x | g), data = my.data,\n" in code
    assert "anova(small, model2)" in code
    assert code.startswith("library(lme4)\n\n")


def test_commands_that_were_shown_are_used() -> None:
    shown = (Output("icc", "parts <- 1\nparts", ("1",)),)
    assert "\n\nparts <- 1\nparts\n" in script(Asked("d", (SLOPES,), ("icc",)), "", shown)


def test_packages_that_the_commands_need() -> None:
    effect = Output("effect", 'as.data.frame(effect("x", model))', ())
    augment = Output("augment", "head(as.data.frame(augment(model)))", ())
    of_lm = script(Asked("d", ("lm(y ~ x)",)), "", (effect, augment))
    assert of_lm.startswith("library(effects)\nlibrary(broom)\n\n")
    mixed = script(Asked("d", (SLOPES,), (), "caterpillar"), "", (augment,))
    assert mixed.startswith("library(lme4)\nlibrary(broom.mixed)\nlibrary(lattice)\n\n")


def test_levels_in_their_order_and_names_in_quotes() -> None:
    code = script(Asked("d", ("lm(y ~ x)",)), 'a"b\\c.csv', levels={"the x": ("lo", 'h"i')})
    assert r'd <- read.csv("a\"b\\c.csv", stringsAsFactors = TRUE)' in code
    assert r'd$`the x` <- factor(d$`the x`, levels = c("lo", "h\"i"))' in code


@pytest.mark.parametrize("figure", FIGURES)
@pytest.mark.parametrize(
    "models",
    [("lm(y ~ x)",), (SLOPES,), ("lmer(y ~ 1 + (1 | a) + (1 | b:a))",), ("lm(y ~ 1)", SLOPES)],
)
def test_every_figure_has_code_with_its_brackets_closed(
    figure: str, models: tuple[str, ...]
) -> None:
    code = figure_code(figure, read_models(models), "d", "g", ("one",))
    assert code.startswith("# ")
    assert "\n" in code or "has none" in code or "one column" in code
    for opening, closing in ("()", "[]", "{}"):
        assert code.count(opening) == code.count(closing)


def test_a_figure_of_another_name_is_a_comment() -> None:
    assert figure_code("fractal", read_models(("lm(y ~ x)",)), "d", "", ()).startswith("# The")
