"""The lines of the home screen as pure functions of plan, status and width."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from textual.content import Content

from app.glyphs import Glyphs
from app.words import PURPOSES, count
from flashcards.cards import Topic
from flashcards.dates import coming_day, long_date, past_day
from flashcards.deck import Broken, Deck
from flashcards.events import Answer, Draft, Recalled
from flashcards.memory import SECURE
from flashcards.schedule import Plan, Task, TopicStatus
from flashcards.study import Study

LABEL = 8
"""Cells for the name of a fact about a topic."""

ROOM = 26
"""Cells for the fact itself, in the pane beside the list."""

MEAN = "mean recall"
"""What the percentage of a topic is called."""

BEGUN = {"recall": "unfinished", "check": "unchecked"}
"""What stands beside a topic that was begun today, by how far it got."""

DOTS = 8
"""Cells for the marks of a topic's key points: one a point, eight points at most."""


def day_line(study: Study, glyphs: Glyphs) -> str:
    """``Sunday 22 November · exam in 18 days``."""
    today = study.moment().day
    ahead = study.exams_ahead()
    if not ahead:
        return long_date(today)
    exam = ahead[0]
    days = (exam.date - today).days
    when = "tomorrow" if days == 1 else f"in {days} days"
    return f"{long_date(today)} {glyphs.dot} {exam.name} {when}"


def today_line(study: Study, plan: Plan, glyphs: Glyphs) -> Content:
    """``Today  2 to recall · 1 new · about 9 minutes``."""
    due = sum(task.kind == "due" for task in plan.today)
    new = len(plan.today) - due
    parts = []
    if due:
        parts.append(f"{due} to recall")
    if new:
        parts.append(f"{new} new")
    if parts:
        parts.append(f"about {count(round(plan.minutes), 'minute')}")
    else:
        parts.append("done for today" if plan.done_today else "nothing is due")
        if plan.upcoming:
            topic, day = plan.upcoming[0]
            others = sum(each.day == day for each in plan.upcoming[1:])
            more = f" and {others} more" if others else ""
            when = coming_day(day, study.moment().day)
            parts.append(f"next {study.title(topic)}{more}, {when}")
    if plan.later:
        parts.append(f"{len(plan.later)} can wait")
    phases = list(study.begun().values())
    for phase, words in BEGUN.items():
        if number := sum(draft.phase == phase for draft in phases):
            parts.append(f"{number} {words}")
    return Content.assemble(("Today", "bold"), "  ", f" {glyphs.dot} ".join(parts))


def notices(study: Study) -> list[str]:
    """What she should know before she starts, a line each."""
    lines = []
    if study.journal.read_only:
        lines.append(study.journal.why_read_only)
    lines += study.notices
    if study.deck.broken:
        names = count(len(study.deck.broken), "card")
        lines.append(f"{names} cannot be read: see the end of the list, or run flashcards check.")
    return lines


def task_row(study: Study, task: Task, titles: int, width: int) -> Content:
    """Title in so many cells, share or ``new``, and why; the line is cut at the width."""
    title = fitted(study.title(task.topic), titles)
    share = "  new" if task.kind == "new" else f"{percent(task.mean_r):>5}"
    row = Content.assemble((title, "bold"), " ", share, "  ", (task.why, "$muted"))
    return row.truncate(width, ellipsis=True)


def task_heading(plan: Plan, titles: int) -> Content:
    """Over the percentages of today's tasks, what they are; empty where none has one."""
    if all(task.kind == "new" for task in plan.today):
        return Content("")
    return Content.styled(f"{MEAN:>{titles + 6}}", "$muted")


def task_titles(study: Study, plan: Plan, width: int) -> int:
    """Cells for the titles of today's tasks: the longest of them, within half of the line."""
    longest = max((len(study.title(task.topic)) for task in plan.today), default=0)
    return min(max(longest, 20), width // 2)


def course_row(
    study: Study,
    topic: Topic,
    status: TopicStatus,
    number: str,
    glyphs: Glyphs,
    titles: int,
    begun: Draft | None = None,
) -> Content:
    """Number, title in so many cells, one mark a key point, mean recall, and when it is due."""
    title = fitted(topic.title, titles)
    dots = marks(status, glyphs)
    share = forecast(status, study.moment().day)
    when = when_words(study, status) if begun is None else BEGUN[begun.phase]
    state = "due" if begun else status.state
    style = "bold" if state == "due" else "$muted" if state == "new" else ""
    return Content.assemble(
        (number, "$muted"), " ", (title, style), "  ", dots,
        (f"{share:>6}", "$muted"), "   ", (when, style or "$muted"),
    )  # fmt: skip


def course_heading(statuses: Iterable[TopicStatus], before: int, today: date) -> Content:
    """``Course``, and over the percentages what they are; so many cells stand before the marks."""
    heading = Content.styled("Course", "bold")
    if not any(forecast(status, today) for status in statuses):
        return heading
    return Content.assemble(
        heading.pad_right(before + 2 - heading.cell_length), (f"{MEAN:>{DOTS + 6}}", "$muted")
    )


def pack_headings(deck: Deck) -> dict[str, Content]:
    """The titles of packs beside the bundled course, by the key of each one's first topic."""
    return {
        pack.topics[0].key: Content.styled(pack.title, "bold")
        for pack in deck.packs[1:]
        if pack.topics
    }


def broken_row(broken: Broken, width: int) -> Content:
    """A card that cannot be read, and the first reason."""
    name = broken.title or broken.id or broken.file
    reason = broken.problems[0].message if broken.problems else ""
    return Content.assemble(("! ", "bold $error"), name, "   ", (reason, "$muted")).truncate(
        width, ellipsis=True
    )


def marks(status: TopicStatus, glyphs: Glyphs) -> Content:
    """How the key points went last time, the recalled ones first; which is which stays hidden."""
    styles = {
        Answer.YES: "$success",
        Answer.PARTLY: "$warning",
        Answer.NO: "$error",
        None: "$muted",
    }
    counted = ((answer, status.answers.count(answer)) for answer in styles)
    runs = ((glyphs.mark(answer) * number, styles[answer]) for answer, number in counted if number)
    drawn = Content.assemble(*runs)
    return drawn.pad_right(max(0, DOTS - drawn.cell_length))


def when_words(study: Study, status: TopicStatus) -> str:
    """``due``, ``can wait``, ``new``, ``read``, ``tomorrow``, ``on Thursday``."""
    if status.due_day is None or status.state in {"due", "can wait"}:
        return status.state
    return coming_day(status.due_day, study.moment().day)


def about(
    study: Study,
    topic: Topic,
    status: TopicStatus,
    why: str,
    glyphs: Glyphs,
    room: int | None,
) -> Content:
    """The topic under the cursor: why now, last attempts, what it needs and what it opens.

    Args:
        study: what is studied.
        topic: the topic.
        status: how it stands.
        why: why it is in today's plan, or not for today; empty where there is nothing to say.
        glyphs: the signs of this terminal.
        room: cells of a line below the list, or None for the pane beside it.
    """
    if room is not None:
        return _below(study, topic, status, why, glyphs, room)
    today = study.moment().day
    history = [attempt_line(attempt, today) for attempt in study.attempts(topic.key, 2)]
    facts = [("why", why)] if why else []
    if now := forecast(status, today):
        facts.append(("now", f"{MEAN} {now}"))
    facts += zip(("last", "before"), history, strict=False)
    facts.append(("needs", _needs(study, topic)))
    if opens := _opens(study, topic):
        facts.append(("opens", opens))
    if status.secure is not None:
        facts.append(("secure", secure_words(topic, status.secure)))
    lines = [Content.styled(topic.title, "bold"), Content("")]
    for label, text in facts:
        lines += _fact(label, text)
    if history:
        lines += [
            Content(""),
            Content.styled("What you missed is shown after the recall, not before.", "$muted"),
        ]
    return Content("\n").join(lines)


def _below(
    study: Study, topic: Topic, status: TopicStatus, why: str, glyphs: Glyphs, room: int
) -> Content:
    """The same in at most three lines, each cut where the window ends."""
    dot = f" {glyphs.dot} "
    facts = [("why", why)] if why else []
    if history := study.attempts(topic.key, 1):
        last = attempt_line(history[0], study.moment().day)
        secure = f"{dot}{secure_words(topic, status.secure)} secure" if status.secure else ""
        facts.append(("last", f"{last}{secure}"))
    opens = _opens(study, topic)
    facts.append(("needs", _needs(study, topic) + (f"{dot}opens {opens}" if opens else "")))
    lines = (Content.assemble((f"{label:<{LABEL}}", "$muted"), text) for label, text in facts)
    return Content("\n").join(line.truncate(room, ellipsis=True) for line in lines)


def _needs(study: Study, topic: Topic) -> str:
    return ", ".join(t.title for t in study.deck.prerequisites(topic)) or "nothing before it"


def _opens(study: Study, topic: Topic) -> str:
    return ", ".join(t.title for t in study.deck.dependants(topic))


def _fact(label: str, text: str) -> list[Content]:
    """A label and what belongs to it, later lines below the first one's text."""
    first, *rest = Content(text).wrap(ROOM)
    head = Content.assemble((f"{label:<{LABEL}}", "$muted"), first)
    return [head, *(Content(" " * LABEL) + line for line in rest)]


def attempt_line(attempt: Recalled, today: date) -> str:
    """``4 of 6 on Thursday, comfort 4``; a mock exam and a cram say so."""
    had = sum(answer is Answer.YES for answer in attempt.answers.values())
    line = f"{had} of {len(attempt.answers)} {past_day(attempt.moment.day, today)}"
    if attempt.comfort:
        line += f", comfort {attempt.comfort}"
    return f"{line}, {PURPOSES[attempt.purpose].lower()}" if attempt.purpose in PURPOSES else line


def secure_words(topic: Topic, secure: Mapping[str, int]) -> str:
    """How many points were recalled on three separate days."""
    points = sum(steps >= SECURE for steps in secure.values())
    return f"{points} of {count(len(topic.key_points), 'point')}"


def title_width(study: Study, width: int) -> int:
    """Cells for titles: the longest one, within what so many cells beside the number can spare."""
    longest = max((len(topic.title) for topic in study.deck.topics), default=10) + 1
    return max(13, min(longest, width - 35))


def fitted(text: str, width: int) -> str:
    """A text of exactly so many cells."""
    return Content(text).truncate(width, ellipsis=True, pad=True).plain


def forecast(status: TopicStatus, today: date) -> str:
    """Its mean recall; none on the day of its recall, when it is all of it whatever she had."""
    return "" if status.last_day == today else percent(status.mean_r)


def percent(share: float | None) -> str:
    """``62 %``."""
    return "" if share is None else f"{share * 100:.0f} %"
