"""A mock exam: several topics in one time, without a hint, marked afterwards by key point.

While it is written each of its topics is a draft (:class:`flashcards.events.Draft`); checked, each
is a recall of purpose ``mock``. All of them have one moment, its start, and by that they are known
to belong together: what was typed outlives a crash as any draft does, and the report can be made
from the journal alone.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct
from msgspec.structs import replace

from flashcards.cards import Topic
from flashcards.clock import Moment
from flashcards.dates import long_date
from flashcards.events import Answer, Draft, Purpose, Recalled
from flashcards.fold import fold
from flashcards.ids import new_id
from flashcards.memory import retrievability
from flashcards.planning.setup import asked
from flashcards.recall import coverage

if TYPE_CHECKING:
    from flashcards.study import Study

USUAL: Final = 4
"""Topics that are drawn unless she says otherwise."""

LONGEST: Final = 240
"""Minutes that a mock exam has at most."""

LOOKED_AT: Final = 500
"""Newest recalls among which those of a mock exam are looked for."""


# -- setting it up -----------------------------------------------------------------------------


class Source(Struct, frozen=True):
    """Topics that a mock exam can be drawn from.

    Attributes:
        words: what they are, such as ``the whole course``.
        topics: in course order, at least one.
    """

    words: str
    topics: tuple[Topic, ...]


def sources(study: Study) -> tuple[Source, ...]:
    """What can be drawn from: the next exam as it is set, the whole course, what she has met."""
    course = study.deck.topics
    memories = study.journal.memories()
    found = []
    for exam in study.exams_ahead():
        topics = asked(exam, course)
        if exam.topics and topics:
            found.append(Source(exam.called, topics))
    found.append(Source("the whole course", course))
    met = tuple(t for t in course if (memory := memories.get(t.key)) and memory.recalls)
    if met and len(met) < len(course):
        found.append(Source("what you have recalled before", met))
    return tuple(found)


def drawn(topics: Sequence[Topic], number: int, rng: random.Random) -> tuple[Topic, ...]:
    """So many topics at random, in random order, as an exam asks for them.

    Args:
        topics: to draw from.
        number: how many, at most as many as there are.
        rng: where chance comes from.
    """
    return tuple(rng.sample(list(topics), min(number, len(topics))))


def usual_minutes(study: Study, topics: Sequence[Topic], number: int) -> int:
    """The time that so many of the topics have when they are recalled one by one, rounded."""
    if not topics:
        return 1
    mean = sum(map(study.recall_seconds, topics)) / len(topics) / 60
    return min(max(1, round(number * mean)), LONGEST)


# -- sitting it --------------------------------------------------------------------------------


class Sitting(Struct, frozen=True):
    """A mock exam that is begun and whose report is still to come.

    Attributes:
        moment: when it started; all its recalls have it.
        drafts: its topics that are not checked yet, in the order in which they are asked.
        handed_in: whether the writing is over.
        allowed: seconds for the whole, or None where no draft remembers them.
        counted: whether the schedule is to move by it.
    """

    moment: Moment
    drafts: tuple[Draft, ...]
    handed_in: bool
    allowed: float | None
    counted: bool

    @property
    def left(self) -> float:
        """Seconds that are left for writing."""
        return min((draft.left for draft in self.drafts if draft.left is not None), default=0.0)

    @property
    def to_check(self) -> tuple[Draft, ...]:
        """Drafts with something in them; a blank page is not answered, and is not checked."""
        return tuple(draft for draft in self.drafts if not is_blank(draft))


def is_blank(draft: Draft) -> bool:
    """Whether nothing was written."""
    return not draft.text.strip()


def begin(study: Study, topics: Sequence[Topic], minutes: float, *, counted: bool) -> Sitting:
    """An exam of empty pages that starts now; nothing is saved yet.

    Args:
        study: the learner's.
        topics: in the order in which they are asked.
        minutes: for all of them together.
        counted: whether the schedule is to move by it.
    """
    moment, seconds = study.moment(), 60.0 * minutes
    drafts = tuple(
        Draft(
            id=new_id(),
            moment=moment,
            topic=topic.key,
            left=seconds,
            content=topic.content_hash,
            purpose=Purpose.MOCK,
            counted=counted,
        )
        for topic in topics
    )
    return Sitting(moment, drafts, handed_in=False, allowed=seconds, counted=counted)


def begun(study: Study) -> Sitting | None:
    """The newest mock exam that was begun on this study day and has no report yet."""
    today = study.moment().day
    drafts = [
        draft
        for draft in study.journal.drafts()
        if draft.purpose == Purpose.MOCK and draft.moment.day == today
        if study.deck.topic(draft.topic) is not None
    ]
    if not drafts:
        return None
    newest = max((draft.moment for draft in drafts), key=lambda moment: moment.at)
    return sitting_of(study, [draft for draft in drafts if draft.moment == newest])


def sitting_of(study: Study, drafts: Sequence[Draft]) -> Sitting:
    """The exam of which these drafts, at least one, are left."""
    moment = drafts[0].moment
    checked = recalls_of(study, moment)
    left = [draft.left for draft in drafts if draft.left is not None]
    spent = sum(draft.seconds for draft in drafts) + sum(recall.seconds for recall in checked)
    return Sitting(
        moment=moment,
        drafts=tuple(sorted(drafts, key=lambda draft: draft.id)),
        handed_in=bool(checked) or any(draft.phase == "check" for draft in drafts),
        allowed=min(left) + spent if left else None,
        counted=drafts[0].counted,
    )


def sitting_after(study: Study, recall: Recalled, draft: Draft) -> Sitting:
    """The exam as it stands when one of its topics has been checked.

    Args:
        study: the learner's.
        recall: that topic, recorded.
        draft: what it was before.
    """
    moment = recall.moment
    left = [
        each for each in study.journal.drafts() if each.moment == moment and each.id != draft.id
    ]
    drafts = [each for each in left if each.purpose == Purpose.MOCK]
    if drafts:
        return sitting_of(study, drafts)
    spent = sum(each.seconds for each in recalls_of(study, moment))
    allowed = None if draft.left is None else draft.left + spent
    return Sitting(moment, (), handed_in=True, allowed=allowed, counted=recall.counted)


def handed_in(sitting: Sitting) -> Sitting:
    """The same with the writing over: what has something in it is to be checked."""
    drafts = tuple(
        replace(draft, left=sitting.left, phase="recall" if is_blank(draft) else "check")
        for draft in sitting.drafts
    )
    return replace(sitting, drafts=drafts, handed_in=True)


def recalls_of(study: Study, moment: Moment) -> list[Recalled]:
    """The checked topics of the mock exam that started then, in the order of the exam."""
    newest = study.journal.attempts(limit=LOOKED_AT)
    found = [each for each in newest if each.purpose == Purpose.MOCK and each.moment == moment]
    return sorted(found, key=lambda each: each.id)


# -- what came of it ---------------------------------------------------------------------------


class Mark(Struct, frozen=True):
    """One topic of a mock exam.

    Attributes:
        topic: its key.
        title: its title.
        points: text (inline Markdown) and answer of every key point, in the card's order.
        answered: False for a page that was left blank; all its points are then missed.
        seconds: of writing.
        foreseen: mean recall of its points that the model foresaw, 0 to 1, a point never asked
            before being 0; None where the topic was never recalled before.
        note: what she missed, in her words.
    """

    topic: str
    title: str
    points: tuple[tuple[str, Answer], ...]
    answered: bool
    seconds: float
    foreseen: float | None
    note: str = ""

    @property
    def coverage(self) -> float:
        """Share of the points, *partly* being half, 0 to 1."""
        return coverage({str(place): answer for place, (_, answer) in enumerate(self.points)})

    @property
    def recalled(self) -> float:
        """Share of the points that were there at least partly: what the model foresees."""
        there = sum(answer is not Answer.NO for _, answer in self.points)
        return there / len(self.points) if self.points else 0.0


class Report(Struct, frozen=True):
    """A mock exam, marked.

    Attributes:
        moment: when it started.
        counted: whether it was to move the schedule.
        allowed: seconds that it had, or None where that is not known any more.
        marks: its topics, in the order of the exam, the blank ones last.
    """

    moment: Moment
    counted: bool
    allowed: float | None
    marks: tuple[Mark, ...]

    @property
    def coverage(self) -> float:
        """Mean over its topics, 0 to 1."""
        return _mean([mark.coverage for mark in self.marks])

    @property
    def seconds(self) -> float:
        """Of writing."""
        return sum(mark.seconds for mark in self.marks)

    @property
    def against_foreseen(self) -> tuple[float, float] | None:
        """Mean recall foreseen, and what was recalled, over the answered topics met before."""
        both = [
            (mark.foreseen, mark.recalled)
            for mark in self.marks
            if mark.answered and mark.foreseen is not None
        ]
        if not both:
            return None
        return _mean([foreseen for foreseen, _ in both]), _mean([there for _, there in both])


def report(study: Study, sitting: Sitting) -> Report:
    """The report of a mock exam, from the journal and the pages that were left blank."""
    checked = [_checked(study, recall) for recall in recalls_of(study, sitting.moment)]
    blank = [_blank(study, draft) for draft in sitting.drafts if is_blank(draft)]
    marks = tuple(mark for mark in (*checked, *blank) if mark is not None)
    return Report(sitting.moment, sitting.counted, sitting.allowed, marks)


def _checked(study: Study, recall: Recalled) -> Mark:
    topic = study.deck.topic(recall.topic)
    texts = {point.id: point.text for point in topic.key_points} if topic else {}
    return Mark(
        topic=recall.topic,
        title=study.title(recall.topic),
        points=tuple((texts.get(id_, id_), answer) for id_, answer in recall.answers.items()),
        answered=True,
        seconds=recall.seconds,
        foreseen=_foreseen(study, recall.topic, tuple(recall.answers), recall.moment, recall.id),
        note=recall.note,
    )


def _blank(study: Study, draft: Draft) -> Mark | None:
    topic = study.deck.topic(draft.topic)
    if topic is None:
        return None
    ids = tuple(point.id for point in topic.key_points)
    return Mark(
        topic=topic.key,
        title=topic.title,
        points=tuple((point.text, Answer.NO) for point in topic.key_points),
        answered=False,
        seconds=draft.seconds,
        foreseen=_foreseen(study, topic.key, ids, draft.moment, ""),
    )


def _foreseen(
    study: Study, key: str, points: Sequence[str], moment: Moment, recall: str
) -> float | None:
    """What the model said before that recall, whose own answers it may know by now."""
    before = []
    for event in study.journal.events(key):
        if event.id == recall:
            break
        before.append(event)
    model = study.journal.model
    memory = fold(before, model).get(key)
    if memory is None or not memory.recalls or not points:
        return None
    return _mean([retrievability(memory.points.get(id_), moment.day, model) for id_ in points])


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.0


# -- the report as words -----------------------------------------------------------------------

WORDS: Final = {Answer.YES: "yes", Answer.PARTLY: "partly", Answer.NO: "missed"}
"""How an answer is written in a report."""


def sentences(report: Report) -> tuple[str, ...]:
    """The whole in a few sentences: mark, time, the model's forecast, and the schedule."""
    lines = [f"{_percent(report.coverage)} of the key points, on average over the topics."]
    used = _minutes(report.seconds)
    lines.append(
        f"Written in {used} min."
        if report.allowed is None
        else f"Written in {used} of {_minutes(report.allowed)} min."
    )
    blank = sum(not mark.answered for mark in report.marks)
    if blank:
        pages = "One page was" if blank == 1 else f"{blank} pages were"
        lines.append(f"{pages} left blank: 0 % here, and not logged as a recall.")
    if (against := report.against_foreseen) is not None:
        foreseen, there = against
        lines.append(
            f"Of the topics that you had met, {_percent(foreseen)} of the points were foreseen, "
            f"and {_percent(there)} were there, at least partly."
        )
    lines.append(
        "It counted: the schedule has moved by it, but for recalls that were extra."
        if report.counted
        else "It did not count: the schedule is as it was."
    )
    return tuple(lines)


def name_of(report: Report) -> str:
    """The name of its file, with the moment at which it started."""
    return f"mock-exam-{report.moment.local:%Y-%m-%d-%H%M}.md"


def markdown(report: Report) -> str:
    """The report as a Markdown file: the whole, topic by topic, point by point."""
    started = report.moment.local
    lines = [
        f"# Mock exam, {long_date(started.date())} {started.year}, {started:%H:%M}",
        "",
        *sentences(report),
        "",
        "| topic | key points | foreseen | time |",
        "|---|---|---|---|",
    ]
    for mark in report.marks:
        foreseen = "new" if mark.foreseen is None else _percent(mark.foreseen)
        title = mark.title.replace("|", r"\|")
        lines.append(
            f"| {title} | {_percent(mark.coverage)} | {foreseen} | {_minutes(mark.seconds)} min |"
        )
    for mark in report.marks:
        lines += ["", f"## {mark.title}", ""]
        lines += ["Left blank.", ""] if not mark.answered else []
        lines += [f"- {WORDS[answer]}: {text}" for text, answer in mark.points]
        lines += ["", f"Note: {mark.note}"] if mark.note else []
    return "\n".join(lines) + "\n"


def _percent(share: float) -> str:
    return f"{share:.0%}".replace("%", " %")


def _minutes(seconds: float) -> str:
    """``7:40``."""
    whole = round(seconds)
    return f"{whole // 60}:{whole % 60:02d}"
