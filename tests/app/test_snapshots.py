"""A few whole screens as pictures, of a small course that is made for them and never changes.

After a change that is meant: pytest tests/app/test_snapshots.py --snapshot-update, and look.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, TextArea

from app.app import StudyApp
from flashcards.deck import load_deck
from flashcards.events import Answer
from flashcards.journal import Journal
from flashcards.settings import Settings
from flashcards.study import Study
from tests.app.conftest import Clock
from tests.app.helpers import recall, settle
from tests.app.modellers import AtOnce

Compare = Callable[..., bool]
Before = Callable[[Pilot[None]], Awaitable[None]]
Learner = Callable[..., Study]

WIDE, NARROW = (120, 36), (80, 24)

COURSE = """---
pack: orchard
title: The orchard
licence: CC-BY-4.0
topics: [trees, plots, apples, harvest]
---
Apples on trees, trees in plots.
"""

TOPICS = {
    "trees": """---
id: trees
title: Trees
---
Every **tree** $i$ bears apples of its own mean weight. What is left is the single apple's.

### Formula

$$y_{ij} = \\gamma_{00} + \\zeta_{0i} + \\epsilon_{ij}$$

$$\\rho = \\frac{\\sigma_{\\zeta_0}^2}{\\sigma_{\\zeta_0}^2 + \\sigma_\\epsilon^2}$$

### In R

```r
lmer(weight ~ 1 + (1 | tree), data = orchard)
```

```live
data: caffeine
model: lmer(outcome ~ 1 + (1 | subject))
show: VarCorr
figure: caterpillar
title: Shows how far the means lie apart.
```

| | one tree | all trees |
|---|---|---|
| mean | $\\gamma_{00} + \\zeta_{0i}$ | $\\gamma_{00}$ |

## Key points
- Each tree has a mean weight of its own, $\\gamma_{00} + \\zeta_{0i}$ {#own-mean}
  - ask: What does each tree have of its own?
  - cues: own, each tree; mean
- The deviations of the trees are normal with mean 0 {#normal}
  - ask: How are the deviations of the trees distributed?
  - cues: normal, N(0; deviation, zeta
- In R: `lmer(weight ~ 1 + (1 | tree))` {#command}
  - ask: How is the model written in R?
  - cues: `lmer(weight ~ 1 + (1 | tree))`
- Apples of one tree are more alike than apples of two trees, which is what the correlation within
  a tree says {#alike}
  - ask: Which apples are alike?
  - cues: alike, similar, correlated
""",
    "plots": """---
id: plots
title: Plots of trees
after: [trees]
---
Trees of one plot share its soil.

## Key points
- Trees are nested in plots {#nested}
  - ask: How do trees and plots belong together?
  - cues: nested
- A tree stands in one plot only {#one}
  - ask: In how many plots does a tree stand?
  - cues: one plot
""",
    "apples": """---
id: apples
title: The weight of one apple, with a title that is longer than there is room for it
after: [trees]
minutes: 3
---
An apple is a tree and some luck.

## Key points
- The rest is luck {#luck}
  - ask: What is the rest?
  - cues: luck
""",
    "harvest": """---
id: harvest
title: The harvest
after: [plots, apples]
---
All of it.

## Key points
- It is a sum {#sum}
  - ask: What is it?
  - cues: sum
""",
}

TEXT = """each tree has its own mean
lmer(weight ~ 1 + (1 | tree))

some luck"""


@pytest.fixture
def learner(tmp_path: Path, clock: Clock) -> Iterator[Learner]:
    """A learner of the small course, with settings of her own."""
    folder = tmp_path / "orchard"
    (folder / "topics").mkdir(parents=True)
    (folder / "course.md").write_text(COURSE, "utf-8")
    for name, text in TOPICS.items():
        (folder / "topics" / f"{name}.md").write_text(text, "utf-8")
    deck = load_deck(folder)
    assert deck.problems == ()
    journal = Journal.open(tmp_path / "home", clock=clock)

    def make(**settings: object) -> Study:
        hers = Settings(glyphs="unicode", **settings)  # type: ignore[arg-type]
        return Study(deck, journal, hers, clock, tmp_path / "settings.toml")

    yield make
    journal.close()


def some_days(study: Study, clock: Clock) -> None:
    """A topic that is due, one that is not, and one to begin."""
    clock.pass_days(-9)
    recall(study, "trees", Answer.NO, Answer.PARTLY, note="write the deviation with its index")
    clock.pass_days(5)
    recall(study, "trees", Answer.YES, Answer.NO, comfort=4, note="deviations are normal")
    clock.pass_days(2)
    recall(study, "plots")
    clock.pass_days(2)


def pressing(*keys: str) -> Before:
    """Press keys one by one; nothing blinks afterwards."""

    async def before(pilot: Pilot[None]) -> None:
        await settle(pilot)
        for key in keys:
            await pilot.press(key)
            for field in pilot.app.screen.query(TextArea):
                field.cursor_blink = False
                if key == "3":
                    field.text = TEXT
            for line in pilot.app.screen.query(Input):
                line.cursor_blink = False
        await settle(pilot)

    return before


def test_home_on_the_first_day(snap_compare: Compare, learner: Learner) -> None:
    assert snap_compare(StudyApp(learner()), terminal_size=WIDE, run_before=pressing())


def test_home_in_a_narrow_window(snap_compare: Compare, learner: Learner, clock: Clock) -> None:
    study = learner()
    some_days(study, clock)
    assert snap_compare(StudyApp(study), terminal_size=NARROW, run_before=pressing())


def test_home_in_the_light(snap_compare: Compare, learner: Learner, clock: Clock) -> None:
    study = learner(theme="light")
    some_days(study, clock)
    assert snap_compare(StudyApp(study), terminal_size=WIDE, run_before=pressing())


def test_the_closed_card(snap_compare: Compare, learner: Learner) -> None:
    assert snap_compare(StudyApp(learner()), terminal_size=NARROW, run_before=pressing("enter"))


def test_the_open_card(snap_compare: Compare, learner: Learner, clock: Clock) -> None:
    study = learner()
    some_days(study, clock)
    keys = pressing("enter", "3", "ctrl+s", "enter", "p")
    assert snap_compare(StudyApp(study), terminal_size=WIDE, run_before=keys)


def test_the_open_card_in_a_narrow_window(
    snap_compare: Compare, learner: Learner, clock: Clock
) -> None:
    study = learner()
    some_days(study, clock)
    keys = pressing("enter", "3", "ctrl+s", "enter", "p")
    assert snap_compare(StudyApp(study), terminal_size=NARROW, run_before=keys)


def test_after_an_answer(snap_compare: Compare, learner: Learner, clock: Clock) -> None:
    study = learner()
    some_days(study, clock)
    keys = pressing("enter", "3", "ctrl+s", "y", "n", "y", "p", "ctrl+s")
    assert snap_compare(StudyApp(study), terminal_size=WIDE, run_before=keys)


def test_help_in_a_narrow_window(snap_compare: Compare, learner: Learner) -> None:
    keys = pressing("question_mark")
    assert snap_compare(StudyApp(learner()), terminal_size=NARROW, run_before=keys)


def test_what_a_search_found(snap_compare: Compare, learner: Learner) -> None:
    keys = pressing("slash", "t", "r", "e", "e")
    assert snap_compare(StudyApp(learner()), terminal_size=NARROW, run_before=keys)


def test_the_commands(snap_compare: Compare, learner: Learner) -> None:
    keys = pressing("ctrl+p")
    assert snap_compare(StudyApp(learner()), terminal_size=WIDE, run_before=keys)


@pytest.fixture
def computed(monkeypatch: pytest.MonkeyPatch, models: None) -> None:
    """Models are computed, in this process."""
    monkeypatch.setattr("app.modeller.Modeller", AtOnce)


def test_a_live_example_in_its_card(
    snap_compare: Compare, learner: Learner, computed: None
) -> None:
    keys = pressing("b", "enter")
    app = StudyApp(learner())
    assert snap_compare(app, terminal_size=(100, 72), run_before=keys)


def test_a_live_example(snap_compare: Compare, learner: Learner, computed: None) -> None:
    keys = pressing("l")
    app = StudyApp(learner(predict=False))
    assert snap_compare(app, terminal_size=WIDE, run_before=keys)
