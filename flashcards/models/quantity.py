"""Names of numbers that a text can take from fitted models: ``fixef.x1``, ``sd.subject.x1``.

A name is a kind and what it is of, joined by dots. The intercept is called ``intercept``, every
other effect as R names it. A minus before it turns the sign: ``-ranef.subject.sub_308.x1`` is how
much lower a slope is. Nothing here needs a fit, so that names can be checked in a text.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from types import MappingProxyType
from typing import Final

from flashcards.models.errors import ModelError

KINDS: Final = MappingProxyType(
    {
        "fixef": ("effect",),
        "se": ("effect",),
        "t": ("effect",),
        "df": ("effect",),
        "p": ("effect",),
        "sd": ("group", "effect"),
        "var": ("group", "effect"),
        "cor": ("group", "effect", "effect"),
        "icc": ("group",),
        "ranef": ("group", "level", "effect"),
        "coef": ("group", "level", "effect"),
        "scaled": ("place",),
        "sigma": (),
        "nobs": (),
        "ngroups": ("group",),
        "chisq": (),
        "chisq.df": (),
        "chisq.p": (),
    }
)
"""Kind → what its name says behind it. ``sd`` and ``var`` are also of ``residual``, and ``cor`` of
``fixef`` with two effects."""

PLACES: Final = ("min", "q1", "median", "q3", "max")
"""Of the scaled residuals, as a summary prints them."""

FIRST: Final = "intercept"
RESIDUAL: Final = "residual"
FIXED: Final = "fixef"


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number's name, taken apart.

    Attributes:
        kind: one of :data:`KINDS`.
        parts: what it is of.
        negative: whether its sign is turned.
    """

    kind: str
    parts: tuple[str, ...] = ()
    negative: bool = False


def read_quantity(name: str) -> Quantity:
    """A name taken apart.

    Raises:
        ModelError: there is no such kind, or it is of more or fewer things.
    """
    text = name.removeprefix("-")
    kind, *parts = text.split(".")
    if kind == "chisq" and parts:
        kind, parts = text, []
    if kind not in KINDS:
        near = get_close_matches(kind, KINDS, 1)
        hint = f"Did you mean `{near[0]}`?" if near else f"There are: {', '.join(KINDS)}."
        raise ModelError(f"There is no number called `{name}`.", hint)
    wanted = KINDS[kind]
    if kind in {"sd", "var"} and parts == [RESIDUAL]:
        wanted = ("effect",)
    if len(parts) > len(wanted) and wanted and wanted[-1] == "effect":
        last = len(wanted) - 1
        parts = [*parts[:last], ".".join(parts[last:])]
    if len(parts) != len(wanted) or not all(parts):
        shape = ".".join((kind, *(f"<{each}>" for each in KINDS[kind])))
        raise ModelError(f"`{name}` is not of the form `{shape}`.", "Write it so.")
    if kind == "scaled" and parts[0] not in PLACES:
        places = ", ".join(f"scaled.{place}" for place in PLACES)
        raise ModelError(f"There is no number called `{name}`.", f"Use one of {places}.")
    return Quantity(kind, tuple(parts), text != name)
