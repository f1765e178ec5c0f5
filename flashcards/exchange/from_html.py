"""A field of a note as one line of Markdown: words, emphasis, code and formulas; all else goes."""

from __future__ import annotations

import re
from collections import Counter
from html import unescape
from html.parser import HTMLParser

from flashcards.exchange import formulas
from flashcards.reading.characters import clean

LONGEST = 8_000
"""Letters of a field with its HTML; some HTML takes a parser far longer than its length."""

_EMPHASIS = {"b": "**", "strong": "**", "i": "*", "em": "*"}
_CODE = frozenset({"code", "tt", "kbd", "samp"})
_SCRIPTS = {"sup": "^", "sub": "_"}
_BLOCKS = frozenset(  # what parts lines
    {"address", "article", "blockquote", "br", "center", "dd", "div", "dl", "dt", "figure",
     "footer", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "li", "main", "ol", "p", "pre",
     "section", "table", "tbody", "thead", "tr", "ul"}
)  # fmt: skip
_CELLS = frozenset({"td", "th"})
_ACTIVE = frozenset({"script", "style", "iframe", "object", "svg", "math", "template", "noscript"})
_PICTURES = frozenset({"img", "picture", "canvas"})
_SOUNDS = frozenset({"audio", "video"})

STRAY = 50
"""Signs ``<`` that need not be closed; a field with more is no HTML, and slow to read."""

_SOUND = re.compile(r"\[(?:sound|anki:tts)[^\[\]]*\](?:[^\[\]]*\[/anki:tts\])?")
_TAG = re.compile(r"<[^<>]*>")
_PLACE = re.compile("\ue000(\\d+)\ue001")
_PLACES = re.compile("[\ue000\ue001]")
_SIGNS = re.compile(
    r"[\\`*$\[\]{]|(?<![^\W_])_|_(?![^\W_])|<(?=[A-Za-z/!?]|\Z)|&(?=#?\w+;|\Z)",
)
_FIRST = re.compile(r"([-+>#=~|]|\d+(?=[.)]))|((?:ask|cues)\s*)(?=:)")


def line(text: str, *, html: bool, left: Counter[str]) -> str:
    """A field as one line of inline Markdown, in which nothing is HTML.

    Args:
        text: the field; at most :data:`LONGEST` letters.
        html: whether it is HTML; else plain text, each sign of which stays what it is.
        left: where what could not be taken is counted.
    """
    html = html and text.count("<") - text.count(">") <= STRAY
    text = _PLACES.sub("", clean(text))
    found: list[str] = []

    def put_aside(match: re.Match[str]) -> str:
        found.append(formulas.source(match, html=html))
        return f"\ue000{len(found) - 1}\ue001"

    text, sounds = _SOUND.subn(" ", text)
    left["sounds"] += sounds
    text = (formulas.IN_HTML if html else formulas.IN_TEXT).sub(put_aside, text)
    written = _read(text, found, left) if html else _escaped(text)
    return _begun(_with_formulas(_one_line(clean(written)), found, left))


def words(text: str) -> str:
    """A short field, such as a name, as plain words on one line."""
    return " ".join(clean(unescape(_TAG.sub(" ", text[:LONGEST]))).split())


def _read(text: str, found: list[str], left: Counter[str]) -> str:
    """What HTML says; the text as it is where it is none."""
    reader = _Reader(found, left)
    try:
        reader.feed(text)
        reader.close()
    except AssertionError:  # which is how the parser tells of a declaration that it cannot read
        return _escaped(text)
    return reader.text()


class _Reader(HTMLParser):
    """Reads HTML, however broken; keeps words, emphasis and code."""

    def __init__(self, found: list[str], left: Counter[str]) -> None:
        super().__init__(convert_charrefs=True)
        self._found = found
        self._left = left
        self._open: list[tuple[str, list[str]]] = [("", [])]
        self._count: Counter[str] = Counter()  # of what is open: tags may lie thousands deep
        self._codes = 0
        self._active = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag opens."""
        if self._active:
            return
        if tag in _ACTIVE:
            self._left["active"] += 1
            self._active = tag
        elif tag in _PICTURES:
            self._left["pictures"] += 1
            self._add(" ")
        elif tag in _SOUNDS:
            self._left["sounds"] += 1
        elif tag == "a":
            self._left["links"] += any(name == "href" for name, _ in attrs)
        elif tag in _EMPHASIS or tag in _CODE or tag in _SCRIPTS:
            self._open.append((tag, []))
            self._count[tag] += 1
            self._codes += tag in _CODE
        else:
            self._part(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A tag that has nothing in it."""
        if tag in _ACTIVE and not self._active:
            self._left["active"] += 1
        elif tag not in _EMPHASIS and tag not in _CODE and tag not in _SCRIPTS:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        """A tag closes, and with it those that were opened within it."""
        if self._active:
            if tag == self._active:
                self._active = ""
        elif self._count[tag]:
            while self._close() != tag:
                pass
        else:
            self._part(tag)

    def handle_data(self, data: str) -> None:
        """Words."""
        if not self._active:
            self._add(data if self._codes else _escaped(data))

    def text(self) -> str:
        """All of it; whatever is open still is closed."""
        while len(self._open) > 1:
            self._close()
        return "".join(self._open[0][1])

    def _part(self, tag: str) -> None:
        if tag in _BLOCKS:
            self._add("\n")
        elif tag in _CELLS:
            self._add(" ")

    def _add(self, text: str) -> None:
        self._open[-1][1].append(text)

    def _close(self) -> str:
        tag, pieces = self._open.pop()
        self._count[tag] -= 1
        self._codes -= tag in _CODE
        text = "".join(pieces)
        if self._codes:
            self._add(text)
        elif tag in _CODE:
            self._add(self._code(text))
        elif tag in _SCRIPTS:
            self._add(f"{_escaped(_SCRIPTS[tag])}{text.strip()}" if text.strip() else "")
        else:
            self._add(_emphasised(text, _EMPHASIS[tag]))
        return tag

    def _code(self, text: str) -> str:
        """A piece of code; a formula in it stands as its source."""
        text = _PLACE.sub(lambda match: self._found[int(match[1])], text)
        code = " ".join(text.replace("`", "'").split())
        return f"`{code}`" if code else ""


def _emphasised(text: str, sign: str) -> str:
    """Words between signs, where Markdown takes these for emphasis; else only the words."""
    inner = text.strip()
    if "*" in inner or "\n" in inner or not (inner[:1].isalnum() and inner[-1:].isalnum()):
        return text
    before, after = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
    return f"{before}{sign}{inner}{sign}{after}"


def _escaped(text: str) -> str:
    """Words in which no sign is taken for Markdown, whatever follows them."""
    return _SIGNS.sub(r"\\\g<0>", text)


def _one_line(text: str) -> str:
    """Lines joined, with a semicolon where none ends in a sign."""
    lines = [" ".join(each.split()) for each in text.split("\n")]
    joined = ""
    for each in filter(None, lines):
        joined += ("" if not joined else " " if joined[-1] in ".,:;?!" else "; ") + each
    return joined


def _begun(text: str) -> str:
    """A line whose first sign begins no list, no heading and no part of a key point."""
    first = _FIRST.match(text)
    if first is None:
        return text
    at = 0 if first[1] and not first[1].isdigit() else first.end()
    return f"{text[:at]}\\{text[at:]}"


def _with_formulas(text: str, found: list[str], left: Counter[str]) -> str:
    """The formulas back in their places; none touches a digit, which would make it money."""

    def put_back(match: re.Match[str]) -> str:
        written, drawn = formulas.markdown(found[int(match[1])])
        left["formulas"] += not drawn
        before, after = text[: match.start()][-1:], text[match.end() :][:1]
        opens = " " if written and (before.isdigit() or before in {"$", "\ue001"}) else ""
        closes = " " if written and (after.isdigit() or after in {"$"}) else ""
        return f"{opens}{written}{closes}"

    return " ".join(_PLACE.sub(put_back, text).split())
