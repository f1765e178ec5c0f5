"""What the tests of the screens do again and again."""

from __future__ import annotations

from textual.pilot import Pilot

from flashcards.events import Answer, Recalled
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


def recall(study: Study, topic: str, *answers: Answer, comfort: int = 3, note: str = "") -> Recalled:
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
    )
    study.journal.record(event)
    return event
