"""Where files are to be written: a folder to name, and a word before anything is replaced."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widgets import Input, Static

from app.export import ExportError, File, folder_named, in_the_way, usual_folder, write
from app.screens.box import BoxScreen
from app.words import count


class ExportScreen(BoxScreen[str]):
    """A field for the folder, and what will be in it; closes with a sentence that says where."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "write", "write them", id="export.write", priority=True),
        Binding("escape", "dismiss", "close", id="close", priority=True),
    ]

    fixed: ClassVar[int] = BoxScreen.fixed + 2

    def __init__(
        self, files: Sequence[File], about: str = "Export this example to a folder"
    ) -> None:
        super().__init__()
        self.about = about
        self.files = files
        self.asked: Path | None = None

    def heading(self) -> Content:
        """What this is about."""
        return Content.styled(self.about, "bold")

    def keys(self) -> tuple[tuple[str, str], ...]:
        """Write, or leave it."""
        return (("export.write", "write them"), ("close", "close"))

    def middle(self) -> ComposeResult:
        """The field before the rest."""
        yield Input(str(usual_folder()), id="query", select_on_focus=False)
        yield from super().middle()

    def inside(self) -> ComposeResult:
        """The files, and what is in the way."""
        longest = max(len(file.name) for file in self.files) + 2
        rows = [(f"{file.name:<{longest}}", file.what) for file in self.files]
        yield Static(
            Content("\n").join(Content.assemble((name, "bold"), what) for name, what in rows)
        )
        yield Static(id="trouble", markup=False)

    def on_mount(self) -> None:
        """The field has the keys."""
        self.query_one(Input).focus()

    @on(Input.Changed)
    def _changed(self) -> None:
        self._say("")

    def _say(self, sentence: str) -> None:
        self.asked = None
        self.query_one("#trouble", Static).update(f"\n{sentence}" if sentence else "")

    def action_write(self) -> None:
        """Write them; where others are in the way, only when asked a second time."""
        try:
            folder = folder_named(self.query_one(Input).value)
            others = in_the_way(folder, self.files)
            if others and self.asked != folder:
                key = self.key_of("export.write")
                verb = "is" if len(others) == 1 else "are"
                self._say(f"{', '.join(others)} {verb} there already. {key} again replaces "
                          f"{'it' if len(others) == 1 else 'them'}.")  # fmt: skip
                self.asked = folder
                return
            write(folder, self.files)
        except ExportError as error:
            self._say(str(error))
            return
        self.dismiss(f"Wrote {count(len(self.files), 'file')} to {folder}.")
