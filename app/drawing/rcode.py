"""R code in a few quiet styles: what is called, what is quoted, what is only said to the reader."""

from __future__ import annotations

import re

from app.drawing.runs import Line, Run

_PARTS = re.compile(
    r"""(?P<comment>\#.*)
      | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<call>(?:[A-Za-z.][\w.]*::)?[A-Za-z.][\w.]*(?=\())
      | (?P<code>[A-Za-z.][\w.]*|.)""",
    re.VERBOSE,
)


def highlight(code: str) -> list[Line]:
    """R code line by line; every character is kept, tabs become spaces."""
    return [_line(line) for line in code.expandtabs(4).rstrip("\n").split("\n")]


def _line(text: str) -> Line:
    runs: list[Run] = []
    for match in _PARTS.finditer(text):
        style = match.lastgroup or "code"
        style = "" if style == "code" else style
        if runs and runs[-1].style == style:
            runs[-1] = Run(runs[-1].text + match.group(), style)
        else:
            runs.append(Run(match.group(), style))
    return tuple(runs)
