"""How a recall's text is held against a card's cues: offline, by rules, and only to suggest.

The way of a text: :mod:`words` cuts it into tokens (with :mod:`symbols` for maths), :mod:`rcode`
finds formulas and calls, :mod:`reading` puts both together and mends slips of the pen,
:mod:`matching` looks for the cues of each key point (:mod:`cues`), and :mod:`direction` throws
out what says the contrary. :mod:`lexicon` holds the words that all of them know.
"""
