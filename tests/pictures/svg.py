"""Pictures of the program's screens as SVG that asks nothing of the network."""

from __future__ import annotations

import re

from app.app import StudyApp

CELL = 12.2
"""Width of a cell in the picture."""


def picture(app: StudyApp, title: str = "flashcards") -> str:
    """The screen as it is now."""
    svg = app.export_screenshot(title=title)
    svg = re.sub(r"@font-face\s*\{.*?\}", "", svg, flags=re.DOTALL)
    svg = svg.replace("Fira Code", "ui-monospace, DejaVu Sans Mono, Menlo, Consolas")
    svg = re.sub(r"terminal-\d+", "terminal", svg)
    svg = re.sub(r'x="([\d.]+)" y="([\d.]+)" textLength="([\d.]+)"([^>]*)>([^<]*)<', _trimmed, svg)
    return "\n".join(line.rstrip() for line in svg.splitlines()) + "\n"


def _trimmed(found: re.Match[str]) -> str:
    """A text without the spaces around it, which some viewers drop and others keep."""
    x, y, length, rest, text = found.groups()
    cells = text.replace("&#160;", "\u00a0")
    before = len(cells) - len(cells.lstrip("\u00a0"))
    after = len(cells) - len(cells.rstrip("\u00a0"))
    left = round(float(x) + before * CELL, 1)
    width = round(float(length) - (before + after) * CELL, 1)
    inner = cells.strip("\u00a0").replace("\u00a0", "&#160;")
    return f'x="{left}" y="{y}" textLength="{max(width, 0)}"{rest}>{inner}<'
