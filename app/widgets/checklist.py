"""The key points to be ticked, one by one, beside what suggests each of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.geometry import Region
from textual.message import Message
from textual.reactive import reactive
from textual.widget import Widget

from app.glyphs import Glyphs
from flashcards.events import Answer


@dataclass(frozen=True, slots=True)
class Row:
    """One key point as the checklist shows it.

    Attributes:
        point: its id.
        text: the idea, ready to be drawn.
        suggestion: what Enter takes, or None where nothing is suggested.
        trace: the words of hers that led to the suggestion, or that there are none.
        before: what happened last time (``missed on 14 Nov``), or nothing.
    """

    point: str
    text: Content
    suggestion: Answer | None
    trace: str
    before: str = ""


class Checklist(Widget, can_focus=True):
    """Key points with one key for each answer; the cursor moves on after an answer."""

    DEFAULT_CSS = """
    Checklist { height: auto; width: 100%; }
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "answer('yes')", "had it", id="check.yes", tooltip="You had this point"),
        Binding("p", "answer('partly')", "partly", id="check.partly",
                tooltip="You had a part of it"),
        Binding("n", "answer('no')", "missed", id="check.no", tooltip="It was not there"),
        Binding("enter", "take", "take it", key_display="⏎", id="check.take",
                tooltip="Answer this one point as suggested"),
        Binding("enter", "move(1)", "next point", show=False, id="check.next",
                tooltip="Go on to the next point"),
        Binding("u", "undo", "undo", id="check.undo", tooltip="Take back the last tick"),
        Binding("down,j", "move(1)", "next point", show=False),
        Binding("up,k", "move(-1)", "point before", show=False),
        Binding("home", "move(-999)", "first point", show=False),
        Binding("end", "move(999)", "last point", show=False),
    ]  # fmt: skip

    cursor: reactive[int] = reactive(0)

    class Answered(Message):
        """A point was answered, or an answer was taken back."""

    @dataclass
    class Moved(Message):
        """The cursor stands on another point.

        Attributes:
            point: its id.
        """

        point: str

        def can_replace(self, message: Message) -> bool:
            """Only the last place matters."""
            return isinstance(message, Checklist.Moved)

    def __init__(
        self,
        rows: Sequence[Row],
        answers: Mapping[str, Answer],
        glyphs: Glyphs,
        *,
        id: str | None = None,  # noqa: A002
    ) -> None:
        super().__init__(id=id)
        self.rows = tuple(rows)
        self.answers = dict(answers)
        self.glyphs = glyphs
        self._past: list[tuple[int, dict[str, Answer]]] = []
        self._spans: list[tuple[int, int]] = []
        self.set_reactive(Checklist.cursor, self._first_open() or 0)

    @property
    def open_points(self) -> int:
        """How many points wait for an answer."""
        return sum(row.point not in self.answers for row in self.rows)

    def go_to_open(self) -> None:
        """Put the cursor on the first point that waits for an answer."""
        if (place := self._first_open()) is not None:
            self.cursor = place

    def _first_open(self) -> int | None:
        waiting = (i for i, row in enumerate(self.rows) if row.point not in self.answers)
        return next(waiting, None)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Something is to be taken only where something is suggested and not yet answered."""
        if action != "take" or not 0 <= self.cursor < len(self.rows):
            return True
        row = self.rows[self.cursor]
        return row.suggestion is not None and row.point not in self.answers

    # -- keys --------------------------------------------------------------------------------

    def action_move(self, step: int) -> None:
        """Move the cursor, stopping at the ends."""
        self.cursor = max(0, min(len(self.rows) - 1, self.cursor + step))

    def action_answer(self, answer: str) -> None:
        """Answer the point under the cursor and go on to the next."""
        self._past.append((self.cursor, dict(self.answers)))
        self.answers[self.rows[self.cursor].point] = Answer(answer)
        self.action_move(1)
        self._changed()

    def action_take(self) -> None:
        """Answer the point under the cursor as suggested."""
        if (suggestion := self.rows[self.cursor].suggestion) is not None:
            self.action_answer(suggestion.value)

    def action_undo(self) -> None:
        """Take back the last tick."""
        if self._past:
            self.cursor, self.answers = self._past.pop()
            self._changed()
        else:
            self.notify("There is no tick to take back.")

    def _changed(self) -> None:
        self.refresh()
        self.refresh_bindings()
        self.post_message(self.Answered())

    def watch_cursor(self) -> None:
        """Tell which point is looked at, and keep it in sight."""
        self.refresh(layout=True)
        self.refresh_bindings()
        if self.rows:
            self.post_message(self.Moved(self.rows[self.cursor].point))
        self.show_cursor()

    def show_cursor(self) -> None:
        """Bring the point under the cursor into sight once everything has its place."""
        self.call_after_refresh(self._show_cursor)

    def _show_cursor(self) -> None:
        if self._spans and (parent := self.parent) is not None and isinstance(parent, Widget):
            top, height = self._spans[min(self.cursor, len(self._spans) - 1)]
            region = Region(0, top + self.virtual_region.y, 1, height)
            parent.scroll_to_region(region, animate=False, force=True)

    # -- drawing -----------------------------------------------------------------------------

    def get_content_height(self, container: object, viewport: object, width: int) -> int:
        """As many lines as the points need at this width."""
        return max(1, len(self._lines(width)))

    def render(self) -> Content:
        """Every point: cursor, mark, idea, and what speaks for it."""
        return Content("\n").join(self._lines(self.size.width or 80))

    def _lines(self, width: int) -> list[Content]:
        """All rows, each in two columns where there is room for two."""
        lines: list[Content] = []
        self._spans = []
        for number, row in enumerate(self.rows):
            drawn = self._row(row, number == self.cursor, width)
            self._spans.append((len(lines), len(drawn)))
            lines += drawn
        return lines

    def _row(self, row: Row, here: bool, width: int) -> list[Content]:
        """The lines of one key point."""
        head = self._head(row, here)
        indent = head.cell_length
        beside = width >= 96
        idea_width = max(10, (width * 58 // 100 if beside else width) - indent - 1)
        idea = row.text.wrap(idea_width) or [Content("")]
        notes = self._notes(row)
        note_width = width - indent - idea_width - 3 if beside else width - indent
        show_notes = notes.plain and (beside or here or row.before)
        extra = notes.wrap(max(10, note_width)) if show_notes else []
        style = "bold" if here else ""
        idea = [line.stylize(style) if style else line for line in idea]
        blank = Content(" " * indent)
        if not beside:
            body = [*idea, *extra]
        else:
            count = max(len(idea), len(extra))
            left = [*idea, *[Content("")] * (count - len(idea))]
            right = [*extra, *[Content("")] * (count - len(extra))]
            body = [
                Content.assemble(a.pad_right(max(0, idea_width - a.cell_length)), "  ", b)
                for a, b in zip(left, right, strict=True)
            ]
        return [(head if i == 0 else blank) + line for i, line in enumerate(body)]

    def _head(self, row: Row, here: bool) -> Content:
        """Cursor and mark; a question mark stands behind what is only suggested."""
        answer = self.answers.get(row.point)
        cursor = self.glyphs.cursor if here and self.has_focus else " "
        if answer is not None:
            return Content.assemble(
                (cursor, "$primary"), " ", (self.glyphs.mark(answer), STYLES[answer]), "  "
            )
        mark = self.glyphs.mark(row.suggestion) if row.suggestion else self.glyphs.never
        return Content.assemble(
            (cursor, "$primary"), " ", (mark + ("?" if row.suggestion else " "), "$muted"), " "
        )

    def _notes(self, row: Row) -> Content:
        """What speaks for the point, and how it went last time."""
        answer = self.answers.get(row.point)
        parts = []
        if row.trace:
            parts.append(Content.styled(row.trace, "$muted"))
        if row.before:
            now = f", {HERE_NOW[answer]}" if answer else ""
            parts.append(Content.styled(f"{row.before}{now}", "$warning"))
        return Content.styled(f" {self.glyphs.dot} ", "$muted").join(parts)

    def on_focus(self) -> None:
        """Show the cursor."""
        self.refresh()

    def on_blur(self) -> None:
        """Hide the cursor."""
        self.refresh()


STYLES: Mapping[Answer, str] = {
    Answer.YES: "$success",
    Answer.PARTLY: "$warning",
    Answer.NO: "$error",
}
"""The colour of each mark, beside its shape."""

HERE_NOW: Mapping[Answer, str] = {
    Answer.YES: "here now",
    Answer.PARTLY: "partly here now",
    Answer.NO: "not here yet",
}
"""How a point that was missed last time went this time."""
