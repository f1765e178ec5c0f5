"""How hard each key point is, and how much students differ: a crossed mixed model of the answers.

It is fitted by the project's own ``lmer`` to answers as if they were measured: yes is 1, partly ½
and no 0.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from flashcards.classes.tables import FEW, FORMULA, LINEAR, SOME, Crossed
from flashcards.progress.outcome import Z
from flashcards.recall import WORTH
from flashcards.sharing import SharedRecall

if TYPE_CHECKING:
    from flashcards.models.lmer import LmerFit

Ease = dict[tuple[str, str], tuple[float, float]]
"""(topic, point) → expected answer of the average student, and half of its 95 % interval."""

Row = tuple[str, tuple[str, str], float]
"""Student, (topic, point), and what the answer is worth."""


def crossed(
    newest: Mapping[str, Mapping[str, SharedRecall]],
) -> tuple[Crossed | None, Ease, str]:
    """The model, ease by point, and a sentence where there is no model.

    Args:
        newest: key of a topic → student → the recall that counts.
    """
    rows = [
        (student, (topic, point), WORTH[answer])
        for topic, recalls in newest.items()
        for student, recall in recalls.items()
        for point, answer in recall.answers.items()
    ]
    students = {student for student, _, _ in rows}
    points = {point for _, point, _ in rows}
    if len(students) < FEW or len(points) < FEW:
        why = (
            f"A model needs {FEW} students and {FEW} key points at least: of fewer it cannot tell "
            "how much they differ."
        )
        return None, {}, why
    if len({worth for _, _, worth in rows}) < 2:
        return None, {}, "All answers are the same, so there is nothing for a model to explain."
    return _fitted(rows, len(students))


def _fitted(rows: Sequence[Row], students: int) -> tuple[Crossed | None, Ease, str]:
    import numpy as np

    from flashcards.models.errors import ModelError
    from flashcards.models.lmer import lmer

    data = {
        "answer": np.array([worth for _, _, worth in rows]),
        "student": np.array([student for student, _, _ in rows], dtype=object),
        "point": np.array([_level(point) for _, point, _ in rows], dtype=object),
    }
    try:
        fit = lmer(FORMULA, data)
    except ModelError as error:
        return None, {}, f"No model could be fitted: {error}"
    places = {block.group: place for place, block in enumerate(fit.design.blocks)}
    spread = {name: float(fit.covariances[at][0, 0]) ** 0.5 for name, at in places.items()}
    model = Crossed(
        formula=FORMULA,
        answers=len(rows),
        average=float(fit.beta[0]),
        students=spread["student"],
        points=spread["point"],
        residual=float(fit.sigma),
        messages=(LINEAR, *_told(fit, students)),
    )
    return model, _ease(fit, places["point"], {point for _, point, _ in rows}), ""


def _level(point: tuple[str, str]) -> str:
    """The name of a point among the levels; two topics may each have a point of one id."""
    return "#".join(point)


def _ease(fit: LmerFit, block: int, points: set[tuple[str, str]]) -> Ease:
    """The average and its points' conditional modes, with their conditional standard deviations.

    The intervals are given the average, which many answers tell well.
    """
    average = float(fit.beta[0])
    modes = fit.modes[block][:, 0].tolist()
    variances = fit.mode_variances[block][:, 0, 0].tolist()
    levels = fit.design.blocks[block].levels
    found = dict(zip(levels, zip(modes, variances, strict=True), strict=True))
    return {
        point: (average + mode, Z * variance**0.5)
        for point in points
        for mode, variance in (found[_level(point)],)
    }


def _told(fit: LmerFit, students: int) -> list[str]:
    """What is to be known of a fit besides."""
    told = list(fit.messages)
    if fit.singular:
        told.append(
            "A standard deviation of 0 says that these answers do not show a difference there; it "
            "does not say that there is none."
        )
    if students < SOME:
        told.append(
            f"With {students} students the standard deviation between them is known only roughly."
        )
    return told
