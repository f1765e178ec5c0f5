"""The order of names: what R's ``sort`` and ``factor`` give in an English locale.

That is the Unicode collation which R uses on Linux and macOS: spaces and signs, then digits,
then letters; accents count only between names whose letters are the same, and capitals only
between names that are the same otherwise, the small letter first.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from string import ascii_lowercase, ascii_uppercase
from typing import Final

_SIGNS: Final = " _-,;:!?.'\"()[]{}@*/\\&#%`^+<=>|~$"
_OTHER_SIGN: Final = bytes([len(_SIGNS) + 1])

_RANKS: Final = bytes.maketrans(
    (_SIGNS + ascii_uppercase).encode(),
    bytes(range(1, len(_SIGNS) + 1)) + ascii_lowercase.encode(),
)
"""Signs in their order, below all digits; and small letters for capitals."""


def alphabetical(names: Iterable[str]) -> list[str]:
    """Names in their order."""
    return sorted(names, key=_key)


def _key(name: str) -> tuple[bytes, list[str], str, str]:
    if name.isascii():
        return name.encode().translate(_RANKS), [], name.swapcase(), name
    letters, accents = b"", [""]
    for character in unicodedata.normalize("NFD", name.casefold()):
        if unicodedata.combining(character):
            accents[-1] += character
            continue
        sign = not (character.isascii() or character.isalnum())
        raw = character.encode("utf-8", "replace")
        letters += _OTHER_SIGN + raw if sign else raw.translate(_RANKS)
        accents.append("")
    while accents and not accents[-1]:
        accents.pop()
    return letters, accents, name.swapcase(), name
