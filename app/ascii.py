"""Signs of prose in one plain cell each, for terminals that have only ASCII."""

from __future__ import annotations

from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

PLAIN = str.maketrans(
    "→←↑↓⇥⏎⌫▸▶›‹…·•–—−“”„‘’×✓●◐○▰▱σγζερβθλμτφψχδηικνξοπωα₀₁₂₃₄₅₆₇₈₉⁰¹²³⁴⁵⁶⁷⁸⁹ᵢⱼ▁▂▃▄▅▆▇",
    '><^v>><>>><.-*---"""\'\'xv*+o#-sgzerbtlmtfpcdhiknxopwa01234567890123456789ij   ####',
)
"""A sign and what stands in for it, each one cell wide, so that nothing moves."""


class AsciiFilter(LineFilter):
    """Puts plain signs in the place of others, whatever widget they come from."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        """The same segments, their texts in plain signs."""
        return [
            segment
            if segment.text.isascii()
            else Segment(segment.text.translate(PLAIN), segment.style, segment.control)
            for segment in segments
        ]
