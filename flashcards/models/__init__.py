"""Linear models and their formulas. Knows nothing of cards, journal or memory."""
