"""The model of memory: the formulas of FSRS-6 under one set of parameters.

Stability is in days, difficulty 1 (easy) to 10 (hard); a rating is 1 (again), 2 (hard) or 3
(good). Days are whole, so that two answers of one day are no time apart.

Source: the FSRS-6 algorithm of the open-spaced-repetition project, with its default parameters;
the tests compare every formula with its Python and its Rust implementation.
"""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from math import exp, isfinite

PARAMETERS = (
    *(0.212, 1.2931, 2.3065, 8.2956),
    *(6.4133, 0.8334, 3.0194, 0.001),
    *(1.8722, 0.1666, 0.796),
    *(1.4835, 0.0614, 0.2629, 1.6483),
    *(0.6014, 1.8729),
    *(0.5425, 0.0912, 0.0658),
    0.1542,
)
"""The published defaults: initial stabilities, difficulty, recall, forgetting, hard and easy,
same day, decay."""

LOWEST = (
    *(0.001, 0.001, 0.001, 0.001),
    *(1.0, 0.001, 0.001, 0.001),
    *(0.0, 0.0, 0.001),
    *(0.001, 0.001, 0.001, 0.0),
    *(0.0, 1.0),
    *(0.0, 0.0, 0.0),
    0.1,
)
HIGHEST = (
    *(100.0, 100.0, 100.0, 100.0),
    *(10.0, 4.0, 4.0, 0.75),
    *(4.5, 0.8, 3.5),
    *(5.0, 0.25, 0.9, 4.0),
    *(1.0, 6.0),
    *(2.0, 2.0, 0.8),
    0.8,
)
"""Between which values each parameter makes sense, as in the reference implementations."""

STABILITY_MIN, STABILITY_MAX = 0.001, 36500.0
"""Days; the bounds of the Rust implementation."""

AGAIN, HARD, GOOD, EASY = 1, 2, 3, 4


class MemoryModel:
    """FSRS-6 under one set of parameters: a value, equal to every other with the same ones.

    Attributes:
        parameters: the 21 of them, in the order of :data:`PARAMETERS`.
        name: what the states that it computes are known by; another name for other parameters.
        fitted: whether the parameters are a learner's own rather than the published ones.
        decay: of the forgetting curve, above 0; the larger, the closer to exponential.
        factor: scales the curve so that recall is 0.9 when the stability has passed.
    """

    __slots__ = (
        "_anchor",
        "_bound",
        "_gain",
        "_keep",
        "decay",
        "factor",
        "fitted",
        "name",
        "parameters",
    )

    def __init__(self, parameters: Sequence[float] = PARAMETERS) -> None:
        """Take the parameters.

        Raises:
            ValueError: they are not 21 numbers within their bounds.
        """
        self.parameters = w = tuple(map(float, parameters))
        if wrong := _wrong(w):
            raise ValueError(wrong)
        self.fitted = w != PARAMETERS
        self.name = f"FSRS-6, {f'fitted parameters {_mark(w)}' if self.fitted else DEFAULTS}"
        self.decay = w[20]
        self.factor = 0.9 ** (-1 / w[20]) - 1
        self._gain = exp(w[8])
        self._bound = exp(w[17] * w[18])
        self._anchor = w[7] * self._unbounded_difficulty(EASY)
        self._keep = 1 - w[7]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, MemoryModel) and self.parameters == other.parameters

    def __hash__(self) -> int:
        return hash(self.parameters)

    def __repr__(self) -> str:
        return f"MemoryModel({self.name})"

    # -- recall ------------------------------------------------------------------------------

    def recall(self, days: int, stability: float) -> float:
        """The probability of recall, 0 to 1, so many days after an answer.

        Args:
            days: whole study days; a negative number counts as none.
            stability: in days, above 0.
        """
        if days <= 0:
            return 1.0
        chance: float = (1 + self.factor * days / stability) ** -self.decay
        return chance

    # -- states ------------------------------------------------------------------------------

    def first(self, rating: int) -> tuple[float, float]:
        """Stability and difficulty after a first answer."""
        difficulty = min(max(self._unbounded_difficulty(rating), 1.0), 10.0)
        return max(self.parameters[rating - 1], STABILITY_MIN), difficulty

    def after(
        self, stability: float, difficulty: float, days: int, rating: int
    ) -> tuple[float, float]:
        """Stability and difficulty after one more answer, so many days after the last one."""
        if days <= 0:
            moved = self.after_same_day(stability, rating)
        elif rating == AGAIN:
            moved = self.after_miss(stability, difficulty, self.recall(days, stability))
        else:
            chance = self.recall(days, stability)
            moved = self.after_success(stability, difficulty, chance, partly=rating == HARD)
        return moved, self.next_difficulty(difficulty, rating)

    def next_difficulty(self, difficulty: float, rating: int) -> float:
        """The difficulty after one more answer."""
        moved = difficulty + (10 - difficulty) * (-self.parameters[6] * (rating - GOOD)) / 9
        return min(max(self._anchor + self._keep * moved, 1.0), 10.0)

    def after_success(
        self, stability: float, difficulty: float, chance: float, *, partly: bool = False
    ) -> float:
        """The stability after a *yes* (or a *partly*) that had this chance."""
        w = self.parameters
        rise = (exp((1 - chance) * w[10]) - 1) * (w[15] if partly else 1)
        grown: float = stability * (1 + self._gain * (11 - difficulty) * stability ** -w[9] * rise)
        return min(max(grown, STABILITY_MIN), STABILITY_MAX)

    def after_miss(self, stability: float, difficulty: float, chance: float) -> float:
        """The stability after a *no* where a *yes* had this chance."""
        w = self.parameters
        regained: float = difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        lapsed = w[11] * regained * exp((1 - chance) * w[14])
        return min(max(min(lapsed, stability / self._bound), STABILITY_MIN), STABILITY_MAX)

    def after_same_day(self, stability: float, rating: int) -> float:
        """The stability after one more answer on the same day."""
        w = self.parameters
        rise: float = exp(w[17] * (rating - GOOD + w[18])) * stability ** -w[19]
        if rating > AGAIN:
            rise = max(rise, 1.0)
        return min(max(stability * rise, STABILITY_MIN), STABILITY_MAX)

    # -- before it is known how a recall goes ------------------------------------------------

    def branches(
        self, stability: float, difficulty: float, days: int, curve: tuple[float, float]
    ) -> tuple[float, float, float]:
        """The chance of a *yes*, and the stabilities after a *yes* and after a *no*.

        The formulas of :meth:`after_success` and :meth:`after_miss` once more, without their
        calls: most of the time of planning is spent here.

        Args:
            stability: before.
            difficulty: before.
            days: since the last answer, at least 1.
            curve: factor and exponent of the forgetting curve, which may be another than that of
                the model.
        """
        w = self.parameters
        chance: float = (1 + curve[0] * days / stability) ** curve[1]
        gone = 1 - chance
        rise = self._gain * (11 - difficulty) * stability ** -w[9] * (exp(gone * w[10]) - 1)
        grown: float = stability * (1 + rise)
        regained = difficulty ** -w[12] * ((stability + 1) ** w[13] - 1)
        lapsed: float = w[11] * regained * exp(gone * w[14])
        bound = stability / self._bound
        lapsed = lapsed if lapsed < bound else bound
        return (
            chance,
            grown if grown < STABILITY_MAX else STABILITY_MAX,
            lapsed if lapsed > STABILITY_MIN else STABILITY_MIN,
        )

    def expected_difficulty(self, difficulty: float, chance: float) -> float:
        """The mean of the difficulties after a *yes*, which has this chance, and after a *no*."""
        steady = self._anchor + self._keep * difficulty
        step = (10 - difficulty) * self.parameters[6] * (GOOD - AGAIN) / 9
        harder = steady + self._keep * step
        steady = 1.0 if steady < 1 else 10.0 if steady > 10 else steady
        harder = 1.0 if harder < 1 else 10.0 if harder > 10 else harder
        return chance * steady + (1 - chance) * harder

    def _unbounded_difficulty(self, rating: int) -> float:
        return self.parameters[4] - exp(self.parameters[5] * (rating - 1)) + 1


DEFAULTS = "default parameters"
"""How the name of the published model ends."""


def _wrong(parameters: Sequence[float]) -> str:
    """What is wrong with parameters, as a sentence without an end; empty where nothing is."""
    if len(parameters) != len(PARAMETERS):
        return f"there are {len(parameters)} parameters instead of {len(PARAMETERS)}"
    for number, (value, low, high) in enumerate(zip(parameters, LOWEST, HIGHEST, strict=True)):
        if not (isfinite(value) and low <= value <= high):
            return f"parameter {number} is {value:g}, which is not from {low:g} to {high:g}"
    return ""


def _mark(parameters: Sequence[float]) -> str:
    """A short mark that tells parameters from any others."""
    return sha256(repr(parameters).encode()).hexdigest()[:8]


DEFAULT = MemoryModel()
"""The model as it was published."""
