"""The whole session as plain lines: for screen readers, for pipes, for any terminal at all.

It asks on standard output and reads answers from standard input, a line at a time. End of input
at any point leaves the session; what was written so far is kept as a draft.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from app.glyphs import choose
from app.output import say
from app.screens.comfort import STEPS
from app.screens.drill import DRILLED
from app.screens.recall import NO_RECALL_BEFORE
from app.timing import Timer, clock_face
from app.voice import Leave, Voice
from app.words import count
from flashcards.calibration import calibration_words, recall_words
from flashcards.cards import KeyPoint, Topic
from flashcards.dates import coming_day, moment_words, past_day
from flashcards.events import Answer, Draft, Purpose, Recalled
from flashcards.journal import JournalError
from flashcards.names import NoTopicError, topic_named
from flashcards.recall import Suggestion, coverage, suggest
from flashcards.study import Study

KEYS: Mapping[str, Answer] = {"y": Answer.YES, "p": Answer.PARTLY, "n": Answer.NO}
"""What she types for each answer."""

Asked = tuple[Topic, KeyPoint]
"""A point to drill, with its topic."""


def run(study: Study, name: str | None, *, speak: bool, purpose: Purpose = Purpose.STUDY) -> int:
    """Study one topic, or today's plan until it is done.

    Args:
        study: the learner's study; closed at the end.
        name: what a topic goes by, or None for what is due.
        speak: whether formulas are written in words.
        purpose: what a topic that is named is recalled for.

    Returns:
        The exit code.
    """
    voice = Voice(speak, choose(study.settings.glyphs).name)
    try:
        return _run(study, name, voice, purpose)
    except (Leave, KeyboardInterrupt):
        voice.out("", "Left. What you wrote is kept.")
        return 0
    except (JournalError, NoTopicError) as error:
        return say(str(error))
    finally:
        study.journal.close()


def _run(study: Study, name: str | None, voice: Voice, purpose: Purpose) -> int:
    if study.journal.read_only:
        return say(study.journal.why_read_only)
    if (warning := study.clock_behind()) and voice.ask(f"{warning} (y or n)", "yn") == "n":
        return 0
    if name is not None:
        _topic(study, topic_named(study.deck, name), voice, purpose)
    else:
        _today(study, voice)
    _drill(study, voice)
    return 0


def _today(study: Study, voice: Voice) -> None:
    """Every task of today's plan, one after the other."""
    task = study.next_task()
    if task is None:
        voice.out("Nothing is due today. flashcards study TOPIC --plain takes any topic.")
    while task is not None:
        topic = study.deck.topic(task.topic)
        if topic is None:
            return
        voice.out(f"{topic.title}: {task.why}.")
        _topic(study, topic, voice)
        task = study.next_task()
        if task is not None and voice.ask("Go on with the next topic? (y or n)", "yn") == "n":
            return


def _topic(study: Study, topic: Topic, voice: Voice, purpose: Purpose = Purpose.STUDY) -> None:
    """Comfort, recall, card, check."""
    draft = study.resumable(topic, purpose)
    if draft is None:
        draft = _begin(study, topic, voice, purpose)
        if draft is None:
            return
    else:
        _resume(study, topic, draft, voice)
    if draft.phase == "recall":
        draft = _write(study, topic, draft, voice)
        if not draft.text.strip() and draft.seconds < NO_RECALL_BEFORE:
            study.journal.discard_draft(draft.id)
            voice.out("The page was empty, so no recall was logged.")
            return
    _open(topic, voice, points=False)
    voice.out("")
    _check(study, topic, draft, voice)


def _open(topic: Topic, voice: Voice, *, points: bool) -> None:
    """The card, at once; then what its examples show, as each is computed."""
    voice.out("", *voice.card(topic, points=points))
    for line in voice.examples(topic):
        voice.out(line)


def _resume(study: Study, topic: Topic, draft: Draft, voice: Voice) -> None:
    """What was begun on this study day, and how far it had come."""
    when = moment_words(draft.moment, study.moment())
    where = "The check goes on" if draft.phase == "check" else "It goes on"
    voice.out(f"You began {topic.title} {when} and did not finish. {where} where you left it.")
    if draft.text:
        voice.out("You had written:", draft.text)


def _begin(study: Study, topic: Topic, voice: Voice, purpose: Purpose) -> Draft | None:
    """The closed card: comfort, or reading first where the card is new."""
    voice.out(f"How comfortable do you feel with {topic.title}?")
    voice.out("  ".join(f"{step} {words}" for step, words in enumerate(STEPS, 1)))
    keys = "12345"
    crams = purpose == Purpose.CRAM
    if study.never_met(topic) and not crams:
        voice.out("r reads this new card first; its recall is then for another day.")
        keys += "r"
    older = study.older_draft(topic)
    if older is not None:
        when = moment_words(older.moment, study.moment())
        words = count(len(older.text.split()), "word")
        voice.out(f"You began this {when} and did not finish ({words}). v shows that text.")
        keys += "v"
    if crams:
        voice.out("Cramming is logged, and never moves the schedule.")
    elif why := study.why_extra(topic):
        voice.out(f"{why[0].upper()}{why[1:]}. It is extra: logged, and no more.")
    while (key := voice.ask("Your comfort", keys)) == "v" and older is not None:
        voice.out(older.text)
    if key == "r":
        study.read(topic)
        _open(topic, voice, points=True)
        return None
    draft = study.new_draft(
        topic, comfort=int(key), paper=False, timer=study.settings.timer, purpose=purpose
    )
    study.journal.save_draft(draft)
    return draft


def _write(study: Study, topic: Topic, draft: Draft, voice: Voice) -> Draft:
    """Line by line until a lone dot; every line is saved before the next is read."""
    timer = Timer(study.clock.monotonic, draft.left, draft.seconds)
    time = "" if draft.left is None else f" You have {clock_face(draft.left)}."
    voice.out(f"Write down all you can recall about {topic.title}.{time}")
    voice.out("A line with a single dot ends it.")
    told = draft.left is None
    while (line := voice.read()).strip() != ".":
        text = f"{draft.text}\n{line}" if draft.text else line
        draft = replace(draft, text=text, seconds=timer.spent, left=timer.left)
        study.journal.save_draft(draft)
        if not told and timer.left == 0:
            told = True
            voice.out("(Time is up. Finish your thought, then a single dot.)")
    draft = replace(draft, phase="check", seconds=timer.spent, left=timer.left)
    study.journal.save_draft(draft)
    return draft


def _check(study: Study, topic: Topic, draft: Draft, voice: Voice) -> None:
    """Each key point in turn, then the note, then how it went."""
    last = study.last_attempt(topic)
    found = suggest(topic, draft.text)
    voice.out(
        f"{count(len(topic.key_points), 'key point')}. For each: y had it, p partly, n missed."
    )
    for number, point in enumerate(topic.key_points, 1):
        if point.id in draft.answers:
            continue
        voice.out(f"{number}. {voice.line(point.text)}")
        suggested = found.get(point.id)
        voice.out(*_evidence(point, suggested, draft, last, study))
        if suggested is None:
            given = KEYS[voice.ask("y, p or n", "ypn")]
        else:
            given = KEYS[voice.ask("y, p or n (Enter takes y)", "ypn", enter="y")]
        draft = replace(draft, answers={**draft.answers, point.id: given})
        study.journal.save_draft(draft)
    if last is not None and last.note:
        voice.out(f"Last time you noted: {last.note}")
    voice.out("What did you miss, in your words? (one line, may be empty)")
    draft = replace(draft, note=voice.read())
    recalled = study.finish(draft, tuple(found))
    _how_it_went(study, topic, recalled, voice)


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
        lines.append("   No suggestion.")
    if last is not None and last.answers.get(point.id) is Answer.NO:
        lines.append(f"   You missed it {past_day(last.moment.day, study.moment().day)}.")
    return lines


def _how_it_went(study: Study, topic: Topic, recalled: Recalled, voice: Voice) -> None:
    """Coverage, calibration, and when the topic comes back."""
    had = sum(answer is Answer.YES for answer in recalled.answers.values())
    partly = sum(answer is Answer.PARTLY for answer in recalled.answers.values())
    there = f", {partly} partly" if partly else ""
    voice.out(f"{had} of {count(len(recalled.answers), 'point')} recalled{there}.")
    if recalled.comfort is not None:
        voice.out(recall_words(recalled.comfort, coverage(recalled.answers)))
    if verdict := calibration_words(study.comfort_history()):
        voice.out(verdict)
    if not recalled.counted:
        voice.out("It is logged and does not count: the schedule stays as it is.")
    elif study.was_extra(recalled):
        voice.out("An extra recall: it is logged, and the schedule stays as it is.")
    if study.is_planned(topic.key):
        voice.out(f"{topic.title} comes back by the plan for the exam.")
    elif due := study.due_day(topic.key):
        voice.out(f"{topic.title} comes back {coming_day(due, study.moment().day)}.")


def _drill(study: Study, voice: Voice) -> None:
    """Missed points as questions, until each is recalled once."""
    points = study.to_drill()
    if not points:
        return
    if voice.ask(f"Drill {count(len(points), 'missed point')} now? (y or n)", "yn") == "n":
        return
    while points:
        points = _question(study, points, voice)
        if not points:
            voice.out("All of them recalled once.")
            points = _last_word(study, voice)


def _question(study: Study, points: list[Asked], voice: Voice) -> list[Asked]:
    """The first point as a question; what is to be asked after her answer, or after an undo."""
    topic, point = points[0]
    voice.out(f"{topic.title}: {voice.line(point.ask)}")
    voice.out("Think, then press enter.")
    voice.read()
    voice.out(f"   {voice.line(point.text)}")
    if study.last_drill():
        key = voice.ask("Did you have it? (y or n, or u to take the last answer back)", "ynu")
    else:
        key = voice.ask("Did you have it? (y or n)", "yn")
    if key == "u":
        return _taken_back(study, points, voice)
    study.drilled(topic, point, KEYS[key])
    return [*points[1:], *points[:1]] if KEYS[key] is Answer.NO else points[1:]


def _taken_back(study: Study, points: list[Asked], voice: Voice) -> list[Asked]:
    """Take the last drill answer back; its point comes first again."""
    last = study.last_drill()
    if last is None:
        return points
    study.undo_drill()
    topic, point, drilled = last
    voice.out(f"Taken back: “{DRILLED[drilled.answer]}”, {topic.title}.")
    return [(topic, point), *(each for each in points if each != (topic, point))]


def _last_word(study: Study, voice: Voice) -> list[Asked]:
    """What is to be asked once more, where she takes the last answer of all back."""
    try:
        key = voice.ask("Take the last answer back? (y or n, Enter takes n)", "yn", enter="n")
    except Leave:
        return []
    return _taken_back(study, [], voice) if key == "y" else []
