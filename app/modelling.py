"""``flashcards lmer`` and ``flashcards lm``: fit a model, and print what R prints of it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from flashcards.models.columns import Data
    from flashcards.models.report import LmerReport, LmReport

LMER_VIEWS = (
    *("summary", "fixef", "VarCorr", "ranef", "coef"),
    *("anova", "augment", "effect", "confint", "influence"),
)
LM_VIEWS = ("summary", "coef", "anova", "augment", "effect", "confint")

OWN = "mine"
"""The data set of her own recalls; written out, for what knows it brings the whole journal."""

MOST_DIGITS = 22
"""What R allows as ``options(digits)``."""

Decorator = Callable[[Callable[..., None]], Callable[..., None]]


def _options(views: tuple[str, ...]) -> Decorator:
    """What both commands take."""
    given = (
        click.argument("formula"),
        click.option(
            "--data",
            "source",
            required=True,
            metavar="NAME|FILE.csv",
            help="A data set of the course, mine (your own recalls), or a CSV file with a line of"
            " names.",
        ),
        click.option(
            "--show",
            "views",
            type=click.Choice(views, case_sensitive=False),
            metavar="VIEW",
            multiple=True,
            help=f"What to print: {', '.join(views)}. May be repeated.  [default: summary]",
        ),
        click.option(
            "--against", default="", metavar="FORMULA", help="The other model, for anova."
        ),
        click.option(
            "--term",
            "terms",
            multiple=True,
            metavar="TERM",
            help="The term of effect, as x1 or x1:x2; may be repeated."
            "  [default: every term that is in no other]",
        ),
        click.option(
            "--digits",
            type=click.IntRange(1, MOST_DIGITS),
            default=7,
            show_default=True,
            help="Significant digits, as options(digits) in R.",
        ),
        click.option(
            "--json", "as_json", is_flag=True, help="One JSON object with unrounded numbers."
        ),
    )

    def decorate(command: Callable[..., None]) -> Callable[..., None]:
        for option in reversed(given):
            command = option(command)
        return command

    return decorate


@click.command()
@_options(LMER_VIEWS)
@click.option("--ml", is_flag=True, help="Fit by maximum likelihood instead of REML.")
@click.option(
    "--tests",
    type=click.Choice(("satterthwaite", "none")),
    default="satterthwaite",
    show_default=True,
    help="The summary of lmerTest with its tests, or that of lme4 without.",
)
def lmer(
    formula: str,
    source: str,
    views: tuple[str, ...],
    against: str,
    terms: tuple[str, ...],
    digits: int,
    as_json: bool,
    ml: bool,
    tests: str,
) -> None:
    """Fit a linear mixed model, and print what R prints.

    FORMULA is what lmer() takes in R, in quotes: "y ~ x + (1 + x | g)". The numbers are those of
    lme4 at its optimum and of lmerTest. R is not needed.

    \b
      flashcards lmer "outcome ~ x1 + (1 + x1 | subject)" --data caffeine
      flashcards lmer "y ~ x + (1 | g)" --data marks.csv --show ranef --digits 3

    anova compares with the model of --against, both refitted by maximum likelihood; confint gives
    profile intervals; influence leaves out each group in turn; augment shows the first rows.

    \b
    --json: {"formula", "reml", "criterion", "logLik", "AIC", "BIC",
    "nobs", "ngroups": {factor: n},
    "fixef": [{"term", "estimate", "se", "df", "t", "p"}],
    "vcov": [[number]],
    "varcorr": [{"group", "var1", "var2", "vcov", "sdcor"}],
    "sigma", "singular",
    "ranef": [{"group", "term", "level", "condval", "condsd"}],
    "rows": [number], "fitted": [number], "residuals": [number],
    "messages": [sentence]}
    varcorr and ranef are R's as.data.frame() of them; rows counts the
    fitted rows of the data from 1; what is no number is null. With
    --show also:
    "coef": [{"group", "term", "level", "value"}],
    "anova": {"refitted", "models": [{"name", "formula", "parameters",
      "aic", "bic", "log_likelihood", "deviance", "chisq", "df", "p"}]},
    "augment": [{column: value}], all rows,
    "effect": [{"term", "rows": [{predictor: value, "fit", "se",
      "lower", "upper"}]}],
    "confint": [{"name", "parameter", "estimate", "lower", "upper"}],
    "influence": [{"group", "level", "fixef": {term: estimate}, "sigma",
      "cooks_distance"}]
    """
    views = _chosen(views, against, terms, as_json=as_json)
    if "anova" in views and not against:
        raise click.UsageError(
            "anova of a mixed model compares it with another one: add --against FORMULA."
        )
    _run(
        "lmer",
        formula,
        source,
        views,
        as_json=as_json,
        against=against,
        terms=terms,
        digits=digits,
        reml=not ml,
        tested=tests != "none",
    )


@click.command()
@_options(LM_VIEWS)
def lm(
    formula: str,
    source: str,
    views: tuple[str, ...],
    against: str,
    terms: tuple[str, ...],
    digits: int,
    as_json: bool,
) -> None:
    """Fit a linear model, and print what R prints.

    FORMULA is what lm() takes in R, in quotes: "y ~ x * g". R is not needed.

    \b
      flashcards lm "outcome ~ x1" --data caffeine
      flashcards lm "y ~ x * g" --data marks.csv --show anova --show confint

    anova is the table of terms one after the other, or compares with the model of --against.

    \b
    --json: {"formula", "logLik", "AIC", "BIC", "nobs",
    "coef": [{"term", "estimate", "se", "df", "t", "p"}],
    "vcov": [[number]], "sigma", "df_residual", "r_squared",
    "adj_r_squared", "f": {"value", "df1", "df2", "p"},
    "rows": [number], "fitted": [number], "residuals": [number],
    "messages": [sentence]}
    rows counts the fitted rows of the data from 1; what is no number
    is null. With --show also:
    "anova": {"terms": [{"name", "df", "sum_sq", "mean_sq", "f", "p"}]}
      or, with --against, {"models": [{"formula", "df_residual", "rss",
      "df", "sum_sq", "f", "p"}]},
    "augment": [{column: value}], all rows,
    "effect": [{"term", "rows": [{predictor: value, "fit", "se",
      "lower", "upper"}]}],
    "confint": [{"name", "estimate", "lower", "upper"}]
    """
    views = _chosen(views, against, terms, as_json=as_json)
    _run("lm", formula, source, views, as_json=as_json, against=against, terms=terms, digits=digits)


def _chosen(
    views: tuple[str, ...], against: str, terms: tuple[str, ...], *, as_json: bool
) -> tuple[str, ...]:
    """The views, each once; what an option is only good for is shown with it."""
    implied = ("anova",) * bool(against) + ("effect",) * bool(terms)
    found = tuple(dict.fromkeys((*views, *implied)))
    return found or (() if as_json else ("summary",))


def _run(
    kind: str, formula: str, source: str, views: tuple[str, ...], *, as_json: bool, **asked: Any
) -> None:
    """Fit and print; what keeps a model from being fitted is told in a sentence."""
    from flashcards.models.errors import ModelError
    from flashcards.models.formula import FormulaError

    try:
        data = _data(source)
        from flashcards.models.report import Asked, LmerReport, LmReport

        question = Asked(formula, data=_called(source), **asked)
        report = LmerReport(question, data) if kind == "lmer" else LmReport(question, data)
        if as_json:
            _print_record(report, views)
        else:
            _print_views(report, views)
    except FormulaError as error:
        sys.exit(say(error.pointed()))
    except ModelError as error:
        sys.exit(say(str(error)))


def _print_views(report: LmReport | LmerReport, views: tuple[str, ...]) -> None:
    """One view after the other, an empty line between; R's messages come first, beside them."""
    for sentence in report.messages(views):
        say(sentence)
    lines: list[str] = []
    for view in views:
        apart = lines and lines[-1]
        lines += ["", *report.show(view)] if apart else report.show(view)
    write_lines(lines)


def _print_record(report: LmReport | LmerReport, views: tuple[str, ...]) -> None:
    from flashcards.models.records import record_of

    write_json(record_of(report, views))


def _data(source: str) -> Data:
    """The data set of a name, or what is in a file.

    Raises:
        ModelError: there is neither, or the file cannot be read as a table.
    """
    from difflib import get_close_matches

    from flashcards.bundled import bundled_content
    from flashcards.models.datasets import load, names, read_csv
    from flashcards.models.errors import ModelError

    if source == OWN:
        return _own()
    folder = bundled_content() / "datasets"
    known = names(folder)
    if source in known:
        return load(source, folder)
    path = Path(source)
    there = _is_there(path)
    if path.stem in known and not there:
        raise ModelError(
            f"There is no file {source}.", f"The data of the course: --data {path.stem}"
        )
    if there or path.suffix or path.parent != Path():
        return read_csv(path)
    near = get_close_matches(source.casefold(), known, n=1)
    hint = f"Did you mean {near[0]}?" if near else f"The course has: {', '.join(known)}."
    raise ModelError(f"There are no data called {source!r}, and no file of this name.", hint)


def _own() -> Data:
    """Her own recalls, or the simulated student; which of the two is said beside the output.

    Raises:
        ModelError: the journal cannot be read.
    """
    from app.own_data import own
    from flashcards.journal import JournalError
    from flashcards.mine import as_csv
    from flashcards.models.datasets import read_text
    from flashcards.models.errors import ModelError
    from flashcards.places import places

    try:
        found = own(places().data)
    except JournalError as error:
        raise ModelError(str(error)) from None
    say(found.words)
    return read_text(f"{OWN}.csv", as_csv(found.rows))


def _is_there(path: Path) -> bool:
    """Whether there is such a file; no file has a name that the system refuses."""
    try:
        return path.exists()
    except (OSError, ValueError):
        return False


def _called(source: str) -> str:
    """What R would call these data: by their name, or by that of the file."""
    return Path(source).stem
