"""The preview: the card as students see it, its problems, and a sample recall, as files change."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import OptionList

from app.preview_app import PreviewApp
from app.screens.live import LiveScreen
from app.screens.preview import GUTTER, PreviewScreen
from app.widgets.card import Card
from flashcards.settings import Settings
from tests.app.helpers import rows, shown

WIDE, NARROW = (120, 36), (80, 24)

CARD = """\
---
id: icc
title: Intraclass correlation
---
How much varies *between* groups?

$$\\rho = \\frac{\\sigma_0^2}{\\sigma_0^2 + \\sigma_\\epsilon^2}$$

Nothing between groups gives 0.

```live
data: caffeine
model: lmer(outcome ~ 1 + (1 | subject))
show: VarCorr
```

The last paragraph.

## Key points
- The share of the variance that lies between groups {#share}
  - ask: What does an ICC of 0.3 say?
  - cues: share, percent; between, among; variance
- Nothing between groups gives 0 {#zero}
  - ask: When is it 0?
  - cues: nothing, no difference; group
"""

Open = Callable[..., PreviewApp]


@pytest.fixture
def card(tmp_path: Path) -> Path:
    """A course of one card."""
    folder = tmp_path / "stats" / "topics"
    folder.mkdir(parents=True)
    course = "---\npack: stats\ntitle: Statistics\nlicence: CC-BY-4.0\ntopics: [icc]\n---\nHi.\n"
    (folder.parent / "course.md").write_text(course, "utf-8")
    file = folder / "icc.md"
    file.write_text(CARD, "utf-8")
    return file


@pytest.fixture
def preview(card: Path) -> Open:
    return lambda **more: PreviewApp(Settings(), card, **more)


def screen_of(pilot: Pilot[None]) -> PreviewScreen:
    screen = pilot.app.screen
    assert isinstance(screen, PreviewScreen)
    return screen


async def until(pilot: Pilot[None], met: Callable[[], bool]) -> None:
    """Wait for what a poll or a thread brings."""
    for _ in range(200):
        if met():
            await pilot.pause()
            return
        await pilot.pause(0.02)
    raise AssertionError(shown(pilot))


def codes(pilot: Pilot[None]) -> list[str]:
    return [problem.code for problem in screen_of(pilot).problems]


async def saved(pilot: Pilot[None], file: Path, text: str) -> None:
    """Save, and wait until what the course says of it is there as well."""
    before = screen_of(pilot)._version
    file.write_text(text, "utf-8")
    await until(pilot, lambda: screen_of(pilot)._version > before)
    await pilot.app.workers.wait_for_complete()
    await pilot.pause()


@pytest.mark.parametrize("size", [WIDE, NARROW])
async def test_a_card_is_shown_with_its_example_and_points(
    preview: Open, size: tuple[int, int]
) -> None:
    async with preview().run_test(size=(size[0], 60)) as pilot:
        await until(pilot, lambda: "what R prints" in shown(pilot))
        text = shown(pilot)
        assert "Intraclass correlation" in text
        assert "How much varies between groups?" in text
        assert "1  The share of the variance" in text
        assert "No problems." in text


async def test_it_follows_what_is_saved_and_keeps_its_place(preview: Open, card: Path) -> None:
    async with preview().run_test(size=(120, 16)) as pilot:
        await until(pilot, lambda: bool(pilot.app.query(Card)))
        await pilot.press("end")
        reading = screen_of(pilot).query_one("#reading")
        assert (place := reading.scroll_offset.y) > 0
        await saved(pilot, card, CARD.replace("last paragraph", "very last paragraph"))
        assert "The very last paragraph." in shown(pilot)
        assert reading.scroll_offset.y == place


async def test_what_has_changed_comes_into_sight(preview: Open, card: Path) -> None:
    async with preview().run_test(size=(120, 15)) as pilot:
        await until(pilot, lambda: "How much varies" in shown(pilot))
        assert "The last paragraph." not in shown(pilot)
        await saved(pilot, card, CARD.replace("The last", "Now the last"))
        assert "Now the last paragraph." in shown(pilot)


async def test_another_structure_is_shown_too(preview: Open, card: Path) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "what R prints" in shown(pilot))
        fence = CARD[CARD.index("```live") : CARD.index("The last")]
        await saved(pilot, card, CARD.replace(fence, "").replace("The last", "> A quoted"))
        assert "what R prints" not in shown(pilot)
        assert "A quoted paragraph." in shown(pilot)
        await saved(pilot, card, CARD)
        await until(pilot, lambda: "what R prints" in shown(pilot))


async def test_problems_are_listed_with_their_places(preview: Open, card: Path) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        broken = CARD.replace("Nothing between groups gives 0.", r"This is $\rh$.")
        await saved(pilot, card, broken.replace("minutes", "").replace(" {#zero}", ""))
        assert codes(pilot) == ["maths-unknown", "missing-point-id"]
        first, second = rows(pilot)
        assert first.startswith("9:10  error maths-unknown\n`\\rh` is no command")
        assert second.startswith("23:3  error missing-point-id")
        assert "2 errors" in shown(pilot)
        assert "cannot be studied yet" in shown(pilot)
        # What can still be shown is there.
        assert "Nothing between groups gives 0" in shown(pilot)
        await saved(pilot, card, CARD)
        assert codes(pilot) == []
        assert "No problems." in shown(pilot)


async def test_the_chosen_problem_is_named_and_marked(preview: Open, card: Path) -> None:
    text = CARD.replace("Nothing between groups gives 0.", r"This is $\rh$.")
    card.write_text(text.replace(" {#zero}", ""), "utf-8")
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "▌" in shown(pilot))
        lines = shown(pilot).splitlines()
        (marked,) = [line for line in lines if line.startswith(" ▌")]
        assert "This is $\\rh$." in marked
        source = next(i for i, line in enumerate(lines) if "9 │ This is $\\rh$." in line)
        assert lines[source + 1].index("^") == lines[source].rindex("\\rh")
        await pilot.press("down")
        await pilot.pause()
        (marked,) = [line for line in shown(pilot).splitlines() if line.startswith(" ▌")]
        assert marked[GUTTER + 1 :].startswith("2  Nothing between groups gives 0")


async def test_the_card_is_scrolled_to_the_chosen_problem(preview: Open, card: Path) -> None:
    card.write_text(CARD.replace("## Key", "More.\n\n" * 60 + "Now $\\rh$.\n\n## Key"), "utf-8")
    async with preview().run_test(size=NARROW) as pilot:
        await until(pilot, lambda: "▌" in shown(pilot))
        assert "Now $\\rh$." in shown(pilot).split("error")[0]


async def test_what_only_the_course_can_tell_comes_as_well(preview: Open, card: Path) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await saved(pilot, card, CARD.replace("title:", "after: [nothing]\ntitle:"))
        await until(pilot, lambda: codes(pilot) == ["unknown-prerequisite"])


async def test_an_editor_may_put_another_file_in_the_place(preview: Open, card: Path) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "The last" in shown(pilot))
        other = card.with_suffix(".tmp")
        other.write_text(CARD.replace("The last", "Another"), "utf-8")
        other.replace(card)
        await until(pilot, lambda: "Another paragraph." in shown(pilot))


async def test_a_file_that_is_gone_stays_in_sight(preview: Open, card: Path) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "The last" in shown(pilot))
        text = card.read_text("utf-8")
        card.unlink()
        await until(pilot, lambda: "icc.md is gone" in shown(pilot))
        assert "The last paragraph." in shown(pilot)
        card.write_text(text.replace("The last", "A new"), "utf-8")
        await until(pilot, lambda: "A new paragraph." in shown(pilot))
        assert "is gone" not in shown(pilot)


@pytest.mark.parametrize("rubbish", [b"", b"\0\1\2", b"\xff\xfe", b"---", b"\x1b[31m" * 9, b"# Hi"])
async def test_no_rubbish_ends_it(preview: Open, card: Path, rubbish: bytes) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "The last" in shown(pilot))
        card.write_bytes(rubbish)
        await until(pilot, lambda: bool(codes(pilot)))
        assert "\x1b" not in shown(pilot)
        card.write_text(CARD, "utf-8")
        await until(pilot, lambda: "No problems." in shown(pilot))


async def test_a_sample_recall_beside_the_card_shows_what_it_suggests(
    preview: Open, card: Path
) -> None:
    sample = card.with_name("icc.recall.txt")
    async with preview().run_test(size=WIDE) as pilot:
        await pilot.press("r")
        assert "No sample recall." in shown(pilot)
        assert "icc.recall.txt" in shown(pilot)
        sample.write_text("The share of the variance between groups.", "utf-8")
        await until(pilot, lambda: "It suggests 1 of 2 points." in shown(pilot))
        assert "● The share of the variance" in shown(pilot)
        assert "every group is met" in shown(pilot)
        await pilot.press("down")
        await pilot.pause()
        assert "1 of 2 groups met" in shown(pilot)
        assert "missing: one of nothing, no difference" in shown(pilot)
        # Other cues, another verdict.
        await saved(pilot, card, CARD.replace("nothing, no diff", "variance, no diff"))
        assert "It suggests 2 of 2 points." in shown(pilot)
        await pilot.press("r")
        assert "How much varies" in shown(pilot)


async def test_a_sample_recall_can_be_given(preview: Open, tmp_path: Path) -> None:
    sample = tmp_path / "sample.txt"
    sample.write_text("Nothing differs between groups: then it is 0.\x1b[2J", "utf-8")
    async with preview(recall=sample).run_test(size=NARROW) as pilot:
        await pilot.press("r")
        await until(pilot, lambda: "It suggests 1 of 2 points." in shown(pilot))
        assert "Nothing differs between groups" in shown(pilot)


async def test_keys(preview: Open) -> None:
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "what R prints" in shown(pilot))
        await pilot.press("l")
        assert isinstance(pilot.app.screen, LiveScreen)
        line = shown(pilot).splitlines()[-1]
        assert "ask me" not in line
        await pilot.press("escape", "question_mark")
        assert "Keys here" in shown(pilot)
        await pilot.press("escape", "ctrl+p")
        assert len(pilot.app.screen_stack) == 2
        await pilot.press("escape")
        screen_of(pilot)
        await pilot.press("q")
    assert pilot.app.return_code == 0


async def test_tab_leads_from_the_problems_to_the_card(preview: Open, card: Path) -> None:
    card.write_text(CARD.replace(" {#zero}", ""), "utf-8")
    async with preview().run_test(size=NARROW) as pilot:
        await until(pilot, lambda: bool(codes(pilot)))
        assert isinstance(pilot.app.focused, OptionList)
        await pilot.press("tab")
        assert pilot.app.focused is screen_of(pilot).query_one("#reading")
        await pilot.press("tab")
        assert isinstance(pilot.app.focused, OptionList)


async def test_an_opening_page_is_shown(card: Path) -> None:
    course = card.parents[1] / "course.md"
    async with PreviewApp(Settings(), course).run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "Hi." in shown(pilot))
        assert "Statistics" in shown(pilot)
        await saved(pilot, course, course.read_text("utf-8") + "\nMore $x.\n")
        await until(pilot, lambda: codes(pilot) == ["maths-unclosed"])
        assert [line for line in shown(pilot).splitlines() if line.startswith(" ▌")]


async def test_no_journal_is_made(preview: Open, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("FLASHCARDS_HOME", str(tmp_path / "home"))
    async with preview().run_test(size=WIDE) as pilot:
        await until(pilot, lambda: "what R prints" in shown(pilot))
    assert not (tmp_path / "home").exists()
