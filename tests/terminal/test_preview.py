"""The preview beside an editor: it follows what is saved, and keeps nothing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

pytestmark = pytest.mark.terminal

Start = Callable[..., Terminal]

CARD = """\
---
id: icc
title: Intraclass correlation
---
How much varies *between* groups?

```live
data: caffeine
model: lmer(outcome ~ 1 + (1 | subject))
show: icc
```

## Key points
- The share of the variance between groups {#share}
  - ask: What does an ICC of 0.3 say?
  - cues: share; variance
"""


def save(file: Path, text: str) -> None:
    """As an editor does that puts another file in the place of the old one."""
    beside = file.with_name(f"{file.name}~")
    beside.write_text(text, "utf-8")
    beside.replace(file)


@pytest.mark.parametrize("size", [(120, 36), (80, 24)])
def test_it_follows_an_editor(start: Start, tmp_path: Path, size: tuple[int, int]) -> None:
    file = tmp_path / "icc.md"
    file.write_text(CARD, "utf-8")
    terminal = start("preview", str(file), size=size)
    terminal.see("How much varies between groups?", "0.69", "No problems.")
    save(file, CARD.replace("How much", r"Of $\rh$ how much"))
    terminal.see("1 error", "maths-unknown", r"5 │ Of $\rh$ how much")
    save(file, CARD.replace("How much", r"Of $\rho$ how much"))
    terminal.see("Of ρ how much", "No problems.")
    file.with_name("icc.recall.txt").write_text("The share of the variance.", "utf-8")
    terminal.press("r")
    terminal.see("It suggests 1 of 1 point.")
    terminal.press("q")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
    assert not list((tmp_path / "home").glob("*.db*"))


def test_ctrl_c_leaves(start: Start, tmp_path: Path) -> None:
    file = tmp_path / "icc.md"
    file.write_text(CARD, "utf-8")
    terminal = start("preview", str(file))
    terminal.see("No problems.")
    terminal.press("ctrl+c")
    assert terminal.end() == 0
    assert b"Traceback" not in terminal.raw
