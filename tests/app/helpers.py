"""What the tests of the screens do again and again."""

from __future__ import annotations

import re
from functools import lru_cache

from textual.pilot import Pilot
from textual.widgets import OptionList

from app.plain import plain_inline
from flashcards.cards import Topic
from flashcards.deck import Deck
from flashcards.events import Answer, Purpose, Recalled
from flashcards.ids import new_id
from flashcards.memory import SCHEDULER
from flashcards.study import Study

KEY = {Answer.YES: "y", Answer.PARTLY: "p", Answer.NO: "n"}


def shown(pilot: Pilot[None]) -> str:
    """The screen as a person reads it, line by line."""
    screen = pilot.app.screen
    lines = screen._compositor.render_strips()
    return "\n".join("".join(segment.text for segment in strip).rstrip() for strip in lines)


async def settle(pilot: Pilot[None]) -> None:
    """Let messages, threads and saves come to rest."""
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()
    await pilot.pause()


async def write(pilot: Pilot[None], text: str) -> None:
    """Type into the page that is open."""
    for character in text:
        names = {" ": "space", "\n": "enter", "~": "tilde", "(": "left_parenthesis",
                 ")": "right_parenthesis", "|": "vertical_line", "+": "plus",
                 "=": "equals_sign", ".": "full_stop", ",": "comma"}  # fmt: skip
        await pilot.press(names.get(character, character))


def recall(
    study: Study,
    topic: str,
    *answers: Answer,
    comfort: int = 3,
    note: str = "",
    purpose: Purpose = Purpose.STUDY,
) -> Recalled:
    """Put a checked recall of this moment into the journal; missing answers are *yes*."""
    card = study.deck.topic(topic)
    assert card is not None
    given = dict(zip([p.id for p in card.key_points], answers, strict=False))
    event = Recalled(
        id=new_id(),
        device=study.journal.device,
        moment=study.moment(),
        topic=card.key,
        text="what I wrote before",
        seconds=60.0,
        comfort=comfort,
        paper=False,
        answers={p.id: given.get(p.id, Answer.YES) for p in card.key_points},
        note=note,
        content=card.content_hash,
        scheduler=SCHEDULER,
        purpose=purpose,
        counted=purpose == Purpose.STUDY,
    )
    study.journal.record(event)
    return event


def words_of(text: str) -> list[str]:
    """The words of a text in order, without signs and lines."""
    return re.findall(r"\w+", text.casefold())


@lru_cache(maxsize=64)
def runs_of(topic: Topic) -> frozenset[str]:
    """Four words in a row, or all where there are fewer, of each key point and its question."""
    runs = []
    for point in topic.key_points:
        for source in (point.text, point.ask):
            words = words_of(plain_inline(source))
            size = min(4, len(words))
            runs += [" ".join(words[i : i + size]) for i in range(len(words) - size + 1)]
    return frozenset(runs)


@lru_cache(maxsize=2)
def titles_of(course: Deck) -> str:
    """The words of all titles."""
    return " ".join(" ".join(words_of(topic.title)) for topic in course.topics)


def given_away(screen: str, topic: Topic, course: Deck) -> list[str]:
    """What of a topic's key points stands on a screen; words of a title give nothing away."""
    titles = titles_of(course)
    text = f" {' '.join(words_of(screen))} "
    return [run for run in runs_of(topic) if f" {run} " in text and run not in titles]


def rows(pilot: Pilot[None]) -> list[str]:
    """The lines of the list that is open, as they are meant to be drawn."""
    options = pilot.app.screen.query_one(OptionList).options
    return [str(option.prompt) for option in options]


def under_cursor(pilot: Pilot[None]) -> str:
    """The line of the list on which the cursor stands."""
    option = pilot.app.screen.query_one(OptionList).highlighted_option
    return str(option.prompt) if option else ""
