"""Her own recalls as data: the models of the course fitted to her own memory."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from flashcards.cards import Example, Topic
from flashcards.mine import NAME

if TYPE_CHECKING:
    from app.screens.base import StudyScreen

EXAMPLES: Final = (
    Example(
        "one line",
        NAME,
        ("lm(coverage ~ days)",),
        ("summary",),
        "scatter",
        (("title", "One line for all topics: what a day without recall takes away."),),
    ),
    Example(
        "own levels",
        NAME,
        ("lmer(coverage ~ days + (1 | topic))",),
        ("fixef", "VarCorr", "icc"),
        "spaghetti",
        (("title", "A level for each topic: how far they lie apart."),),
    ),
    Example(
        "own fading",
        NAME,
        ("lmer(coverage ~ days + (1 + days | topic))",),
        ("fixef", "VarCorr"),
        "spaghetti",
        (("title", "A slope for each topic: which ones fade faster."),),
    ),
    Example(
        "comfort",
        NAME,
        ("lmer(coverage ~ comfort + (1 | topic))",),
        ("fixef", "VarCorr"),
        "shrinkage",
        (("title", "Does comfort foretell coverage?"),),
    ),
)
"""What is fitted to her recalls."""


def topic_of(pack: str) -> Topic:
    """What the screen of live examples needs: a topic that is no card.

    Args:
        pack: of the course.
    """
    return Topic(
        pack=pack,
        id="your-own-recalls",
        title="Your own recalls",
        after=(),
        minutes=0,
        body="",
        body_line=1,
        key_points=(),
        examples=EXAMPLES,
        numbers=(),
        file="",
        content_hash="",
    )


def open_mine(screen: StudyScreen) -> None:
    """The models of her own memory, on the screen of live examples."""
    from app.screens.live import LiveScreen

    screen.app.push_screen(LiveScreen(topic_of(screen.study.deck.pack)))
