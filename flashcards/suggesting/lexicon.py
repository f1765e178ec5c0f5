"""The few words that the matching of recalls knows by itself, beside the cues of the cards.

Everything here is about how people write, not about any one topic: short forms, irregular
forms, words that deny, and pairs of opposites.
"""

from __future__ import annotations

from typing import Final, NamedTuple


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SHORT: Final = {
    "approx": "approximately",
    "assump": "assumption",
    "assumps": "assumptions",
    "ave": "average",
    "avg": "average",
    "bc": "because",
    "bw": "between",
    "btw": "between",
    "btwn": "between",
    "coeff": "coefficient",
    "coeffs": "coefficients",
    "coefs": "coefficients",
    "col": "column",
    "cols": "columns",
    "cond": "conditional",
    "cor": "correlation",
    "corr": "correlation",
    "cos": "because",
    "correl": "correlation",
    "cov": "covariance",
    "cuz": "because",
    "dev": "deviation",
    "devs": "deviations",
    "df": "df",
    "diff": "different",
    "diffs": "differences",
    "dist": "distribution",
    "eff": "effect",
    "effs": "effects",
    "eq": "equation",
    "distr": "distribution",
    "dv": "outcome",
    "est": "estimate",
    "ests": "estimates",
    "grp": "group",
    "grps": "groups",
    "indep": "independent",
    "indiv": "individual",
    "info": "information",
    "int": "intercept",
    "ints": "intercepts",
    "iv": "predictor",
    "lvl": "level",
    "lvls": "levels",
    "neg": "negative",
    "norm": "normal",
    "ob": "observation",
    "obs": "observation",
    "param": "parameter",
    "params": "parameters",
    "pos": "positive",
    "pp": "participant",
    "ppl": "people",
    "pps": "participants",
    "ppt": "participant",
    "ppts": "participants",
    "ptcp": "participant",
    "ptpt": "participant",
    "ptpts": "participants",
    "rand": "random",
    "reg": "regression",
    "resid": "residual",
    "resids": "residuals",
    "sig": "significant",
    "signif": "significant",
    "sub": "subject",
    "subj": "subject",
    "subs": "subjects",
    "subjs": "subjects",
    "thru": "through",
    "var": "variance",
    "vars": "variances",
}
"""Short forms of notes, each with the word it stands for."""

CAPITALS: Final = {
    "FE": "fixed effect",
    "FEs": "fixed effects",
    "RE": "random effect",
    "REs": "random effects",
    "RI": "random intercept",
    "RIs": "random intercepts",
    "RS": "random slope",
    "RSs": "random slopes",
}
"""Abbreviations that are words of their own in small letters."""

IRREGULAR: Final = {
    "center": "centr",
    "centered": "centr",
    "children": "child",
    "drawn": "draw",
    "everybodi": "everyon",
    "drew": "draw",
    "fallen": "fall",
    "fell": "fall",
    "gave": "give",
    "given": "give",
    "gone": "go",
    "goes": "go",
    "held": "hold",
    "kept": "keep",
    "kid": "child",
    "kids": "child",
    "lain": "lie",
    "lies": "lie",
    "lying": "lie",
    "matrices": "matrix",
    "meaning": "means",
    "means": "means",
    "non": "not",
    "nought": "0",
    "one": "1",
    "particip": "subject",
    "people": "subject",
    "person": "subject",
    "persons": "subject",
    "risen": "rise",
    "rose": "rise",
    "shrank": "shrink",
    "shrinkage": "shrink",
    "shrunk": "shrink",
    "shrunken": "shrink",
    "item": "task",
    "stimuli": "task",
    "stimulus": "task",
    "squared": "^2",
    "steeply": "steep",
    "taken": "take",
    "took": "take",
    "written": "write",
    "wrote": "write",
    "zero": "0",
    "zeros": "0",
    "never": "not",
    "two": "2",
    "three": "3",
}
"""Words and stems that mean the same, each with the form that stands for it.

"Means" is kept apart from "mean", the average; who takes part in a study is its subject.
"""

OPERATORS: Final = {
    "*": "time",
    "+": "plus",
    "²": "^2",
    "->": "=",
    "=>": "=",
    "→": "=",
    ":": "colon",
}
"""Forms of operators that are also said in words."""

INTERCEPTS: Final = _set("b0 b0i gamma00 intercept")
"""Forms of what stands first on the right of a line's equation."""

SYMBOLS: Final = _set(
    "y b0 b0i b1 b1i gamma00 gamma10 zeta zeta0 zeta1 sigma sigma0 sigma1 sigmaepsilon ^2 epsilon"
    " rho"
)
"""Forms of what a line of formulas defines."""

COEFFICIENTS: Final = INTERCEPTS | _set(
    "b1 b1i coef coeffici ranef fixef gamma gamma10 zeta zeta0 zeta1 height start"
)
"""Forms of what is no outcome, wherever it stands."""

LETTERS: Final = {"a": "b0", "b": "b1", "bx": "b1"}
"""What the letters of ``y = a + bx`` stand for."""

JOINED: Final = {
    "cannot": ("can", "not"),
    "cant": ("can", "not"),
    "couldnt": ("could", "not"),
    "didnt": ("did", "not"),
    "doesent": ("does", "not"),
    "doesnt": ("does", "not"),
    "dosent": ("does", "not"),
    "dosnt": ("does", "not"),
    "dont": ("do", "not"),
    "isnt": ("is", "not"),
    "arent": ("are", "not"),
    "hasnt": ("has", "not"),
    "havent": ("have", "not"),
    "mustnt": ("must", "not"),
    "neednt": ("need", "not"),
    "shouldnt": ("should", "not"),
    "wasnt": ("was", "not"),
    "werent": ("were", "not"),
    "wont": ("will", "not"),
    "wouldnt": ("would", "not"),
}
"""Denials that are written without their apostrophe."""

NAMED: Final = {
    (denial, "pool"): "nopool" for denial in ("no", "none", "not", "0", "without", "zero")
} | {("squar", "root"): "root", ("as", "if"): "suppos"}
"""Pairs of forms that name one thing, each with the form that stands for it."""

STOP: Final = _set("a an are be is it of the to")
"""Words that a phrase of cues can do without."""

DENIALS: Final = _set("neither never no nobodi none nor not noth otherwis without wrong")
"""Stems of words that turn what follows them, within its clause, into its contrary."""

BREAKING: Final = _set("breach break broke broken fail lack lose lost violat")
"""Stems of verbs that deny an assumption wherever they stand in its clause."""

ASSUMING: Final = _set(
    "assum assumpt expect need ought pretend requir should suppos think treat want"
)
"""Stems of a clause that says what is taken for granted, and leaves open whether it holds."""

HARMLESS: Final = _set(
    "anymor care doubt forget just know like long matter mere necessarili onli quit rememb sure"
)
"""Stems that, right after a denial, leave what is said standing: "not only", "no doubt"."""

SLIGHTING: Final = _set("fewer hard hardli less rare")
"""Stems that deny the very next word: "less conservative"."""

WHOSE: Final = _set("child class cluster group school subject task")
"""Stems before which "same" and "different" only say which one is meant."""

CLAUSES: Final = _set(
    "although because but however if instead rather since so than though unless unlike when"
    " whereas while whilst"
)
"""Words at which a denial ends."""

COMPARING: Final = frozenset({"as", "less", "more", "so"})
"""Stems that, between a denial and a direction, leave open whether the contrary holds."""

AUXILIARY: Final = _set(
    "am are be been can could did do doe had has have is may might must need should was were"
    " will would"
)
"""Stems after which a denial speaks of what stood before them: "``coef`` does not …"."""

SUBJECTS: Final = _set("he she they we you")
"""Words that start a statement of their own, at which a denial ends."""

POINTING: Final = _set("it its so that their them there these they this those which")
"""Words by which a sentence goes on about what the one before it spoke of."""


class Opposites(NamedTuple):
    """Stems of two contrary directions."""

    one: frozenset[str]
    other: frozenset[str]


def opposites(*lines: str) -> tuple[Opposites, ...]:
    """Pairs of forms from lines, the two sides of each parted by a bar."""
    sides = (line.split("|") for line in lines)
    return tuple(
        Opposites(frozenset(one.split()), frozenset(other.split())) for one, other in sides
    )


OPPOSITES: Final = opposites(
    "same ident equal equival constant alik similar | differ vari unequ distinct",
    "toward closer nearer | away",
    "independ unrel uncorrel | depend relat correl",
    "flat horizont | steep",
    "sever multipl | onli singl onc",
    "approxim rough | exact precis",
)
"""Directions that a key point may take: a clause that takes the contrary one is no recall of it.

Small on purpose. A pair belongs here when students are seen to turn it round, and when each
word of it is rarely used in another sense.
"""

KINDS: Final = opposites(
    "fix fixef | random ranef",
    "averag overal popul typic mean fix | own random",
)
"""Things of two kinds: a point that names one kind alone is not recalled by a clause that names
the other alone."""

PAIRED: Final = opposites(
    "posit plus + | negat minus",
    "abov higher greater larger bigger | below lower smaller less",
    "fulli full complet | partial partli",
    "everi all everyon everybodi | some subset onli few",
    "toward closer nearer | away further",
    "few fewer littl less small smaller | mani more lot larg larger big bigger",
    "stronger strong | weaker weak",
    "long longer wide wider | short shorter narrow narrower",
)
"""Opposites that go together in a point: "positive" with "above", so not with "below"."""

BOUND: Final = opposites(
    "gamma gamma00 gamma10 | sigma sigma0 sigma1 sigmaepsilon zeta zeta0 zeta1",
    "fix fixef | random ranef",
    "intercept b0 | slope b1",
    "0 | unit steep rise increas grow",
    "geom_ribbon ribbon | geom_line",
    "interv band ci | line",
    "panel facet | row",
    "effect predictor intercept slope | group subject",
)
"""Two things, and in the next line what goes with each: the intercept with 0, the slope with a
unit. Held together piece by piece, for a clause often names both: "b0 at 0 and b1 for a unit"."""

RIVALS: Final = opposites(
    "intercept b0 b0i start height | slope b1 b1i steep gradient",
    "fulli full complet | partial partli",
    "augment | predict",
    "ranef | coef",
    "gamma gamma00 gamma10 | zeta zeta0 zeta1",
    "sd | varianc",
    "ml | reml",
    "complet full fulli | nopool",
    "partial partli | nopool",
)
"""Things that are spoken of in the same words: what is said of the nearer one is not said of
the other."""

COMPARED: Final = Opposites(_set("1 same within"), _set("differ between other anoth"))
"""What is said of things of one kind, and what of things of several."""

WHOLE: Final = _set("coef coeffici b0i b1i")
"""Forms of a group's own coefficient …"""

PARTS: Final = _set("fix fixef gamma gamma00 gamma10 ranef random deviat zeta zeta0 zeta1")
"""… and of what is added up to it."""

ALWAYS: Final = ("violated", "violates", "assumption", "independent")
"""Words that slips are mended to on every card."""

KNOWN: Final = _set(
    "about above affect affects after again against another before below closed closes could"
    " every external higher hither interact interaction interactions interest internal"
    " intersect label level levels lever lower means meant median medium mixed modal model"
    " never other others place please plot plots point points power quiet quite residents"
    " rested right scale scales scope should slower space speed spread stable stale standing"
    " state states station stays still strange stranger string strong study style subset"
    " sunset table test tested tests text texts their there these thing think those though"
    " thought three through title total trail train trial trials under valid value values"
    " variable variables various wander where which while white whole wider wise wonder words"
    " works world would write wrote"
)
"""Correct words that lie within a slip of the pen of words that cards use."""
