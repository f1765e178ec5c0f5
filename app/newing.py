"""``flashcards new``: a tutor's first pack, topic or data set, complete and sound at once."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from app.output import say, write_lines

COURSE, TOPICS, DATA, GUIDE = "course.md", "topics", "data", "README.md"
"""What lies in a pack; the guide lies in the course of this program."""

FIRST = "A first topic"
"""Title of the topic that a new pack begins with."""

LONGEST = 80
"""Characters of a title; a longer one has no room on the screen."""

IN = click.option(
    "--in",
    "folder",
    metavar="FOLDER",
    type=click.Path(path_type=Path, file_okay=False),
    help="Where; by default the current folder.",
)


@click.group()
def new() -> None:
    """Make a pack, a topic or a data set of your own.

    What is made is complete and full of comments, and flashcards check finds nothing wrong with
    it. No file that is there is ever replaced.
    """


@new.command()
@click.argument("name")
@click.option("--title", help="What students see; by default NAME in words.")
@click.option("--author", help="Who writes it; by default your name on this computer.")
@click.option("--topic", "first", default=FIRST, show_default=True, help="Its first topic's title.")
@IN
def pack(name: str, title: str | None, author: str | None, first: str, folder: Path | None) -> None:
    """Make a folder NAME with a course.md and one topic.

    NAME is short: small letters, digits and hyphens. It never changes, as students' progress goes
    by it.
    """
    from app.own_pack import writable, write_new
    from flashcards.starting import card, course, id_for

    def make() -> list[Path]:
        check_pack_name(name)
        words = checked_title(title or name.replace("-", " ").capitalize())
        place = writable(folder or Path()) / name
        topic = id_for(checked_title(first))
        files = {
            place / COURSE: course(name, words, checked_title(author or user_name()), topic),
            place / TOPICS / f"{topic}.md": card(topic, checked_title(first)),
        }
        return write_new(files)

    made = _made(make)
    _say_next(made[1], "flashcards new topic TITLE, in that folder, adds another topic.")


@new.command()
@click.argument("title", nargs=-1, required=True)
@click.option(
    "--after", "needs", multiple=True, metavar="TOPIC", help="What it builds on; may be repeated."
)
@IN
def topic(title: tuple[str, ...], needs: tuple[str, ...], folder: Path | None) -> None:
    """Make a card and list it at the end of your pack's topics.

    TITLE is what students see; the id is made of it. The pack is the one in the current folder or
    in the nearest above it. TOPIC is an id of your pack, or of the course of this program, and may
    be written in full, as lm-to-lmer/inference.
    """
    from app.own_pack import Refused, add_to_lists, check_new, pack_at, prerequisite, write_new
    from flashcards.deck import load_deck
    from flashcards.reading.lists import NoListError
    from flashcards.starting import card, id_for

    left: list[str] = []

    def make() -> list[Path]:
        words = checked_title(" ".join(title))
        place = pack_at(folder or Path())
        deck = load_deck(place)
        topic_id = id_for(words)
        check_new(topic_id, deck, place)
        after = [prerequisite(name, deck) for name in needs]
        made = write_new({place / TOPICS / f"{topic_id}.md": card(topic_id, words, after)})
        others = [("needs", key.split("/")[0]) for key in after if "/" in key]
        try:
            add_to_lists(place / COURSE, [("topics", topic_id), *others])
        except (NoListError, Refused) as error:
            left.append(f"{place / COURSE} is as it was. {error}")
        return made

    made = _made(make)
    _say_next(made[0], *left)
    sys.exit(bool(left))


@new.command()
@click.argument("name", metavar="NAME.csv", type=click.Path(path_type=Path))
@IN
def data(name: Path, folder: Path | None) -> None:
    """Take a table into your pack's data, or make an example of one.

    Where NAME.csv is a file, it is looked at (columns, types, groups, size) and copied into the
    pack's folder data, with a page beside it for what the columns are. Where it is none, a small
    table with groups is made up there, always the same, to be replaced by yours.
    """
    from app.own_pack import Refused, pack_at, write_new
    from flashcards.models.errors import ModelError
    from flashcards.starting import example_data, example_page, page
    from flashcards.taking import take

    notes: list[str] = []

    def make() -> list[Path]:
        place = pack_at(folder or Path())
        stem = _data_name(name)
        target, beside = place / DATA / f"{stem}.csv", place / DATA / f"{stem}.md"
        if not name.exists():
            return write_new({target: example_data(), beside: example_page(stem)})
        try:
            taken = take(name)
        except ModelError as error:
            raise Refused(str(error)) from None
        count = f"{taken.rows:,} rows, {len(taken.columns)} columns"
        kinds = ", ".join(f"{column} ({kind})" for column, kind in taken.columns)
        notes.extend([f"{count}: {kinds}.", *taken.notes])
        return write_new({target: taken.csv, beside: page(stem, taken.columns)})

    made = _made(make)
    for sentence in notes:
        say(sentence)
    say(f"In a live example: data: {made[0].stem}")


# -- names -------------------------------------------------------------------------------------


def checked_title(text: str) -> str:
    """A title on one line, without what cannot be shown.

    Raises:
        Refused: nothing is left of it, or too much.
    """
    from app.own_pack import Refused
    from flashcards.reading.characters import clean

    title = " ".join(clean(text).split())
    if not title:
        raise Refused("A title is what students see; give it some words.")
    if len(title) > LONGEST:
        raise Refused(f"A title has up to {LONGEST} characters; this one has {len(title)}.")
    return title


def check_pack_name(name: str) -> None:
    """Refuse a name that is none for a pack."""
    from app.own_pack import Refused
    from flashcards.reading.keypoints import ID, slug

    if not ID.fullmatch(name):
        better = slug(name)
        hint = f"; try {better}" if better else ""
        raise Refused(f"A pack's name has small letters, digits and hyphens only{hint}.")


def _data_name(path: Path) -> str:
    """What the table is called in live examples."""
    from app.own_pack import Refused
    from flashcards.reading.characters import visible
    from flashcards.reading.keypoints import slug
    from flashcards.reading.live import DATA as BUNDLED

    if path.suffix.lower() != ".csv":
        raise Refused(f"{visible(path.name)} is no name of a table; it ends in .csv.")
    name = slug(path.stem)
    if not name:
        raise Refused("The table needs a name with letters or digits, such as marks.csv.")
    if name in BUNDLED:
        raise Refused(f"{name} is a data set of this program; give yours another name.")
    return name


def user_name() -> str:
    """What the computer calls her."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "Your name"


# -- what is said ------------------------------------------------------------------------------


def _made(make: Callable[[], list[Path]]) -> list[Path]:
    """Make something, and list its files; or end with the sentence why not."""
    from app.own_pack import Refused

    try:
        made = make()
    except Refused as error:
        sys.exit(say(str(error)))
    write_lines(str(path) for path in made)
    return made


def _say_next(card: Path, *more: str) -> None:
    """What to do with what was made."""
    from flashcards.bundled import bundled_content

    say(f"Edit it, and look at it while you do: flashcards preview {card}")
    for sentence in more:
        say(sentence)
    say(f"The guide: {bundled_content() / GUIDE}")
