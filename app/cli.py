"""The command line: every capability of the program, for pipes, scripts and screen readers."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import click

from app.checking import check
from app.classing import class_
from app.examining import cram, mock
from app.exampling import example
from app.exchanging import export, import_
from app.modelling import lm, lmer
from app.newing import new
from app.optimizing import optimize
from app.output import say
from app.packing import packs
from app.previewing import preview
from app.printing import print_
from app.progressing import focus, progress
from app.revising import exam, plan_command
from app.sharing import share
from flashcards import __version__

if TYPE_CHECKING:
    from flashcards.study import Study

EXIT_CODES = """Exit codes: 0 all is well; 1 something is wrong, and a sentence on standard error
says what; 2 the command was not understood."""


@click.group(
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    epilog=EXIT_CODES,
)
@click.version_option(__version__, "--version", prog_name="flashcards")
@click.pass_context
def cli(context: click.Context) -> None:
    """Free recall on a spaced schedule: multilevel models, from lm to lmer.

    Without a command the terminal program opens. It shows what is due today and why; Enter starts.
    You say how comfortable you feel with a closed topic, write down in two minutes all you can
    recall, open the card and check. Another day it comes back.

    \b
    Your answers are kept in your own data folder, or in FLASHCARDS_HOME.
    NO_COLOR=1 turns colours off.
    """
    if context.invoked_subcommand is None:
        from app.start import open_app

        sys.exit(open_app())


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def due(as_json: bool) -> None:
    """What to recall today, in order, and why.

    \b
    --json: {"day", "minutes", "today": [task], "later": [task],
    "upcoming": [{"topic", "title", "day"}]}; a task is
    {"topic", "title", "kind": "due"|"new", "mean_r", "minutes", "why"}.
    """
    from app.lines import due_json, due_lines
    from app.output import write_json, write_lines

    study = _open(write=False)
    plan = study.plan(study.exam_plan())
    write_json(due_json(study, plan)) if as_json else write_lines(due_lines(study, plan))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def topics(as_json: bool) -> None:
    """The topics of the course, with their ids.

    Mean recall is the chance, on average over its key points, that you could recall one now: a
    forecast by the time that has passed, not a score.

    \b
    --json: {"topics": [{"number", "topic", "id", "title", "state",
    "mean_r", "due"}]}; a state is "new", "read", "due", "can wait" or
    "later".
    """
    from app.lines import topics_json, topics_lines
    from app.output import write_json, write_lines

    study = _open(write=False)
    write_json(topics_json(study)) if as_json else write_lines(topics_lines(study))


class TopicCommand(click.Command):
    """A command whose help ends with the topics that it can be given."""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Ids and titles, in course order; none where the course cannot be read."""
        from flashcards.bundled import bundled_content
        from flashcards.packs import load_all
        from flashcards.places import places

        deck, _ = load_all(bundled_content(), places().data, places().cache)
        if deck.topics:
            with formatter.section("Topics"):
                formatter.write_dl([(topic.id, topic.title) for topic in deck.topics])


@cli.command(cls=TopicCommand)
@click.argument("topic", nargs=-1)
@click.option("--plain", is_flag=True, help="Plain lines instead of screens.")
@click.option("--speak", is_flag=True, help="With --plain: formulas in words, for listening.")
def study(topic: tuple[str, ...], plain: bool, speak: bool) -> None:
    """Study what is due, or one topic.

    TOPIC is a title, the beginning of one, an id, or its number in the course. On screens, or with
    --plain as plain lines.

    In the plain session you write your recall line by line and end it with a line that holds a
    single dot. It is the same session with the same schedule; nothing on it needs a screen.
    """
    name = " ".join(topic) or None
    if not plain:
        from app.start import open_app

        sys.exit(open_app(name))
    from app.plain_session import run

    sys.exit(run(_open(), name, speak=speak))


@cli.command(cls=TopicCommand)
@click.argument("topic", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line, oldest first.")
@click.option("-n", "--last", type=click.IntRange(1), default=None, help="Only the newest N.")
def log(topic: tuple[str, ...], as_json: bool, last: int | None) -> None:
    """Everything that happened, newest last.

    Recalls, readings, drills, predictions and what was taken back, of all topics or of one. TOPIC
    is a title, the beginning of one, an id, or its number in the course.

    \b
    --json: one object a line with "kind", "id", "at" (UTC), "offset"
    (minutes), "day" (study day), "topic", and what belongs to the kind:
    a recall has "text", "seconds", "comfort", "paper", "answers",
    "suggested", "note", "content", "scheduler", and "undone"; a drill
    "point" and "answer"; a prediction "example", "model", "question",
    "given", "near", "because".
    """
    from app.lines import log_json, log_lines
    from app.output import write_lines

    opened = _open(write=False)
    key = None
    if topic:
        from flashcards.names import NoTopicError, topic_named

        try:
            key = topic_named(opened.deck, " ".join(topic)).key
        except NoTopicError as error:
            sys.exit(say(str(error)))
    write_lines(log_json(opened, key, last) if as_json else log_lines(opened, key, last))


@cli.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def keys(as_json: bool) -> None:
    """The names of all actions, and their keys.

    Other keys are set in settings.toml, in a table [keys]; for example: browse = "v". A key that
    something else on the same screen has is refused, with a sentence that says so.

    \b
    --json: {"actions": [{"name", "place", "keys": [key], "words"}]}
    """
    from app import keys as all_keys
    from app.output import write_json, write_lines
    from flashcards import settings as settings_file
    from flashcards.places import places

    settings, _ = settings_file.load(places().settings)
    hers, refused = all_keys.settled(settings.keys)
    for sentence in refused:
        say(sentence)
    write_json(all_keys.as_json(hers)) if as_json else write_lines(all_keys.lines(hers))


@cli.command()
@click.option("--mend", is_flag=True, help="Mend what can be mended, after a copy was made.")
@click.option(
    "--restore",
    is_flag=True,
    help="Put the newest good copy in the place of a damaged journal, which is kept.",
)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of lines.")
def doctor(mend: bool, restore: bool, as_json: bool) -> None:
    """Examine the journal, and mend it if asked.

    Is the file whole, and do the events add up to what is shown? Without an option it only looks.
    Exits 1 if something is wrong.

    \b
    --json: {"file", "healthy", "done": [sentence], "findings":
    [{"code", "message", "fine"}], "events", "topics", "copies"}
    """
    from app.doctoring import run

    sys.exit(run(mend_it=mend, restore=restore, as_json=as_json))


cli.add_command(check)
cli.add_command(progress)
cli.add_command(focus)
cli.add_command(example)
cli.add_command(lmer)
cli.add_command(lm)
cli.add_command(exam)
cli.add_command(plan_command)
cli.add_command(mock)
cli.add_command(cram)
cli.add_command(new)
cli.add_command(packs)
cli.add_command(share)
cli.add_command(print_)
cli.add_command(class_)
cli.add_command(preview)
cli.add_command(optimize)
cli.add_command(export)
cli.add_command(import_)


def _open(*, write: bool = True) -> Study:
    """A study, closed when the command has ended; or the end of the program with a sentence."""
    from app.start import StartError, open_study

    try:
        opened = open_study(write=write)
    except StartError as error:
        sys.exit(say(str(error)))
    click.get_current_context().call_on_close(opened.journal.close)
    return opened
