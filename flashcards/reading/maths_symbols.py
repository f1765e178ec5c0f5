"""The vocabulary of the TeX subset: which command stands for which character, name or space.

Only tables; :mod:`flashcards.maths` is the grammar.
"""

from __future__ import annotations

from enum import StrEnum


class Kind(StrEnum):
    """What a symbol is in a formula, which decides the space around it.

    A ``BINARY`` or ``RELATION`` has space on both sides, ``PUNCTUATION`` after it, the others
    none. A minus that is a sign and not a difference is ``ORDINARY`` in the tree.
    """

    ORDINARY = "ordinary"
    BINARY = "binary"
    RELATION = "relation"
    OPEN = "open"
    CLOSE = "close"
    PUNCTUATION = "punctuation"
    LARGE = "large"
    """``Σ`` and ``Π``, whose scripts stand below and above in a displayed formula."""


_GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ϵ", "varepsilon": "ε",
    "zeta": "ζ", "eta": "η", "theta": "θ", "vartheta": "ϑ", "iota": "ι", "kappa": "κ",
    "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "omicron": "ο", "pi": "π", "varpi": "ϖ",
    "rho": "ρ", "varrho": "ϱ", "sigma": "σ", "varsigma": "ς", "tau": "τ", "upsilon": "υ",
    "phi": "ϕ", "varphi": "φ", "chi": "χ", "psi": "ψ", "omega": "ω",
    "Alpha": "Α", "Beta": "Β", "Gamma": "Γ", "Delta": "Δ", "Epsilon": "Ε", "Zeta": "Ζ",
    "Eta": "Η", "Theta": "Θ", "Iota": "Ι", "Kappa": "Κ", "Lambda": "Λ", "Mu": "Μ", "Nu": "Ν",
    "Xi": "Ξ", "Omicron": "Ο", "Pi": "Π", "Rho": "Ρ", "Sigma": "Σ", "Tau": "Τ",
    "Upsilon": "Υ", "Phi": "Φ", "Chi": "Χ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip

_OTHERS = {
    Kind.ORDINARY: {
        "infty": "∞", "ldots": "…", "dots": "…", "cdots": "⋯", "vdots": "⋮", "ddots": "⋱",
        "partial": "∂", "prime": "′", "forall": "∀", "exists": "∃", "nabla": "∇", "ell": "ℓ",
        "hbar": "ℏ", "emptyset": "∅", "top": "⊤", "dagger": "†", "backslash": "\\", "vert": "|",
    },
    Kind.BINARY: {
        "cdot": "·", "times": "×", "pm": "±", "mp": "∓", "div": "÷", "ast": "∗", "circ": "∘",
        "cap": "∩", "cup": "∪", "setminus": "∖", "oplus": "⊕", "otimes": "⊗", "odot": "⊙",
    },
    Kind.RELATION: {
        "sim": "∼", "neq": "≠", "ne": "≠", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥",
        "approx": "≈", "equiv": "≡", "to": "→", "rightarrow": "→", "leftarrow": "←",
        "Rightarrow": "⇒", "Leftrightarrow": "⇔", "leftrightarrow": "↔", "mapsto": "↦",
        "iff": "⇔", "implies": "⇒", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆",
        "mid": "|", "propto": "∝", "perp": "⊥", "parallel": "∥", "ll": "≪", "gg": "≫",
        "simeq": "≃", "cong": "≅", "colon": ":",
    },
    Kind.OPEN: {"lbrace": "{", "lbrack": "[", "lvert": "|", "lVert": "‖", "langle": "⟨"},
    Kind.CLOSE: {"rbrace": "}", "rbrack": "]", "rvert": "|", "rVert": "‖", "rangle": "⟩"},
    Kind.LARGE: {"sum": "∑", "prod": "∏", "int": "∫"},
}  # fmt: skip

SYMBOLS: dict[str, tuple[str, Kind]] = {
    name: (text, kind) for kind, names in _OTHERS.items() for name, text in names.items()
} | {name: (text, Kind.ORDINARY) for name, text in _GREEK.items()}
"""Command name → the character it draws, and its kind."""

CHARACTERS: dict[str, tuple[str, Kind]] = {
    "+": ("+", Kind.BINARY),
    "-": ("−", Kind.BINARY),
    "*": ("∗", Kind.BINARY),
    "=": ("=", Kind.RELATION),
    "<": ("<", Kind.RELATION),
    ">": (">", Kind.RELATION),
    ":": (":", Kind.RELATION),
    ",": (",", Kind.PUNCTUATION),
    ";": (";", Kind.PUNCTUATION),
    "(": ("(", Kind.OPEN),
    "[": ("[", Kind.OPEN),
    ")": (")", Kind.CLOSE),
    "]": ("]", Kind.CLOSE),
}
"""Typed characters that are more than themselves; all others are ``ORDINARY``."""

ESCAPED: dict[str, tuple[str, Kind]] = {
    "%": ("%", Kind.ORDINARY),
    "$": ("$", Kind.ORDINARY),
    "&": ("&", Kind.ORDINARY),
    "#": ("#", Kind.ORDINARY),
    "_": ("_", Kind.ORDINARY),
    "{": ("{", Kind.OPEN),
    "}": ("}", Kind.CLOSE),
    "|": ("‖", Kind.ORDINARY),
}
"""What follows a backslash and is no letter → the character it draws, and its kind."""

SPACES: dict[str, float] = {
    "!": -1 / 6,
    ",": 1 / 6,
    ":": 2 / 9,
    ">": 2 / 9,
    ";": 5 / 18,
    " ": 1 / 3,
    "quad": 1.0,
    "qquad": 2.0,
}
"""Spacing command → its width in em (about two columns of a terminal)."""

OPERATORS: frozenset[str] = frozenset(
    {
        "arg",
        "cos",
        "det",
        "dim",
        "exp",
        "inf",
        "ker",
        "lim",
        "ln",
        "log",
        "max",
        "min",
        "Pr",
        "sin",
        "sup",
        "tan",
        "tanh",
    }
)
"""Commands that draw their own name, upright."""

ACCENTS: dict[str, str] = {
    "hat": "hat",
    "widehat": "widehat",
    "bar": "bar",
    "overline": "bar",
    "tilde": "tilde",
    "widetilde": "tilde",
}
"""Command → which accent it draws over its argument."""

FRACTIONS: frozenset[str] = frozenset({"frac", "dfrac", "tfrac"})
"""Commands that draw one argument over another."""

WORDS: frozenset[str] = frozenset({"text", "textrm", "mathrm"})
"""Commands whose argument is plain words."""

COLOURS: frozenset[str] = frozenset(
    {
        "black",
        "blue",
        "brown",
        "cyan",
        "gray",
        "green",
        "grey",
        "magenta",
        "orange",
        "purple",
        "red",
        "teal",
        "violet",
        "yellow",
    }
)
"""Colours that a formula can use; the theme decides what each looks like."""

MATRICES: dict[str, tuple[str, str]] = {
    "matrix": ("", ""),
    "pmatrix": ("(", ")"),
    "bmatrix": ("[", "]"),
    "vmatrix": ("|", "|"),
}
"""Environment → what stands left and right of the matrix."""

ALIGNED: frozenset[str] = frozenset({"aligned", "align", "align*"})
"""Environments whose rows are aligned at each ``&``."""

DELIMITERS: dict[str, str] = {
    **{char: char for char in "()[]|/"},
    ".": "",
    "<": "⟨",
    ">": "⟩",
    "\\{": "{",
    "\\}": "}",
    "\\|": "‖",
    "\\lbrace": "{",
    "\\rbrace": "}",
    "\\lbrack": "[",
    "\\rbrack": "]",
    "\\lvert": "|",
    "\\rvert": "|",
    "\\vert": "|",
    "\\lVert": "‖",
    "\\rVert": "‖",
    "\\langle": "⟨",
    "\\rangle": "⟩",
}
"""What may follow ``\\left`` and ``\\right`` → the fence it draws; ``.`` draws none."""

COMMANDS: frozenset[str] = (
    frozenset(SYMBOLS)
    | OPERATORS
    | frozenset(ACCENTS)
    | FRACTIONS
    | WORDS
    | frozenset({"sqrt", "color", "textcolor", "operatorname", "left", "right", "begin", "end"})
    | frozenset(name for name in SPACES if name.isalpha())
)
"""Every command that is known, without its backslash."""
