r"""Maths as students type it: ``γ00``, ``gamma_00``, ``g00``, ``\gamma_{00}`` are one symbol."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

_SMALL: Final = str.maketrans("₀₁₂₃₄₅₆₇₈₉ᵢⱼₑ", "0123456789ije")
_LOOKALIKE: Final = str.maketrans("–—−‐‑’‘“”∼˜～∣│｜·×Ŷŷ⇒", "-----''\"\"~~~|||**yy→")
# An estimate's hat, and a mean's bar, are left out: over a letter they say what is meant by it.
_HATS: Final = str.maketrans("\N{COMBINING CIRCUMFLEX ACCENT}\N{COMBINING MACRON}", "__")
_TEX_HAT: Final = re.compile(r"\\(?:wide)?hat *\{?|\\bar *\{?")

# Between a symbol and its index: nothing, or what TeX and typists put there.
_GLUE: Final = r"[ _{}]{0,3}"
# A Greek letter may follow straight on: ρσ₀σ₁ is a product.
_END: Final = r"\}?(?![^\W_α-ωϵ]|\.\d)"

# The indices that a residual standard deviation is given.
_EPSILON: Final = r"(?: \\?(?:var)?eps(?:ilon)? | [εϵ] | e (?![^\W_\d]) )"
_OF: Final = r"(?: ij | ji | i | j )"

PATTERN: Final = rf"""
    (?P<sd> (?: standard [ -]? dev(?:iation)?s? | \bstd [. -]* dev(?:s|iations?)?
              (?: \.(?=[ ](?-i:[a-z])) )? | \bstdevs?
              | \bs\.d\.? | \bsds? ) (?P<sd2> \^?2 | ² )? {_END} )
  | (?P<gamma> \\?gamm?as? | γ )
        (?: {_GLUE} (?P<gamma_at> [01] [ _]? [01] | (?:zero|one)[ -]zero ) )? {_END}
  | (?P<g> \b[gy] _? \{{? (?P<g_at> 00 | 10 | 01 | 11 ) ) {_END}
  | (?P<zeta> \\?zett?as? | ζ )
        (?: {_GLUE} (?P<zeta_at> [01] | zero | one ) )? (?: {_GLUE} [ij] )? {_END}
  | (?P<z> \b[zu] _? \{{? (?P<z_at> [01] ) _? [ij]? ) {_END}
  | (?P<matrix> (?-i: \\Sigma | Σ ) ) {_END}
  | (?P<sigma> \\?sigma s? | σ )
        (?: {_GLUE} (?P<sigma_at> [01] | zero | one | {_EPSILON} ) )?
        (?P<sigma2> {_GLUE} (?: \^ [ ]? \{{? 2 | ² | 2 | squared ) )? {_END}
  | (?P<s> \bs (?P<s_at> _?[01] | _e | e (?=\^|²) ) (?P<s2> \^?2 | ² )? ) {_END}
  | (?P<tau> \\?\btau | τ )
        (?: {_GLUE} (?P<tau_at> 00 | 11 | [01] ) )?
        (?P<tau2> {_GLUE} (?: \^ [ ]? \{{? 2 | ² ) )? {_END}
  | (?P<eps> \\?(?:var)?epsilons? | \beps | [εϵ] ) (?: {_GLUE} [ij]{{1,2}} )? {_END}
  | (?P<e> \b[er] _? \{{? ij | \be _? \{{? {_OF} | (?<=[+]) e | (?<=[+][ ]) e | e (?=[ ]?~) ) {_END}
  | (?P<rho> \\?rho | ρ ) (?: {_GLUE} [01]{{1,2}} )? {_END}
  | (?P<b> \\?beta | β | \bb ) {_GLUE} (?P<b_at> [0-9] )
        (?: [ _{{}}]{{0,2}} (?P<b_of> [ij] ) (?= x | {_END} ) )? (?: (?= x ) | {_END} )
  | (?P<y> \by {_GLUE} {_OF} ) {_END}
  | (?P<x> x {_GLUE} {_OF} ) {_END}
"""
"""Alternatives for a verbose, case-insensitive pattern over :func:`plain` text."""

_DIGITS: Final = {"zero": "0", "one": "1"}


def plain(text: str) -> str:
    """A text with lookalike characters made one, of the same length."""
    seen = text.translate(_SMALL).translate(_LOOKALIKE).translate(_HATS)
    return _TEX_HAT.sub(lambda hat: " " * len(hat.group()), seen) if "\\" in seen else seen


def forms(match: re.Match[str]) -> Iterator[str]:
    """The names of the symbol that :data:`PATTERN` matched, and ``^2`` if it is squared.

    An index that names the group or the observation is left out, but for ``b0i`` against
    ``b0``, which is the difference between a coefficient that varies and one that does not.
    """
    kind = match.lastgroup or ""
    has = {name: value for name, value in match.groupdict().items() if value is not None}
    kind = next(name for name in _KINDS if name in has)
    at = _digits(has.get(f"{kind}_at", ""))
    match kind:
        case "gamma" | "g":
            yield f"gamma{at}"
        case "zeta" | "z":
            yield f"zeta{at}"
        case "sigma" | "s":
            yield f"sigma{at if at in ('', '0', '1') else 'epsilon'}"
        case "tau":
            # Textbooks call a variance between groups so.
            yield f"sigma{at[:1]}"
        case "eps" | "e":
            yield "epsilon"
        case "b":
            yield f"b{at}{'i' if 'b_of' in has else ''}"
        case _:
            yield kind
    if f"{kind}2" in has:
        yield SQUARED


SQUARED: Final = "^2"

_KINDS: Final = (
    "sd",
    "gamma",
    "g",
    "zeta",
    "z",
    "sigma",
    "s",
    "tau",
    "matrix",
    "eps",
    "e",
    "rho",
    "b",
    "y",
    "x",
)


def _digits(index: str) -> str:
    for word, digit in _DIGITS.items():
        index = index.lower().replace(word, digit)
    return re.sub(r"[ _-]", "", index)
