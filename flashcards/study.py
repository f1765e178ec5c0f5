"""One learner at work: her deck, journal, settings and clock, and what they say together.

The screens and the plain session ask here; nothing here knows of either.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from flashcards import settings as settings_file
from flashcards.cards import KeyPoint, Topic
from flashcards.changes import Notes
from flashcards.clock import Clock, Moment
from flashcards.deck import Deck
from flashcards.events import Answer, Draft, Drilled, Predicted, Purpose, Read, Recalled
from flashcards.fold import TopicMemory, counts
from flashcards.ids import new_id
from flashcards.journal import Journal
from flashcards.planning.exams import REACH, Exam
from flashcards.schedule import Pace, Plan, Task, TopicStatus, due_day, plan, preview, statuses
from flashcards.settings import Settings
from flashcards.why import why_extra

if TYPE_CHECKING:
    from flashcards.exam import ExamPlan
    from flashcards.models.explore.exchange import Question, Verdict
    from flashcards.planning.traces import Tendency

CLOCK_SLACK = 300
"""Seconds by which the clock may be behind the last event before she is asked."""


JUDGED = 50
"""How many of the newest recalls speak for how well she judges herself now."""


SPEAKING = 800
"""How many of the newest recalls speak for how she forgets."""


class Study:
    """Puts the engine's parts together; holds no state of its own but the parts."""

    def __init__(
        self,
        deck: Deck,
        journal: Journal,
        settings: Settings,
        clock: Clock,
        file: Path,
        notices: tuple[str, ...] = (),
        notes: Notes | None = None,
    ) -> None:
        """Take the parts.

        Args:
            deck: what is studied.
            journal: what happened; the only part that writes to the database.
            settings: as she set them.
            clock: the one clock.
            file: where the settings are kept.
            notices: what she should be told once, such as settings that could not be read.
            notes: what has changed in the cards, and when.
        """
        self.deck = deck
        self.journal = journal
        self.settings = settings
        self.clock = clock
        self.settings_file = file
        self.notices = notices
        self.notes = notes or Notes()

    # -- now ---------------------------------------------------------------------------------

    def moment(self) -> Moment:
        """The moment it is now."""
        return self.clock.moment()

    @property
    def pace(self) -> Pace:
        """Her pace, as the schedule takes it."""
        return Pace(
            new_per_day=self.settings.new_per_day,
            minutes_per_day=self.settings.minutes_per_day,
            recall_minutes=self.settings.recall_minutes,
        )

    def clock_behind(self) -> str | None:
        """A question where the clock is behind the last event, else None."""
        last = self.journal.last_moment()
        now = self.moment()
        if last is None or (last.at - now.at).total_seconds() <= CLOCK_SLACK:
            return None
        return (
            f"This clock says {now.local:%d %B %Y, %H:%M}, but your last answer was at "
            f"{last.local:%d %B %Y, %H:%M}. A recall now is logged; it moves the schedule only "
            "if its day is later than the last one. Go on?"
        )

    def change_settings(self, settings: Settings) -> None:
        """Take over new settings and keep them.

        Raises:
            OSError: the file cannot be written; the settings hold all the same.
        """
        self.settings = settings
        settings_file.save(self.settings_file, settings)

    # -- what is next ------------------------------------------------------------------------

    def plan(self, made: ExamPlan | None = None) -> Plan:
        """Today's plan: that of the exams ahead, or the usual schedule's.

        Args:
            made: the plan until the exams, where it is worked out: what comes next is then told
                as it has it, and else as the usual schedule does.
        """
        topics, memories, now = self.deck.topics, self.journal.memories(), self.moment()
        if not self.exams_ahead():
            return plan(topics, memories, self.pace, now)
        from flashcards.exam import plan_today, upcoming_by

        found = plan_today(topics, memories, self.pace, self.settings, now, self.journal.model)
        return upcoming_by(found, made, now.day) if made else found

    def statuses(self, made: ExamPlan | None = None) -> tuple[TopicStatus, ...]:
        """One status a topic, in course order.

        Args:
            made: as for :meth:`plan`.
        """
        memories, now = self.journal.memories(), self.moment()
        found = statuses(self.deck.topics, memories, self.pace, now)
        if not self.exams_ahead():
            return found
        from flashcards.exam import statuses_by, statuses_for

        found = statuses_for(found, self.plan(), now.day)
        return statuses_by(found, made, now.day) if made else found

    def exams_ahead(self) -> tuple[Exam, ...]:
        """The exams that today's plan is for, the next one first."""
        today = self.moment().day
        near = (exam for exam in self.settings.exams if 0 < (exam.date - today).days <= REACH)
        return tuple(sorted(near, key=lambda exam: (exam.date, exam.name)))

    def is_planned(self, key: str) -> bool:
        """Whether the plan of an exam, not the schedule, says when a topic comes back."""
        exams = self.exams_ahead()
        if not exams:
            return False
        from flashcards.exam import asked

        topics = self.deck.topics
        return any(topic.key == key for exam in exams for topic in asked(exam, topics))

    def exam_plan(self) -> ExamPlan | None:
        """The plan until the last exam ahead, day by day, or None where none is."""
        return self.planning()()

    def planning(self) -> Callable[[], ExamPlan | None]:
        """What makes that plan, all that it needs being read now; it may run in a thread."""
        from flashcards.exam import exam_plan

        return partial(
            exam_plan,
            self.deck.topics,
            dict(self.journal.memories()),
            self.pace,
            self.settings,
            self.moment(),
            self.tendency(),
        )

    def tendency(self) -> Tendency:
        """How her memory differs from the model that holds for her."""
        from flashcards.planning.tendency import tendency_of

        memories = self.journal.memories()
        recalls = [each for each in self.journal.attempts(limit=SPEAKING) if each.counted]
        recalled = {key: memory.recalls for key, memory in memories.items()}
        return tendency_of(reversed(recalls), recalled, self.journal.model)

    def next_task(self) -> Task | None:
        """The first of today's tasks; before a topic that failed twice, what it builds on."""
        task = next(iter(self.plan().today), None)
        return task and (self._before(task) or task)

    def _before(self, task: Task) -> Task | None:
        """The weakest prerequisite of a topic that failed twice in a row, as a task."""
        from flashcards.focus import LOOKED_AT, failed_twice, first_below

        topic = self.deck.topic(task.topic)
        if topic is None:
            return None
        attempts = self.journal.attempts(task.topic, LOOKED_AT)
        if not failed_twice([attempt for attempt in attempts if attempt.counted]):
            return None
        memories = self.journal.memories()
        return first_below(self.deck, topic, memories, self.pace, self.moment())

    def due_keys(self) -> frozenset[str]:
        """Keys of the topics that are due, within today's minutes or not."""
        now = self.plan()
        return frozenset(task.topic for task in (*now.today, *now.later) if task.kind == "due")

    def due_day(self, key: str) -> date | None:
        """The study day on which a topic comes back; None where it was never recalled."""
        topic, memory = self.deck.topic(key), self.journal.memories().get(key)
        return due_day(topic, memory, self.moment()) if topic and memory else None

    def preview(self, topic: Topic, answers: Mapping[str, Answer], moment: Moment) -> date | None:
        """The study day on which these answers would bring the topic back, where there is one."""
        memory = self.journal.memories().get(topic.key)
        return preview(topic, memory, answers, moment, self.journal.model)

    # -- one topic ---------------------------------------------------------------------------

    def title(self, key: str) -> str:
        """A topic's title; its key where the deck has it no longer."""
        topic = self.deck.topic(key)
        return topic.title if topic else key

    def memory(self, topic: Topic) -> TopicMemory | None:
        """What is known of her memory of a topic."""
        return self.journal.memories().get(topic.key)

    def new_points(self, topic: Topic) -> frozenset[str]:
        """Points that a topic has got since she first recalled it and that she was never asked."""
        memory = self.memory(topic)
        if memory is None or not memory.points:
            return frozenset()
        return frozenset(point.id for point in topic.key_points if point.id not in memory.points)

    def reworded(self, topic: Topic) -> frozenset[str]:
        """Points whose words have changed since she last recalled the topic."""
        memory = self.memory(topic)
        if memory is None or memory.last is None:
            return frozenset()
        days = self.notes.reworded.get(topic.key, {})
        return frozenset(point for point, day in days.items() if day > memory.last.day)

    def never_met(self, topic: Topic) -> bool:
        """Whether she has neither recalled nor read it."""
        memory = self.memory(topic)
        return memory is None or (not memory.recalls and memory.read_on is None)

    def is_extra(self, topic: Topic, moment: Moment | None = None) -> bool:
        """Whether a recall that starts then would be logged and not scheduled."""
        memory = self.memory(topic)
        return memory is not None and not counts(memory, moment or self.moment())

    def why_extra(self, topic: Topic) -> str:
        """Why a recall that starts now would be extra; empty where it would count."""
        memory, now = self.memory(topic), self.moment()
        return why_extra(memory, now.day) if memory and not counts(memory, now) else ""

    def was_extra(self, recall: Recalled) -> bool:
        """Whether a topic's newest recall moved nothing."""
        memory = self.journal.memories().get(recall.topic)
        return memory is None or memory.last != recall.moment

    def recall_seconds(self, topic: Topic) -> float:
        """Length of its free recall: its own, or hers."""
        return 60.0 * (topic.minutes or self.settings.recall_minutes)

    def attempts(self, key: str, limit: int) -> list[Recalled]:
        """Its recalls, newest first, without those taken back."""
        return self.journal.attempts(key, limit)

    def last_attempt(self, topic: Topic) -> Recalled | None:
        """Its newest recall."""
        return next(iter(self.attempts(topic.key, 1)), None)

    # -- drafts ------------------------------------------------------------------------------

    def resumable(self, topic: Topic, purpose: Purpose = Purpose.STUDY) -> Draft | None:
        """What was begun on this study day for a purpose and not finished."""
        today = self.moment().day
        drafts = self.journal.drafts(topic.key)
        return next((d for d in drafts if d.moment.day == today and d.purpose == purpose), None)

    def begun(self) -> dict[str, Draft]:
        """What was begun on this study day, as usual study, and not finished, by topic."""
        today = self.moment().day
        drafts = (
            d for d in self.journal.drafts() if d.moment.day == today and d.purpose == Purpose.STUDY
        )
        return {d.topic: d for d in reversed(list(drafts)) if d.text or d.phase == "check"}

    def older_draft(self, topic: Topic) -> Draft | None:
        """The newest text begun on an earlier study day and not finished."""
        return next(iter(self.unfinished(topic)), None)

    def unfinished(self, topic: Topic) -> list[Draft]:
        """Texts and checks begun on earlier study days, newest first."""
        today = self.moment().day
        drafts = (d for d in self.journal.drafts(topic.key) if d.moment.day != today)
        return [d for d in drafts if d.text or d.phase == "check"]

    def reopened(self, undone: Recalled) -> Draft | None:
        """The check of a recall that was taken back, ready to go on."""
        drafts = self.journal.drafts(undone.topic)
        return next((d for d in drafts if d.moment == undone.moment and d.phase == "check"), None)

    def new_draft(
        self,
        topic: Topic,
        *,
        comfort: int | None,
        paper: bool,
        timer: bool,
        purpose: Purpose = Purpose.STUDY,
    ) -> Draft:
        """An empty page, its study day fixed now; cramming never counts."""
        return Draft(
            id=new_id(),
            moment=self.moment(),
            topic=topic.key,
            left=self.recall_seconds(topic) if timer else None,
            comfort=comfort,
            paper=paper,
            content=topic.content_hash,
            purpose=purpose,
            counted=purpose != Purpose.CRAM,
        )

    # -- what happens ------------------------------------------------------------------------

    def finish(self, draft: Draft, suggested: tuple[str, ...]) -> Recalled:
        """Keep a checked recall; durable when this returns.

        Raises:
            JournalError: it could not be written; calling again with the same draft is safe.
        """
        topic = self.deck.topic(draft.topic)
        order = [point.id for point in topic.key_points] if topic else []
        in_order = [point for point in order if point in draft.answers]
        recalled = Recalled(
            id=draft.id,
            device=self.journal.device,
            moment=draft.moment,
            topic=draft.topic,
            text=draft.text,
            seconds=round(draft.seconds, 1),
            comfort=draft.comfort,
            paper=draft.paper,
            answers={point: draft.answers[point] for point in (*in_order, *draft.answers)},
            suggested=suggested,
            note=draft.note.strip(),
            content=draft.content,
            scheduler=self.journal.model.name,
            purpose=draft.purpose,
            counted=draft.counted,
        )
        self.journal.record(recalled)
        return recalled

    def read(self, topic: Topic) -> None:
        """Log that a card was read before it was ever recalled.

        Raises:
            JournalError: it could not be written.
        """
        self.journal.record(Read(new_id(), self.journal.device, self.moment(), topic.key))

    def drilled(self, topic: Topic, point: KeyPoint, answer: Answer) -> None:
        """Log the answer to one drill question.

        Raises:
            JournalError: it could not be written.
        """
        self.journal.record(
            Drilled(new_id(), self.journal.device, self.moment(), topic.key, point.id, answer)
        )

    def predicted(
        self, topic: Topic, example: str, model: str, asked: Question, given: str, verdict: Verdict
    ) -> None:
        """Log what she expected of a live model, and how it was; the schedule stays as it is.

        Args:
            topic: whose card it is on.
            example: name of the live example.
            model: the model that was asked about.
            asked: the question.
            given: her answer, in words.
            verdict: how it was.

        Raises:
            JournalError: it could not be written.
        """
        about = (topic.key, example, model, asked.text, given, verdict.near, asked.because)
        self.journal.record(Predicted(new_id(), self.journal.device, self.moment(), *about))

    def undo(self) -> Recalled | Read | None:
        """Take back the last answer.

        Raises:
            JournalError: it could not be written.
        """
        return self.journal.undo(self.moment())

    def last_drill(self) -> tuple[Topic, KeyPoint, Drilled] | None:
        """The drill answer that can be taken back, where its point is still on a card."""
        last = self.journal.last_drill(self.moment().day)
        topic = self.deck.topic(last.topic) if last else None
        point = topic.point(last.point) if topic and last else None
        return (topic, point, last) if topic and point and last else None

    def undo_drill(self) -> Drilled | None:
        """Take back the last drill answer of this study day.

        Raises:
            JournalError: it could not be written.
        """
        return self.journal.undo_drill(self.moment())

    # -- this study day ----------------------------------------------------------------------

    def recalls_today(self) -> list[Recalled]:
        """Recalls of this study day, oldest first, without those taken back."""
        day = self.moment().day
        return [e for e in self.journal.events_on(day) if isinstance(e, Recalled)]

    def to_drill(self) -> list[tuple[Topic, KeyPoint]]:
        """Points missed today and not yet recalled in a drill, high comfort first."""
        from flashcards.recall import drill_order

        day = self.moment().day
        found = []
        for key, point_id in drill_order(self.journal.events_on(day)):
            topic = self.deck.topic(key)
            point = topic.point(point_id) if topic else None
            if topic is not None and point is not None:
                found.append((topic, point))
        return found

    def predicted_today(self, topic: Topic, example: str) -> bool:
        """Whether she said today what she expects of a live example."""
        return any(
            isinstance(event, Predicted) and (event.topic, event.example) == (topic.key, example)
            for event in self.journal.events_on(self.moment().day)
        )

    def comfort_history(self) -> list[tuple[int, float]]:
        """Comfort and coverage of her newest recalls that have both, oldest first.

        Cramming is left out, as in :func:`flashcards.progress.outcome.judgement`.
        """
        from flashcards.recall import coverage

        return [
            (recall.comfort, coverage(recall.answers))
            for recall in reversed(self.journal.attempts(limit=JUDGED))
            if recall.comfort is not None and recall.answers and recall.purpose != Purpose.CRAM
        ]
