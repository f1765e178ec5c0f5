"""Pictures and formulas as terminal cells."""
