"""The numerical core of ``lmer``: arrays in, arrays out.

Follows Bates, Mächler, Bolker & Walker (2015), *Fitting Linear Mixed-Effects Models Using lme4*,
J. Stat. Softw. 67(1); the equations cited in this room are theirs.
"""
