"""Cells of a terminal as something to draw on: braille dots, signs, and what lies behind them."""

from __future__ import annotations

from rich.cells import cell_len

from app.drawing.runs import Line, Run

ACROSS, DOWN = 2, 4
"""Dots of a braille cell."""

FAINT = " faint"
"""How the styles end of what stands back."""

_SECOND = "\0"
"""The cell that the wide character before it takes as well."""
_NARROW = "\u2bff"
"""No character up to here that is drawn takes two cells."""

_BITS = ((0x01, 0x08), (0x02, 0x10), (0x04, 0x20), (0x40, 0x80))
"""Row → column → the bit of that dot in U+2800."""
_BRAILLE = tuple(chr(0x2800 + mask) for mask in range(256))
_TOP, _HIGH, _LOW, _BOTTOM = (left | right for left, right in _BITS)


class Canvas:
    """A rectangle of cells, each with dots or a sign in one style, on a ground.

    A cell has one colour: that of whoever drew in it last, or ranks highest. Faint dots give way
    to what is not faint, which would look blotted where it took them into its colour. Places are
    given in dots (x to the right, y down) or in cells (column, row); whatever lies outside is
    ignored.
    """

    __slots__ = ("dots", "grounds", "height", "ranks", "signs", "styles", "width")

    def __init__(self, width: int, height: int) -> None:
        cells = width * height
        self.width = width
        self.height = height
        self.dots = [0] * cells
        self.signs = [""] * cells
        self.styles = [""] * cells
        self.grounds = [""] * cells
        self.ranks = [0] * cells

    def dot(self, x: int, y: int, style: str, rank: int = 0) -> None:
        """One dot; other dots of its cell take its colour unless they rank higher."""
        column, row = x >> 1, y >> 2
        if 0 <= column < self.width and 0 <= row < self.height:
            at = row * self.width + column
            if rank < self.ranks[at]:
                self.dots[at] |= _BITS[y & 3][x & 1] if not self.signs[at] else 0
                return
            if self.styles[at] != style and self.styles[at].endswith(FAINT):
                self.dots[at] = 0
            self.dots[at] |= _BITS[y & 3][x & 1]
            self.signs[at] = ""
            self.styles[at] = style
            self.ranks[at] = rank

    def sign(self, column: int, row: int, text: str, style: str, rank: int = 0) -> None:
        """One character of a single cell's width; the dots that were there go."""
        if 0 <= column < self.width and 0 <= row < self.height:
            at = row * self.width + column
            self.signs[at] = text
            self.dots[at] = 0
            self.styles[at] = style
            self.ranks[at] = rank

    def text(self, column: int, row: int, text: str, style: str) -> None:
        """Characters side by side."""
        for char in text:
            wide = cell_len(char)
            if wide == 0:
                continue
            self.sign(column, row, char if char.isprintable() else " ", style)
            if wide == 2:
                self.sign(column + 1, row, _SECOND, style)
            column += wide

    def ground(self, column: int, row: int, style: str) -> None:
        """What lies behind a cell, whatever is drawn in it."""
        if 0 <= column < self.width and 0 <= row < self.height:
            self.grounds[row * self.width + column] = style

    def free(self, column: int, row: int) -> bool:
        """Whether there is no sign in a cell."""
        inside = 0 <= column < self.width and 0 <= row < self.height
        return inside and not self.signs[row * self.width + column]

    def lines(self, ascii_only: bool = False) -> list[Line]:
        """The rows as runs, without spaces at their ends."""
        return [self._line(row, ascii_only) for row in range(self.height)]

    def _line(self, row: int, ascii_only: bool) -> Line:
        start = row * self.width
        end = start + self.width
        dots, signs, grounds = self.dots, self.signs, self.grounds
        while end > start and not (dots[end - 1] or grounds[end - 1] or signs[end - 1].strip()):
            end -= 1
        runs: list[Run] = []
        text: list[str] = []
        now = ""
        for at in range(start, end):
            if signs[at]:
                char = signs[at]
                if char == _SECOND:
                    continue
                if char > _NARROW and cell_len(char) == 2 and signs[at + 1 : at + 2] != [_SECOND]:
                    char = " "
            elif dots[at]:
                char = _in_ascii(dots[at], self.styles[at]) if ascii_only else _BRAILLE[dots[at]]
            else:
                char = " "
            style = self.styles[at] if char != " " else ""
            if grounds[at] and char != "█":
                style = f"{style} {grounds[at]}" if style else grounds[at]
            if style != now and text:
                runs.append(Run("".join(text), now))
                text = []
            now = style
            text.append(char)
        if text:
            runs.append(Run("".join(text), now))
        return tuple(runs)


_TEXTURES = {"fixed": "#", "none": ".", "slopes": "~"}
"""Lines that plain characters tell apart by what they are made of."""


def _in_ascii(mask: int, style: str) -> str:
    """The plain character for a cell of dots: by its line, else by where the dots are."""
    meaning, _, weight = style.partition(" ")
    if not weight and meaning in _TEXTURES:
        return _TEXTURES[meaning]
    top, high, low, bottom = (bool(mask & row) for row in (_TOP, _HIGH, _LOW, _BOTTOM))
    if top + high + low + bottom >= 3:
        return "|"
    if top and not low:
        return "'"
    return "." if bottom and not high else "-"
