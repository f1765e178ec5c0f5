"""The Markdown of the cards: CommonMark, tables, maths in dollars and tied numbers; no HTML.

Two parsers are made here. :func:`parser` is for showing a card. :class:`Markup` is for reading
one: it also finds what must not be there, and knows where everything stands.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from markdown_it import MarkdownIt, rules_inline
from markdown_it.rules_block import StateBlock
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from mdit_py_plugins.dollarmath import dollarmath_plugin

from flashcards.reading.characters import clean

_InlineRule = Callable[[StateInline, bool], bool]

TIED = re.compile(
    r"\[\s*(?P<shown>[<>≈]?\s?[-−+]?(?:\d+(?:[.,]\d+)*|[.]\d+)(?:[eE][-−+]?\d+)?\s?%?)\s*\]"
    r"\{=\s*(?P<value>[\w.:()+*^-]+)(?:\s+of\s+(?P<example>[\w-]+))?\s*\}"
)
"""``[405.790]{=fixef.intercept}`` or ``[405.790]{=fixef.intercept of slopes}``."""

OPENS, CLOSES = "<!--", "-->"
"""Around a comment."""

_MATHS = re.compile(r"(?<!\d)\$(?![\s$])(?P<tex>(?:\\.|[^\\$])+)(?<!\s)\$(?!\d)", re.DOTALL)
_DISPLAYED = re.compile(r"\$\$(?P<tex>(?:\\.|[^\\$])+)\$\$", re.DOTALL)
_WEB = re.compile(r"(?:https?://[^/]|mailto:|#)", re.IGNORECASE)
_HTML = re.compile(r"</?[A-Za-z][A-Za-z0-9-]*(?=[\s/>])[^<>]*>|<!--|<!\[CDATA\[|<![A-Za-z]|<\?")
_TIED_LIKE = re.compile(r"\]\{=")
_NOTABLE = re.compile(r"[$<&\[\]]")
_DOLLARS = re.compile(r"\$+")
_MONEY = re.compile(r"\$\d|(?<=\d)\$(?![\w\\{$])")


def parser() -> MarkdownIt:
    """A parser for showing cards; a new one each time, which the caller may extend.

    HTML is text, tables are on. Besides the usual tokens it makes

    - ``math_inline`` and ``math_inline_double`` (``$…$``, ``$$…$$`` in a line) and
      ``math_block`` (``$$…$$`` on lines of its own), with the TeX source as content;
    - ``tied_number``, with the number as content and ``meta`` of ``value`` and ``example``.

    Links lead to the web or are left as text, and no token holds a control character, however
    the source spells it.
    """
    md = MarkdownIt("commonmark", {"html": False}).enable("table")
    md.use(dollarmath_plugin, allow_labels=False, allow_space=False, allow_blank_lines=False)
    md.inline.ruler.at("math_inline", _maths)
    md.inline.ruler.before("link", "tied_number", _tied_number)
    md.core.ruler.push("clean", _clean_tokens)
    md.validateLink = leads_to_the_web  # type: ignore[method-assign]
    return md


def leads_to_the_web(url: str) -> bool:
    """Whether an address is one that a card may link to: of the web, of mail, or in the card."""
    return _WEB.match(url) is not None


def _maths(state: StateInline, silent: bool) -> bool:
    # In place of the plugin's rule, to which "$5–$6" is a formula, and which looks for a digit
    # before a paragraph's first character at the paragraph's end.
    if state.src[state.pos] != "$":
        return False
    displayed = state.src.startswith("$$", state.pos)
    match = (_DISPLAYED if displayed else _MATHS).match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("math_inline_double" if displayed else "math_inline", "math", 0)
        token.content = match["tex"]
        token.markup = "$$" if displayed else "$"
    state.pos = match.end()
    return True


def _tied_number(state: StateInline, silent: bool) -> bool:
    if state.src[state.pos] != "[":
        return False
    match = TIED.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("tied_number", "", 0)
        token.content = match["shown"]
        token.meta = {"value": match["value"], "example": match["example"] or ""}
    state.pos = match.end()
    return True


def _clean_tokens(state: StateCore) -> None:
    """Take out control characters that were spelt as entities."""
    for token in _all_tokens(state.tokens):
        token.content = clean(token.content)
        token.info = clean(token.info)
        for name, value in token.attrs.items():
            if isinstance(value, str):
                token.attrs[name] = clean(value)


def _all_tokens(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from _all_tokens(token.children or [])


# Reading


@dataclass(frozen=True, slots=True)
class Mark:
    """Something in a line of text that has to be looked at.

    Attributes:
        kind: ``maths``, ``tied``, ``tied-like``, ``link``, ``html``, ``dollar`` or ``entity``.
        at: its 0-based offset in the text that it stands in.
        text: the TeX source, the shown number, the address, or the piece of source.
        token: for ``maths`` and ``tied``, the token that was made.
    """

    kind: str
    at: int
    text: str
    token: Token | None = None


@dataclass(slots=True)
class Passage:
    """A piece of source, with the way back to its place in the file.

    Attributes:
        text: the piece; lines may have lost their indentation.
        line: 1-based line of the file that it starts on.
        lines: all lines of the file.
        marks: what has to be looked at, in order.
    """

    text: str
    line: int
    lines: list[str]
    marks: tuple[Mark, ...] = ()
    _starts: list[int] = field(default_factory=list)
    _indents: dict[int, int] = field(default_factory=dict)

    def place(self, at: int) -> tuple[int, int]:
        """The 1-based line and column of an offset; column 0 where it cannot be told."""
        if not self._starts:
            self._starts = [0, *(m.end() for m in re.finditer("\n", self.text))]
        row = bisect_right(self._starts, at) - 1
        if row not in self._indents:
            self._indents[row] = self._indent(row)
        indent = self._indents[row]
        line = min(self.line + row, len(self.lines))
        return line, at - self._starts[row] + indent + 1 if indent >= 0 else 0

    def _indent(self, row: int) -> int:
        """How many characters stand before a row of the text in the file; -1 if that is unclear."""
        if self.line + row > len(self.lines):
            return -1
        start = self._starts[row]
        end = self.text.find("\n", start)
        return self.lines[self.line + row - 1].find(self.text[start : end if end >= 0 else None])


class Markup:
    """A text of which the block structure has been read.

    Attributes:
        tokens: markdown-it's tokens; those of type ``inline`` are not taken apart yet.
    """

    def __init__(self, text: str, first: int, lines: list[str]) -> None:
        """Read the blocks of a text.

        Args:
            text: Markdown without control characters.
            first: how many lines of the file come before it.
            lines: all lines of the file.
        """
        self._env: dict[str, Any] = {}
        self._first = first
        self._lines = lines
        self.tokens = _reader().parse(text, self._env)

    def line(self, token: Token) -> int:
        """The 1-based line of the file that a token starts on."""
        return self._first + (token.map[0] if token.map else 0) + 1

    def end(self, token: Token) -> int:
        """The 1-based line of the file that a block token ends on."""
        return self._first + (token.map[1] if token.map else 0)

    def passage(self, token: Token) -> Passage:
        """What is in an ``inline`` token, with nothing marked."""
        return Passage(token.content, self.line(token), self._lines)

    def comments(self) -> list[tuple[int, int]]:
        """The comments: for each its first line and the one behind it, both 0-based in the file."""
        return [(self._first + a, self._first + b) for a, b in self._env.get(_COMMENTS, [])]

    def marked(self, token: Token) -> Passage:
        """What is in an ``inline`` or ``math_block`` token, with all that has to be looked at."""
        marks: list[Mark] = []
        if token.type == "math_block":
            marks.append(Mark("maths", 0, token.content))
        elif _NOTABLE.search(token.content):
            self._env[_MARKS] = marks
            _reader().inline.parse(token.content, _reader(), self._env, [])
            marks.sort(key=lambda mark: mark.at)
        return Passage(token.content, self.line(token), self._lines, tuple(marks))


_MARKS = "flashcards.marks"
_COMMENTS = "flashcards.comments"
_UNENDED = "flashcards.unended"


@cache
def _reader() -> MarkdownIt:
    """The parser with rules that note what they find; one for all, as it keeps no state."""
    md = parser()
    md.disable(["emphasis", "html_inline", "html_block"])  # of no account, and slow
    md.core.ruler.disable(["inline", "clean", "text_join"], ignoreInvalid=True)
    md.validateLink = _anywhere  # type: ignore[method-assign]
    md.block.ruler.before(
        "paragraph", "comment", _comment, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )
    rules = md.inline.ruler
    rules.at("math_inline", _noting("maths", _maths))
    rules.at("tied_number", _noting("tied", _tied_number))
    rules.at("link", _noting("link", rules_inline.link))
    rules.at("image", _noting("link", rules_inline.image))
    rules.at("autolink", _noting("link", rules_inline.autolink))
    rules.at("entity", _noting("entity", rules_inline.entity))
    rules.after("autolink", "html", _spotting("html", _HTML))
    rules.push("tied_like", _spotting("tied-like", _TIED_LIKE))
    rules.push("dollar", _lone_dollar)
    return md


def _anywhere(url: str) -> bool:
    """Every address is read as one, so that it can be reported."""
    return bool(url)


def _comment(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A comment that has its lines for itself: it makes nothing, and its lines are noted."""
    at = state.bMarks[start] + state.tShift[start]
    if state.is_code_block(start) or not state.src.startswith(OPENS, at) or _UNENDED in state.env:
        return False
    closing = state.src.find(CLOSES, at + len(OPENS))
    if closing < 0:
        state.env[_UNENDED] = True  # nor has any later one an end
        return False
    last = bisect_right(state.bMarks, closing) - 1
    if last >= end or state.src[closing + len(CLOSES) : state.eMarks[last]].strip():
        return False
    if not silent:
        state.env.setdefault(_COMMENTS, []).append((start, last + 1))
        state.line = last + 1
    return True


def _noting(kind: str, rule: _InlineRule) -> _InlineRule:
    """A rule that also notes what it has made, and where."""

    def noting(state: StateInline, silent: bool) -> bool:
        at, before = state.pos, len(state.tokens)
        if not rule(state, silent):
            return False
        if not silent:
            made = next((t for t in state.tokens[before:] if t.type != "text"), None)
            if made is not None:
                text = str(made.attrs.get("href") or made.attrs.get("src") or made.content)
                state.env[_MARKS].append(Mark(kind, at, text, made))
        return True

    return noting


def _spotting(kind: str, pattern: re.Pattern[str]) -> _InlineRule:
    """A rule that makes nothing, but notes what it comes across."""

    def spotting(state: StateInline, silent: bool) -> bool:
        match = pattern.match(state.src, state.pos, state.posMax)
        if match and not silent:
            state.env[_MARKS].append(Mark(kind, state.pos, match.group()))
        return False

    return spotting


def _lone_dollar(state: StateInline, silent: bool) -> bool:
    """Dollars that no formula has used: money, or a formula that is never closed."""
    match = _DOLLARS.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        if not _MONEY.match(state.src, state.pos):
            state.env[_MARKS].append(Mark("dollar", state.pos, match.group()))
        state.pending += match.group()
    state.pos = match.end()
    return True
