"""Small cards and courses, written to a folder for a test."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

FRONT = """\
---
id: {id}
title: {title}
{more}---
"""
BODY = "Some text.\n"
POINTS = """
## Key points
- An idea {#one}
  - ask: What is it?
  - cues: idea, thought; one
"""


def card(
    name: str = "a",
    title: str = "A card",
    *,
    more: str = "",
    body: str = BODY,
    points: str = POINTS,
) -> str:
    """A card without a fault, but for what is given."""
    return FRONT.format(id=name, title=title, more=more) + body + points


def course(*ids: str, more: str = "") -> str:
    """A ``course.md`` that lists some ids."""
    return f"---\npack: pack\ntitle: A course\n{more}topics: [{', '.join(ids)}]\n---\nWelcome.\n"


def write(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files into a folder, which is returned."""
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder
