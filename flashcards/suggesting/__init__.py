"""How a recall's text is held against a card's cues: offline, by rules, and only to suggest.

The way of a text: :mod:`words` cuts it into tokens (with :mod:`symbols` for maths), :mod:`rcode`
finds formulas and calls, :mod:`reading` puts both together and mends slips of the pen, and
:mod:`matching` looks for the cues of each key point (:mod:`cues`). Three modules throw out what
says the contrary: :mod:`direction` clause by clause, :mod:`objections` by the shape of a sentence,
:mod:`facts` by what is mixed up in this course. :mod:`lexicon` holds the words that all of them
know.
"""
