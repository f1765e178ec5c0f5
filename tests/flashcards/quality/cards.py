"""Topics for advice, made of a body and key points as they stand in a card."""

from __future__ import annotations

from flashcards.cards import Topic
from flashcards.markdown import read_card

LIVE = """
```live
name: slopes
data: caffeine
model: lmer(outcome ~ x1 + (1 + x1 | subject))
show: fixef
```
"""


def topic(name: str = "a", body: str = "Some text.\n", points: str = "", more: str = "") -> Topic:
    """A topic that can be studied."""
    points = points or point("An idea that is one", "What is it?", "idea; one")
    source = f"---\nid: {name}\ntitle: A card\n{more}---\n{body}\n## Key points\n{points}"
    card = read_card(source, f"{name}.md", "pack")
    assert card.topic is not None, card.problems
    return card.topic


def point(text: str, ask: str, cues: str, name: str = "one") -> str:
    return f"- {text} {{#{name}}}\n  - ask: {ask}\n  - cues: {cues}\n"
