"""Every code that a :class:`~flashcards.problems.Problem` of a content file can have.

The codes are stable: editors and scripts may rely on them. What a code stands for is said here,
once; the message of a problem says what it means in the case at hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from flashcards.problems import Severity

ERRORS: Mapping[str, str] = MappingProxyType(
    {
        # Files and folders
        "no-such-path": "the file or folder is not there",
        "no-topics": "a course folder has no topic in it",
        "not-a-file": "a folder, pipe or device has the name of a topic",
        "outside-folder": "a link leads out of the course folder",
        "unreadable-file": "the system does not let the file be read",
        "file-too-large": "the file is larger than any card",
        "too-long": "the file has more lines, or a paragraph more letters, than any card",
        "binary-file": "the file holds zero bytes: it is no text",
        "bad-encoding": "the file is not encoded as UTF-8",
        "control-character": "a character that would control the terminal, also as an entity",
        "too-many-problems": "the rest of the file's problems is left out",
        # Front matter
        "no-front-matter": "the file does not start with front matter, or never ends it",
        "front-matter-syntax": "the front matter cannot be read as YAML, or is more than a list",
        "duplicate-key": "a key of the front matter appears twice",
        "unknown-key": "a key of the front matter means nothing here",
        "missing-key": "a key of the front matter is missing or empty",
        "bad-value": "a key of the front matter has a value of the wrong kind",
        # Ids and what topics build on
        "missing-id": "a topic has no id",
        "bad-id": "an id is not in kebab-case (small letters, digits, hyphens)",
        "duplicate-id": "two topics have the same id",
        "unknown-prerequisite": "a topic builds on one that does not exist",
        "self-prerequisite": "a topic builds on itself",
        "cycle": "topics build on each other in a circle",
        "unneeded-pack": "a topic builds on one of a pack that the course does not name",
        "alias-taken": "an earlier id of a topic is the id of a topic now",
        "course-unknown-topic": "the course lists a topic that does not exist",
        "course-duplicate-topic": "the course lists a topic twice",
        # The card
        "empty-topic": "a topic has no text before its key points",
        "unclosed-fence": "a block of code is never closed",
        "raw-html": "an HTML tag stands in the text, or a comment that shares its lines",
        "unsafe-link": "a link or picture leads anywhere but to the web",
        "bad-tied-number": "a tied number is not of the form [405.790]{=fixef.x1 of name}",
        "unknown-number": "a tied number is none that its example's models have",
        "unknown-example": "a tied number names an example that the card does not have",
        # Key points
        "no-key-points": "a topic has no key points",
        "bad-key-points": "something other than the one list of key points stands in their section",
        "bad-key-point": "a key point is not made as it should be",
        "missing-point-id": "a key point has no {#id}",
        "duplicate-point-id": "two key points of a topic have the same id",
        "bad-was": "what a key point was before is no id, or is still on the card",
        "missing-ask": "a key point has no question",
        "missing-cues": "a key point has no cues",
        "bad-cues": "a group of cues is empty, or a backtick or bracket in them is never closed",
        # Live examples
        "live-syntax": "a line of a live example is not of the form key: value",
        "live-unknown-key": "a key of a live example means nothing",
        "live-duplicate-key": "a key of a live example appears twice",
        "live-missing-data": "a live example names no data",
        "live-unknown-data": "a live example names data that is not bundled",
        "live-unknown-view": "a live example shows a view that does not exist",
        "live-unknown-figure": "a live example draws a figure that does not exist",
        "live-bad-model": "the model of a live example is not a call such as lm(y ~ x)",
        "live-bad-formula": "the formula of a live example's model cannot be read",
        "live-unknown-column": "the model of a live example names a column that the data lack",
        "live-unknown-group": "a live example names a group that the data lack",
        "live-no-view": "the models of a live example cannot give a view",
        "live-no-figure": "the models of a live example cannot give a figure",
        "live-bad-value": "a key of a live example has a value of the wrong kind",
        "duplicate-example": "two live examples of a card have the same name",
        # Maths
        "maths-unclosed": "a dollar sign opens a formula that is never closed",
        "maths-unknown": "a command, environment or colour is not known",
        "maths-unbalanced": "a brace, bracket or environment is never closed or never opened",
        "maths-missing-argument": "a command lacks what it applies to",
        "maths-double-script": "a base has two subscripts or two superscripts",
        "maths-character": "a character cannot stand in a formula",
        "maths-words": "a command stands among plain words",
        "maths-too-deep": "a formula is nested too deeply",
        "maths-too-long": "a formula is too long",
    }
)
"""Code → what it means. A topic with an error of its own file cannot be studied, unless all of its
errors are of :data:`EXAMPLES`."""

EXAMPLES = frozenset(code for code in ERRORS if code.startswith("live-")) | {"unknown-number"}
"""Errors of live examples: the card is shown, and says in the example's place what is wrong."""

QUALITY: Mapping[str, str] = MappingProxyType(
    {
        "two-ideas": "a key point, or its question, holds more than one idea",
        "answer-in-question": "the question of a key point says what its answer is",
        "wide-cues": "a wrong answer, or most other key points, meet the cues of one",
        "number-differs": "a number tied to a fit is not what the fit gives",
        "no-example": "a topic shows no example, code or table",
        "long-card": "a card is much longer than the others of its course",
        "early-term": "a term is used before the topic that introduces it, in bold",
    }
)
"""Code → what it means. Advice that a topic can turn down with ``allow: [code]``."""

WARNINGS: Mapping[str, str] = MappingProxyType(
    {
        "no-course-file": "a course folder has no course.md",
        "file-name": "a file is not named after its topic's id",
        "invisible-character": "a character that is not seen is left out",
        "duplicate-prerequisite": "a topic names a prerequisite twice",
        "course-unlisted-topic": "a topic is not in the course's list",
        "course-order": "the course lists a topic before one that it builds on",
        "unknown-advice": "a topic allows a code that is none of advice on cards",
        **QUALITY,
    }
)
"""Code → what it means. A warning keeps nothing from being studied."""


def severity(code: str) -> Severity:
    """How bad a problem of this code is.

    Raises:
        KeyError: there is no such code.
    """
    if code in WARNINGS:
        return Severity.WARNING
    if code in ERRORS:
        return Severity.ERROR
    raise KeyError(code)
