"""Which characters may reach a terminal, and which never do.

A content file, a deck or a file name may hold anything; a control character in it could move the
cursor, recolour the screen or turn text around. Everything that is shown goes through
:func:`clean` or :func:`visible` first.
"""

from __future__ import annotations

import re

_CONTROL = (
    r"\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 but tab and newline; delete; C1
    r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # marks, embeddings, overrides, isolates
    r"\u2028\u2029"  # line breaks that only some programs break at
    r"\ud800-\udfff"  # halves of characters, which no terminal can be sent
)
_INVISIBLE = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200d\u2060-\u2065\u206a-\u206f"
    r"\u3164\ufeff\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a"
    r"\U000e0000-\U000e0fff"
)

CONTROL = re.compile(f"[{_CONTROL}]")
"""A character that controls the terminal or the direction of text."""

FORBIDDEN = re.compile(f"[{_CONTROL}{_INVISIBLE}]")
"""A control character, or one that takes part in text without being seen."""

_NEWLINE = re.compile(r"\r\n?")


def clean(text: str) -> str:
    r"""The text with plain newlines and without any forbidden character but ``\n`` and ``\t``."""
    return FORBIDDEN.sub("", _NEWLINE.sub("\n", text))


def visible(text: str) -> str:
    """The text on one line, with a ``�`` in place of each character that may not be shown.

    For names that the program did not choose, such as a file's.
    """
    return FORBIDDEN.sub("�", text).replace("\n", "�").replace("\t", "�")
