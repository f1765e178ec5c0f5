"""The whole session as plain lines: for screen readers, for pipes, for any terminal at all.

It asks on standard output and reads answers from standard input, a line at a time. End of input
at any point leaves the session; what was written so far is kept as a draft.
"""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from app.drawing.signs import GlyphSet
from app.glyphs import choose
from app.plain import card_lines, plain_inline
from app.screens.comfort import STEPS
from app.screens.recall import NO_RECALL_BEFORE
from app.start import say
from app.timing import Timer, clock_face
from app.words import count
from flashcards.calibration import calibration_words, recall_words
from flashcards.cards import KeyPoint, Topic
from flashcards.dates import coming_day, past_day
from flashcards.events import Answer, Draft, Recalled
from flashcards.journal import JournalError
from flashcards.names import NoTopicError, topic_named
from flashcards.reading.characters import CONTROL
from flashcards.recall import Suggestion, coverage, suggest
from flashcards.study import Study

KEYS: Mapping[str, Answer] = {"y": Answer.YES, "p": Answer.PARTLY, "n": Answer.NO}
"""What she types for each answer."""


@dataclass(frozen=True, slots=True)
class Voice:
    """How cards are told.

    Attributes:
        speak: whether formulas are in words.
        glyphs: the signs for them, where they are not.
    """

    speak: bool
    glyphs: GlyphSet

    def line(self, source: str) -> str:
        """A key point or a question."""
        return plain_inline(source, speak=self.speak, glyphs=self.glyphs)

    def card(self, topic: Topic, *, points: bool) -> list[str]:
        """A whole card, with its key points or without."""
        return card_lines(topic, width(), speak=self.speak, points=points, glyphs=self.glyphs)


class Leave(Exception):  # noqa: N818
    """She left: end of input, or Ctrl+C."""


def run(study: Study, name: str | None, *, speak: bool) -> int:
    """Study one topic, or today's plan until it is done.

    Args:
        study: the learner's study; closed at the end.
        name: what a topic goes by, or None for what is due.
        speak: whether formulas are written in words.

    Returns:
        The exit code.
    """
    try:
        return _run(study, name, Voice(speak, choose(study.settings.glyphs).name))
    except (Leave, KeyboardInterrupt):
        out("", "Left. What you wrote is kept.")
        return 0
    except (JournalError, NoTopicError) as error:
        return say(str(error))
    finally:
        study.journal.close()


def _run(study: Study, name: str | None, voice: Voice) -> int:
    if study.journal.read_only:
        return say(study.journal.why_read_only)
    if (warning := study.clock_behind()) and ask(f"{warning} (y or n)", "yn") == "n":
        return 0
    if name is not None:
        _topic(study, topic_named(study.deck, name), voice)
    else:
        _today(study, voice)
    _drill(study, voice)
    return 0


def _today(study: Study, voice: Voice) -> None:
    """Every task of today's plan, one after the other."""
    task = study.next_task()
    if task is None:
        out("Nothing is due today. flashcards study TOPIC --plain takes any topic.")
    while task is not None:
        topic = study.deck.topic(task.topic)
        if topic is None:
            return
        out(f"{topic.title}: {task.why}.")
        _topic(study, topic, voice)
        task = study.next_task()
        if task is not None and ask("Go on with the next topic? (y or n)", "yn") == "n":
            return


def _topic(study: Study, topic: Topic, voice: Voice) -> None:
    """Comfort, recall, card, check."""
    draft = study.resumable(topic)
    if draft is None:
        draft = _begin(study, topic, voice)
        if draft is None:
            return
    if draft.phase == "recall":
        draft = _write(study, topic, draft)
        if not draft.text.strip() and draft.seconds < NO_RECALL_BEFORE:
            study.journal.discard_draft(draft.id)
            out("The page was empty, so no recall was logged.")
            return
    out("", *voice.card(topic, points=False), "")
    _check(study, topic, draft, voice)


def _begin(study: Study, topic: Topic, voice: Voice) -> Draft | None:
    """The closed card: comfort, or reading first where the card is new."""
    out(f"How comfortable do you feel with {topic.title}?")
    out("  ".join(f"{step} {words}" for step, words in enumerate(STEPS, 1)))
    keys = "12345"
    if study.never_met(topic):
        out("r reads this new card first; its recall is then for another day.")
        keys += "r"
    if study.is_extra(topic):
        out("This recall is extra: it is logged, and the schedule stays as it is.")
    key = ask("Your comfort", keys)
    if key == "r":
        study.read(topic)
        out("", *voice.card(topic, points=True))
        return None
    draft = study.new_draft(topic, comfort=int(key), paper=False, timer=study.settings.timer)
    study.journal.save_draft(draft)
    return draft


def _write(study: Study, topic: Topic, draft: Draft) -> Draft:
    """Line by line until a lone dot; every line is saved before the next is read."""
    timer = Timer(study.clock.monotonic, draft.left, draft.seconds)
    time = "" if draft.left is None else f" You have {clock_face(draft.left)}."
    out(f"Write down all you can recall about {topic.title}.{time}")
    out("A line with a single dot ends it.")
    if draft.text:
        out("You had written:", draft.text)
    told = draft.left is None
    while (line := read()).strip() != ".":
        text = f"{draft.text}\n{line}" if draft.text else line
        draft = replace(draft, text=text, seconds=timer.spent, left=timer.left)
        study.journal.save_draft(draft)
        if not told and timer.left == 0:
            told = True
            out("(Time is up. Finish your thought, then a single dot.)")
    draft = replace(draft, phase="check", seconds=timer.spent, left=timer.left)
    study.journal.save_draft(draft)
    return draft


def _check(study: Study, topic: Topic, draft: Draft, voice: Voice) -> None:
    """Each key point in turn, then the note, then how it went."""
    last = study.last_attempt(topic)
    found = suggest(topic, draft.text)
    out(f"{count(len(topic.key_points), 'key point')}. For each: y had it, p partly, n missed.")
    for number, point in enumerate(topic.key_points, 1):
        if point.id in draft.answers:
            continue
        out(f"{number}. {voice.line(point.text)}")
        out(*_evidence(point, found.get(point.id), draft, last, study))
        given = KEYS[ask("y, p or n", "ypn")]
        draft = replace(draft, answers={**draft.answers, point.id: given})
        study.journal.save_draft(draft)
    if last is not None and last.note:
        out(f"Last time you noted: {last.note}")
    out("What did you miss, in your words? (one line, may be empty)")
    draft = replace(draft, note=read())
    recalled = study.finish(draft, tuple(found))
    _how_it_went(study, topic, recalled)


def _evidence(
    point: KeyPoint,
    found: Suggestion | None,
    draft: Draft,
    last: Recalled | None,
    study: Study,
) -> list[str]:
    """What in her text speaks for the point, and how it went last time."""
    lines = []
    if found is not None:
        words = " … ".join(draft.text[a:b].replace("\n", " ") for a, b in found.spans)
        lines.append(f"   Suggested: y, by “{words}”.")
    else:
        lines.append("   No trace of it in your text.")
    if last is not None and last.answers.get(point.id) is Answer.NO:
        lines.append(f"   You missed it {past_day(last.moment.day, study.moment().day)}.")
    return lines


def _how_it_went(study: Study, topic: Topic, recalled: Recalled) -> None:
    """Coverage, calibration, and when the topic comes back."""
    had = sum(answer is Answer.YES for answer in recalled.answers.values())
    out(f"{had} of {count(len(recalled.answers), 'point')} recalled.")
    if recalled.comfort is not None:
        out(recall_words(recalled.comfort, coverage(recalled.answers)))
    if verdict := calibration_words(study.comfort_history()):
        out(verdict)
    if due := study.due_day(topic.key):
        out(f"{topic.title} comes back {coming_day(due, study.moment().day)}.")


def _drill(study: Study, voice: Voice) -> None:
    """Missed points as questions, until each is recalled once."""
    points = study.to_drill()
    if not points:
        return
    if ask(f"Drill {count(len(points), 'missed point')} now? (y or n)", "yn") == "n":
        return
    while points:
        topic, point = points.pop(0)
        out(f"{topic.title}: {voice.line(point.ask)}")
        out("Think, then press enter.")
        read()
        out(f"   {voice.line(point.text)}")
        given = KEYS[ask("Did you have it? (y or n)", "yn")]
        study.drilled(topic, point, given)
        if given is Answer.NO:
            points.append((topic, point))
    out("All of them recalled once.")


# -- lines in and out ------------------------------------------------------------------------


def out(*lines: str) -> None:
    """Print lines at once, so that a pipe sees the question before it answers."""
    for line in lines:
        print(line, flush=True)  # noqa: T201


def read() -> str:
    """One line of input, without its end and without anything that controls a terminal.

    Raises:
        Leave: the input has ended.
    """
    line = sys.stdin.readline()
    if not line:
        raise Leave
    return CONTROL.sub("", line).rstrip("\n")


def ask(question: str, keys: Iterable[str]) -> str:
    """One of the keys; asks again until it is one.

    Raises:
        Leave: the input has ended.
    """
    allowed = tuple(keys)
    while True:
        out(f"{question}:")
        given = read().strip().lower()
        if given in allowed:
            return given
        out(f"That is none of {', '.join(allowed)}.")


def width() -> int:
    """Columns to wrap at: the terminal's, at most 100."""
    return min(100, shutil.get_terminal_size((80, 24)).columns)
