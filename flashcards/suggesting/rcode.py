"""R code within prose: where it is, and whether it says what a cue says.

Students write formulas in running text, with and without backticks, and stop in the middle of
one. What can be read is compared by meaning; what cannot is left to the words around it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from flashcards.models.calls import FITTING, close_of, formula_argument, parse_call
from flashcards.models.formula import (
    Effects,
    FormulaError,
    Model,
    contains,
    model_of,
    names_of,
    same_up_to_names,
)
from flashcards.suggesting.symbols import plain

GROUPING: Final = frozenset(
    {
        "child", "class", "cluster", "g", "group", "grouping", "grp", "id", "item", "participant",
        "person", "ppt", "pupil", "school", "subj", "subject", "task",
    }
)  # fmt: skip
"""Names that a student gives to a grouping factor; one left of the bar was turned round."""


@dataclass(frozen=True, slots=True)
class Code:
    """A call, a formula or a part of one.

    Attributes:
        function: name of the function that is called, in small letters; empty for a formula.
        model: what its formula means; None for a call without one.
        start: where it starts in the text.
        end: where it ends.
        inside: where its formula starts, behind the name of the function.
    """

    function: str
    model: Model | None
    start: int = 0
    end: int = 0
    inside: int = 0


def read_code(source: str) -> Code | None:
    """The meaning of a cue's source; None where it is neither call nor formula."""
    call = parse_call(source)
    if call is not None and call.function.lower() not in FITTING:
        return Code(call.function.lower(), None)
    model = _read(source if call is None else call.formula)
    if model is None or not (call or "~" in source or "|" in source):
        return None
    return Code(call.function.lower() if call else "", model)


def find_code(text: str) -> list[Code]:
    """Every call and formula that can be read in a text, in order."""
    source = plain(text)
    found = list(_calls(source))
    taken = [(code.start, code.end) for code in found if code.model is not None]
    for code in (*_formulas(source), *_random_terms(source)):
        if not any(start <= code.start < end for start, end in taken):
            found.append(code)
            taken.append((code.start, code.end))
    return sorted(found, key=lambda code: code.start)


def says(found: Code, cue: Code) -> bool:
    """Whether code in a text says what a cue says, whatever columns and models are called."""
    if cue.model is None or found.model is None:
        return bool(cue.function) and cue.function == found.function
    if cue.function and found.function and cue.function != found.function:
        return False
    if (found.function or cue.function) == ("lm" if found.model.random else "lmer"):
        return False
    if cue.model.response is not None:
        same = same_up_to_names(cue.model, found.model)
    else:
        same = contains(found.model, cue.model, fixed=cue.model.fixed != Effects(True, ()))
    return same and not _turned(found.model)


def _turned(model: Model) -> bool:
    """Whether a random term has its grouping factor on the wrong side of the bar."""
    return any(
        "effect" in uses and (name.lower() in GROUPING or name.lower().startswith("group"))
        for name, uses in names_of(model).items()
    )


_CALL: Final = re.compile(
    r"(?:[^\W\d_][\w.]*:::?)?(?P<function>[^\W\d_][\w.]*)(?:\(| \((?![^()]*\|))"
)


def _calls(source: str) -> Iterator[Code]:
    for match in _CALL.finditer(source):
        function = match["function"].lower()
        opening = match.end() - 1
        end = close_of(source, opening)
        if function in FITTING:
            end = end if end >= 0 else _line_end(source, opening)
            model = _read(formula_argument(source[opening:end]))
            if model is not None:
                yield Code(function, model, match.start(), end, opening)
        else:
            short = 0 <= end - match.start() <= 40
            yield Code(function, None, match.start(), end if short else opening)


# "e ~ normal" says how something is distributed; it is no formula.
_DISTRIBUTION: Final = re.compile(r"\s*(?:normal|gaussian|norm|mvn)\b", re.IGNORECASE)
_RESPONSE: Final = re.compile(r"[^\W\d_][\w.]*(?:\([^()\n]*\))?[ ]?$")


def _formulas(source: str) -> Iterator[Code]:
    for match in re.finditer("~", source):
        left = _RESPONSE.search(source, max(0, match.start() - 40), match.start())
        if left is None or _DISTRIBUTION.match(source, match.end()):
            continue
        end = _sum_end(source, match.end())
        model = _read(source[left.start() : end])
        if model is not None:
            yield Code("", model, left.start(), end, left.start())


_BRACKET_WITH_BAR: Final = re.compile(r"\([^()|\n]*\|{1,2}[^()|\n]*(?:\)|$)", re.MULTILINE)


def _random_terms(source: str) -> Iterator[Code]:
    place = 0
    while match := _BRACKET_WITH_BAR.search(source, place):
        end = max(_sum_end(source, match.start()), match.end())
        place = end
        model = _read(source[match.start() : end])
        if model is not None and model.random:
            yield Code("", model, match.start(), end, match.start())


_OPERAND: Final = re.compile(r"\s*[-+]?\s*(?:(?P<name>[^\W\d_][\w.]*)|\d+(?:\.\d+)?|(?=\())")
# A dash with space around it goes on in words, unless a number follows; so does a colon.
_OPERATOR: Final = re.compile(r"\s*(?:[+*/^]|:(?=\w)|-(?=\w)|-(?=\s*[01]\b))")


def _sum_end(source: str, start: int) -> int:
    """Where a sum of terms ends that starts here: as far as operands and operators alternate."""
    end = start
    operator: re.Match[str] | None = None
    while operand := _OPERAND.match(source, operator.end() if operator else start):
        end = operand.end()
        if source[end : end + 1] == "(":
            closing = close_of(source, end)
            end = closing if closing >= 0 else _line_end(source, end)
        operator = _OPERATOR.match(source, end)
        if operator is None:
            break
    return end


def _line_end(source: str, start: int) -> int:
    end = source.find("\n", start)
    return len(source) if end < 0 else end


def _read(source: str) -> Model | None:
    """The meaning of a formula, mended a little; None where it has none."""
    if not source.strip():
        return None
    missing = source.count("(") - source.count(")")
    closed = source.rstrip(" +,") + ")" * missing
    for attempt in (source, closed, re.sub(r"(?<=\w) +(?=[^\W\d_])", "_", closed)):
        try:
            return model_of(attempt, fragment=True)
        except FormulaError:
            continue
    return None
