"""``flashcards optimize``: parameters of memory fitted to her own answers, kept if they are better.

Whether they hold or the published ones, every forecast and every due day goes by them; so the
journal is folded again in the same breath.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from app.output import say, write_json, write_lines

if TYPE_CHECKING:
    from flashcards.fitting import Found
    from flashcards.study import Study


@click.command()
@click.option("--dry-run", is_flag=True, help="Fit and judge, and change nothing.")
@click.option("--forget", is_flag=True, help="Go back to the published parameters.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def optimize(dry_run: bool, forget: bool, as_json: bool) -> None:
    """Fit the model of memory to your own answers.

    From 400 answers to key points on. The parameters are fitted to the older answers and judged on
    the newest three in ten, beside the published ones. They are kept only if they foresee those
    better by more than chance explains; otherwise the published ones hold. What is due and every
    forecast then goes by them. The answers themselves stay as they are.

    \b
    The optimiser is installed by: pip install fsrs-rs-python

    \b
    --json: {"answers", "needed", "words": sentence, "kept": whether your
    own parameters hold now, "found": null where there are too few
    answers, else {"fit": {"parameters", "fitted_on", "answers",
    "held_out", "recalled", "default": {"log_loss", "rmse", "foreseen"},
    "fitted": the same}, "saving", "error", "better"}}
    """
    if dry_run and forget:
        raise click.UsageError("Only one of --dry-run and --forget can be given.")
    study = _open(write=not dry_run)
    if not dry_run and study.journal.read_only:
        sys.exit(say(f"The parameters cannot be changed now. {study.journal.why_read_only}"))
    if forget:
        _say(study, _forget(study), as_json=as_json)
        return
    from flashcards.fitting import FittingError, TooFewError, fit

    try:
        found = fit(study.journal.events(), study.moment().day)
    except TooFewError as error:
        _say(study, str(error), error.answers, as_json=as_json)
        return
    except FittingError as error:
        sys.exit(say(str(error)))
    words = _verdict(found) if dry_run else f"{_verdict(found)} {_settle(study, found)}"
    _say(study, words, found.fit.answers, found, as_json=as_json)


def _open(*, write: bool) -> Study:
    """Her study, closed when the command has ended; or the end of the program with a sentence."""
    from app.start import StartError, open_study

    try:
        opened = open_study(write=write)
    except StartError as error:
        sys.exit(say(str(error)))
    click.get_current_context().call_on_close(opened.journal.close)
    return opened


# -- what holds --------------------------------------------------------------------------------


def _settle(study: Study, found: Found) -> str:
    """Keep the parameters if they are better, else go back; returns what was done."""
    if not found.better:
        return _forget(study)
    from flashcards import parameters

    try:
        parameters.save(study.journal.file.parent, found.fit)
    except OSError as error:
        sys.exit(say(f"The parameters cannot be kept ({error.strerror or error})."))
    _renew(study)
    return "They are kept, and every forecast goes by them from now on."


def _forget(study: Study) -> str:
    """Go back to the published parameters; returns what was done."""
    from flashcards import parameters

    try:
        had = parameters.forget(study.journal.file.parent)
    except OSError as error:
        sys.exit(say(f"Your own parameters cannot be removed ({error.strerror or error})."))
    _renew(study)
    if had:
        return "Your own parameters are gone; the published ones hold again."
    return "The published ones hold, as before."


def _renew(study: Study) -> None:
    from flashcards.journal import JournalError

    try:
        study.journal.renew()
    except JournalError as error:
        sys.exit(say(str(error)))


# -- words -------------------------------------------------------------------------------------


def _say(
    study: Study, words: str, answers: int = 0, found: Found | None = None, *, as_json: bool
) -> None:
    """The whole outcome, as lines or as JSON."""
    if not as_json:
        write_lines([*(_table(found) if found else ()), words])
        return
    from msgspec import to_builtins

    from flashcards.fitting import ENOUGH

    kept = study.journal.model.fitted
    about = {"answers": answers, "needed": ENOUGH, "words": words, "kept": kept}
    write_json({**about, "found": to_builtins(found)})


def _verdict(found: Found) -> str:
    """Whether the fitted parameters are better, in a sentence."""
    loss = f"{found.saving:.4f} ± {found.error:.4f} an answer"
    if found.better:
        return f"Your own parameters foresee better ({loss}), by more than chance explains."
    if found.saving > 0:
        return f"Your own parameters foresee a little better ({loss}), but chance can explain it."
    return f"The published parameters foresee as well or better ({loss})."


def _table(found: Found) -> Iterator[str]:
    """Default beside fitted."""
    from flashcards.memory_model import PARAMETERS

    fit = found.fit
    yield (
        f"Of {fit.answers:,} answers, the newest {fit.held_out:,} to points answered before "
        "were held out, and foreseen like this:"
    )
    yield ""
    yield f"{'':<24}{'default':>10}{'fitted':>10}"
    rows = (
        ("log loss", fit.default.log_loss, fit.fitted.log_loss),
        ("RMSE (bins)", fit.default.rmse, fit.fitted.rmse),
        ("recall foreseen", fit.default.foreseen, fit.fitted.foreseen),
        ("recall as it was", fit.recalled, fit.recalled),
    )
    for name, default, fitted in rows:
        yield f"{name:<24}{default:>10.4f}{fitted:>10.4f}"
    yield ""
    named = zip(NAMES, PARAMETERS, fit.parameters, strict=True)
    for number, (name, default, fitted) in enumerate(named):
        yield f"{number:>2} {name:<21}{default:>10.4f}{fitted:>10.4f}"
    yield ""


NAMES = (
    *("first no", "first partly", "first yes", "first easy"),
    *("difficulty", "difficulty by answer", "difficulty, step", "difficulty, return"),
    *("growth", "growth by stability", "growth by forgetting"),
    *("lapse", "lapse by difficulty", "lapse by stability", "lapse by forgetting"),
    *("growth, partly", "growth, easy"),
    *("same day", "same day, shift", "same day, power"),
    "decay",
)
"""What the parameters are, in their order; *easy* is never used here."""
