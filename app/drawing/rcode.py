"""R code in a few quiet styles: what is called, what is quoted, what is only said to the reader."""

from __future__ import annotations

import re

from app.drawing.runs import TIED, Line, Run, joined

_PARTS = re.compile(
    r"""(?P<comment>\#.*)
      | (?P<string>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')
      | (?P<call>(?:[A-Za-z.][\w.]*::)?[A-Za-z.][\w.]*(?=\())
      | (?P<code>[A-Za-z.][\w.]*|.)""",
    re.VERBOSE,
)


_TIES = re.compile(r"(?<![,;{ ])(?<!<-)(?<!\|>) (?![ #])")


def highlight(line: str) -> Line:
    """One line of R; every character is kept.

    Spaces are tied where a line that is too long should rather not be broken: it breaks best
    behind a comma or an arrow.
    """
    code, sharp, comment = line.partition("#")
    runs = [
        Run(match.group(), "" if match.lastgroup == "code" else match.lastgroup or "")
        for match in _PARTS.finditer(_TIES.sub(TIED, code) + sharp + comment)
    ]
    return joined([tuple(runs)])
